"""Complementary suppression: what else is hidden so that no ``*`` can be worked out.

For each small number changes of the table are sought, up and down, with all sums
kept. Whatever has to change with it is hidden too, at the least loss: the
minimum-cost-flow heuristic of complementary suppression (Castro, *Network flows
heuristics for complementary cell suppression*, 2002), here as a linear program,
since areas, zones, bands and tables that are out already are more than one table.
What turns out not to be needed for any of them is shown again at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from solver.errors import PublishError
from solver.publish.disclosure.changes import UNCHECKED, Changes
from solver.publish.disclosure.rule import check_threshold

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

    from solver.publish.disclosure.rule import Rule
    from solver.publish.disclosure.tables import Linked, Sums

ZERO_IS_DEARER: Final = 8.0
"""A zero is hidden only where hiding other numbers would lose more than this many times."""

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
class Measure:
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
class _Need:
    """A number that must be able to change so far, and a change of the tables that does it."""

    measure: Measure
    cell: int
    change: float
    witness: npt.NDArray[np.float64] | None = None

    def met_by(self, change: npt.NDArray[np.float64]) -> bool:
        return change[self.cell] * np.sign(self.change) >= abs(self.change) - ROUNDING


@dataclass(eq=False)
class _Search:
    equations: csc_array
    known: npt.NDArray[np.bool_]
    loss: npt.NDArray[np.float64]
    hidden: npt.NDArray[np.bool_]
    needs: list[_Need] = field(default_factory=list)
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
        found: list[tuple[_Need, npt.NDArray[np.float64]]] = []
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

    def cheapest(
        self, need: _Need, hidden: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float64] | None:
        """Find the change that loses least; ``None`` where there is none."""
        return self._solve(need, np.where(hidden, 0.0, self.loss), self.known)

    def furthest(self, need: _Need) -> float:
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

    def _reach(self, need: _Need, fixed: npt.NDArray[np.bool_]) -> float:
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
        self, need: _Need, loss: npt.NDArray[np.float64], fixed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float64] | None:
        program = self.programs.get(id(need.measure))
        if program is None:
            program = Changes(self.equations, need.measure.room)
            self.programs[id(need.measure)] = program
        return program.cheapest(need.cell, need.change, loss + NO_DETOUR, fixed)

    def _share(self, need: _Need, change: npt.NDArray[np.float64]) -> None:
        """Let other needs rest on the same change, forwards or backwards."""
        ways = [change]
        if (change <= need.measure.room + ROUNDING).all():
            ways.append(-change)
        for other in self.needs:
            if other.witness is None and other.measure is need.measure:
                other.witness = next((way for way in ways if other.met_by(way)), None)
        need.witness = change


def suppress(
    counts: npt.NDArray[np.int64],
    sums: Sums,
    threshold: int,
    *,
    weight: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.bool_]:
    """Decide which numbers of people are not shown in one set of tables.

    Parameters
    ----------
    counts
        (n,) int64 true numbers of people, sums included.
    sums
        Which of them add up to which.
    threshold
        Numbers from 1 to ``threshold - 1`` are small.
    weight
        (n,) how much each number is wanted on the table; 1 where not given.

    Returns
    -------
    (n,) bool, True where ``*`` stands. Every small number is among them, and a
    reader who knew every shown number *exactly*, unrounded, would still find
    every value from 1 to ``threshold - 1`` possible for it (for a sum, every
    value from the number of its parts that are not 0).

    Raises
    ------
    PublishError
        When the threshold is not in use, or the counts do not add up.
    """
    check_threshold(threshold)
    for whole, part in zip(sums.whole, sums.parts, strict=True):
        if counts[part].sum() != counts[whole]:
            raise PublishError("The numbers of people do not add up to their totals.")
    small = (counts > 0) & (counts < threshold)
    people = Measure(
        room=(counts - np.minimum(counts, 1)).astype(np.float64),
        up=np.where(small, threshold - 1 - counts, 0).astype(np.float64),
        down=np.where(small, counts - 1, 0).astype(np.float64),
    )
    loss = losses(counts, np.ones(len(counts)) if weight is None else weight)
    order = sorted(np.flatnonzero(small).tolist(), key=lambda i: (counts[i], i))
    known = np.zeros(len(counts), dtype=bool)
    search = _Search(sums.matrix(len(counts)).tocsc(), known, loss, small.copy())
    search.needs = _needs(order, people)
    search.run()
    search.tidy(small)
    return search.hidden


def protect(
    numbers: Linked,
    rule: Rule,
    *,
    known: npt.NDArray[np.bool_],
    hide: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Decide which numbers of linked tables are not shown: people and hours together.

    Parameters
    ----------
    known
        (n,) bool: a reader knows it from what is out already, exactly.
    hide
        (n,) bool: not to be shown, whatever it is.
    weight
        (n,) how much each is wanted on a table.

    Returns
    -------
    (n,) bool, True where ``*`` stands. A reader who knew the others exactly would
    find every number of people from 1 to the threshold less one possible, and
    hours the median package higher and lower (not lower than a visit a person).

    Raises
    ------
    CannotHideError
        When a number can be told from what is out already.
    """
    people, hours = measures(numbers, rule, known)
    small = small_cells(numbers, rule) & ~known
    order = sorted(np.flatnonzero(small).tolist(), key=lambda i: (numbers.people[i], i))
    keep = (small | hide) & ~known
    loss = losses(numbers.people, weight)
    search = _Search(numbers.equations, known, loss, keep.copy())
    search.needs = [*_needs(order, people), *_needs(order, hours)]
    search.run()
    search.tidy(keep)
    return search.hidden


def small_cells(numbers: Linked, rule: Rule) -> npt.NDArray[np.bool_]:
    """Mark the numbers of 1 to ``threshold - 1`` people, or whose hours are of so few."""
    few = (numbers.people > 0) & (numbers.people < rule.threshold)
    return few | ((numbers.holders > 0) & (numbers.holders < rule.threshold))


def measures(numbers: Linked, rule: Rule, known: npt.NDArray[np.bool_]) -> tuple[Measure, Measure]:
    """Say how far people and hours of each small number that is not out must stay open."""
    people = numbers.people.astype(np.float64)
    few = (numbers.people > 0) & (numbers.people < rule.threshold) & ~known
    held = (numbers.holders > 0) & (numbers.holders < rule.threshold) & ~known
    room = people - numbers.least
    room_hours = np.maximum(numbers.hours - numbers.least_hours, 0.0)
    return (
        Measure(
            room=room,
            up=np.where(few, rule.threshold - 1 - people, 0.0),
            down=np.where(few, np.minimum(people - 1, room), 0.0),
        ),
        Measure(
            room=room_hours,
            up=np.where(held, rule.median_hours, 0.0),
            down=np.where(held, np.minimum(rule.median_hours, room_hours), 0.0),
        ),
    )


def losses(
    counts: npt.NDArray[np.int64], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """(n,) what is lost when a number is hidden: a zero is dearer."""
    loss = (1.0 + np.log1p(counts)) * weight
    return np.where(counts == 0, loss * ZERO_IS_DEARER, loss)


def _needs(order: list[int], measure: Measure) -> list[_Need]:
    """Up and down of each number; what need not change at all is left out."""
    needs = [
        _Need(measure, cell, change)
        for cell in order
        for change in (float(measure.up[cell]), -float(measure.down[cell]))
    ]
    return [need for need in needs if abs(need.change) > ROUNDING]
