"""A whole week: planned over its days, scored beside today's, and checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.check.week import week_violations
from solver.costs import contracted_weeks, effective_pay
from solver.costs.bands import WEEKS
from solver.demand.commit import rota
from solver.domain import DAYS, WeekRules
from solver.rounds.week.plan import plan_week
from solver.score.continuity import Continuity, continuity
from solver.stop import Progress
from solver.study.affected import lost
from solver.study.day import check_plan, prepare, score_plan, score_today, versions
from solver.study.range_words import CLAIM, CLAIM_HEADING
from solver.study.ranges import ranges_of_week
from solver.study.week_words import WEEK, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.base.case import Case
    from solver.base.world import World
    from solver.check import Violation
    from solver.domain import Day, Plan, Scenario
    from solver.rounds.effort import Effort
    from solver.score import Score
    from solver.study.ranges import Ranges

SUMMED = (
    "visits",
    "served",
    "late_visits",
    "miles",
    "commute_miles",
    "travel_minutes",
    "waiting_minutes",
    "contact_minutes",
    "council_pence",
    "provider_pence",
    "co2e_kg",
    "commute_co2e_kg",
)
"""Figures of a day that add up over a week."""


@dataclass(frozen=True, eq=False)
class WeekResult:
    """The rounds of a week, their scores beside today's, and what the checker found.

    Parameters
    ----------
    cases
        What was planned on each day.
    rules
        Rest, days off and hours that the plan was to keep.
    plans
        The new rounds.
    today, scores
        Today's days as they would really run, and the new ones.
    violations
        What the independent checker found in the new rounds, within and between days.
    today_broken
        What today's own week breaks of ``rules``, as planned.
    seed, input_hash, versions
        What makes the result repeatable.
    """

    cases: Mapping[Day, Case]
    rules: WeekRules
    plans: Mapping[Day, Plan]
    today: Mapping[Day, Score]
    scores: Mapping[Day, Score]
    violations: tuple[Violation, ...]
    today_broken: tuple[Violation, ...]
    seed: int
    input_hash: str
    versions: Mapping[str, str]

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return next(iter(self.cases.values())).scenario

    @property
    def valid(self) -> bool:
        """True where the checker found nothing."""
        return not self.violations

    def continuity(self) -> tuple[Continuity, Continuity]:
        """Continuity of today's week and of the new one."""
        return continuity(self.today), continuity(self.scores, self.today)

    def contracted(self) -> pd.DataFrame:
        """Contracted hours by carer: see :func:`~solver.costs.contracted_weeks`."""
        carers = {c.id: c for case in self.cases.values() for c in case.workload.carers}
        return contracted_weeks(self.today.values(), self.scores.values(), carers.values())

    @cached_property
    def ranges(self) -> Ranges:
        """Between what the week's saving lies: its days run again, each draw at one speed."""
        return ranges_of_week((case, self.plans[day]) for day, case in self.cases.items())

    def below_minimum(self) -> tuple[int, int]:
        """Carers whose week's pay, over all working time, is below the minimum wage."""
        today, plan = (
            int(effective_pay(list(days.values()))["below"].sum())
            for days in (self.today, self.scores)
        )
        return today, plan


def run_week(
    world: World,
    scenario: Scenario,
    *,
    effort: Effort,
    week: WeekRules | None = None,
    days: Sequence[Day] = DAYS,
) -> WeekResult:
    """Plan the days of a week of a scenario and score them beside today's.

    Parameters
    ----------
    effort
        Shared by all days; see :func:`~solver.rounds.week.plan.plan_week`.
    week
        Rest, days off and hours; the law's where ``None``.
    days
        Days to plan.

    Raises
    ------
    ScenarioError, RatesError
        As :func:`~solver.study.prepare` does.
    """
    rules = week or WeekRules()
    cases: dict[Day, Case] = {}
    for day in days:
        effort.tell(Progress(0.0, "Reading visits, carers and travel times of the week"))
        cases[day] = prepare(world, scenario, day)
    today = {day: score_today(case) for day, case in cases.items()}
    plans = plan_week(cases, effort, rules)
    effort.tell(Progress(0.99, "Checking and costing the week"))
    loads = {day: case.workload for day, case in cases.items()}
    found = [item for day, case in cases.items() for item in check_plan(case, plans[day])]
    scores = {day: score_plan(case, plans[day], today[day]) for day, case in cases.items()}
    return WeekResult(
        cases=cases,
        rules=rules,
        plans=plans,
        today=today,
        scores=scores,
        violations=(*found, *week_violations(plans, loads, week=rules)),
        today_broken=week_violations(
            {day: case.today for day, case in cases.items()}, loads, week=rules
        ),
        seed=effort.seed,
        input_hash=world.input_hash,
        versions=versions(),
    )


