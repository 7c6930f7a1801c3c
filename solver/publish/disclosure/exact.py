"""The least loss that hides enough: complementary suppression to the optimum.

A mixed-integer program over what is hidden, with a cut for each change of the table that is
not yet possible (Fischetti and Salazar, *Models and algorithms for optimizing cell suppression
in tabular data with linear constraints*, 2000), solved by HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from scipy.sparse import csc_array

WIDEST: Final = 4.0
"""No number is taken to rise by more than this many times the change that is sought."""

MISSING: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Openness:
    """What must be possible of one figure (people, or hours).

    Parameters
    ----------
    room
        (n,) how far each number can fall.
    changes
        (cell, change) pairs: it must be able to change by so much, up (above 0) or down.
    """

    room: npt.NDArray[np.float64]
    changes: Sequence[tuple[int, float]]


@dataclass(frozen=True, eq=False)
class Optimum:
    """What is hidden, what it loses, and below what no other choice could come."""

    hidden: npt.NDArray[np.bool_]
    loss: float
    bound: float

    @property
    def proven(self) -> bool:
        """True where nothing that is hidden could lose less."""
        return self.loss <= self.bound + 1e-6 * max(1.0, self.loss)


def least_loss(
    equations: csc_array,
    asked: Sequence[Openness],
    loss: npt.NDArray[np.float64],
    start: npt.NDArray[np.bool_],
    *,
    keep: npt.NDArray[np.bool_],
    limit_s: float = 60.0,
) -> Optimum:
    """Find what to hide at the least loss.

    Parameters
    ----------
    equations, asked, loss
        The tables: (s, n) sums, changes that must be possible, (n,) what is lost where a
        number is hidden.
    start
        (n,) bool, a choice that is safe; the answer is not worse.
    keep
        (n,) bool, hidden in any case; it costs nothing.
    limit_s
        Seconds after which ``start`` is given back with the best bound.
    """
    end = monotonic() + limit_s
    price = np.where(keep, 0.0, loss)
    cuts = np.zeros((0, len(loss)))
    sides = np.zeros(0)
    bound, hidden = 0.0, keep.astype(np.float64)
    for whole in (False, True):
        while True:
            found = _master(price, keep, cuts, sides, whole=whole, seconds=end - monotonic())
            if found is None or monotonic() > end:
                return Optimum(start, float(price[start].sum()), bound)
            hidden = found
            bound = max(bound, float(price @ hidden))
            if bound >= price[start].sum() - 1e-6:
                return Optimum(start, float(price[start].sum()), float(price[start].sum()))
            rows, least = _violated(equations, asked, hidden)
            if not len(rows):
                break
            cuts, sides = np.vstack((cuts, rows)), np.append(sides, least)
    chosen = hidden > 0.5
    return Optimum(chosen, float(price[chosen].sum()), bound)


def _master(
    price: npt.NDArray[np.float64],
    keep: npt.NDArray[np.bool_],
    cuts: npt.NDArray[np.float64],
    sides: npt.NDArray[np.float64],
    *,
    whole: bool,
    seconds: float,
) -> npt.NDArray[np.float64] | None:
    """Choose what to hide under the cuts found so far; a lower bound where not ``whole``."""
    if seconds <= 0:
        return None
    answer = scipy.optimize.milp(
        price,
        integrality=np.full(len(price), int(whole)),
        bounds=scipy.optimize.Bounds(keep.astype(float), np.ones(len(price))),
        constraints=scipy.optimize.LinearConstraint(cuts, sides) if len(cuts) else None,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return answer.x if answer.status == 0 else None


def _violated(
    equations: csc_array, asked: Sequence[Openness], hidden: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Cut off a choice that leaves a change impossible: rows a and sides b of a y >= b."""
    found = [
        (_cut(equations, figure.room, cell, change, hidden), abs(change))
        for figure in asked
        for cell, change in figure.changes
    ]
    rows = [row for row, _ in found if row is not None]
    sides = [side for row, side in found if row is not None]
    return np.array(rows).reshape(-1, len(hidden)), np.array(sides)


def _cut(
    equations: csc_array,
    room: npt.NDArray[np.float64],
    cell: int,
    change: float,
    hidden: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64] | None:
    """Say what must be hidden more of for one change, (n,); ``None`` where it is possible."""
    most = abs(change)
    goal = np.zeros(len(room))
    goal[cell] = -np.sign(change)
    widest = WIDEST * max(most, 1.0)
    high, low = np.full(len(room), widest), np.minimum(room, widest)
    high[cell], low[cell] = most, min(low[cell], most)
    answer = scipy.optimize.linprog(
        goal,
        A_eq=equations,
        b_eq=np.zeros(equations.shape[0]),
        bounds=np.column_stack((-low * hidden, high * hidden)),
        method="highs",
    )
    if -answer.fun >= most - MISSING:
        return None
    row = np.maximum(-answer.upper.marginals * high, 0.0)
    row += np.maximum(answer.lower.marginals * low, 0.0)
    return np.minimum(row, most)
