"""Times between visits of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.check.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Plan, Visit, Workload


def between_visits(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """Check that doses lie apart, and that a visit follows another within its gap."""
    start = {stop.visit_id: stop.start_s for item in plan.rounds for stop in item.stops}
    of_person: dict[str, list[Visit]] = {}
    for visit in workload.visits:
        if visit.id not in start:
            continue
        for other in of_person.setdefault(visit.person_id, []):
            apart_s = abs(start[visit.id] - start[other.id])
            if visit.apart_s and other.apart_s and apart_s < max(visit.apart_s, other.apart_s):
                least = max(visit.apart_s, other.apart_s) / 60
                text = f"It starts {apart_s / 60:g} minutes from {other.id}, less than {least:g}."
                yield Violation("apart", visit.id, "", text)
        of_person[visit.person_id].append(visit)
        if visit.after in start:
            gap_s = start[visit.id] - start[visit.after]
            most_s = gap_s if visit.gap_most_s is None else visit.gap_most_s
            if not visit.gap_least_s <= gap_s <= most_s:
                text = f"It starts {gap_s / 60:g} minutes after {visit.after}."
                yield Violation("after", visit.id, "", text)
