"""What the other days of a week leave of a carer's day: rest, a day off, hours.

A day that is planned binds the days beside it by what its rounds really take. A day that is still
to come binds by a split of the night: where two shifts stand too close for rest, the evening ends
or the morning begins earlier or later than the shift, whichever the provider can spare.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.domain import DAYS, Shift
from solver.domain.clock import DAY_S
from solver.rounds.week.ahead import LATEST_S, Ahead, nights, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.case import Case
    from solver.domain import Carer, Day, WeekRules
    from solver.rounds.week.ahead import Spans


class Bounds:
    """What the days of a week leave of each other.

    Parameters
    ----------
    cases
        The days of the week, all of one freedom.
    week
        Rest, days off and hours.
    """

    def __init__(self, cases: Mapping[Day, Case], week: WeekRules) -> None:
        self.cases, self.week = cases, week
        self.days = [day for day in DAYS if day in cases]
        self.loaded = {day: spans(cases[day].today, cases[day]) for day in self.days}
        self.before = {two: one for one, two in nights(self.days)}
        self.after = dict(nights(self.days))
        ahead = Ahead(cases, self.loaded, week)
        self.off, self.evening_s = ahead.off, ahead.evening_s

    def day(self, day: Day, planned: Mapping[Day, Spans]) -> Case:
        """Cut the carers' shifts of a day to what the other days leave of them.

        Parameters
        ----------
        day
            The day to plan.
        planned
            Days that are planned so far; the day itself does not count.
        """
        case = self.cases[day]
        carers = tuple(
            replace(
                self._carer(carer, day, planned),
                paid_anyway_s=self._paid_anyway_s(carer, day, planned),
            )
            for carer in case.workload.carers
        )
        return replace(case, workload=replace(case.workload, carers=carers))

    def _carer(self, carer: Carer, day: Day, planned: Mapping[Day, Spans]) -> Carer:
        others = [planned[other] for other in planned if other != day]
        worked = sum(carer.id in other for other in others)
        off = day in self.off.get(carer.id, ()) and len(others) < len(self.days) - 1
        if off or worked >= self.week.days_on:
            return replace(carer, shifts=())
        low_s, high_s = self._awake(carer.id, day, planned)
        shifts = tuple(_cut(shift, low_s, high_s) for shift in carer.shifts)
        cut = carer if shifts == carer.shifts else replace(carer, shifts=shifts)
        left_s = self._hours_left(carer.id, day, planned)
        most_s = min(left_s, LATEST_S if carer.most_s is None else carer.most_s)
        if most_s >= sum(shift.end_s - shift.start_s for shift in shifts):
            return cut
        return replace(cut, most_s=most_s)

    def _paid_anyway_s(self, carer: Carer, day: Day, planned: Mapping[Day, Spans]) -> int:
        """Seconds of a carer's contract that the other days leave, or are taken to leave.

        Where only some zones are planned nobody knows what carers do in the others.
        """
        if not (self.week.contracts and carer.contracted_s) or self.cases[day].choices.zones:
            return 0
        others = (planned.get(other, self.loaded[other]) for other in self.days if other != day)
        worked_s = sum(found[carer.id].worked_s for found in others if carer.id in found)
        return max(0, carer.contracted_s - worked_s)

    def _hours_left(self, carer_id: str, day: Day, planned: Mapping[Day, Spans]) -> int:
        """Seconds of the week's hours that the other days leave, or are taken to leave.

        Days to come are taken to need what they take today, or their share of the hours where
        today's week takes too many.
        """
        most_s = self.week.most_week_s
        if not most_s:
            return LATEST_S
        today = {
            other: found[carer_id].taken_s
            for other, found in self.loaded.items()
            if carer_id in found
        }
        scale = min(1.0, most_s / max(1, sum(today.values())))
        for other in self.days:
            if other != day and other in planned:
                span = planned[other].get(carer_id)
                most_s -= span.taken_s if span else 0
            elif other != day:
                most_s -= round(scale * today.get(other, 0))
        return max(0, most_s)

    def _awake(self, carer_id: str, day: Day, planned: Mapping[Day, Spans]) -> tuple[int, int]:
        """Earliest start and latest end that leave rest on both sides."""
        low_s, high_s = 0, LATEST_S
        rest_s = self.week.rest_s
        eve, morrow = self.before.get(day), self.after.get(day)
        if rest_s and eve is not None:
            if eve in planned:
                span = planned[eve].get(carer_id)
                low_s = span.end_s + rest_s - DAY_S if span else 0
            elif (carer_id, eve) in self.evening_s:
                low_s = self.evening_s[carer_id, eve] + rest_s - DAY_S
        if rest_s and morrow is not None:
            if morrow in planned:
                span = planned[morrow].get(carer_id)
                high_s = DAY_S + span.first_s - rest_s if span else high_s
            else:
                high_s = self.evening_s.get((carer_id, day), high_s)
        return low_s, high_s


def _cut(shift: Shift, low_s: int, high_s: int) -> Shift:
    """Cut a shift; what is left of it may be empty, but keeps its place among the shifts."""
    start_s = min(max(shift.start_s, low_s), shift.end_s)
    return Shift(start_s, max(start_s, min(shift.end_s, high_s)))
