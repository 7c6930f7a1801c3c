"""Asking for work: each kind of job with what it needs to know.

Every function here returns the job's id, begins the job at once where there is
room (else in turn), works in the store of the data folder unless another is
given, and raises :class:`~office.store.errors.StoreError` when the world is
not there any more. ``owner`` is who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from office.jobs.startup import open_store
from office.jobs.tasks import zones
from office.jobs.watching import runner_of
from office.store import job_rows, plans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from office.jobs.watching import Kind
    from office.store import Job, Store
    from solver.domain import Day, Scenario
    from solver.zones.proposals import Wish


def start_solve(
    world_id: str,
    scenario: Scenario,
    day: Day,
    seconds: float,
    seed: int = 1,
    *,
    mended: Job | None = None,
    changed: Iterable[str] = (),
    frozen: Iterable[str] = (),
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for the rounds of one day, searched for as many ``seconds``.

    With the finished solve ``mended``, of this county or of its files as loaded before, its rounds
    stay away from what changed since: visits and carers ``changed`` by their ids, as far as it does
    not show; carers who are ``frozen`` keep their rounds.

    Raises
    ------
    PlanError
        When the rounds to mend are gone or damaged.
    """
    parameters: dict[str, object] = {"seconds": float(seconds), "seed": int(seed)}
    if mended is not None:
        kept = store or open_store()
        before = plans.load(kept, mended.world_id, mended.plan_hash)
        parameters |= {"mended": plans.save(kept, world_id, before)}
        parameters |= {"changed": sorted(changed), "frozen": sorted(frozen)}
    return _ask("solve", world_id, scenario, day, parameters, owner, store)


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
    """Ask for the day planned at each cap, or each level of freedom, each for ``seconds``."""
    parameters = {"seconds": float(seconds), "seed": int(seed), "along": along}
    return _ask("curve", world_id, scenario, day, parameters, owner, store)


def start_week(
    world_id: str,
    scenario: Scenario,
    rules: Mapping[str, int],
    seconds: float,
    *,
    seed: int = 1,
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for a whole week, searched for ``seconds``; ``rules`` as in :class:`~WeekRules`."""
    parameters = {"seconds": float(seconds), "seed": int(seed), "rules": dict(rules)}
    return _ask("week", world_id, scenario, "", parameters, owner, store)


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
    """Ask for zones to be drawn; ``several`` for alternatives to choose from."""
    parameters = zones.parameters_of(wish, several=several, seed=seed)
    return _ask("zones", world_id, scenario, "", parameters, owner, store)


def _ask(
    kind: Kind,
    world_id: str,
    scenario: Scenario,
    day: Day | Literal[""],
    parameters: Mapping[str, Any],
    owner: str,
    store: Store | None,
) -> str:
    runner = runner_of(store)
    job_id = job_rows.add(
        runner.store,
        world_id,
        scenario,
        kind=kind,
        day=day,
        parameters=parameters,
        owner=owner,
    )
    runner.move()
    return job_id
