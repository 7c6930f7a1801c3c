"""How long something has been seen to stay the same, by the clock of the process that looks.

No time that another process wrote is compared with one of ours, so that neither a step of the wall
clock nor a machine that slept makes a healthy job look silent.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable

PAUSE_S = 5.0
"""Seconds between two looks after which the one that looks was asleep, or looks seldom."""


@dataclass
class _Seen:
    value: Hashable
    at: float
    same_s: float = 0.0
    paused: bool = False


class Watch:
    """Remembers what was seen of each job, and for how long it has not changed.

    A pause of whoever looks (a laptop asleep, nobody at the page) counts for nothing: what wakes
    up beside it gets the time until the next look. Where each look comes after a pause, each counts
    :data:`PAUSE_S`.

    Parameters
    ----------
    clock
        Seconds that never step back; whether they count sleep does not matter.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], _Seen] = {}
        self._lock = threading.Lock()

    def same_s(self, job_id: str, what: str, value: Hashable) -> float:
        """Look once more, and say for how many seconds this was seen with this very value.

        Parameters
        ----------
        job_id, what
            Of which job, and what of it.
        """
        with self._lock:
            at = self._clock()
            seen = self._seen.get((job_id, what))
            if seen is None or seen.value != value:
                self._seen[job_id, what] = _Seen(value, at)
                return 0.0
            passed, seen.at = at - seen.at, at
            pause = passed > PAUSE_S
            if not pause:
                seen.same_s += passed
            elif seen.paused:
                seen.same_s += PAUSE_S
            seen.paused = pause
            return seen.same_s

    def forget(self, job_id: str) -> None:
        """Begin anew with a job."""
        with self._lock:
            for key in [key for key in self._seen if key[0] == job_id]:
                del self._seen[key]

    def keep(self, job_ids: Collection[str]) -> None:
        """Forget every job but these."""
        with self._lock:
            self._seen = {key: seen for key, seen in self._seen.items() if key[0] in job_ids}
