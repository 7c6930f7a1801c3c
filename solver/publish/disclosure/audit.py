"""The audit: try to work out what is hidden, by another method than the one that hid it.

What is hidden was chosen by the cheapest changes of the tables (``protect``). Here every
area is an unknown and every shown number an equation, taken anew from the areas that it
counts; the least and the most that each hidden number can be is sought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from ortools.linear_solver import pywraplp

from solver.errors import PublishError
from solver.publish.disclosure.changes import UNCHECKED
from solver.publish.disclosure.protect import measures

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.publish.disclosure.hiding import Slack
    from solver.publish.disclosure.rule import HidingRule
    from solver.publish.disclosure.tables import Linked

SLACK: Final = 1e-3
"""People or hours by which the two methods may differ."""


MOST: Final = 1e6
"""People or hours that no area has: a number without another bound is taken to be up to this."""


@dataclass(frozen=True, slots=True)
class Told:
    """A hidden number that can be worked out too closely.

    Parameters
    ----------
    cell
        Index of the number.
    figure
        ``people`` or ``hours``.
    least, most
        What a reader knows that it lies between.
    """

    cell: int
    figure: str
    least: float
    most: float


def audit(numbers: Linked, rule: HidingRule, *, shown: npt.NDArray[np.bool_]) -> tuple[Told, ...]:
    """Find every small number that a reader can bound more closely than the rule allows.

    Parameters
    ----------
    shown
        (n,) bool: on some table, now or before; taken to be known exactly.

    Returns
    -------
    told
        Empty where the tables are safe: each small number of people can be 1 to the
        threshold less one, each of hours the median package higher or lower.

    Raises
    ------
    PublishError
        When an answer could not be found; then nothing may be written.
    """
    people, hours = measures(numbers, rule, shown)
    heads = numbers.people.astype(np.float64)
    return (
        *_too_close(numbers, "people", heads, numbers.least.astype(np.float64), people, shown),
        *_too_close(
            numbers,
            "hours",
            numbers.hours,
            numbers.least_hours,
            hours,
            shown,
        ),
    )


def _too_close(
    numbers: Linked,
    figure: str,
    values: npt.NDArray[np.float64],
    least: npt.NDArray[np.float64],
    measure: Slack,
    shown: npt.NDArray[np.bool_],
) -> list[Told]:
    intruder = Intruder(numbers.membership, least)
    intruder.learn(np.flatnonzero(shown), values)
    lowest, highest = values.copy(), values.copy()
    found: list[Told] = []
    for cell in np.flatnonzero((measure.up > 0) | (measure.down > 0)).tolist():
        for sign, need in ((1, values[cell] + measure.up[cell]),
                           (-1, values[cell] - measure.down[cell])):  # fmt: skip
            seen = highest[cell] if sign > 0 else lowest[cell]
            if sign * seen >= sign * need - SLACK:
                continue  # a table found before shows that it can be so
            table = intruder.extreme(cell, sign)
            lowest, highest = np.minimum(lowest, table), np.maximum(highest, table)
        if (
            highest[cell] < values[cell] + measure.up[cell] - SLACK
            or lowest[cell] > values[cell] - measure.down[cell] + SLACK
        ):
            found.append(Told(cell, figure, float(lowest[cell]), float(highest[cell])))
    return found


class Intruder:
    """One who knows shown numbers exactly and seeks the others.

    Parameters
    ----------
    membership
        (n, atoms): which atoms each number is the sum of.
    least
        (n,) least value of each number.
    """

    def __init__(self, membership: npt.NDArray[np.float64], least: npt.NDArray[np.float64]) -> None:
        self._membership = membership
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        if self._solver is None:
            raise PublishError("The solver of the audit is missing; nothing is written.")
        endless = float(self._solver.infinity())
        count = membership.shape[1]
        self._atoms = [self._solver.NumVar(float(low), MOST, "") for low in least[:count]]
        self._know(np.arange(count, len(least)), least, [endless] * len(least))

    def learn(self, cells: npt.NDArray[np.int64], values: npt.NDArray[np.float64]) -> None:
        """Know some numbers."""
        self._know(cells, values, values)

    def _know(self, cells: npt.NDArray[np.int64], low: Any, high: Any) -> None:
        for cell in cells.tolist():
            row = self._solver.Constraint(float(low[cell]), float(high[cell]))
            for atom in np.flatnonzero(self._membership[cell]).tolist():
                row.SetCoefficient(self._atoms[atom], 1.0)

    def extreme(self, cell: int, sign: int) -> npt.NDArray[np.float64]:
        """Return all numbers, (n,), of a possible table in which one is greatest or least."""
        goal = self._solver.Objective()
        goal.Clear()
        for atom in np.flatnonzero(self._membership[cell]).tolist():
            goal.SetCoefficient(self._atoms[atom], 1.0)
        goal.SetOptimizationDirection(sign > 0)
        status = self._solver.Solve()
        if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE):
            self._solver.Reset()  # GLOP may give up on a question after many others
            status = self._solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise PublishError(UNCHECKED)
        return self._membership @ np.array([atom.solution_value() for atom in self._atoms])
