"""Jobs as they stand now, and the two ways to end one before its time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from office import people
from office.jobs import tasks
from office.jobs.runner import Runner, at_once
from office.jobs.startup import open_store
from office.store import job_rows
from office.store.errors import StoreError

if TYPE_CHECKING:
    from office.store import Job, Store


def status(job_id: str, *, store: Store | None = None) -> Job:
    """Return a job as it stands now, having looked whether its process still lives.

    Raises
    ------
    StoreError
        When there is none with that id, or the queue cannot be moved since the store cannot be
        written; :func:`as_it_stands` still tells of the job then.
    """
    runner = runner_of(store)
    runner.move()
    return job_rows.get(runner.store, job_id)


def as_it_stands(job_id: str, *, store: Store | None = None) -> Job:
    """Return a job as its row says, without a look at its process.

    Raises
    ------
    StoreError
        When there is none with that id, or it cannot be read.
    """
    return job_rows.get(store or open_store(), job_id)


def recent(
    world_id: str, *, kind: str = "solve", limit: int = 20, store: Store | None = None
) -> tuple[Job, ...]:
    """List a world's last jobs of one kind, newest first.

    Raises
    ------
    StoreError
        When they cannot be read.
    """
    runner = runner_of(store)
    with suppress(StoreError):  # a full disk does not keep a page from showing what there is
        runner.move()
    return job_rows.recent(runner.store, world_id, kind=kind, limit=limit)


def title(job: Job, day: str) -> str:
    """Say what a job is, with its day in words, such as "South first, Monday"."""
    known = tasks.kinds().get(job.kind)
    words = known.title if known else "{scenario}"  # a later version may know more kinds
    return words.format(scenario=job.scenario_name, day=day)


def finish(job_id: str, *, store: Store | None = None) -> None:
    """Let a job end now with the best plan that it has so far."""
    job_rows.ask_to_end(store or open_store(), job_id, "finish")


def cancel(job_id: str, *, store: Store | None = None) -> None:
    """Stop a job for good; it leaves no plan."""
    job_rows.ask_to_end(store or open_store(), job_id, "cancel")


def delete_world(world_id: str, *, store: Store | None = None) -> None:
    """Delete a world for good, its running jobs first.

    Raises
    ------
    StoreError
        When a file is in use and cannot be removed yet.
    NotAllowed
        When who is at this machine may not.
    """
    people.require(people.here(), "delete a county")
    runner_of(store).delete_world(world_id)


def runner_of(store: Store | None) -> Runner:
    """Give the runner of a store, or of that of the data folder."""
    return Runner(store or open_store(), limit=at_once())
