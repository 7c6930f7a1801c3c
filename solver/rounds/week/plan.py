"""Plan a week: day by day, each in the light of the others, then each again.

Days are bound to each other by rest, days off and hours (:mod:`solver.rounds.week.bounds`) and by
the wish that people see few carers (:mod:`solver.rounds.translation.liking`). The search of a
day is that of :mod:`solver.rounds.plan`; from the second turn on it starts from the day's own
rounds, and is taken only where it leaves no more calls undone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.domain import DAYS, Unserved, WeekRules
from solver.domain.words import DAY_NAMES
from solver.errors import PlanError
from solver.rounds.plan import search_day
from solver.rounds.reasons import Reasons
from solver.rounds.translation.liking import Liking, familiar_on
from solver.rounds.week.ahead import spans
from solver.rounds.week.bounds import Bounds
from solver.rounds.week.stop import Shared
from solver.stop import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Day, Plan, RoundChoices, TravelSet, Workload
    from solver.rates.pay import PayRules
    from solver.search.parallel.searches import Spread
    from solver.search.search import Params
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback

TURNS = (0.5, 0.75, 1.0)
"""Share of the budget at which each turn through the week ends."""


def plan_week(
    workloads: Mapping[Day, Workload],
    travel: Mapping[Day, TravelSet],
    today: Mapping[Day, Plan],
    *,
    choices: RoundChoices,
    rules: PayRules,
    stop: StopRule,
    week: WeekRules | None = None,
    seed: int = 0,
    progress: ProgressCallback | None = None,
    params: Params | None = None,
    spread: Spread | None = None,
) -> dict[Day, Plan]:
    """Plan the rounds of the days of a week.

    Parameters
    ----------
    workloads, travel, today
        Visits and carers, ways and today's rounds of each day to plan; Monday follows Sunday
        where both are there. Today's rounds may break rest or anything else.
    choices, rules, params, spread
        As for :func:`~solver.rounds.plan.plan_day`.
    stop
        Shared by all the searches; where it ends early, the days to come get their first rounds.
    week
        Rest, days off and hours; the law's where ``None``.
    seed
        The same seed and the same number of iterations give the same week.
    progress
        Told how far the week is, with ``unserved`` calls and ``miles`` of its days so far.

    Returns
    -------
    plans
        The rounds of each day. What a day cannot serve for the sake of the others is unserved
        for the reason ``rest-of-the-week``.

    Raises
    ------
    PlanError
        When workloads, travel and today's rounds are not of the same days.
    """
    if not set(workloads) == set(travel) == set(today):
        raise PlanError("Give visits, travel and today's rounds of the same days.")
    week = week or WeekRules()
    days = [day for day in DAYS if day in workloads]
    bounds = Bounds(workloads, today, choices, week)
    shared, teller = Shared(stop), _Teller(progress)
    plans: dict[Day, Plan] = {}
    costs: dict[Day, int] = {}
    calls = {day: sum(v.carers_required for v in workloads[day].visits) for day in days}
    total, begun, turn = max(1, sum(calls.values())), 0.0, 0
    spent = -1  # a week without visits spends nothing, and is done after one turn
    while turn == 0 or not (
        shared.spent == spent
        or shared.over(float(sum(costs.values())))
        or (shared.fraction() or 0.0) >= 1.0
    ):
        spent = shared.spent
        until = TURNS[min(turn, len(TURNS) - 1)]
        done = 0
        for day in days if turn % 2 == 0 else reversed(days):
            done += calls[day]
            planned = {other: spans(plan, workloads[other]) for other, plan in plans.items()}
            rule = shared.part(
                begun + (until - begun) * done / total,
                calls[day],
                float(sum(cost for other, cost in costs.items() if other != day)),
            )
            found, cost = search_day(
                bounds.day(day, planned),
                travel[day],
                today[day],
                choices=choices,
                rules=rules,
                stop=rule,
                seed=seed + 1_000 * (len(days) * turn + DAYS.index(day)),
                progress=teller.of(day, turn),
                params=params,
                start=plans.get(day),
                spread=spread,
                liking=Liking(familiar_on(day, workloads, today, plans), week.usual_points),
            )
            rule.end()
            if day not in plans or _made(found) >= _made(plans[day]):
                plans[day], costs[day] = found, cost
        begun, turn = until, turn + 1
    planned = {day: spans(plan, workloads[day]) for day, plan in plans.items()}
    for day in days:
        left = bounds.day(day, planned)
        plans[day] = _with_reasons(
            plans[day], workloads[day], left, travel[day], choices, today[day]
        )
    return plans


def _made(plan: Plan) -> int:
    return sum(len(item.stops) for item in plan.rounds)


def _with_reasons(
    plan: Plan,
    workload: Workload,
    left: Workload,
    travel: TravelSet,
    choices: RoundChoices,
    today: Plan,
) -> Plan:
    """Say where a visit is unserved for the sake of other days: alone, the day had carers for it.

    ``left`` is the day with what the others leave of its shifts.
    """
    bound = Reasons(left, travel, choices, today)
    alone = Reasons(workload, travel, choices, today)
    items = []
    for item in plan.unserved:
        visit = workload.visit[item.visit_id]
        here, there = bound.of(visit), alone.of(visit)
        if here.reason != there.reason:
            text = (
                "Carers are on duty for it, but rest, days off and hours of the week leave too "
                "few of them."
            )
            here = Unserved(visit.id, "rest-of-the-week", text)
        items.append(here)
    return replace(plan, unserved=tuple(items))


class _Teller:
    """Turns the progress of one day into that of the week."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self.progress = progress
        self.best: dict[Day, Mapping[str, float]] = {}
        self.said = 0.0

    def of(self, day: Day, turn: int) -> ProgressCallback | None:
        """Make the callback for a day's search."""
        if self.progress is None:
            return None
        tell = self.progress

        def told(word: Progress) -> None:
            self.best[day] = word.best
            names = {name for best in self.best.values() for name in best}
            best = {
                name: sum(found.get(name, 0.0) for found in self.best.values())
                for name in sorted(names)
            }
            ends = (0.0, *TURNS)[min(turn, len(TURNS) - 1) :][:2]
            share = (DAYS.index(day) + word.fraction) / len(DAYS)
            self.said = max(self.said, ends[0] + (ends[1] - ends[0]) * share)
            message = f"{word.message} for {DAY_NAMES[day]}, turn {turn + 1} through the week"
            tell(Progress(self.said, message, best))

        return told
