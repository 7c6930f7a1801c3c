"""Complementary suppression: what else is hidden so that no ``*`` can be worked out.

For each small number changes of the table are sought, up and down, with all sums
kept. Whatever has to change with it is hidden too, at the least loss: the
minimum-cost-flow heuristic of complementary suppression (Castro, *Network flows
heuristics for complementary cell suppression*, 2002), here as a linear program,
since areas, zones, bands and tables that are out already are more than one table.
What turns out not to be needed for any of them is shown again at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from solver.errors import PublishError
from solver.publish.disclosure.hiding import Hiding, Slack, needs_of
from solver.publish.disclosure.rule import check_threshold

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.publish.disclosure.rule import HidingRule
    from solver.publish.disclosure.tables import Linked, Sums

ZERO_IS_DEARER: Final = 8.0
"""A zero is hidden only where hiding other numbers would lose more than this many times."""


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
    people = Slack(
        room=(counts - np.minimum(counts, 1)).astype(np.float64),
        up=np.where(small, threshold - 1 - counts, 0).astype(np.float64),
        down=np.where(small, counts - 1, 0).astype(np.float64),
    )
    loss = losses(counts, np.ones(len(counts)) if weight is None else weight)
    order = sorted(np.flatnonzero(small).tolist(), key=lambda i: (counts[i], i))
    known = np.zeros(len(counts), dtype=bool)
    search = Hiding(sums.matrix(len(counts)).tocsc(), known, loss, small.copy())
    search.needs = needs_of(order, people)
    search.run()
    search.tidy(small)
    return search.hidden


def protect(
    numbers: Linked,
    rule: HidingRule,
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
    search = Hiding(numbers.equations, known, loss, keep.copy())
    search.needs = [*needs_of(order, people), *needs_of(order, hours)]
    search.run()
    search.tidy(keep)
    return search.hidden


def small_cells(numbers: Linked, rule: HidingRule) -> npt.NDArray[np.bool_]:
    """Mark the numbers of 1 to ``threshold - 1`` people, or whose hours are of so few."""
    few = (numbers.people > 0) & (numbers.people < rule.threshold)
    return few | ((numbers.holders > 0) & (numbers.holders < rule.threshold))


def measures(
    numbers: Linked, rule: HidingRule, known: npt.NDArray[np.bool_]
) -> tuple[Slack, Slack]:
    """Say how far people and hours of each small number that is not out must stay open."""
    people = numbers.people.astype(np.float64)
    few = (numbers.people > 0) & (numbers.people < rule.threshold) & ~known
    held = (numbers.holders > 0) & (numbers.holders < rule.threshold) & ~known
    room = people - numbers.least
    room_hours = np.maximum(numbers.hours - numbers.least_hours, 0.0)
    return (
        Slack(
            room=room,
            up=np.where(few, rule.threshold - 1 - people, 0.0),
            down=np.where(few, np.minimum(people - 1, room), 0.0),
        ),
        Slack(
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
