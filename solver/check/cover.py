"""Each visit is made once, by all its carers together, or listed as unserved."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Plan, Workload


def unknown(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """List what the plan names and the day does not have."""
    for item in plan.rounds:
        carer = workload.carer.get(item.carer_id)
        if carer is None:
            yield Violation("unknown", "", item.carer_id, "The carer is not on duty that day.")
        elif not 0 <= item.shift < len(carer.shifts):
            yield Violation("unknown", "", item.carer_id, f"There is no shift {item.shift + 1}.")
        for stop in item.stops:
            if stop.visit_id not in workload.visit:
                yield Violation("unknown", stop.visit_id, item.carer_id, "No such visit that day.")
    for left in plan.unserved:
        if left.visit_id not in workload.visit:
            yield Violation("unknown", left.visit_id, "", "No such visit that day.")


def each_visit_once(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """Check that each visit is made by all its carers together, or listed once with a reason."""
    calls: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for item in plan.rounds:
        for stop in item.stops:
            calls[stop.visit_id].append((item.carer_id, stop.start_s))
    unserved = Counter(left.visit_id for left in plan.unserved)
    for left in plan.unserved:
        if not left.reason or not left.detail:
            yield Violation("lost", left.visit_id, "", "It is unserved without a reason.")
    for visit in workload.visits:
        here = calls.get(visit.id, [])
        listed = unserved[visit.id]
        if here and listed:
            yield Violation("served-twice", visit.id, "", "It is both served and unserved.")
        if not here and listed != 1:
            text = "It is neither served nor listed as unserved." if not listed else "Listed twice."
            yield Violation("lost", visit.id, "", text)
        if not here:
            continue
        carers = {carer for carer, _ in here}
        if len(here) > visit.carers_required:
            yield Violation("served-twice", visit.id, "", f"{len(here)} carers' visits are made.")
        if len(carers) != visit.carers_required:
            text = f"{len(carers)} of {visit.carers_required} carers are there."
            yield Violation("carers", visit.id, "", text)
        starts = {start_s for _, start_s in here}
        if len(starts) > 1:
            text = f"Its carers start at {' and '.join(clock(s) for s in sorted(starts))}."
            yield Violation("together", visit.id, "", text)
