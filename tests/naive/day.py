"""What the second judge looks at, and the few questions that its rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_WAY = -1


@dataclass(frozen=True)
class Day:
    """What is judged: a plan, what was asked, how freely, and today's plan."""

    plan: Any
    workload: Any
    travel: Any
    choices: Any
    today: Any

    def visit(self, name: str) -> Any:
        return next(visit for visit in self.workload.visits if visit.id == name)

    def carer(self, name: str) -> Any:
        return next(carer for carer in self.workload.carers if carer.id == name)

    def way(self, carer: Any, origin: str, target: str, visit: Any) -> int:
        """Seconds from door to door, at the time of day at which the visit starts today."""
        period = sum(begin <= visit.start_s % 86_400 for begin in self.travel.period_starts_s) - 1
        places = list(self.travel.places)
        matrix = self.travel.by_mode[carer.mode][period].durations_s
        return int(matrix[places.index(origin), places.index(target)])

    def starts(self) -> dict[str, int]:
        return {stop.visit_id: stop.start_s for item in self.plan.rounds for stop in item.stops}

    def calls(self) -> Iterator[tuple[Any, Any, int]]:
        for item in self.plan.rounds:
            for stop in item.stops:
                yield self.carer(item.carer_id), self.visit(stop.visit_id), stop.start_s


def who(plan: Any) -> dict[str, set[str]]:
    """Who makes each visit of a plan."""
    found: dict[str, set[str]] = {}
    for item in plan.rounds:
        for stop in item.stops:
            found.setdefault(stop.visit_id, set()).add(item.carer_id)
    return found