def week_table(result: WeekResult) -> pd.DataFrame:
    """Set today beside the plan, a row a day and one for the week.

    Returns
    -------
    DataFrame
        Indexed by ``day`` (and :data:`WEEK`): ``<figure>_today`` and ``<figure>_plan`` for each of
        :data:`SUMMED`, ``miles_saved_share`` (NaN where today drives none)
        ``, provider_saved_pence, released_carer_hours, moved`` (starts that move), ``unmade_today``
        and ``unmade_plan`` (visits that nobody makes). Visits, miles and minutes as in
        :class:`~solver.score.Totals`.
    """
    rows = {}
    for day, before in result.today.items():
        after = result.scores[day]
        row: dict[str, float] = {}
        for name in SUMMED:
            row[f"{name}_today"] = getattr(before.totals, name)
            row[f"{name}_plan"] = getattr(after.totals, name)
        row["released_carer_hours"] = after.totals.released_carer_hours or 0.0
        row["moved"] = after.totals.moved
        rows[day] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.loc[WEEK] = table.sum()
    driven = table["miles_today"].where(table["miles_today"] > 0)
    table["miles_saved_share"] = 1 - table["miles_plan"] / driven
    table["provider_saved_pence"] = table["provider_pence_today"] - table["provider_pence_plan"]
    for of in ("today", "plan"):
        table[f"unmade_{of}"] = table[f"visits_{of}"] - table[f"served_{of}"]
    counts = [name for name in table.columns if name.endswith(("_pence", "visits_today"))]
    counts += ["moved", "unmade_today", "unmade_plan"]
    counts += [f"{name}_{of}" for name in SUMMED for of in ("today", "plan") if _whole(name)]
    return table.astype(dict.fromkeys(counts, "int64")).rename_axis("day")


def _whole(name: str) -> bool:
    return name in ("visits", "served", "late_visits") or name.endswith("_pence")


def rota_of(result: WeekResult, world: World) -> pd.DataFrame:
    """Write the rounds of a week as a county's ``rounds`` table; see :mod:`solver.demand.commit`.

    Returns
    -------
    DataFrame
        ``day, carer_id, shift, visit_id, start``, a row a call; a double-handed visit has two.
    """
    days = [rota(plan, result.cases[day].workload, world) for day, plan in result.plans.items()]
    return pd.concat(days, ignore_index=True)


def summary(result: WeekResult) -> dict[str, Any]:
    """Gather the figures of a week, ready for JSON.

    The annual one says how many weeks it takes, and is ``None`` while visits are left unmade: what
    is saved by not calling is no saving.
    """
    found = _figures(result)
    return found | {"saying": said(found)}


def saying(result: WeekResult) -> str:
    """Say what the week brings; see :func:`said`."""
    return said(_figures(result))


def _figures(result: WeekResult) -> dict[str, Any]:
    table = week_table(result)
    before, after = result.continuity()
    weeks = result.scenario.prices.weeks
    saved = int(table["provider_saved_pence"][WEEK])
    contracted, below = result.contracted(), result.below_minimum()
    unused = contracted[["unused_pence_today", "unused_pence_plan"]].sum().to_list()
    unmade = int(table["unmade_plan"][WEEK])
    found = result.ranges
    span = found.spans["provider_saved_pence"]
    year, *ends = (round(pence * WEEKS[weeks]) for pence in (saved, span.low, span.high))
    return {
        "scenario": result.scenario.plain(),
        "base": "all planned visits of the days named",
        "invented": any(case.invented for case in result.cases.values()),
        "rules": asdict(result.rules),
        "days": {
            str(day): {name: _number(value) for name, value in row.items()}
            for day, row in table.to_dict(orient="index").items()
        },
        "continuity": {"today": asdict(before), "plan": asdict(after)},
        "unused_contracted_pence": dict(zip(("today", "plan"), map(int, unused), strict=True)),
        "contracted": contracted.reset_index().to_dict(orient="records"),
        "carers_below_minimum_wage": {"today": below[0], "plan": below[1]},
        "range": found.plain(),
        "papers_claim": {"heading": CLAIM_HEADING, "text": CLAIM},
        "year": {
            "weeks": weeks,
            "provider_saved_pence": None if unmade else year,
            "provider_saved_range_pence": None if unmade else ends,
        },
        "unserved": [
            {"day": day, **asdict(item)}
            for day, plan in result.plans.items()
            for item in plan.unserved
        ],
        "lost_by_transfer": asdict(lost(*result.today.values())),
        "valid": result.valid,
        "violations": [asdict(item) for item in result.violations],
        "today_broken": dict(sorted(Counter(v.rule for v in result.today_broken).items())),
        "seed": result.seed,
        "versions": dict(result.versions),
        "input_hash": result.input_hash,
    }


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)
