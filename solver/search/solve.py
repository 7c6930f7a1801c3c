"""Solve a problem: from arrays to a plan in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.search.search import Params, Search, Solution
from solver.stop.rules import fraction_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from solver.search.problem import Problem
    from solver.stop.progress import StopRule

BATCH = 1_000
"""Steps between two looks at the stop rule."""

EARLY = 0.15
"""Share of the budget after which the search has cooled down once, and warms up again."""


def solve(
    problem: Problem,
    stop: StopRule,
    seed: int,
    *,
    start: Sequence[Sequence[int]] | None = None,
    on_batch: Callable[[Search], None] | None = None,
    params: Params | None = None,
) -> Solution:
    """Search for a cheap plan until ``stop`` says so.

    Parameters
    ----------
    problem
        What to solve.
    stop
        Asked between batches of steps.
    seed
        The same seed and the same number of iterations give the same plan.
    start
        Routes to start from, one a vehicle; the answer is never worse than what can be kept of
        them.
    on_batch
        Called with the search after the first plan and after every batch.
    params
        How the search goes about it.
    """
    search = Search(problem, seed, params)
    search.begin(start)
    if on_batch is not None:
        on_batch(search)
    anneal(search, stop, from_start=start is not None, on_batch=on_batch)
    return search.solution()


def anneal(
    search: Search,
    stop: StopRule,
    *,
    from_start: bool = False,
    on_batch: Callable[[Search], None] | None = None,
) -> None:
    """Improve a plan that is begun until ``stop`` says so."""
    spent, tasks = 0, search.data.n
    while tasks and search.data.m and not stop(spent, float(search.best_cost)):
        cool = cooled(search.params, fraction_of(stop, spent), spent, tasks, from_start)
        search.run(BATCH, cool, cool)
        spent += BATCH
        if on_batch is not None:
            on_batch(search)


def cooled(params: Params, share: float | None, spent: int, total: int, from_start: bool) -> float:
    """Temperature after ``share`` of the budget, as a share of a leg's cost.

    It falls twice, so that a good plan is there early; a search from a given plan has one already.
    Where the stop rule cannot say how far it is (``None``), it falls once with the steps a task.
    """
    if share is None:
        share = spent / (spent + 400.0 * total)
    elif not from_start:
        share = share / EARLY if share < EARLY else (share - EARLY) / (1.0 - EARLY)
    warm = params.warm_from_start if from_start else params.warm
    return max(1e-9, warm * (params.cold / warm) ** min(1.0, share))
