"""What the planner had to leave as it is today."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.check.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Plan


def carers_of(plan: Plan) -> dict[str, set[str]]:
    """Give the carers of each visit of a plan."""
    carers: dict[str, set[str]] = defaultdict(set)
    for item in plan.rounds:
        for stop in item.stops:
            carers[stop.visit_id].add(item.carer_id)
    return carers


def same_carers(plan: Plan, today: Plan) -> Iterator[Violation]:
    """Check that each visit keeps today's carers."""
    before = carers_of(today)
    for visit_id, carers in carers_of(plan).items():
        if visit_id in before and carers != before[visit_id]:
            text = "Its carers are not those of today's rounds."
            yield Violation("freedom", visit_id, min(carers), text)


def locked_carers(plan: Plan, today: Plan, locked: frozenset[str]) -> Iterator[Violation]:
    """Check that visits whose carers are locked are made by today's carers."""
    before = carers_of(today)
    for visit_id, carers in carers_of(plan).items():
        if visit_id in locked and carers != before.get(visit_id, set()):
            text = "It is locked to today's carers and made by others."
            yield Violation("locked", visit_id, min(carers), text)


def same_order(plan: Plan, today: Plan) -> Iterator[Violation]:
    """Check that each carer's visits keep today's order, over all their shifts."""
    place: dict[str, dict[str, int]] = defaultdict(dict)
    for item in sorted(today.rounds, key=lambda item: item.shift):
        for stop in item.stops:
            place[item.carer_id][stop.visit_id] = len(place[item.carer_id])
    made: dict[str, list[str]] = defaultdict(list)
    for item in sorted(plan.rounds, key=lambda item: item.shift):
        known = place[item.carer_id]
        made[item.carer_id] += [stop.visit_id for stop in item.stops if stop.visit_id in known]
    for carer_id, kept in made.items():
        for one, two in pairwise(kept):
            if place[carer_id][one] > place[carer_id][two]:
                text = "It is made in another order than in today's rounds."
                yield Violation("freedom", two, carer_id, text)
