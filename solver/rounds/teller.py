"""Telling how far several searches are, and how good their best plan so far is."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.rates.pay import METRES_PER_MILE
from solver.stop import Progress
from solver.stop.rules import fraction_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.search.problem import Problem
    from solver.search.search import Search
    from solver.stop.progress import ProgressCallback, StopRule

EVERY_S = 0.5
"""Seconds between two words of progress."""


class Teller:
    """Tells the progress of several searches, every now and then.

    Parameters
    ----------
    searches
        Begun, and run on elsewhere.
    stop
        The rule under which they run: it knows how far they are.
    progress
        Whom to tell; nobody where ``None``.
    problems
        What each of them searches, where together they are the whole day: then the ``miles``
        between visits are told beside the ``unserved`` calls.
    words
        What is being done.
    """

    def __init__(
        self,
        searches: Sequence[Search],
        stop: StopRule,
        progress: ProgressCallback | None,
        *,
        problems: Sequence[Problem] = (),
        words: str = "Searching for better rounds",
    ) -> None:
        self.searches, self.problems, self.stop = searches, problems, stop
        self.progress, self.words = progress, words
        self.told = time.monotonic()

    def __call__(self, _search: Search) -> None:
        """Tell, where the last word is some time ago."""
        if self.progress is not None and time.monotonic() - self.told >= EVERY_S:
            self.tell()

    def tell(self) -> None:
        """Tell how far the searches are, with figures of the best plan so far."""
        if self.progress is None:
            return
        self.told = time.monotonic()
        steps = sum(search.iterations for search in self.searches)
        share = fraction_of(self.stop, steps)
        best = {"unserved": float(sum(search.best_undone for search in self.searches))}
        if self.problems:
            metres = sum(map(_metres, self.searches, self.problems))
            best["miles"] = metres / METRES_PER_MILE
        done = 0.02 + 0.96 * min(1.0, share or 0.0)
        self.progress(Progress(done, self.words, best))


def _metres(search: Search, problem: Problem) -> int:
    """Metres between visits of the best plan so far."""
    total = 0
    for v, route in enumerate(search.solution().routes):
        base = problem.mode[v] * problem.periods
        for i, j in pairwise(route):
            row = base + problem.period[j]
            total += int(problem.lengths_m[row, problem.place[i], problem.place[j]])
    return total
