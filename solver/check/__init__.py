"""The independent checker: every violation of a plan, derived afresh.

It shares no code with the search. It reads the plan, the workload and the
travel, and nothing that the search computed on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.check.cover import each_visit_once, unknown
from solver.check.crews import crews_together
from solver.check.freedom import locked_carers, same_carers, same_order
from solver.check.gaps import between_visits
from solver.check.order import one_after_the_other
from solver.check.people import may_call
from solver.check.shifts import between_rounds, rested, ways, within_hours, within_shift
from solver.check.violation import Violation
from solver.check.windows import within_window

if TYPE_CHECKING:
    from solver.domain import Plan, RoundChoices, TravelSet, Workload

__all__ = ["Violation", "violations"]


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
        Caps, freedom and locks that the plan was to keep.
    today
        Today's plan; needed for locks, and for the freedoms ``re-time`` and ``re-sequence``,
        which bind each visit to the carers who make it today.

    Returns
    -------
    violations
        Empty where the plan is valid.
    """
    strangers = list(unknown(plan, workload))
    if strangers:
        return tuple(strangers)
    time_locked = choices.time_locked
    found = list(each_visit_once(plan, workload))
    for item in plan.rounds:
        carer = workload.carer[item.carer_id]
        found += within_shift(item, carer, workload)
        found += ways(item, carer, workload, travel)
        found += rested(item, carer, workload, travel)
        for stop in item.stops:
            visit = workload.visit[stop.visit_id]
            found += within_window(stop, visit, choices, time_locked)
            found += may_call(visit, carer, choices)
    found += between_rounds(plan, workload, travel)
    found += within_hours(plan, workload)
    found += crews_together(plan, workload)
    found += between_visits(plan, workload)
    found += one_after_the_other(plan, workload)
    if today is not None:
        found += locked_carers(plan, today, choices.carer_locked)
    if choices.freedom in ("re-time", "re-sequence") and today is not None:
        found += same_carers(plan, today)
    if choices.freedom == "re-time" and today is not None:
        found += same_order(plan, today)
    return tuple(found)
