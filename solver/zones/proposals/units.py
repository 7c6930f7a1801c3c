"""The drawing problem as compiled code sees it: arrays of units, and what a drawing costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.zones.proposals.problem import DrawingProblem

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]


class Units(NamedTuple):
    """Units to be shared among zones; the arrays are those of ``Problem``.

    ``tail`` is the unit at which each entry of ``ends`` begins. ``today`` is −1 where a unit may
    go anywhere at no cost.
    """

    zones: int
    hours: Floats
    packages: Floats
    start: Ints
    ends: Ints
    tail: Ints
    border_m: Floats
    row: Ints
    seconds: Floats
    today: Ints
    least: float
    most: float
    target: float


class Weights(NamedTuple):
    """What travel minutes, excess hours, border and hours moved weigh.

    The first is a mean over ``packages``; border and hours moved are shares of all border
    (``border_m``) and of all ``hours``.
    """

    travel: float
    excess: float
    border: float
    moved: float
    packages: float
    border_m: float
    hours: float


class Schedule(NamedTuple):
    """Flips to try, after how many a pair is redrawn, and the first and last temperature (cost)."""

    steps: int
    redraw_every: int
    hot: float
    cold: float


def units_of(problem: DrawingProblem, today: Ints | None = None) -> Units:
    """Hand a problem to compiled code; ``today`` (n,) are the zones to keep, none by default."""
    n = len(problem.hours)
    return Units(
        zones=problem.zones,
        hours=problem.hours,
        packages=problem.packages,
        start=problem.start,
        ends=problem.ends,
        tail=np.repeat(np.arange(n), np.diff(problem.start)),
        border_m=problem.border_m,
        row=problem.row,
        seconds=problem.seconds,
        today=np.full(n, -1, dtype=np.int64) if today is None else today,
        least=problem.least,
        most=problem.most,
        target=problem.target,
    )


@njit(cache=True)
def weights_of(units: Units, weights: tuple[float, float, float, float]) -> Weights:
    """Set weights of travel, excess, border and hours moved against what there is of each."""
    return Weights(
        weights[0],
        weights[1],
        weights[2],
        weights[3],
        max(units.packages.sum(), 1.0),
        max(units.border_m.sum() / 2, 1e-9),
        max(units.hours.sum(), 1e-9),
    )
