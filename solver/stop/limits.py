"""Limits of time and memory for a stretch of work, and somebody who says what ended it.

A hostile or damaged file may hold a library up for hours, fill the memory or
break the process, and then nobody is left to say so. So a command runs as a
child: the kernel's clock ends it, and its parent, which did nothing but wait,
says why. Windows has neither; there a command runs as it is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WATCHED: Final = "HOMEROUNDS_WATCHED"
"""Variable that holds the number of the process that is watched."""

_NO_FAULT: Final = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM),
                    getattr(signal, "SIGPIPE", signal.SIGTERM))  # fmt: skip
_UNABLE: Final = 2
"""Exit code where the input is bad."""


@contextmanager
def within_limits(*, memory_mb: int, seconds: float) -> Iterator[None]:
    """Hold a stretch of work to more memory than now, and to a time by the clock.

    Parameters
    ----------
    memory_mb
        Most memory on top of what is in use, 10⁶ bytes. Linux only.
    seconds
        Most time. It holds where the process is :func:`watched`, which then says so.

    Raises
    ------
    MemoryError
        From the work, where it needs more.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    used = _in_use()
    if used:
        most = used + memory_mb * 1_000_000
        for limit in before:
            most = most if limit == resource.RLIM_INFINITY else min(most, limit)
        resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    watched_here = os.environ.get(_WATCHED) == str(os.getpid())
    if watched_here:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # whatever library is at work then
    try:
        yield
    finally:
        if watched_here:
            signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _in_use() -> int:
    """Bytes of this process's own memory; 0 where the system does not say."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def watched(work: Callable[[], int], say: Callable[[str], None]) -> int:
    """Run a command as a child, before anything large is imported.

    Parameters
    ----------
    work
        The command; it gives its exit code.
    say
        Told in plain words what ended it, where it did not end by itself.

    Returns
    -------
    code
        Its exit code; 2 where the kernel ended it.
    """
    if sys.platform == "win32":
        return work()
    child = os.fork()
    if child == 0:
        _end_with_parent()
        os.environ[_WATCHED] = str(os.getpid())
        return work()
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    # a terminal tells both; whoever else stops the parent means the child
    told = sys.stdin is not None and sys.stdin.isatty()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN if told else lambda *_: os.kill(child, signal.SIGINT)
    )
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code >= 0:
        return code
    if -code in _NO_FAULT:
        return 128 - code
    say(_why(-code))
    return _UNABLE


def _why(number: int) -> str:
    if number == signal.SIGALRM:
        return (
            "Reading the files took longer than it may (one minute for the tables, ten for the "
            "roads) and was stopped. Keep only the rows, columns and roads of this county, and "
            "save the files again."
        )
    return (
        f"The command broke off (signal {number}): a file is damaged or too large, or the memory "
        "of this computer ran out. Keep only the rows, columns and roads of this county, and save "
        "the files again."
    )


def _end_with_parent() -> None:
    """Have the child ended where its parent is, on Linux."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
