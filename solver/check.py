"""The independent checker: every violation of a plan, derived afresh.

It shares no code with the search. It reads the plan, the workload and the
travel, and nothing that the search computed on the way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import (
        Carer,
        Plan,
        Round,
        RoundChoices,
        Stop,
        TravelSet,
        Visit,
        Workload,
    )

BREAK_AFTER_S = 6 * 3_600
"""A round that spans more than this needs a break [Working Time Regulations 1998, reg. 12]."""

BREAK_S = 20 * 60
"""Length of that break, free of travel, between two visits."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks.

    Parameters
    ----------
    rule
        Short name: ``unknown``, ``served-twice``, ``lost``, ``carers``, ``together``, ``window``,
        ``travel``, ``shift``, ``skill``, ``provider``, ``excluded``, ``freedom`` or ``break``.
    visit_id, carer_id
        Whom it concerns; empty where it is of the other alone.
    detail
        The sentence that a user reads.
    """

    rule: str
    visit_id: str
    carer_id: str
    detail: str


def violations(
    plan: Plan,
    workload: Workload,
    travel: TravelSet,
    *,
    choices: RoundChoices,
    today: Plan | None = None,
) -> tuple[Violation, ...]:
    """List every rule that a plan breaks.

    Parameters
    ----------
    plan
        The plan to check.
    workload, travel
        What had to be planned, and the way between its places.
    choices
        Cap and freedom that the plan was to keep.
    today
        Today's plan; needed for the freedoms ``re-time`` and ``re-sequence``, which bind each
        visit to the carers who make it today.

    Returns
    -------
    violations
        Empty where the plan is valid.
    """
    unknown = list(_unknown(plan, workload))
    if unknown:
        return tuple(unknown)
    found = list(_each_visit_once(plan, workload))
    for item in plan.rounds:
        carer = workload.carer[item.carer_id]
        found += _within_shift(item, carer, workload)
        found += _ways(item, carer, workload, travel)
        found += _break(item, carer, workload, travel)
        for stop in item.stops:
            visit = workload.visit[stop.visit_id]
            found += _window(stop, visit, choices)
            found += _fit(visit, carer, choices)
    found += _between_rounds(plan, workload, travel)
    if choices.freedom in ("re-time", "re-sequence") and today is not None:
        found += _same_carers(plan, today)
    if choices.freedom == "re-time" and today is not None:
        found += _same_order(plan, today)
    return tuple(found)


def window(visit: Visit, cap_s: int) -> tuple[int, int]:
    """Earliest and latest start: the cap around today's start, within the package's own window.

    Where the two do not meet, the visit keeps today's start.
    """
    earliest_s = max(visit.start_s - cap_s, visit.earliest_s)
    latest_s = min(visit.start_s + cap_s, visit.latest_s)
    return (earliest_s, latest_s) if earliest_s <= latest_s else (visit.start_s, visit.start_s)


def _unknown(plan: Plan, workload: Workload) -> Iterator[Violation]:
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


def _each_visit_once(plan: Plan, workload: Workload) -> Iterator[Violation]:
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
            yield Violation("served-twice", visit.id, "", f"{len(here)} calls are made.")
        if len(carers) != visit.carers_required:
            text = f"{len(carers)} of {visit.carers_required} carers are there."
            yield Violation("carers", visit.id, "", text)
        starts = {start_s for _, start_s in here}
        if len(starts) > 1:
            text = f"Its carers start at {' and '.join(clock(s) for s in sorted(starts))}."
            yield Violation("together", visit.id, "", text)


def _within_shift(item: Round, carer: Carer, workload: Workload) -> Iterator[Violation]:
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


def _ways(item: Round, carer: Carer, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
    for _, visit, gap_s, way_s in _gaps(item, carer, workload, travel):
        if way_s == UNREACHABLE:
            text = f"There is no way by {carer.mode} from the visit before."
            yield Violation("travel", visit.id, carer.id, text)
        elif gap_s < way_s:
            text = f"The way takes {way_s / 60:.1f} minutes and the gap is {gap_s / 60:.1f}."
            yield Violation("travel", visit.id, carer.id, text)
    if not item.stops:
        return
    first = workload.visit[item.stops[0].visit_id]
    last = workload.visit[item.stops[-1].visit_id]
    out_s, _ = travel.leg(carer.mode, carer.home, first.place, travel.period(first.start_s))
    home_s, _ = travel.leg(carer.mode, last.place, carer.home, travel.period(last.start_s))
    for visit, way_s, words in ((first, out_s, "from home"), (last, home_s, "home")):
        if way_s == UNREACHABLE:
            text = f"There is no way {words} by {carer.mode}."
            yield Violation("travel", visit.id, carer.id, text)


def _break(item: Round, carer: Carer, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
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


def _window(stop: Stop, visit: Visit, choices: RoundChoices) -> Iterator[Violation]:
    earliest_s, latest_s = window(visit, choices.cap_s)
    if not earliest_s <= stop.start_s <= latest_s:
        text = f"{clock(stop.start_s)} is outside {clock(earliest_s)} to {clock(latest_s)}."
        yield Violation("window", visit.id, "", text)


def _fit(visit: Visit, carer: Carer, choices: RoundChoices) -> Iterator[Violation]:
    missing = sorted(set(visit.skills) - set(carer.skills))
    if missing:
        text = f"The carer lacks {', '.join(missing)}."
        yield Violation("skill", visit.id, carer.id, text)
    if carer.id in visit.excluded_carers:
        yield Violation("excluded", visit.id, carer.id, "The person must not have this carer.")
    if choices.freedom != "re-provide" and carer.provider_id != visit.provider_id:
        text = f"The visit is {visit.provider_id}'s and the carer {carer.provider_id}'s."
        yield Violation("provider", visit.id, carer.id, text)


def _between_rounds(plan: Plan, workload: Workload, travel: TravelSet) -> Iterator[Violation]:
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


def _carers(plan: Plan) -> dict[str, set[str]]:
    carers: dict[str, set[str]] = defaultdict(set)
    for item in plan.rounds:
        for stop in item.stops:
            carers[stop.visit_id].add(item.carer_id)
    return carers


def _same_carers(plan: Plan, today: Plan) -> Iterator[Violation]:
    before = _carers(today)
    for visit_id, carers in _carers(plan).items():
        if visit_id in before and carers != before[visit_id]:
            text = "Its carers are not today's."
            yield Violation("freedom", visit_id, min(carers), text)


def _same_order(plan: Plan, today: Plan) -> Iterator[Violation]:
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
                text = "It is made in another order than today."
                yield Violation("freedom", two, carer_id, text)
