"""The whole chain on one screen: files → roads → rounds → both ledgers.

::

    world  = open_world(folder)
    result = run(world, scenario, day="mon", stop=stop)
"""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from solver import demand
from solver.base.world import World
from solver.check import Violation, violations
from solver.costs import package_prices
from solver.intake import check_against_roads, find_roads, read_tables
from solver.rates import Rates, read_rates
from solver.rates.pay import PayRules, pay_rules
from solver.rates.preferences import preferences_of
from solver.roads import open_roads
from solver.roads.read.named import at_hand
from solver.rounds import plan_day
from solver.rounds.again import Change, plan_again
from solver.score import Score, score
from solver.stop.progress import Progress, ProgressCallback, StopRule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from solver.domain import Day, Mode, Plan, Scenario, TravelSet, Workload
    from solver.search.parallel.searches import Spread


@dataclass(frozen=True, eq=False)
class Case:
    """One day of one scenario, ready to be planned or scored.

    Parameters
    ----------
    scenario, day
        What is looked at.
    workload, travel, today
        Visits and carers of the day, travel between their places, and
        today's rounds.
    rules, rates
        What working time costs, and the dated rates behind it.
    price_pence
        Contract price of each package, pence per carer-hour.
    """

    scenario: Scenario
    day: Day
    workload: Workload
    travel: TravelSet
    today: Plan
    rules: PayRules
    rates: Rates
    price_pence: Mapping[str, int]


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


def open_world(folder: Path, *, cache: Path | None = None) -> World:
    """Read, check and join everything that a world folder holds.

    Parameters
    ----------
    folder
        A world folder (see ``docs/data.md``).
    cache
        Where the prepared road network is kept between runs; ``None`` keeps
        nothing.

    Raises
    ------
    InputError
        With every fault of the tables, or of the tables against the roads.
    RoadsError
        When the extract cannot become a road network, or roads that are only
        named (``roads.toml``) cannot be fetched.
    """
    tables = read_tables(folder)
    roads = open_roads(at_hand(find_roads(folder)), cache=cache)
    tables = check_against_roads(tables, roads)
    rates = read_rates(folder / "rates.toml")
    joined = f"{tables.content_hash}\n{roads.content_hash}"
    return World(
        folder=folder,
        tables=tables,
        roads=roads,
        rates=rates,
        input_hash=hashlib.sha256(joined.encode()).hexdigest(),
    )


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
    modes: list[Mode] = sorted({carer.mode for carer in workload.carers})
    rates = world.rates.on(scenario.prices.rates_on or world.tables.about.price_base)
    return Case(
        scenario=scenario,
        day=day,
        workload=workload,
        travel=world.roads.travel(workload.places, modes, scenario.roads),
        today=demand.today(world, workload),
        rules=pay_rules(rates, scenario.prices),
        rates=rates,
        price_pence=package_prices(world, scenario),
    )


def score_today(case: Case) -> Score:
    """Score today's rounds as they would really run on the roads at hand."""
    return score_plan(case, case.today)


def score_plan(case: Case, plan: Plan, today: Score | None = None) -> Score:
    """Score a plan of a day, against today's rounds where their score is given."""
    return score(
        plan,
        case.workload,
        case.travel,
        rules=case.rules,
        price_pence=case.price_pence,
        today=today,
        preferences=preferences_of(case.scenario.rounds),
    )


def run(
    world: World,
    scenario: Scenario,
    *,
    day: Day,
    stop: StopRule,
    seed: int = 0,
    progress: ProgressCallback | None = None,
    spread: Spread | None = None,
    start: Plan | None = None,
    change: Change | None = None,
) -> Result:
    """Plan one day of a scenario and score it beside today.

    Parameters
    ----------
    stop
        Asked between batches of work; see :mod:`solver.stop.rules`.
    seed
        Same seed and same stop by iterations give the same plan.
    progress
        Told how far the work is, with figures of the best plan so far.
    spread
        Where the search runs (:mod:`solver.search.parallel`); here where ``None``.
        It changes nothing in what is found by as many iterations.
    start
        An earlier plan to go on from; today's rounds where ``None``.
    change
        What changed since ``start``: then only that, and what stands near it, is planned anew. What
        breaks a rule as things are now is found without being named.

    Raises
    ------
    ScenarioError, RatesError
        As :func:`prepare` does.
    """
    say = progress or _silent
    say(Progress(0.0, "Reading visits, carers and travel times"))
    case = prepare(world, scenario, day)
    today = score_today(case)
    if start is not None and change is not None:
        say(Progress(0.02, "Mending the rounds around what changed"))
        plan = plan_again(
            case.workload,
            case.travel,
            case.today,
            start,
            choices=scenario.rounds,
            rules=case.rules,
            stop=stop,
            seed=seed,
            change=_with_broken(case, start, change),
            progress=say,
            spread=spread,
        )
    else:
        plan = plan_day(
            case.workload,
            case.travel,
            case.today,
            choices=scenario.rounds,
            rules=case.rules,
            stop=stop,
            seed=seed,
            progress=say,
            start=start,
            spread=spread,
        )
    say(Progress(0.99, "Checking and costing the new rounds"))
    found = violations(plan, case.workload, case.travel, choices=scenario.rounds, today=case.today)
    return Result(
        case=case,
        plan=plan,
        today=today,
        score=score_plan(case, plan, today),
        violations=found,
        seed=seed,
        input_hash=world.input_hash,
        versions=versions(),
    )


def _with_broken(case: Case, start: Plan, change: Change) -> Change:
    """Add to what changed the visits and carers that break a rule of the day as it is now."""
    found = violations(
        start, case.workload, case.travel, choices=case.scenario.rounds, today=case.today
    )
    named = {item.visit_id for item in found} | {item.carer_id for item in found}
    known = case.workload.visit.keys() | case.workload.carer.keys()
    return replace(change, changed=change.changed | (named & known))


def versions() -> dict[str, str]:
    """Versions that a result depends on."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "pandas", "osmium")},
    }


def _silent(_progress: Progress) -> None:
    return None
