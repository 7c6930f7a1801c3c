"""The cheapest change of a table that moves one number, with all sums kept: a linear program.

One program stands for all questions about a measure: from one to the next only the number
that moves, and what is hidden already, are others, so the solver goes on from where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy
from ortools.linear_solver import pywraplp
from scipy.sparse import hstack

from solver.errors import PublishError

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

INFEASIBLE = 2  # scipy's status of a linear program without a solution
UNCHECKED = "The tables could not be checked for disclosure; nothing is written."


class Changes:
    """Changes of a table that keep its sums.

    Parameters
    ----------
    equations
        (s, n) matrix A with A x = 0 for every true table x.
    room
        (n,) how far each number can fall.
    """

    def __init__(self, equations: csc_array, room: npt.NDArray[np.float64]) -> None:
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        if self._solver is None:
            raise PublishError(UNCHECKED)
        self._endless = float(self._solver.infinity())
        self._equations, self._room = equations, room
        count = len(room)
        self._up = [self._solver.NumVar(0.0, self._endless, "") for _ in range(count)]
        self._down = [self._solver.NumVar(0.0, float(most), "") for most in room]
        self._fixed = np.zeros(count, dtype=bool)
        self._loss = np.full(count, np.nan)
        rows = [self._solver.Constraint(0.0, 0.0) for _ in range(equations.shape[0])]
        parts = equations.tocoo()
        for row, cell, sign in zip(
            parts.coords[0].tolist(), parts.coords[1].tolist(), parts.data.tolist(), strict=True
        ):
            rows[row].SetCoefficient(self._up[cell], sign)
            rows[row].SetCoefficient(self._down[cell], -sign)
        self._solver.Objective().SetMinimization()

    def cheapest(
        self,
        cell: int,
        change: float,
        loss: npt.NDArray[np.float64],
        fixed: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.float64] | None:
        """Find the change (n,) that loses least; ``None`` where there is none.

        Parameters
        ----------
        cell, change
            Which number moves, and by how much.
        loss
            (n,) what is lost for each unit by which a number changes.
        fixed
            (n,) bool: it cannot change.
        """
        if fixed[cell]:
            return None
        self._fix(fixed)
        self._price(loss)
        self._up[cell].SetBounds(max(change, 0.0), max(change, 0.0))
        self._down[cell].SetBounds(max(-change, 0.0), max(-change, 0.0))
        status = self._solver.Solve()
        found = None
        if status == pywraplp.Solver.OPTIMAL:
            up = np.array([variable.solution_value() for variable in self._up])
            found = up - np.array([variable.solution_value() for variable in self._down])
        self._open(cell)
        if status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE):
            return found
        return self._by_another_solver(cell, change, loss)

    def _by_another_solver(
        self, cell: int, change: float, loss: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64] | None:
        """Ask HiGHS where GLOP gives up, as it may where there is no such change."""
        count = len(loss)
        high = np.concatenate((np.full(count, np.inf), self._room))
        high[np.concatenate((self._fixed, self._fixed))] = 0.0
        low = np.zeros(2 * count)
        low[[cell, count + cell]] = high[[cell, count + cell]] = max(change, 0), max(-change, 0)
        answer = scipy.optimize.linprog(
            np.concatenate((loss, loss)),
            A_eq=hstack((self._equations, -self._equations)),
            b_eq=np.zeros(self._equations.shape[0]),
            bounds=np.column_stack((low, high)),
            method="highs",
        )
        if answer.status == INFEASIBLE:
            return None
        if answer.status != 0:
            raise PublishError(UNCHECKED)
        return np.asarray(answer.x[:count] - answer.x[count:])

    def _fix(self, fixed: npt.NDArray[np.bool_]) -> None:
        for cell in np.flatnonzero(fixed & ~self._fixed).tolist():
            self._up[cell].SetBounds(0.0, 0.0)
            self._down[cell].SetBounds(0.0, 0.0)
        for cell in np.flatnonzero(~fixed & self._fixed).tolist():
            self._open(cell)
        self._fixed = fixed.copy()

    def _open(self, cell: int) -> None:
        self._up[cell].SetBounds(0.0, self._endless)
        self._down[cell].SetBounds(0.0, float(self._room[cell]))

    def _price(self, loss: npt.NDArray[np.float64]) -> None:
        goal = self._solver.Objective()
        for cell in np.flatnonzero(loss != self._loss).tolist():
            goal.SetCoefficient(self._up[cell], float(loss[cell]))
            goal.SetCoefficient(self._down[cell], float(loss[cell]))
        self._loss = loss.copy()
