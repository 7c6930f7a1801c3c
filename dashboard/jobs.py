"""Jobs for pages: ask for a solve, watch it, stop it, take its result.

A page asks :func:`status` once a second or so while a job runs. The job lives
in its own process: it goes on when the page is refreshed or left, and when
the server is started anew.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from dashboard.store import Job, Solved, Store, curve, drawing, open_store, plans, results
from dashboard.store import jobs as rows
from dashboard.store.runner import Runner, at_once
from solver.domain import PriceChoices, Scenario
from solver.errors import PlanError

if TYPE_CHECKING:
    import pandas as pd

    from solver.domain import Day, Plan
    from solver.zones.proposals import Proposal, Wish

__all__ = [
    "Job",
    "Solved",
    "cancel",
    "delete_world",
    "finish",
    "latest",
    "latest_curve",
    "plan",
    "proposals",
    "recent",
    "result",
    "rounds_key",
    "start_curve",
    "start_solve",
    "start_zones",
    "status",
]


def start_solve(
    world_id: str,
    scenario: Scenario,
    day: Day,
    seconds: float,
    seed: int = 1,
    *,
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for the rounds of one day; at once where there is room, else in turn.

    Parameters
    ----------
    seconds
        How long to search.
    store
        Another store than that of the data folder.

    Returns
    -------
    job_id

    Raises
    ------
    StoreError
        When the world is not there any more.
    """
    runner = _runner(store)
    job_id = rows.add(
        runner.store,
        world_id,
        scenario,
        kind="solve",
        day=day,
        parameters={"seconds": float(seconds), "seed": int(seed)},
        owner=owner,
    )
    runner.move()
    return job_id


def start_zones(
    world_id: str,
    scenario: Scenario,
    wish: Wish,
    *,
    several: bool = False,
    seed: int = 1,
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for zones to be drawn; ``several`` for alternatives to choose from.

    Returns
    -------
    job_id

    Raises
    ------
    StoreError
        When the world is not there any more.
    """
    runner = _runner(store)
    job_id = rows.add(
        runner.store,
        world_id,
        scenario,
        kind="zones",
        day="",
        parameters=drawing.parameters_of(wish, several=several, seed=seed),
        owner=owner,
    )
    runner.move()
    return job_id


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


def start_curve(
    world_id: str,
    scenario: Scenario,
    day: Day,
    seconds: float,
    *,
    along: Literal["caps", "freedoms"] = "caps",
    seed: int = 1,
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for a curve of freedom: the day planned at each cap, or at each level of freedom.

    Parameters
    ----------
    seconds
        How long to search for each point.

    Returns
    -------
    job_id

    Raises
    ------
    StoreError
        When the world is not there any more.
    """
    runner = _runner(store)
    job_id = rows.add(
        runner.store,
        world_id,
        scenario,
        kind="curve",
        day=day,
        parameters={"seconds": float(seconds), "seed": int(seed), "along": along},
        owner=owner,
    )
    runner.move()
    return job_id


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

    Its columns are those of :func:`solver.curve.curve_table`.
    """
    store = store or open_store()
    for job in rows.recent(store, world_id, kind="curve", limit=500):
        same = (job.state, job.day, job.scenario_key) == ("done", day, scenario.key)
        if same and job.parameters.get("along") == along:
            drawn_for, table = curve.load(store, world_id, job.result_hash)
            if drawn_for == input_hash:
                return table
    return None


def status(job_id: str, *, store: Store | None = None) -> Job:
    """Return a job as it stands now, having looked whether its process still lives.

    Raises
    ------
    StoreError
        When there is none with that id.
    """
    runner = _runner(store)
    runner.move()
    return rows.get(runner.store, job_id)


def recent(
    world_id: str,
    *,
    kind: Literal["solve", "zones", "curve"] = "solve",
    limit: int = 20,
    store: Store | None = None,
) -> tuple[Job, ...]:
    """List a world's last jobs of one kind, newest first."""
    runner = _runner(store)
    runner.move()
    return rows.recent(runner.store, world_id, kind=kind, limit=limit)


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
    for job in rows.recent(store, world_id, limit=500):
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


@lru_cache(maxsize=1_024)
def rounds_key(toml: str) -> str:
    """Hash the choices of a scenario that bear on its rounds."""
    scenario = Scenario.from_toml(toml)
    prices = PriceChoices(rates_on=scenario.prices.rates_on, wage_pence=scenario.prices.wage_pence)
    return replace(scenario, zones=replace(scenario.zones, bands=()), prices=prices).key


def finish(job_id: str, *, store: Store | None = None) -> None:
    """Let a job end now with the best plan that it has so far."""
    rows.wish(store or open_store(), job_id, "finish")


def cancel(job_id: str, *, store: Store | None = None) -> None:
    """Stop a job for good; it leaves no plan."""
    rows.wish(store or open_store(), job_id, "cancel")


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


def delete_world(world_id: str, *, store: Store | None = None) -> None:
    """Delete a world for good, its running jobs first.

    Raises
    ------
    StoreError
        When a file is in use and cannot be removed yet.
    """
    _runner(store).delete_world(world_id)


def _done(store: Store, job_id: str) -> Job:
    job = rows.get(store, job_id)
    if job.state != "done":
        raise PlanError(f"This job has nothing to show: it is {job.state}.")
    return job


def _runner(store: Store | None) -> Runner:
    return Runner(store or open_store(), limit=at_once())
