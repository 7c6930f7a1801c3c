"""How a search goes about its work: for how long, from which seed, where, and whom it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.search.parallel.searches import Spread
    from solver.search.search import Params
    from solver.stop.progress import Progress, ProgressCallback, StopRule


@dataclass(frozen=True, eq=False)
class Effort:
    """What a search is given to work with.

    Parameters
    ----------
    stop
        Asked between batches of work; see :mod:`solver.stop.rules`.
    seed
        The same seed and the same number of iterations give the same plan.
    progress
        Told how far the search is, with figures of the best plan so far.
    spread
        Works through the searches elsewhere (:mod:`solver.search.parallel`); ``None`` works here.
        The plan is the same.
    params
        How the search goes about it; the usual way where ``None``.
    """

    stop: StopRule
    seed: int = 0
    progress: ProgressCallback | None = None
    spread: Spread | None = None
    params: Params | None = None

    def tell(self, word: Progress) -> None:
        """Pass a word of progress on, where anybody listens."""
        if self.progress is not None:
            self.progress(word)
