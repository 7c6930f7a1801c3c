"""Times between visits of one person: today's order, doses that lie apart, visits that follow."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from solver.rounds.translation.windows import windows
from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from solver.domain import RoundChoices, Visit


class Link(NamedTuple):
    """Visit ``two`` starts between ``least_s`` and ``most_s`` after the start of visit ``one``.

    ``in_turn`` where nothing but the person asks for it: ``two`` starts when ``one`` has ended.
    """

    one: str
    two: str
    least_s: int
    most_s: int
    in_turn: bool = False


def links_of(visits: Iterable[Visit], choices: RoundChoices) -> list[Link]:
    """List the links between the visits of a day, in the order of their ids.

    Doses lie apart and a visit follows another by the times that are given for them. All other
    visits of a person come one after the other, unless one of the two is free; that is left out
    where their windows see to it anyway. All keep the order of :func:`in_turn`.
    """
    by_id = {visit.id: visit for visit in visits}
    found: list[Link] = []
    of_person: dict[str, list[Visit]] = defaultdict(list)
    for visit in by_id.values():
        of_person[visit.person_id].append(visit)
        if visit.after in by_id:
            most_s = FAR_S if visit.gap_most_s is None else visit.gap_most_s
            found.append(Link(visit.after, visit.id, visit.gap_least_s, most_s))
    for mine in of_person.values():
        if len(mine) > 1:
            found += _of_one_person(in_turn(mine), choices)
    return sorted(found)


def in_turn(visits: Sequence[Visit]) -> list[Visit]:
    """Put the visits of one person in today's order, but each after the one that it follows.

    All the visits of the day must be given, whether they are made or not.
    """
    left = sorted(visits, key=lambda visit: (visit.start_s, visit.id))
    turn: list[Visit] = []
    while left:
        waiting = {visit.id for visit in left}
        ready = next((visit for visit in left if visit.after not in waiting), left[0])
        left.remove(ready)
        turn.append(ready)
    return turn


def _of_one_person(turn: Sequence[Visit], choices: RoundChoices) -> Iterable[Link]:
    span = windows(turn, choices)
    for one, two in combinations(turn, 2):
        if one.apart_s > 0 and two.apart_s > 0:
            yield Link(one.id, two.id, max(one.apart_s, two.apart_s), FAR_S)
            continue
        free = "free" in (one.order, two.order) or _has_a_gap(one, two)
        if not free and span[one.id][1] + one.service_s > span[two.id][0]:
            yield Link(one.id, two.id, one.service_s, FAR_S, in_turn=True)


def _has_a_gap(one: Visit, two: Visit) -> bool:
    """Say whether a time from the one start to the other is given."""
    return two.after == one.id and (two.gap_least_s > 0 or two.gap_most_s is not None)
