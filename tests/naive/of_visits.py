"""Rules of visits: made once, in time, by whom, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from naive.day import who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from naive.day import Day

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


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
