"""A day of a scenario: gathered before it is planned, scored, and what a run of it found."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from solver import demand
from solver.base.case import Case
from solver.base.chosen_rates import rates_for
from solver.check import violations
from solver.costs import package_prices, spot_gaps
from solver.rates.pay import pay_rules
from solver.score import at_prices, score
from solver.study.ranges import ranges_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.world import World
    from solver.check import Violation
    from solver.domain import Day, Mode, Plan, RoadChoices, Scenario, TravelSet, Workload
    from solver.rates import Rates
    from solver.score import Score
    from solver.study.ranges import Ranges


@dataclass(frozen=True, eq=False)
class Result:
    """A plan, its scores beside today's, and everything needed to repeat it.

    Parameters
    ----------
    case
        What was planned.
    plan
        The new rounds; what they do not serve is listed with a reason.
    today, score
        Today's plan as it would really run, and the new one, scored by the
        same function on the same travel.
    violations
        What the independent checker found in the new plan; empty if valid.
    seed, input_hash, versions
        What makes the result repeatable.
    """

    case: Case
    plan: Plan
    today: Score
    score: Score
    violations: tuple[Violation, ...]
    seed: int
    input_hash: str
    versions: Mapping[str, str]

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.case.scenario

    @property
    def day(self) -> Day:
        """The day that was planned."""
        return self.case.day

    @property
    def rates(self) -> Rates:
        """The dated rates that were used."""
        return self.case.rates

    @property
    def valid(self) -> bool:
        """True where the checker found nothing."""
        return not self.violations

    @cached_property
    def ranges(self) -> Ranges:
        """Between what the saving lies when both plans run again as days may turn out."""
        return ranges_of(self.case, self.plan)


def prepare(world: World, scenario: Scenario, day: Day) -> Case:
    """Gather what a day of a scenario needs, without planning it.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    RatesError
        When no dated rate covers the scenario's day.
    """
    workload = demand.workload(world, scenario, day)
    rates = rates_for(world, scenario)
    return Case(
        scenario=scenario,
        day=day,
        workload=workload,
        travel=travel_of(world, workload, scenario.roads),
        today=demand.today(world, workload),
        rules=pay_rules(rates, scenario.prices),
        rates=rates,
        price_pence=package_prices(world, scenario),
        spot_gap_pence=spot_gaps(world, scenario),
        invented=world.tables.about.invented,
    )


def travel_of(world: World, workload: Workload, choices: RoadChoices) -> TravelSet:
    """Travel between the places of a day, kept by what it reads: roads, doors, modes and day.

    No zone, band or price bears on it: scenarios that differ in those share one.
    """
    modes: list[Mode] = sorted({carer.mode for carer in workload.carers})
    key = (world.mark, workload.doors_key, tuple(modes), choices, workload.day)
    return world.keeper.travel_of(
        key, lambda: world.roads.travel(workload.places, modes, choices, workload.day)
    )


def score_today(case: Case) -> Score:
    """Score today's rounds as they would really run on the roads at hand."""
    return score_plan(case, case.today)


def priced(found: Score, case: Case) -> Score:
    """Give the score of a plan of the day at the prices of a case."""
    return at_prices(found, case.workload, case.price_pence)


def score_plan(case: Case, plan: Plan, today: Score | None = None) -> Score:
    """Score a plan of a day, against today's rounds where their score is given."""
    return score(
        plan,
        case.workload,
        case.travel,
        rules=case.rules,
        price_pence=case.price_pence,
        today=today,
        preferences=case.preferences,
    )


def check_plan(case: Case, plan: Plan) -> tuple[Violation, ...]:
    """List the rules that a plan of a day breaks."""
    return violations(plan, case.workload, case.travel, choices=case.choices, today=case.today)


def versions() -> dict[str, str]:
    """Versions that a result depends on."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "pandas", "osmium")},
    }
