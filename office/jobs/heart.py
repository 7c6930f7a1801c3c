"""What a job's work is given: a heart that beats, takes progress and hears that it is to end."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from office.jobs.runner import workers_each
from office.store import job_rows
from office.store.errors import Cancelled, StoreError
from solver.rounds.effort import Effort
from solver.search.parallel.where import open_spread
from solver.stop.rules import AfterSeconds, AnyOf

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Self

    from office.store.database import Store
    from solver.search.parallel.searches import Spread
    from solver.stop import Progress, StopRule

BEAT_S = 1.0
"""Seconds between heartbeats."""

GRACE_S = 6.0
"""Seconds that work has to heed the cancel flag before its process simply ends."""


SEARCH_SHARE = 0.97
"""How far a job is when its search has used all its time."""


class Heart:
    """Beats once a second: counts its beats, writes progress, hears that it is to end.

    Parameters
    ----------
    store, job_id
        Whose heart it is.
    """

    def __init__(self, store: Store, job_id: str) -> None:
        self._store = store
        self._job_id = job_id
        self._latest: Progress | None = None
        self._asked: job_rows.AskedToEnd = ""
        self._search: tuple[float, float] | None = None  # when it began, and for how long
        self._still = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._still.set()
        self._thread.join()

    @property
    def cancelled(self) -> bool:
        """True where somebody asked the job to stop for good."""
        return self._asked == "cancel"

    @property
    def asked_to_end(self) -> bool:
        """True where somebody asked the job to end, with what it has or for good."""
        return self._asked != ""

    def progress(self, word: Progress) -> None:
        """Take a word of progress; it is written at the next beat.

        Raises
        ------
        Cancelled
            When somebody asked the job to stop for good.
        """
        self._latest = word
        self.check()

    @property
    def _said(self) -> Progress | None:
        """The last word; where a search says little, its share of the time given."""
        word = self._latest
        if word is None or self._search is None:
            return word
        begun, seconds = self._search
        share = SEARCH_SHARE * min(1.0, (time.monotonic() - begun) / max(seconds, 1e-9))
        return replace(word, fraction=max(word.fraction, share))

    def check(self) -> None:
        """Give up here if the job was cancelled.

        Raises
        ------
        Cancelled
            When somebody asked the job to stop for good.
        """
        if self.cancelled:
            raise Cancelled

    def effort(self, seconds: float, seed: int, spread: Spread | None) -> Effort:
        """Give a search its seconds and its seed; it speaks to this heart."""
        return Effort(self.stop_after(seconds), seed, self.progress, spread)

    def stop_after(self, seconds: float) -> StopRule:
        """Return a rule that stops ``seconds`` after it is first asked, or when the job is to end.

        It is made of the search's own rules, which know how far they are: the
        search cools by that.
        """

        def wished(_iterations: int, _best_cost: float) -> bool:
            if self._search is None:
                self._search = (time.monotonic(), seconds)
            return self.asked_to_end

        return AnyOf((AfterSeconds(seconds), wished))

    @staticmethod
    def spread() -> AbstractContextManager[Spread | None]:
        """Open what the job's search is spread over; it ends with the job, however that ends.

        Raises
        ------
        PlanError
            When ``HOMEROUNDS_DASK`` names a scheduler that cannot be used.
        """
        return open_spread(workers_each(), os.environ)

    def _run(self) -> None:
        cancelled_at: float | None = None
        while True:
            resting = self._still.wait(BEAT_S)
            try:
                self._asked = job_rows.beat(self._store, self._job_id, os.getpid(), self._said)
            except StoreError:
                if resting:
                    return
                continue  # busy for long, or the disk is full: silence is longer than missed beats
            if resting:
                return
            if self._asked == "gone":
                os._exit(3)  # the row is gone, or was given up: nothing may be written
            if self.cancelled:
                cancelled_at = cancelled_at or time.monotonic()
                if time.monotonic() - cancelled_at > GRACE_S:
                    with suppress(StoreError):  # whoever looks next sees that it is gone
                        job_rows.end(self._store, self._job_id, os.getpid(), job_rows.CANCELLED)
                    os._exit(4)
