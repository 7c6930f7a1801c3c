"""Independent searches side by side, here or spread over workers, slice by slice.

The plans advance in slices. A slice is a pure function of arrays: it is sent out, and what comes
back replaces the plan it was made from. So a worker that dies costs only the slices it was on,
which are run again, and stop rules and progress stay with whoever started the search. What is
sent holds numbers alone: no names, no ids, no coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from solver.search.search import Fixed, Progressed, Search
from solver.search.solve import cooled
from solver.stop.rules import fraction_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from solver.stop import StopRule

ROUND = 12_000
"""Steps of all searches together between two looks at the stop rule …"""

SLICE = 12
"""… but never more than so many a task."""

BUNDLES = 16
"""Searches of a round are sent out in about so many bundles, small ones together."""


WORTH = 100
"""Fewer tasks than this are searched here: workers would cost more than they bring."""


class Spread(Protocol):
    """What works through bundles of pieces, here or elsewhere."""

    def keep(self, value: object) -> Hashable:
        """Keep a value where the work is done; returns a token that stands for it."""
        ...

    def forget(self, tokens: Iterable[Hashable]) -> None:
        """Let go of values that were kept."""
        ...

    def work(
        self,
        function: Callable[[Any, Any], Any],
        bundles: Sequence[Sequence[tuple[Hashable, Any]]],
    ) -> list[list[Any]]:
        """Apply ``function(kept value, item)`` to each (token, item), in order.

        Raises
        ------
        PlanError
            Where workers die again and again.
        """
        ...


class Shelf:
    """Values that are kept, each by its token."""

    def __init__(self) -> None:
        self.kept: dict[Hashable, object] = {}
        self._last = 0

    def keep(self, value: object) -> Hashable:
        """Keep a value; nothing is copied."""
        self._last += 1
        self.kept[self._last] = value
        return self._last

    def forget(self, tokens: Iterable[Hashable]) -> None:
        """Let go of values."""
        for token in tokens:
            self.kept.pop(token, None)


class Here(Shelf):
    """Works through the bundles in this process, one after the other."""

    def work(
        self,
        function: Callable[[Any, Any], Any],
        bundles: Sequence[Sequence[tuple[Hashable, Any]]],
    ) -> list[list[Any]]:
        """Apply ``function(kept value, item)`` to each (token, item), in order."""
        return [[function(self.kept[token], item) for token, item in one] for one in bundles]


@dataclass(frozen=True, eq=False)
class Slice:
    """How far a search is, how many steps it is to run, and how hot (share of a leg's cost)."""

    progressed: Progressed
    steps: int
    heat: float


def advance(fixed: Fixed, item: Slice) -> Progressed:
    """Run one slice of one search, wherever this is called."""
    search = Search.assembled(fixed, item.progressed)
    search.run(item.steps, item.heat, item.heat)
    return search.progressed()


def anneal_apart(
    searches: Sequence[Search],
    stop: StopRule,
    spread: Spread | None = None,
    *,
    from_start: bool = False,
    on_batch: Callable[[Search], None] | None = None,
) -> None:
    """Improve several independent plans side by side under one stop rule.

    Every search gets steps in proportion to its tasks, so that all are equally far when the rule
    says stop. Steps, temperatures and random numbers depend on iterations alone: where a slice
    runs, how many workers there are and how many of them die changes nothing in the plan.

    Parameters
    ----------
    searches
        Begun; each is advanced in place.
    stop
        Asked between rounds of slices.
    spread
        Where slices run; ``None`` runs them here.
    from_start
        Whether the searches start from plans that are good already.
    on_batch
        Called with each search after its slice.

    Raises
    ------
    PlanError
        Where workers die again and again.
    """
    live = [search for search in searches if search.data.n and search.data.m]
    live.sort(key=lambda search: -search.data.n)
    if not live:
        return
    total = sum(search.data.n for search in live)
    each = max(1, min(SLICE, ROUND // total))
    bundles = _bundles([search.data.n for search in live])
    if spread is None or len(bundles) == 1 or total < WORTH:
        spread = Here()
    tokens = [spread.keep(search.fixed()) for search in live]
    spent = 0
    try:
        while not stop(spent, float(sum(search.best_cost for search in live))):
            share = fraction_of(stop, spent)
            heats = [cooled(one.params, share, spent, total, from_start) for one in live]
            slices = [
                Slice(one.progressed(), each * one.data.n, heat)
                for one, heat in zip(live, heats, strict=True)
            ]
            pieces = [[(tokens[i], slices[i]) for i in bundle] for bundle in bundles]
            for bundle, results in zip(bundles, spread.work(advance, pieces), strict=True):
                for i, result in zip(bundle, results, strict=True):
                    live[i].adopt(result)
                    if on_batch is not None:
                        on_batch(live[i])
            spent += each * total
    finally:
        spread.forget(tokens)


def _bundles(sizes: Sequence[int]) -> list[list[int]]:
    """Put searches together, the largest first, up to a fair share a bundle."""
    share = sum(sizes) / BUNDLES
    bundles: list[list[int]] = []
    filled = share
    for i, size in enumerate(sizes):
        if filled + size > share:
            bundles.append([])
            filled = 0.0
        bundles[-1].append(i)
        filled += size
    return bundles
