"""Asking for work of any kind."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from office import people
from office.jobs.watching import runner_of
from office.store import job_rows
from office.store.errors import StoreError

if TYPE_CHECKING:
    from office.jobs.task import Task
    from office.store import Store
    from solver.domain import Day, Scenario


def ask(
    world_id: str,
    scenario: Scenario,
    day: Day | Literal[""],
    task: Task[Any],
    *,
    owner: str = "",
    store: Store | None = None,
) -> str:
    """Ask for a piece of work; it begins at once where there is room, else in turn.

    Parameters
    ----------
    day
        Day that it is about; empty where it is about none.
    task
        What to do, such as :class:`office.jobs.tasks.solve.Solve`.
    owner
        Who asks.
    store
        Where to work; the store of the data folder where there is none.

    Returns
    -------
    Id of the job.

    Raises
    ------
    StoreError
        When the world is not there any more, or the store cannot be written: nothing is asked
        for then.
    NotAllowed
        When who asks may not.
    """
    people.require(people.Actor(owner), "ask for work")
    runner = runner_of(store)
    job_id = job_rows.add(
        runner.store,
        world_id,
        scenario,
        kind=task.kind,
        day=day,
        parameters=task.parameters(),
        owner=owner,
    )
    with suppress(StoreError):  # it is asked for; whoever looks at it moves the queue, or says why
        runner.move()
    return job_id
