"""What jobs left, of any kind, and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from office.jobs.startup import open_store
from office.jobs.task import asked_for
from office.store import Solved, job_rows, plans, results
from solver.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable

    from office.jobs.task import FoundT, Task
    from office.store import Job, Store
    from solver.domain import Day, Plan, Scenario


def left(
    task: type[Task[FoundT]], job_id: str, *, input_hash: str = "", store: Store | None = None
) -> FoundT | None:
    """Return what a job of a kind left; ``None`` where it was worked out from other files.

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
    found = task.load(store, _done(store, job_id))
    return found if input_hash in ("", found.input_hash) else None


def newest_left(
    task: type[Task[FoundT]],
    world_id: str,
    scenario: Scenario,
    day: Day | Literal[""] = "",
    *,
    input_hash: str,
    asked: Callable[[Any], bool] = lambda _task: True,
    store: Store | None = None,
) -> FoundT | None:
    """Return what the newest finished job of a kind left for these very choices, if there is one.

    Parameters
    ----------
    day
        Day that it is about; empty for a kind that is about none.
    input_hash
        Hash of the world as opened now; work on other files does not count.
    asked
        Says of the task as it was asked for whether it is the one that is meant.

    Raises
    ------
    PlanError
        When what a job left is gone or damaged.
    """
    store = store or open_store()
    for job in job_rows.recent(store, world_id, kind=task.kind, limit=500):
        same = (job.state, job.day, job.scenario_key) == ("done", day, scenario.key)
        if same and asked(asked_for(task, job)):
            found = task.load(store, job)
            if found.input_hash == input_hash:
                return found
    return None


def done(
    task: type[Task[Any]],
    world_id: str,
    day: Day | str = "",
    *,
    asked: Callable[[Any], bool] | None = None,
    store: Store | None = None,
) -> tuple[Job, ...]:
    """List the finished jobs of a kind and day, newest first, whatever choices they were for.

    Parameters
    ----------
    asked
        Says of the task as it was asked for whether it is one that is meant; all are where
        ``None``.
    """
    store = store or open_store()
    return tuple(
        job
        for job in job_rows.recent(store, world_id, kind=task.kind, limit=500)
        if (job.state, job.day) == ("done", day) and (asked is None or asked(asked_for(task, job)))
    )


def input_hash_of(task: type[Task[Any]], job: Job, *, store: Store | None = None) -> str:
    """Say from which files a finished job was worked out.

    Raises
    ------
    PlanError
        When what it left is gone or damaged.
    """
    return str(task.load(store or open_store(), job).input_hash)


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
