"""Plan a week: day by day, each in the light of the others, then each again.

Days are bound to each other by rest, days off and hours (:mod:`solver.rounds.week.bounds`), by
contracted hours, which are paid for anyway until the days together fill them, and by the wish that
people see few carers (:mod:`solver.rounds.translation.liking`). The search of a day is that of
:mod:`solver.rounds.plan`; from the second turn on it starts from the day's own rounds, and is
taken only where it leaves no more calls undone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.domain import DAYS, Unserved, WeekRules
from solver.domain.words import DAY_NAMES
from solver.rounds.plan import search_day
from solver.rounds.reasons import Reasons
from solver.rounds.translation.liking import Liking, familiar_on
from solver.rounds.week.ahead import spans
from solver.rounds.week.bounds import Bounds
from solver.rounds.week.stop import Shared
from solver.stop import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.case import Case
    from solver.domain import Day, Plan
    from solver.rounds.effort import Effort
    from solver.rounds.week.ahead import Spans
    from solver.stop.progress import ProgressCallback

TURNS = (0.5, 0.75, 1.0)
"""Share of the budget at which each turn through the week ends."""


def plan_week(
    cases: Mapping[Day, Case], effort: Effort, week: WeekRules | None = None
) -> dict[Day, Plan]:
    """Plan the rounds of the days of a week.

    Parameters
    ----------
    cases
        Each day to plan, all of one scenario; Monday follows Sunday where both are there. Today's
        rounds may break rest or anything else.
    effort
        Shared by all the searches: where it stops early, the days to come get their first rounds.
        It is told how far the week is, with ``unserved`` calls and ``miles`` of its days so far.
    week
        Rest, days off and hours; the law's where ``None``.

    Returns
    -------
    plans
        The rounds of each day. What a day cannot serve for the sake of the others is unserved
        for the reason ``rest-of-the-week``.
    """
    if not cases:
        return {}
    planning = _Planning(cases, effort, week or WeekRules())
    spent = -1  # a week without visits spends nothing, and is done after one turn
    while planning.turn == 0 or not (planning.shared.spent == spent or planning.over()):
        spent = planning.shared.spent
        planning.go_through()
    return {
        day: _with_reasons(plan, planning.bounds.day(day, planning.planned), cases[day])
        for day, plan in planning.plans.items()
    }


class _Planning:
    """A week on its way: the rounds of its days so far, and what they have taken of the budget."""

    def __init__(self, cases: Mapping[Day, Case], effort: Effort, week: WeekRules) -> None:
        self.cases, self.effort, self.week = cases, effort, week
        self.days = [day for day in DAYS if day in cases]
        self.calls = {
            day: sum(visit.carers_required for visit in case.workload.visits)
            for day, case in cases.items()
        }
        self.bounds = Bounds(cases, week)
        self.shared, self.teller = Shared(effort.stop), _Teller(effort.progress)
        self.plans: dict[Day, Plan] = {}
        self.planned: dict[Day, Spans] = {}
        self.costs: dict[Day, int] = {}
        self.turn = 0
        self.begun = 0.0  # share of the budget at which the turn begins

    def over(self) -> bool:
        """Say whether the budget is spent."""
        spent = self.shared.over(float(sum(self.costs.values())))
        return spent or (self.shared.fraction() or 0.0) >= 1.0

    def go_through(self) -> None:
        """Take one turn through the week, there or back."""
        total = max(1, sum(self.calls.values()))
        until = TURNS[min(self.turn, len(TURNS) - 1)]
        done = 0
        for day in self.days if self.turn % 2 == 0 else reversed(self.days):
            done += self.calls[day]
            self._search(day, self.begun + (until - self.begun) * done / total)
        self.begun, self.turn = until, self.turn + 1

    def _search(self, day: Day, until: float) -> None:
        """Search a day up to a share of the budget; keep what leaves no more calls undone."""
        others = float(sum(cost for other, cost in self.costs.items() if other != day))
        rule = self.shared.part(until, self.calls[day], others)
        effort = replace(
            self.effort,
            stop=rule,
            seed=self.effort.seed + 1_000 * (len(self.days) * self.turn + DAYS.index(day)),
            progress=self.teller.of(day, self.turn),
        )
        found, cost = search_day(
            self.bounds.day(day, self.planned),
            effort,
            self.plans.get(day),
            Liking(familiar_on(day, self.cases, self.plans), self.week.usual_points),
        )
        rule.end()
        if day not in self.plans or _made(found) >= _made(self.plans[day]):
            self.plans[day], self.costs[day] = found, cost
            self.planned[day] = spans(found, self.cases[day])


def _made(plan: Plan) -> int:
    return sum(len(item.stops) for item in plan.rounds)


def _with_reasons(plan: Plan, left: Case, case: Case) -> Plan:
    """Say where a visit is unserved for the sake of other days: alone, the day had carers for it.

    ``left`` is the day with what the others leave of its shifts.
    """
    bound, alone = Reasons(left), Reasons(case)
    items = []
    for item in plan.unserved:
        visit = case.workload.visit[item.visit_id]
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
