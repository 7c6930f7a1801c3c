"""Rounds that jobs made: which still hold for a scenario, and which others can start from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from office.jobs.startup import open_store
from office.store import job_rows, plans, results, worlds
from solver.domain import Scenario
from solver.domain.freedom import Freedom
from solver.domain.reads import key_of

if TYPE_CHECKING:
    from office.store import Job, Store
    from solver.domain import Day


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


def rounds_to_mend(job: Job, world_id: str, *, store: Store | None = None) -> str:
    """Keep the rounds of a finished solve with a world, which may be a later one than its own.

    Returns
    -------
    Name of the plan there, for :class:`office.jobs.tasks.solve.Solve` to mend.

    Raises
    ------
    PlanError
        When the rounds are gone or damaged.
    """
    store = store or open_store()
    return plans.save(store, world_id, plans.load(store, job.world_id, job.plan_hash))


@lru_cache(maxsize=1_024)
def _room(toml: str) -> tuple[tuple[str, ...], Freedom]:
    """Read which zones a scenario plans, and how freely."""
    rounds = Scenario.from_toml(toml).rounds
    return rounds.zones, rounds.freedom


@lru_cache(maxsize=1_024)
def rounds_key(toml: str) -> str:
    """Hash the choices of a scenario that bear on its rounds."""
    return key_of("rounds", Scenario.from_toml(toml))
