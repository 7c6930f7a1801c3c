"""How far from the best possible: a bound that every drawing must respect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.zones.proposals.tally import MINUTE_S

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.zones.proposals.problem import DrawingProblem


def minutes_of(problem: DrawingProblem, zone: npt.NDArray[np.int64]) -> float:
    """Mean minutes from a package to the other packages of its zone, over all packages."""
    total = 0.0
    for one in range(problem.zones):
        rows = problem.row[(zone == one) & (problem.row >= 0)]
        packages = problem.packages[zone == one].sum()
        block = problem.seconds[np.ix_(rows, rows)]
        seconds = block.sum() / 2 + np.diag(block).sum() / 2
        if packages > 1:
            total += seconds / (packages - 1) / MINUTE_S
    return float(total / max(problem.packages.sum(), 1.0))


def excess_hours(problem: DrawingProblem, zone: npt.NDArray[np.int64]) -> float:
    """Hours by which the zones together lie outside the tolerance."""
    hours = np.bincount(zone, weights=problem.hours, minlength=problem.zones)
    return float(
        np.maximum(problem.least - hours, 0).sum() + np.maximum(hours - problem.most, 0).sum()
    )


def least_minutes(problem: DrawingProblem) -> float:
    """Bound :func:`minutes_of` from below for every drawing within the tolerance.

    A zone has at least ``problem.least`` hours, hence at least so many packages
    as the units with the most hours a package need to come to them (a
    fractional knapsack, so no fewer are possible). From a package of unit u,
    the mean to the others of its zone is no less than the mean to that many of
    the nearest packages, wherever they are: borders, settlements and balance
    of the other zones are left out, so the bound holds but is not tight.
    """
    held = np.flatnonzero(problem.row >= 0)
    if not len(held):
        return 0.0
    packages, hours = problem.packages[held], problem.hours[held]
    rows = problem.row[held]
    seconds = problem.seconds[np.ix_(rows, rows)]
    order = np.argsort(-hours / packages, kind="stable")
    filled = np.cumsum(hours[order])
    last = int(np.searchsorted(filled, problem.least))
    last = min(last, len(order) - 1)
    short = problem.least - (filled[last - 1] if last else 0.0)
    need = packages[order][:last].sum() + packages[order[last]] * short / hours[order[last]]
    others = max(need - 1.0, 0.0)
    if others == 0.0:
        return 0.0
    total = 0.0
    for i in range(len(held)):
        # half of the travel there and back is the mean of the two ways
        mean = seconds[i] / (2 * packages[i] * packages)
        count = packages.copy()
        own = seconds[i, i]
        mean[i] = own / (packages[i] * (packages[i] - 1)) if packages[i] > 1 else 0.0
        count[i] -= 1.0
        near = np.argsort(mean, kind="stable")
        upto = np.minimum(np.cumsum(count[near]), others)
        taken = np.diff(upto, prepend=0.0)
        total += packages[i] * float((taken * mean[near]).sum()) / others
    return total / packages.sum() / MINUTE_S


def least_moved(problem: DrawingProblem) -> float:
    """Bound the hours in areas that leave their zone of today from below.

    What a zone of today has beyond the tolerance must leave it, and what it
    lacks must join it from others; the larger of both sums is needed. Where
    there are more zones today than are drawn, the smallest ones dissolve.
    """
    today = np.sort(np.bincount(problem.today, weights=problem.hours))[::-1]
    kept, gone = today[: problem.zones], today[problem.zones :].sum()
    kept = np.pad(kept, (0, problem.zones - len(kept)))
    leave = np.maximum(kept - problem.most, 0).sum() + gone
    join = np.maximum(problem.least - kept, 0).sum()
    return float(max(leave, join))
