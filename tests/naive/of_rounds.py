"""Rules of rounds: shifts, ways, breaks, hours, crews, and what stays as it is today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from naive.day import NO_WAY, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from naive.day import Day


def shifts(day: Day) -> Iterator[str]:
    """The first visit starts within the shift, the last ends in it; one round a shift."""
    seen = set()
    for item in day.plan.rounds:
        shift = day.carer(item.carer_id).shifts[item.shift]
        if item.stops and (item.carer_id, item.shift) in seen:
            yield f"{item.carer_id}: two rounds in a shift"
        seen.add((item.carer_id, item.shift))
        for stop in item.stops:
            ends = stop.start_s + day.visit(stop.visit_id).service_s
            if stop.start_s < shift.start_s or ends > shift.end_s:
                yield stop.visit_id


def legs(day: Day, item: Any) -> list[tuple[Any, int, int]]:
    """The visit that each leg of a round leads to, the time for the leg, and the way."""
    found = []
    carer = day.carer(item.carer_id)
    for k in range(1, len(item.stops)):
        one, two = day.visit(item.stops[k - 1].visit_id), day.visit(item.stops[k].visit_id)
        time = item.stops[k].start_s - item.stops[k - 1].start_s - one.service_s
        found.append((two, time, day.way(carer, one.place, two.place, two)))
    return found


def ways(day: Day) -> Iterator[str]:
    """There is a way between doors, and time for it."""
    for item in day.plan.rounds:
        for visit, time, way in legs(day, item):
            if way == NO_WAY or time < way:
                yield visit.id


def homes(day: Day) -> Iterator[str]:
    """There is a way from where the carer starts and back, unless that is free."""
    for item in day.plan.rounds:
        carer = day.carer(item.carer_id)
        if item.stops and carer.starts_from != "free":
            first, last = (day.visit(item.stops[k].visit_id) for k in (0, -1))
            out = day.way(carer, carer.home, first.place, first)
            if NO_WAY in (out, day.way(carer, last.place, carer.home, last)):
                yield f"{carer.id}, shift {item.shift}"


def between_shifts(day: Day) -> Iterator[str]:
    """From the last door of a shift there is time to get to the first of the next."""
    for carer in day.workload.carers:
        mine = sorted(
            (item for item in day.plan.rounds if item.carer_id == carer.id and item.stops),
            key=lambda item: item.shift,
        )
        for k in range(1, len(mine)):
            if mine[k].shift == mine[k - 1].shift:
                continue  # two rounds in a shift
            last, first = mine[k - 1].stops[-1], mine[k].stops[0]
            one, two = day.visit(last.visit_id), day.visit(first.visit_id)
            way = day.way(carer, one.place, two.place, two)
            if way != NO_WAY and first.start_s < last.start_s + one.service_s + way:
                yield two.id


def breaks(day: Day) -> Iterator[str]:
    """A round over six hours has twenty minutes free of travel between two visits."""
    for item in day.plan.rounds:
        if not item.stops:
            continue
        ends = item.stops[-1].start_s + day.visit(item.stops[-1].visit_id).service_s
        if ends - item.stops[0].start_s > 6 * 3600:
            free = [time - way for _, time, way in legs(day, item)]
            if not free or max(free) < 20 * 60:
                yield item.carer_id


def hours(day: Day) -> Iterator[str]:
    """A carer's rounds, each from first start to last end, take no more than the hours of a day."""
    for carer in day.workload.carers:
        total = 0
        for item in day.plan.rounds:
            if item.carer_id == carer.id and item.stops:
                ends = [s.start_s + day.visit(s.visit_id).service_s for s in item.stops]
                total += max(ends) - min(s.start_s for s in item.stops)
        if carer.most_s is not None and total > carer.most_s:
            yield carer.id


def crews(day: Day) -> Iterator[str]:
    """Two in one car make the same calls; a rider whose driver is off duty makes none."""

    def made(name: str) -> set[tuple[str, int]]:
        return {
            (s.visit_id, s.start_s)
            for item in day.plan.rounds
            if item.carer_id == name
            for s in item.stops
        }

    on_duty = {carer.id for carer in day.workload.carers}
    for carer in day.workload.carers:
        if carer.rides_with:
            driven = made(carer.rides_with) if carer.rides_with in on_duty else set()
            if made(carer.id) != driven:
                yield carer.id


def todays_carers(day: Day) -> Iterator[str]:
    """Where the planner may not hand visits on, they keep today's carers."""
    if day.choices.freedom in ("re-time", "re-sequence"):
        before = who(day.today)
        for name, carers in who(day.plan).items():
            if name in before and carers != before[name]:
                yield name


def todays_order(day: Day) -> Iterator[str]:
    """Where only times may change, each carer's visits keep today's order."""
    if day.choices.freedom != "re-time":
        return
    for carer in day.workload.carers:

        def calls(plan: Any, name: str = carer.id) -> list[str]:
            mine = sorted((i for i in plan.rounds if i.carer_id == name), key=lambda i: i.shift)
            return [stop.visit_id for item in mine for stop in item.stops]

        before = calls(day.today)
        places = [before.index(name) for name in calls(day.plan) if name in before]
        if places != sorted(places):
            yield carer.id
