"""What a server takes: memory and CPU time, read from outside of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

import psutil

if TYPE_CHECKING:
    from types import TracebackType

EVERY_S = 0.25
MB = 1e6


class Gauge:
    """Watches the process of a server while the block runs; the jobs that it starts are not in it.

    Attributes
    ----------
    peak_mb : float
        Most memory that was resident at once since :meth:`reset`.
    """

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_mb = 0.0

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Watch no longer."""
        self._ended.set()
        self._thread.join()

    def reset(self) -> None:
        """Forget the peak so far."""
        self.peak_mb = 0.0

    def resident_mb(self) -> float:
        """Megabytes in memory now, files that are mapped into it among them."""
        return float(self._process.memory_info().rss / MB)

    def mapped_mb(self) -> float:
        """Megabytes of files among those in memory: the kernel takes them back at need."""
        return float(self._process.memory_info().shared / MB)

    def cpu_s(self) -> float:
        """Seconds of CPU that the process has used, in all its threads."""
        used = self._process.cpu_times()
        return float(used.user + used.system)

    def _watch(self) -> None:
        while not self._ended.wait(EVERY_S):
            try:
                self.peak_mb = max(self.peak_mb, self.resident_mb())
            except psutil.NoSuchProcess:
                return
