"""The search behind complementary suppression: hide until every change that is needed can be made.

After Castro, *Network flows heuristics for complementary cell suppression*, 2002, with a linear
program in place of the network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from solver.errors import PublishError
from solver.publish.disclosure.changes import UNCHECKED, Changes

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

NO_DETOUR: Final = 1e-6
"""Loss of changing a number that is hidden already: changes take the shortest way."""

ROUNDING: Final = 1e-4
"""Changes smaller than this are rounding of the linear program."""


class CannotHideError(PublishError):
    """What is out already gives a number away, whatever is hidden now.

    Parameters
    ----------
    cell
        Index of that number.
    """

    def __init__(self, cell: int) -> None:
        super().__init__("What is published already gives a small number away.")
        self.cell = cell


@dataclass(frozen=True, eq=False)
class Slack:
    """One figure of every number, and how far it has to stay open.

    Parameters
    ----------
    room
        (n,) how far a reader thinks that it could fall at most.
    up, down
        (n,) how far it must be possible for it to rise and to fall; 0 where it is not small.
    """

    room: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]
    down: npt.NDArray[np.float64]


@dataclass(eq=False)
class Need:
    """A number that must be able to change so far, and a change of the tables that does it."""

    measure: Slack
    cell: int
    change: float
    witness: npt.NDArray[np.float64] | None = None

    def met_by(self, change: npt.NDArray[np.float64]) -> bool:
        """Tell whether a change of the tables is far enough for it."""
        return change[self.cell] * np.sign(self.change) >= abs(self.change) - ROUNDING


@dataclass(eq=False)
class Hiding:
    """What is hidden so far, and what must still become possible.

    Parameters
    ----------
    equations
        (s, n) matrix A with A x = 0 for every true table x.
    known
        (n,) bool: cannot change, since it is out already.
    loss
        (n,) what is lost where a number is hidden.
    hidden
        (n,) bool; it grows.
    needs
        Changes that must be possible, in the order in which they are seen to.
    programs
        A linear program for each measure, made when it is first asked.
    """

    equations: csc_array
    known: npt.NDArray[np.bool_]
    loss: npt.NDArray[np.float64]
    hidden: npt.NDArray[np.bool_]
    needs: list[Need] = field(default_factory=list)
    programs: dict[int, Changes] = field(default_factory=dict)

    def run(self) -> None:
        """Hide until every need is met."""
        for need in self.needs:
            if need.witness is not None:
                continue
            change = self.cheapest(need, self.hidden)
            if change is None:
                need.change = self.furthest(need)
                change = self.cheapest(need, self.hidden)
            if change is None:
                raise PublishError(UNCHECKED)
            self.hidden |= np.abs(change) > ROUNDING
            self._share(need, change)

    def tidy(self, wanted: npt.NDArray[np.bool_]) -> None:
        """Show again what no need rests on, the dearest first."""
        spare = np.flatnonzero(self.hidden & ~wanted)
        for cell in spare[np.argsort(-self.loss[spare], kind="stable")].tolist():
            self._spare(cell)

    def _spare(self, cell: int) -> None:
        fixed = self.known.copy()
        fixed[~self.hidden] = True
        fixed[cell] = True
        found: list[tuple[Need, npt.NDArray[np.float64]]] = []
        for need in self.needs:
            if need.witness is None or abs(need.witness[cell]) <= ROUNDING:
                continue
            if any(one.measure is need.measure and need.met_by(way) for one, way in found):
                way = next(w for o, w in found if o.measure is need.measure and need.met_by(w))
            else:
                other = self._solve(need, np.zeros(len(self.loss)), fixed)
                if other is None:
                    return
                way = other
            found.append((need, way))
        self.hidden[cell] = False
        for need, way in found:
            need.witness = way

    def cheapest(self, need: Need, hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64] | None:
        """Find the change that loses least; ``None`` where there is none."""
        return self._solve(need, np.where(hidden, 0.0, self.loss), self.known)

    def furthest(self, need: Need) -> float:
        """Find how far a number can change where it cannot change as far as it should.

        No number other than a zero falls below 1, since a 0 would be shown: a sum
        of three people in three places cannot fall. That is so whatever is known. Where it
        is only so for what is known already, hiding does not help.
        """
        reach = self._reach(need, self.known)
        if self.known.any():
            free = self._reach(need, np.zeros_like(self.known))
            if min(free, abs(need.change)) > reach + ROUNDING:
                raise CannotHideError(need.cell)
        return float(np.sign(need.change) * (np.floor(reach * 1e6) / 1e6))

    def _reach(self, need: Need, fixed: npt.NDArray[np.bool_]) -> float:
        count = len(self.loss)
        goal = np.zeros(count)
        goal[need.cell] = -np.sign(need.change)
        low = np.where(fixed, 0.0, -need.measure.room)
        high = np.where(fixed, 0.0, np.inf)
        most = abs(need.change)
        low[need.cell], high[need.cell] = max(low[need.cell], -most), min(high[need.cell], most)
        answer = scipy.optimize.linprog(
            goal,
            A_eq=self.equations,
            b_eq=np.zeros(self.equations.shape[0]),
            bounds=np.column_stack((low, high)),
            method="highs",
        )
        return -float(answer.fun) if answer.status == 0 else 0.0

    def _solve(
        self, need: Need, loss: npt.NDArray[np.float64], fixed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float64] | None:
        program = self.programs.get(id(need.measure))
        if program is None:
            program = Changes(self.equations, need.measure.room)
            self.programs[id(need.measure)] = program
        return program.cheapest(need.cell, need.change, loss + NO_DETOUR, fixed)

    def _share(self, need: Need, change: npt.NDArray[np.float64]) -> None:
        """Let other needs rest on the same change, forwards or backwards."""
        ways = [change]
        if (change <= need.measure.room + ROUNDING).all():
            ways.append(-change)
        for other in self.needs:
            if other.witness is None and other.measure is need.measure:
                other.witness = next((way for way in ways if other.met_by(way)), None)
        need.witness = change


def needs_of(order: list[int], measure: Slack) -> list[Need]:
    """Up and down of each number; what need not change at all is left out."""
    needs = [
        Need(measure, cell, change)
        for cell in order
        for change in (float(measure.up[cell]), -float(measure.down[cell]))
    ]
    return [need for need in needs if abs(need.change) > ROUNDING]
