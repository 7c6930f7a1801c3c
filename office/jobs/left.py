"""What jobs left: plans, curves, drawn zones, and whether they still hold."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from office.jobs.startup import open_store
from office.jobs.tasks import curve, week, zones as drawing
from office.store import Solved, job_rows, plans, results, worlds
from solver.domain import DemandChoices, PriceChoices, Scenario
from solver.domain.freedom import Freedom
from solver.errors import PlanError

if TYPE_CHECKING:
    import pandas as pd

    from office.jobs.tasks.week import WeekFound
    from office.store import Job, Store
    from solver.domain import Day, Plan
    from solver.zones.proposals import Proposal


def proposals(
    job_id: str, *, input_hash: str = "", store: Store | None = None
) -> tuple[Proposal, ...]:
    """Return the zones that a job drew; none where it drew them for other files.

    Parameters
    ----------
    input_hash
        Hash of the world as opened now; not compared where empty.

    Raises
    ------
    PlanError
        When the job is not done, or what it left is gone or damaged.
    """
    store = store or open_store()
    job = _done(store, job_id)
    drawn_for, found = drawing.load(store, job.world_id, job.result_hash)
    return found if input_hash in ("", drawn_for) else ()


def latest_curve(
    world_id: str,
    scenario: Scenario,
    day: Day,
    *,
    along: Literal["caps", "freedoms"],
    input_hash: str,
    store: Store | None = None,
) -> pd.DataFrame | None:
    """Return the table of the newest curve of these very choices, if there is one.

    Its columns are those of :func:`solver.study.curve.curve_table`.
    """
    store = store or open_store()
    for job in job_rows.recent(store, world_id, kind="curve", limit=500):
        same = (job.state, job.day, job.scenario_key) == ("done", day, scenario.key)
        if same and job.parameters.get("along") == along:
            drawn_for, table = curve.load(store, world_id, job.result_hash)
            if drawn_for == input_hash:
                return table
    return None


def latest_week(
    world_id: str, scenario: Scenario, *, input_hash: str, store: Store | None = None
) -> WeekFound | None:
    """Return the newest week that was planned for these very choices, if there is one."""
    store = store or open_store()
    for job in job_rows.recent(store, world_id, kind="week", limit=500):
        if (job.state, job.scenario_key) == ("done", scenario.key):
            found = week.load(store, world_id, job.result_hash)
            if found.summary["input_hash"] == input_hash:
                return found
    return None


def latest(
    world_id: str,
    scenario: Scenario,
    day: Day,
    *,
    input_hash: str = "",
    store: Store | None = None,
) -> Job | None:
    """Return the newest finished solve whose rounds still hold for a scenario and day.

    Prices and bands do not bear on rounds, so a job with others still counts:
    score its plan anew.

    Parameters
    ----------
    input_hash
        Hash of the world as opened now; a solve of other files does not count.
        Not compared where empty.
    """
    store = store or open_store()
    wanted = rounds_key(scenario.to_toml())
    for job in job_rows.recent(store, world_id, limit=500):
        if (job.state, job.kind, job.day) != ("done", "solve", day):
            continue
        if rounds_key(job.scenario_toml) != wanted:
            continue
        if (
            input_hash
            and results.load(store, world_id, job.result_hash)["input_hash"] != input_hash
        ):
            continue
        return job
    return None


def to_start_from(
    world_id: str, scenario: Scenario, day: Day, *, store: Store | None = None
) -> Job | None:
    """Return the newest finished solve whose rounds may be mended into those of a scenario.

    It planned the same zones, with no more freedom than the scenario gives. Where this county has
    none, one of the same name is looked through: its files as they were loaded before.
    """
    store = store or open_store()
    here = worlds.get(store, world_id)
    before = [
        world.id for world in worlds.every(store) if world.name == here.name and world != here
    ]
    freedoms = get_args(Freedom)
    most = freedoms.index(scenario.rounds.freedom)
    for place in (world_id, *before):
        for job in job_rows.recent(store, place, kind="solve", limit=500):
            if (job.state, job.day) != ("done", day):
                continue
            zones, freedom = _room(job.scenario_toml)
            if zones == scenario.rounds.zones and freedoms.index(freedom) <= most:
                return job
    return None


@lru_cache(maxsize=1_024)
def _room(toml: str) -> tuple[tuple[str, ...], Freedom]:
    """Read which zones a scenario plans, and how freely."""
    rounds = Scenario.from_toml(toml).rounds
    return rounds.zones, rounds.freedom


@lru_cache(maxsize=1_024)
def rounds_key(toml: str) -> str:
    """Hash the choices of a scenario that bear on its rounds."""
    scenario = Scenario.from_toml(toml)
    prices = PriceChoices(rates_on=scenario.prices.rates_on, wage_pence=scenario.prices.wage_pence)
    demand = DemandChoices(leaving=scenario.demand.leaving)
    zones = replace(scenario.zones, bands=())
    return replace(scenario, zones=zones, prices=prices, demand=demand).key


def plan(job_id: str, *, store: Store | None = None) -> Plan:
    """Return the plan of a finished job.

    Raises
    ------
    PlanError
        When the job left none, or its file is gone or damaged.
    """
    store = store or open_store()
    job = _done(store, job_id)
    return plans.load(store, job.world_id, job.plan_hash)


def result(job_id: str, *, store: Store | None = None) -> Solved:
    """Return what a finished job left: its plan and its summary.

    Raises
    ------
    PlanError
        When the job left none, or a file is gone or damaged.
    """
    store = store or open_store()
    job = _done(store, job_id)
    return Solved(
        job=job,
        plan=plans.load(store, job.world_id, job.plan_hash),
        summary=results.load(store, job.world_id, job.result_hash),
    )


def _done(store: Store, job_id: str) -> Job:
    job = job_rows.get(store, job_id)
    if job.state != "done":
        raise PlanError(f"This job has nothing to show: it is {job.state}.")
    return job
