"""A second judge of a day's rounds, as plain as can be, written from docs/concepts.md.

It imports nothing of the solver: visits, carers, plans and travel are whatever has their fields.
Each rule is a function of its own that yields a line for each time it is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NO_WAY = -1
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


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


def once(day: Day) -> Iterator[str]:
    """Each visit is made by as many carers as it needs, or listed with a reason."""
    for visit in day.workload.visits:
        carers = [c.id for c, v, _ in day.calls() if v.id == visit.id]
        left = [one for one in day.plan.unserved if one.visit_id == visit.id]
        if carers and (len(carers) != visit.carers_required or len(set(carers)) != len(carers)):
            yield f"{visit.id}: {len(carers)} calls"
        if len(left) + (1 if carers else 0) != 1:
            yield f"{visit.id}: made and left {len(left)} times"
        if any(not one.reason or not one.detail for one in left):
            yield f"{visit.id}: no reason"


def together(day: Day) -> Iterator[str]:
    """The two carers of a double-handed visit start together."""
    for visit in day.workload.visits:
        if len({start for _, v, start in day.calls() if v.id == visit.id}) > 1:
            yield visit.id


def in_window(day: Day) -> Iterator[str]:
    """A start stays within the cap around today's and within the package's own window."""
    locked = {name for name, what in day.choices.locks if what != "carer"}
    for _, visit, start in day.calls():
        if visit.id in locked:
            continue
        cap = day.choices.cap_s
        if visit.time_critical:
            cap = min(cap, day.choices.critical_cap_s)
        allowed = [
            max(visit.start_s - cap, visit.earliest_s),
            min(visit.start_s + cap, visit.latest_s),
        ]
        if allowed[0] > allowed[1]:
            allowed = [visit.start_s, visit.start_s]
        if start < allowed[0] or start > allowed[1]:
            yield visit.id


def time_locks(day: Day) -> Iterator[str]:
    """A locked start stays."""
    locked = {name for name, what in day.choices.locks if what in ("time", "both")}
    for _, visit, start in day.calls():
        if visit.id in locked and start != visit.start_s:
            yield visit.id


def carer_locks(day: Day) -> Iterator[str]:
    """A visit that is locked to today's carers is made by them."""
    before = who(day.today)
    for name, carers in who(day.plan).items():
        locked = any(one == name and what in ("carer", "both") for one, what in day.choices.locks)
        if locked and carers != before.get(name, set()):
            yield name


def providers(day: Day) -> Iterator[str]:
    """Carers call for their own provider, unless the planner may cross providers."""
    for carer, visit, _ in day.calls():
        if day.choices.freedom != "re-provide" and carer.provider_id != visit.provider_id:
            yield visit.id


def skills(day: Day) -> Iterator[str]:
    """A carer has every skill, whatever its capitals, spaces and unseen characters."""

    def plain(words: Iterable[str]) -> set[str]:
        return {
            "".join(c for c in word if not c.isspace() and c not in UNSEEN).lower()
            for word in words
        }

    for carer, visit, _ in day.calls():
        if not plain(visit.skills).issubset(plain(carer.skills)):
            yield visit.id


def refused(day: Day) -> Iterator[str]:
    """Nobody whom the person refuses."""
    for carer, visit, _ in day.calls():
        if carer.id in visit.excluded_carers:
            yield visit.id


def genders(day: Day) -> Iterator[str]:
    """A woman or a man where the person asks for one."""
    for carer, visit, _ in day.calls():
        if visit.carer_gender not in ("", carer.gender):
            yield visit.id


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


def doses(day: Day) -> Iterator[str]:
    """Doses of one person start the longer of their two times apart."""
    starts = day.starts()
    visits = [visit for visit in day.workload.visits if visit.id in starts and visit.apart_s]
    for one in visits:
        for two in visits:
            too_near = abs(starts[one.id] - starts[two.id]) < max(one.apart_s, two.apart_s)
            if one.id < two.id and one.person_id == two.person_id and too_near:
                yield f"{one.id} and {two.id}"


def following(day: Day) -> Iterator[str]:
    """A visit that follows another starts within its gap."""
    starts = day.starts()
    for visit in day.workload.visits:
        if visit.id in starts and visit.after in starts:
            gap = starts[visit.id] - starts[visit.after]
            if gap < visit.gap_least_s or (visit.gap_most_s is not None and gap > visit.gap_most_s):
                yield visit.id


def in_order(day: Day) -> Iterator[str]:
    """One person's visits come one after the other, in today's order."""
    starts = day.starts()
    for person in {visit.person_id for visit in day.workload.visits}:
        left = [visit for visit in day.workload.visits if visit.person_id == person]
        left.sort(key=lambda visit: (visit.start_s, visit.id))
        turn: list[Any] = []
        while left:  # a visit that follows another waits until that one has its place
            names = [visit.id for visit in left]
            ready = [visit for visit in left if visit.after not in names] or left
            turn.append(ready[0])
            left.remove(ready[0])
        for k, two in enumerate(turn):
            for one in turn[:k]:
                own_rule = (one.apart_s > 0 and two.apart_s > 0) or (
                    two.after == one.id and (two.gap_least_s > 0 or two.gap_most_s is not None)
                )
                free = one.order == "free" or two.order == "free"
                if own_rule or free or one.id not in starts or two.id not in starts:
                    continue
                if starts[two.id] < starts[one.id] + one.service_s:
                    yield f"{two.id} after {one.id}"


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


RULES: dict[str, Callable[[Day], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        *(once, together, in_window, time_locks, carer_locks, providers, skills, refused, genders),
        *(shifts, ways, homes, between_shifts, breaks, hours, crews, doses, following, in_order),
        *(todays_carers, todays_order),
    )
}


def broken(day: Day, *, without: str = "") -> list[str]:
    """Every rule that a day breaks, and where; one may be left out."""
    return [
        f"{name}: {where}" for name, rule in RULES.items() if name != without for where in rule(day)
    ]
