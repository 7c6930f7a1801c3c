"""Times between visits of one person: doses that lie apart, and a visit that follows another."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.domain import Visit


class Link(NamedTuple):
    """Visit ``two`` starts between ``least_s`` and ``most_s`` after the start of visit ``one``."""

    one: str
    two: str
    least_s: int
    most_s: int


def links_of(visits: Iterable[Visit]) -> list[Link]:
    """List the links between the visits of a day, in the order of their ids.

    Doses keep today's order, so that "apart, either way" becomes "after"; a visit that follows
    another comes after it whatever their times today.
    """
    by_id = {visit.id: visit for visit in visits}
    found: list[Link] = []
    doses: dict[str, list[Visit]] = defaultdict(list)
    for visit in by_id.values():
        if visit.after in by_id:
            most_s = FAR_S if visit.gap_most_s is None else visit.gap_most_s
            found.append(Link(visit.after, visit.id, visit.gap_least_s, most_s))
        if visit.apart_s > 0:
            doses[visit.person_id].append(visit)
    for taken in doses.values():
        taken.sort(key=lambda visit: (visit.start_s, visit.id))
        for one, two in combinations(taken, 2):
            turned = one.after == two.id
            first, second = (two, one) if turned else (one, two)
            found.append(Link(first.id, second.id, max(one.apart_s, two.apart_s), FAR_S))
    return sorted(found)
