"""What binds the days of a week, derived afresh: rest between days, a day off, hours."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.clock import DAY_S, clock
from solver.domain.words import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solver.domain import Day, Plan, WeekRules, Workload

    Worked = Mapping[Day, list[tuple[int, int, str]]]


def week_violations(
    plans: Mapping[Day, Plan], workloads: Mapping[Day, Workload], *, week: WeekRules
) -> tuple[Violation, ...]:
    """List what a week of rounds breaks between its days.

    Parameters
    ----------
    plans, workloads
        Rounds, visits and carers of each day. Each day's own rules are
        :func:`~solver.check.violations`'. Where Sunday and Monday are both given, Monday follows
        Sunday: the week stands for every week.
    week
        Rest, days off and hours that it was to keep.

    Returns
    -------
    violations
        With the rules ``rest``, ``day-off`` and ``week-hours``; empty where the week keeps them.
        Visits that the workload does not have are left to the day's check.
    """
    carers: dict[str, dict[Day, list[tuple[int, int, str]]]] = defaultdict(dict)
    for day, plan in plans.items():
        for item in plan.rounds:
            visit = workloads[day].visit
            stops = [stop for stop in item.stops if stop.visit_id in visit]
            if stops:
                start_s, first = min((stop.start_s, stop.visit_id) for stop in stops)
                end_s = max(stop.start_s + visit[stop.visit_id].service_s for stop in stops)
                carers[item.carer_id].setdefault(day, []).append((start_s, end_s, first))
    found: list[Violation] = []
    for carer_id in sorted(carers):
        worked = carers[carer_id]
        found += _rest(carer_id, worked, week)
        found += _days_off(carer_id, worked, week)
        found += _hours(carer_id, worked, week)
    return tuple(found)


def _rest(carer_id: str, worked: Worked, week: WeekRules) -> Iterator[Violation]:
    if not week.rest_s:
        return
    for one, two in pairwise((*DAYS, DAYS[0])):
        if one in worked and two in worked:
            end_s = max(stretch[1] for stretch in worked[one])
            start_s, _, visit_id = min(worked[two])
            rest_s = DAY_S + start_s - end_s
            if rest_s < week.rest_s:
                text = (
                    f"From {one} {clock(end_s)} to {two} {clock(start_s)} are "
                    f"{rest_s / 3_600:.1f} hours; rest takes {week.rest_s / 3_600:g}."
                )
                yield Violation("rest", visit_id, carer_id, text)


def _days_off(carer_id: str, worked: Worked, week: WeekRules) -> Iterator[Violation]:
    if len(DAYS) - len(worked) < week.days_off:
        text = (
            f"There are visits on {len(worked)} days of the week; {week.days_off} "
            f"{'is' if week.days_off == 1 else 'are'} to be free."
        )
        yield Violation("day-off", "", carer_id, text)


def _hours(carer_id: str, worked: Worked, week: WeekRules) -> Iterator[Violation]:
    together_s = sum(end - start for day in worked.values() for start, end, _ in day)
    if week.most_week_s and together_s > week.most_week_s:
        text = (
            f"The rounds of the week take {together_s / 3_600:.1f} hours from first to last door; "
            f"the most is {week.most_week_s / 3_600:g}."
        )
        yield Violation("week-hours", "", carer_id, text)
