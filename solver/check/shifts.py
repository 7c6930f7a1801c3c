"""A round keeps its shift, the ways between its doors, and its break."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain import UNREACHABLE
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Carer, Plan, Round, TravelSet, Visit, Workload

BREAK_AFTER_S = 6 * 3_600
"""A round that spans more than this needs a break [Working Time Regulations 1998, reg. 12]."""

BREAK_S = 20 * 60
"""Length of that break, free of travel, between two visits."""


def within_shift(item: Round, carer: Carer, workload: Workload) -> Iterator[Violation]:
    """Check that every visit starts and ends within the shift."""
    shift = carer.shifts[item.shift]
    for stop in item.stops:
        end_s = stop.start_s + workload.visit[stop.visit_id].service_s
        if stop.start_s < shift.start_s or end_s > shift.end_s:
            text = (
                f"{clock(stop.start_s)} to {clock(end_s)} is outside the shift "
                f"{clock(shift.start_s)} to {clock(shift.end_s)}."
            )
            yield Violation("shift", stop.visit_id, carer.id, text)


def _gaps(
    item: Round, carer: Carer, workload: Workload, travel: TravelSet
) -> Iterator[tuple[Visit, Visit, int, int]]:
    """Yield both visits, the gap between them and the way between them, in seconds."""
    for before, after in pairwise(item.stops):
        one, two = workload.visit[before.visit_id], workload.visit[after.visit_id]
        way_s, _ = travel.leg(carer.mode, one.place, two.place, travel.period(two.start_s))
        yield one, two, after.start_s - before.start_s - one.service_s, way_s


def ways(item: Round, carer: Carer, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
    """Check that there is a way, and time for it, between the doors, from home and back."""
    for _, visit, gap_s, way_s in _gaps(item, carer, workload, travel):
        if way_s == UNREACHABLE:
            text = f"There is no way by {carer.mode} from the visit before."
            yield Violation("travel", visit.id, carer.id, text)
        elif gap_s < way_s:
            text = f"The way takes {way_s / 60:.1f} minutes and the gap is {gap_s / 60:.1f}."
            yield Violation("travel", visit.id, carer.id, text)
    if not item.stops or carer.starts_from == "free":
        return
    first = workload.visit[item.stops[0].visit_id]
    last = workload.visit[item.stops[-1].visit_id]
    out_s, _ = travel.leg(carer.mode, carer.home, first.place, travel.period(first.start_s))
    home_s, _ = travel.leg(carer.mode, last.place, carer.home, travel.period(last.start_s))
    for visit, way_s, words in (
        (first, out_s, f"from {carer.starts_from}"),
        (last, home_s, "back"),
    ):
        if way_s == UNREACHABLE:
            text = f"There is no way {words} by {carer.mode}."
            yield Violation("travel", visit.id, carer.id, text)


def rested(item: Round, carer: Carer, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
    """Check that a long round has its break."""
    if not item.stops:
        return
    last = item.stops[-1]
    span_s = last.start_s + workload.visit[last.visit_id].service_s - item.stops[0].start_s
    if span_s <= BREAK_AFTER_S:
        return
    gaps = _gaps(item, carer, workload, travel)
    longest_s = max((gap_s - way_s for _, _, gap_s, way_s in gaps), default=0)
    if longest_s < BREAK_S:
        text = (
            f"The round spans {span_s / 3600:.1f} hours and its longest break is "
            f"{max(0, longest_s) / 60:.0f} minutes."
        )
        yield Violation("break", "", carer.id, text)


def between_rounds(plan: Plan, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
    """Check that a carer gets from one shift's last door to the next shift's first."""
    rounds: dict[str, list[Round]] = defaultdict(list)
    for item in plan.rounds:
        if item.stops:
            rounds[item.carer_id].append(item)
    for carer_id, items in rounds.items():
        carer = workload.carer[carer_id]
        for one, two in pairwise(sorted(items, key=lambda item: item.shift)):
            if one.shift == two.shift:
                text = f"Two rounds are given for shift {one.shift + 1}."
                yield Violation("shift", "", carer_id, text)
                continue
            last, first = workload.visit[one.stops[-1].visit_id], two.stops[0]
            visit = workload.visit[first.visit_id]
            period = travel.period(visit.start_s)
            way_s, _ = travel.leg(carer.mode, last.place, visit.place, period)
            gap_s = first.start_s - one.stops[-1].start_s - last.service_s
            if way_s != UNREACHABLE and gap_s < way_s:
                text = f"The way from the shift before takes {way_s / 60:.1f} minutes."
                yield Violation("travel", visit.id, carer_id, text)


def within_hours(plan: Plan, workload: Workload) -> Iterator[Violation]:
    """Check that no carer works more than the most hours of their day."""
    worked_s: dict[str, int] = defaultdict(int)
    for item in plan.rounds:
        if item.stops:
            ends_s = max(s.start_s + workload.visit[s.visit_id].service_s for s in item.stops)
            worked_s[item.carer_id] += ends_s - min(stop.start_s for stop in item.stops)
    for carer_id, seconds in worked_s.items():
        most_s = workload.carer[carer_id].most_s
        if most_s is not None and seconds > most_s:
            text = f"{seconds / 3600:.2f} hours from first door to last; at most {most_s / 3600:g}."
            yield Violation("hours", "", carer_id, text)
