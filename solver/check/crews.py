"""Two carers in one car stay together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from solver.check.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Plan, Workload


def crews_together(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """Check that a carer who rides with another makes exactly that carer's calls."""
    calls: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for item in plan.rounds:
        calls[item.carer_id] |= {(stop.visit_id, stop.start_s) for stop in item.stops}
    for carer in workload.carers:
        if not carer.rides_with:
            continue
        if carer.rides_with not in workload.carer:
            if calls[carer.id]:
                text = f"Whom the carer rides with, {carer.rides_with}, is not on duty."
                yield Violation("crew", "", carer.id, text)
        elif calls[carer.id] != calls[carer.rides_with]:
            odd = sorted(calls[carer.id] ^ calls[carer.rides_with])
            text = f"The carer and {carer.rides_with}, in one car, part at {odd[0][0]}."
            yield Violation("crew", odd[0][0], carer.id, text)
