"""What is worked out once and shared by all sessions.

Keys are small: a world's id and input hash, what a step reads of a scenario
(:mod:`solver.domain.reads`), a day. Worlds, cases and scores are never mutated, so one object
serves everybody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import garbage, kept, state
from dashboard.maps import tiles
from office import jobs
from office.store import worlds
from solver import study
from solver.base.chosen_rates import rates_for
from solver.check import violations
from solver.costs import package_prices, spot_gaps
from solver.demand.today import loaded_stops
from solver.demand.workload import loaded_visits
from solver.domain import TravelSet
from solver.domain.reads import key_of
from solver.rates.pay import pay_rules
from solver.study import Result
from solver.study.ranges import ranges_of

if TYPE_CHECKING:
    from pathlib import Path

    from office.jobs import Job
    from office.store.records import StoredWorld
    from solver.base.world import World
    from solver.check import Violation
    from solver.domain import Day, Plan, Scenario
    from solver.score import Score
    from solver.study import Case
    from solver.study.ranges import RangeRule, Ranges


def open_world(stored: StoredWorld) -> World:
    """Open a world, or return it where it is open already; its map tiles go public.

    Raises
    ------
    InputError, RoadsError
        As :func:`solver.study.open_world` does.
    """
    return _opened(stored.id, stored.folder, stored.cache)


@st.cache_resource(max_entries=kept.WORLDS, show_spinner="Opening the county: tables and roads…")
def _opened(world_id: str, folder: Path, cache: Path) -> World:
    world = study.open_world(folder, cache=cache, keeper=kept.keeper(cache))
    worlds.opened(state.store(), world_id, world.input_hash)
    tiles.publish_tiles(world)
    garbage.leave_alone()
    return world


def close_worlds() -> None:
    """Forget every open world, after one was deleted or loaded anew."""
    _opened.clear()
    kept.forget()
    garbage.look_through()


def case(world: World, scenario: Scenario, day: Day) -> Case:
    """Visits, carers, travel and today's rounds of a day.

    What no price changes is kept: prices are put on it anew.
    """
    prepared = _case(world.input_hash, key_of("case", scenario), day, world, scenario)
    travel = _travel(world, scenario, prepared)
    if prepared.scenario == scenario:
        return replace(prepared, travel=travel)
    rates = rates_for(world, scenario)
    return replace(
        prepared,
        travel=travel,
        scenario=scenario,
        rates=rates,
        rules=pay_rules(rates, scenario.prices),
        price_pence=package_prices(world, scenario),
        spot_gap_pence=spot_gaps(world, scenario),
    )


def _shared(*given: Any) -> tuple[tuple[Any, ...], ...]:
    """Name what cases share: visits and stops that nothing changed are the world's own."""
    world, day = given[3], given[2]
    return loaded_visits(world, day), loaded_stops(world, day)


@kept.kept("days", "Working out travel times on the roads…", shared=_shared)
def _case(input_hash: str, key: str, day: Day, _world: World, _scenario: Scenario) -> Case:
    prepared = study.prepare(_world, _scenario, day)
    return replace(prepared, travel=TravelSet((), {}))  # kept on a shelf of its own, once for all


def _travel(world: World, scenario: Scenario, prepared: Case) -> TravelSet:
    return study.travel_of(world, prepared.workload, scenario.roads)


def of_all_zones(scenario: Scenario) -> Scenario:
    """Give a scenario whose rounds are those of the whole county, whatever zones it plans.

    For what is said of the county: the zones to plan are a choice of the Rounds page alone.
    """
    return replace(scenario, rounds=replace(scenario.rounds, zones=()))


def today_score(world: World, scenario: Scenario, day: Day) -> Score:
    """Today's rounds as they would really run under a scenario's prices and roads."""
    return _today(world.input_hash, key_of("today", scenario), day, world, scenario)


def _run_of(*given: Any) -> tuple[tuple[Any, ...], ...]:
    """Name what scores of one run share: calls and legs are kept with it."""
    ran = _ran(given[0], key_of("today's rounds", given[4]), *given[2:])
    return ((ran.stops, ran.legs),)


@kept.kept("days", shared=_run_of)
def _today(input_hash: str, key: str, day: Day, _world: World, _scenario: Scenario) -> Score:
    ran = _ran(input_hash, key_of("today's rounds", _scenario), day, _world, _scenario)
    return study.priced(ran, case(_world, _scenario, day))


@kept.kept("days", "Running today's rounds on the roads…")
def _ran(input_hash: str, key: str, day: Day, _world: World, _scenario: Scenario) -> Score:
    return study.score_today(case(_world, _scenario, day))


def solved(world: World, scenario: Scenario, day: Day, job: Job) -> Result:
    """Give the rounds that a job left, scored and checked afresh beside today's.

    Raises
    ------
    PlanError
        When the job left none, or its file is gone or damaged.
    """
    plan = jobs.plan(job.id)
    key = key_of("new rounds scored", scenario)
    score, found = _scored(world.input_hash, key, day, job.plan_hash, world, scenario, plan)
    return Result(
        case=case(world, scenario, day),
        plan=plan,
        today=today_score(world, scenario, day),
        score=score,
        violations=found,
        seed=int(job.parameters.get("seed", 0)),
        input_hash=world.input_hash,
        versions=study.versions(),
    )


@kept.kept("days", "Costing and checking the new rounds…")
def _scored(
    input_hash: str,
    key: str,
    day: Day,
    plan_hash: str,
    _world: World,
    _scenario: Scenario,
    _plan: Plan,
) -> tuple[Score, tuple[Violation, ...]]:
    prepared = case(_world, _scenario, day)
    score = study.score_plan(prepared, _plan, today_score(_world, _scenario, day))
    found = violations(
        _plan,
        prepared.workload,
        prepared.travel,
        choices=_scenario.rounds,
        today=prepared.today,
    )
    return score, found


def as_today(world: World, scenario: Scenario, day: Day) -> Result:
    """Give today's rounds, run under a scenario, in the form of a result: nothing is re-planned."""
    prepared = case(world, scenario, day)
    today = today_score(world, scenario, day)
    return Result(
        case=prepared,
        plan=prepared.today,
        today=today,
        score=today,
        violations=(),
        seed=0,
        input_hash=world.input_hash,
        versions=study.versions(),
    )


@kept.kept("figures", "Running both plans as days may turn out…")
def ranges(
    input_hash: str, key: str, day: Day, plan_hash: str, rule: RangeRule, _result: Result
) -> Ranges:
    """Say between what the saving of new rounds lies; kept by the plan and all that it hangs on."""
    return ranges_of(_result.case, _result.plan, rule)
