"""How every job begins: its world is opened, and the day it asks for is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from office.store import worlds
from office.store.errors import StoreError
from office.store.folder import make_private
from solver import study
from solver.domain import Day
from solver.stop import Progress

if TYPE_CHECKING:
    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job
    from solver.base.world import World


def open_world(store: Store, job: Job, heart: Heart) -> World:
    """Open the world of a job.

    Raises
    ------
    HomeroundsError
        What opening raises.
    Cancelled
        When somebody cancelled the job.
    """
    row = worlds.get(store, job.world_id)
    heart.progress(Progress(0.0, "Opening the county"))
    world = study.open_world(row.folder, cache=make_private(row.cache))
    heart.check()
    return world


def day_of(job: Job) -> Day:
    """Give the day that a job is about.

    Raises
    ------
    StoreError
        When it is no day of the week.
    """
    if job.day not in get_args(Day):
        raise StoreError(f"{job.day!r} is not a day; choose mon to sun.")
    return job.day  # type: ignore[return-value]  # checked in the line above
