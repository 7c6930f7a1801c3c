"""The visits of one person come one after the other, as they do today."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solver.domain import Plan, Visit, Workload


def one_after_the_other(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """Check that no visit starts before an earlier one of the same person has ended.

    Two visits with a time between them, and those of which one is free, are left to themselves.
    """
    start = {stop.visit_id: stop.start_s for item in plan.rounds for stop in item.stops}
    of_person: dict[str, list[Visit]] = defaultdict(list)
    for visit in workload.visits:
        of_person[visit.person_id].append(visit)
    for visits in of_person.values():
        places = _places(visits)
        made = sorted((v for v in visits if v.id in start), key=lambda visit: places[visit.id])
        for k, visit in enumerate(made):
            for before in made[:k]:
                ends_s = start[before.id] + before.service_s
                if start[visit.id] < ends_s and not _left_alone(before, visit):
                    text = (
                        f"It starts at {clock(start[visit.id])}; {before.id}, the same person's, "
                        f"comes before it and ends at {clock(ends_s)}."
                    )
                    yield Violation("order", visit.id, "", text)


def _left_alone(before: Visit, visit: Visit) -> bool:
    if before.order == "free" or visit.order == "free" or (before.apart_s and visit.apart_s):
        return True
    timed = visit.gap_least_s > 0 or visit.gap_most_s is not None
    return timed and visit.after == before.id


def _places(visits: Sequence[Visit]) -> dict[str, int]:
    """Give each visit of a person its place: by today's start, after the one that it follows."""
    names = {visit.id for visit in visits}
    places: dict[str, int] = {}
    for _ in visits:
        free = [
            visit
            for visit in visits
            if visit.id not in places and (visit.after not in names or visit.after in places)
        ]
        free = free or [visit for visit in visits if visit.id not in places]
        first = min(free, key=lambda visit: (visit.start_s, visit.id))
        places[first.id] = len(places)
    return places
