"""Look ahead in a week: whose day off is when, and where a night is split between two days.

Where two shifts stand too close for rest, the evening ends or the morning begins earlier or later
than the shift, whichever the provider can spare.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import DAYS
from solver.domain.clock import DAY_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from solver.base.case import Case
    from solver.domain import Carer, Day, Plan, Round, Shift, WeekRules

    Floats = npt.NDArray[np.float64]
    Grid = dict[tuple[Day, str], Floats]

SLOT_S = 1_800
"""Grid on which a night is split."""

SLOTS = 96
"""Slots of a day, the night after it and the next day included."""

LATEST_S = SLOTS * SLOT_S
"""No shift ends so late (seconds since midnight)."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a carer's rounds take of a day.

    Parameters
    ----------
    first_s, end_s
        Start of the first call and end of the last, seconds since midnight.
    taken_s
        Seconds from first to last door, added up over the rounds.
    worked_s
        Seconds of them that are work: at the door, on the ways between, and waits that are paid.
    """

    first_s: int
    end_s: int
    taken_s: int
    worked_s: int


Spans = dict[str, Span]
"""Carer id → what their rounds take of a day."""


def spans(plan: Plan, case: Case) -> Spans:
    """Measure the rounds of a day."""
    found: Spans = {}
    workload = case.workload
    for item in plan.rounds:
        if not item.stops:
            continue
        first_s = min(stop.start_s for stop in item.stops)
        end_s = max(stop.start_s + workload.visit[stop.visit_id].service_s for stop in item.stops)
        before = found.get(item.carer_id, Span(first_s, end_s, 0, 0))
        found[item.carer_id] = Span(
            min(first_s, before.first_s),
            max(end_s, before.end_s),
            before.taken_s + end_s - first_s,
            before.worked_s + _worked_s(item, case),
        )
    return found


def _worked_s(item: Round, case: Case) -> int:
    """Seconds of work in a round: what the search fills contracted hours with."""
    visit, carer, travel = case.workload.visit, case.workload.carer, case.travel
    worked_s = sum(visit[stop.visit_id].service_s for stop in item.stops)
    if item.carer_id not in carer:
        return worked_s
    mode = carer[item.carer_id].mode
    for here, there in pairwise(item.stops):
        one, two = visit[here.visit_id], visit[there.visit_id]
        way_s, _ = travel.leg(mode, one.place, two.place, travel.period(two.start_s))
        gap_s = there.start_s - here.start_s - one.service_s - max(0, way_s)
        paid = case.rules.pay_waiting and 0 < gap_s <= case.rules.waiting_limit_s
        worked_s += max(0, way_s) + (gap_s if paid else 0)
    return worked_s


def nights(days: Sequence[Day]) -> Iterator[tuple[Day, Day]]:
    """Pairs of days that follow each other; Monday follows Sunday."""
    for one, two in pairwise((*DAYS, DAYS[0])):
        if one in days and two in days:
            yield one, two


class Ahead:
    """What is settled before the first day is planned.

    Parameters
    ----------
    cases
        The days of the week. Where their freedom binds visits to today's carers, a night is split
        by these carers' own calls.
    loaded
        What today's rounds take of each day.
    week
        Rest and days off.
    """

    def __init__(
        self, cases: Mapping[Day, Case], loaded: Mapping[Day, Spans], week: WeekRules
    ) -> None:
        self.loaded, self.week = loaded, week
        self.workloads = {day: case.workload for day, case in cases.items()}
        self.freedom = next(iter(cases.values())).choices.freedom
        self.days = list(loaded)
        today = {day: case.today for day, case in cases.items()}
        asked, staff = self._asked(today), self._on_duty()
        self.off = self._days_off(asked, staff)
        self.evening_s = self._splits(asked, staff) if week.rest_s else {}

    def _days_off(self, asked: Grid, staff: Grid) -> dict[str, set[Day]]:
        """Choose days off for carers who are on duty too often.

        Days without calls of theirs today come first, then days on which they are needed least;
        ``staff`` is left without them.
        """
        duty: dict[str, list[tuple[Day, Carer]]] = defaultdict(list)
        for day in self.days:
            for carer in self.workloads[day].carers:
                duty[carer.id].append((day, carer))
        chosen: dict[str, set[Day]] = {}
        for carer_id, on in duty.items():
            for _ in range(len(on) - self.week.days_on):
                off = chosen.setdefault(carer_id, set())
                weights = [
                    (
                        self.loaded[day][carer_id].taken_s if carer_id in self.loaded[day] else 0,
                        _lost(carer.shifts, 0, LATEST_S, asked[day, group], staff[day, group]),
                        DAYS.index(day),
                        carer,
                    )
                    for day, carer in on
                    if day not in off
                    for group in [self._group(carer)]
                ]
                _, _, index, carer = min(weights, key=lambda weight: weight[:3])
                off.add(DAYS[index])
                staff[DAYS[index], self._group(carer)] -= _held(carer.shifts, 0, LATEST_S)
        return chosen

    def _splits(self, asked: Grid, staff: Grid) -> dict[tuple[str, Day], int]:
        """Latest end of a carer's evening where their shifts leave no rest before the morning.

        Each half-hour weighs what is asked of the carers on duty in it (calls ÷ carers), and weighs
        more with each carer who gives it up; a night is split where least weight is lost. Where
        today's own calls keep the rest, the split keeps them.
        """
        found: dict[tuple[str, Day], int] = {}
        for one, two in nights(self.days):
            mornings = self.workloads[two].carer
            for carer in self.workloads[one].carers:
                other = mornings.get(carer.id)
                if other is None or self._is_off(carer.id, one) or self._is_off(carer.id, two):
                    continue
                if not carer.shifts or not other.shifts:
                    continue
                kept_s = DAY_S - self.week.rest_s  # from evening's end to morning's start
                latest_s, earliest_s = carer.shifts[-1].end_s, other.shifts[0].start_s
                if latest_s - kept_s <= earliest_s:
                    continue
                low_s, high_s = earliest_s + kept_s, latest_s
                last, first = self.loaded[one].get(carer.id), self.loaded[two].get(carer.id)
                last_s = last.end_s if last else 0
                first_s = first.first_s if first else DAY_S
                if last_s - kept_s <= first_s:
                    low_s = min(max(low_s, last_s), high_s)
                    high_s = max(min(high_s, first_s + kept_s), low_s)
                group = self._group(carer)
                grids = [(asked[day, group], staff[day, group]) for day in (one, two)]
                best = min(
                    _between(low_s, high_s),
                    key=lambda end_s: (
                        _lost(carer.shifts, end_s, LATEST_S, *grids[0])
                        + _lost(other.shifts, 0, end_s - kept_s, *grids[1]),
                        -end_s,
                    ),
                )
                found[carer.id, one] = best
                staff[one, group] -= _held(carer.shifts, best, LATEST_S)
                staff[two, group] -= _held(other.shifts, 0, best - kept_s)
        return found

    def _is_off(self, carer_id: str, day: Day) -> bool:
        return day in self.off.get(carer_id, ())

    def _group(self, carer: Carer) -> str:
        """Who may take over a carer's calls: nobody, the provider's carers, or all."""
        if self.freedom in ("re-time", "re-sequence"):
            return carer.id
        return "" if self.freedom == "re-provide" else carer.provider_id

    def _asked(self, today: Mapping[Day, Plan]) -> Grid:
        """Carers at a door in each slot, by day and by who may take the calls over."""
        asked: Grid = defaultdict(lambda: np.zeros(SLOTS))
        held = self.freedom in ("re-time", "re-sequence")
        for day in self.days:
            workload = self.workloads[day]
            if held:
                for item in today[day].rounds:
                    for stop in item.stops:
                        end_s = stop.start_s + workload.visit[stop.visit_id].service_s
                        asked[day, item.carer_id] += _slots(stop.start_s, end_s)
                continue
            for visit in workload.visits:
                group = "" if self.freedom == "re-provide" else visit.provider_id
                slots = _slots(visit.start_s, visit.start_s + visit.service_s)
                asked[day, group] += visit.carers_required * slots
        return asked

    def _on_duty(self) -> Grid:
        """Carers on duty in each slot, by day and by who may take calls over."""
        staff: Grid = defaultdict(lambda: np.zeros(SLOTS))
        for day in self.days:
            for carer in self.workloads[day].carers:
                staff[day, self._group(carer)] += _held(carer.shifts, 0, LATEST_S)
        return staff


def _between(low_s: int, high_s: int) -> list[int]:
    """Candidates from ``low_s`` to ``high_s``, both included, and the half-hours between."""
    first = -(-low_s // SLOT_S) * SLOT_S
    return sorted({low_s, high_s, *range(first, high_s, SLOT_S)})


def _slots(start_s: int, end_s: int) -> Floats:
    """Share of each slot that lies between two times."""
    edge = np.arange(SLOTS) * SLOT_S
    inside = np.minimum(end_s, edge + SLOT_S) - np.maximum(start_s, edge)
    share: Floats = np.clip(inside, 0, SLOT_S) / SLOT_S
    return share


def _held(shifts: Sequence[Shift], low_s: int, high_s: int) -> Floats:
    """Share of each slot that shifts hold between two times."""
    held: Floats = np.zeros(SLOTS)
    for shift in shifts:
        held += _slots(max(shift.start_s, low_s), min(shift.end_s, high_s))
    return held


def _lost(shifts: Sequence[Shift], low_s: int, high_s: int, load: Floats, staff: Floats) -> float:
    """Weigh the time of shifts between two times by what is asked of those on duty then."""
    held = _held(shifts, low_s, high_s)
    return float((held * load / np.maximum(staff, 0.25)).sum())
