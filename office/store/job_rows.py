"""Jobs as rows: each change of state is one guarded statement, so that none is lost.

::

    queued ──► running ──► done
       │          ├──────► cancelled    asked for
       │          ├──────► failed       with the reason in plain words
       └► cancelled └────► interrupted  its process is gone, or silent too long
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, literal_column, select

from office.store.database import Store, now
from office.store.errors import StoreError
from office.store.records import Job, JobState, ProcessMark, new_id, record
from office.store.schema import JobRow, WorldRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from solver.domain import Day, Scenario
    from solver.stop import Progress

IN_TURN: ColumnElement[int] = literal_column("jobs.rowid")
"""Order in which jobs were asked for: by the rows themselves, for a clock may have stepped back."""

AskedToEnd = Literal["", "finish", "cancel", "gone"]
"""Whether a job is to end early, and how; ``gone`` where it is no longer its process's to run."""


@dataclass(frozen=True)
class Ending:
    """How a job ended.

    Parameters
    ----------
    state
        What became of it.
    message
        That in a few words.
    error
        Why it failed, in plain words.
    result_hash, plan_hash
        Names of what it left in the store; empty for nothing.
    """

    state: Literal["done", "cancelled", "failed", "interrupted"]
    message: str
    error: str = ""
    result_hash: str = ""
    plan_hash: str = ""


CANCELLED = Ending("cancelled", "Cancelled")


def add(
    store: Store,
    world_id: str,
    scenario: Scenario,
    *,
    kind: str,
    day: Day | Literal[""],
    parameters: Mapping[str, Any],
    owner: str,
) -> str:
    """Queue a job and return its id.

    Raises
    ------
    StoreError
        When the world is not there, or is being deleted.
    """
    row = JobRow(
        id=new_id(),
        kind=kind,
        world_id=world_id,
        scenario_toml=scenario.to_toml(),
        scenario_name=scenario.name,
        scenario_key=scenario.key,
        day=day,
        parameters=dict(parameters),
        owner=owner,
        state="queued",
        message="Waiting for its turn",
        queued_at=now(),
    )
    with store.write() as session:
        world = session.get(WorldRow, world_id)
        if world is None or world.deleting:
            raise StoreError(
                "This world is not here any more. Choose another one on the Data page."
            )
        session.add(row)
    return row.id


def get(store: Store, job_id: str) -> Job:
    """Return a job as it stands now.

    Raises
    ------
    StoreError
        When there is none with that id.
    """
    with store.read() as session:
        row = session.get(JobRow, job_id)
        if row is None:
            raise StoreError("This job is not here any more: its world was deleted.")
        return record(Job, row)


def recent(
    store: Store, world_id: str, *, kind: str | None = None, limit: int = 20
) -> tuple[Job, ...]:
    """List a world's last jobs, newest first, of one kind or of all."""
    query = select(JobRow).where(JobRow.world_id == world_id)
    if kind is not None:
        query = query.where(JobRow.kind == kind)
    with store.read() as session:
        rows = session.scalars(query.order_by(IN_TURN.desc()).limit(limit))
        return tuple(record(Job, row) for row in rows)


def in_state(store: Store, *states: JobState, world_id: str | None = None) -> tuple[Job, ...]:
    """List all jobs in any of the states, oldest first."""
    query = select(JobRow).where(JobRow.state.in_(states)).order_by(IN_TURN)
    if world_id is not None:
        query = query.where(JobRow.world_id == world_id)
    with store.read() as session:
        return tuple(record(Job, row) for row in session.scalars(query))


def claim_next(store: Store, *, at_once: int) -> str | None:
    """Take the oldest queued job where fewer than ``at_once`` are running.

    Returns
    -------
    job_id
        Now ``running``, to be given a process; ``None`` where none may start.
    """
    with store.write() as session:
        running = session.scalar(
            select(func.count()).select_from(JobRow).where(JobRow.state == "running")
        )
        if (running or 0) >= at_once:
            return None
        row = session.scalars(
            select(JobRow).where(JobRow.state == "queued").order_by(IN_TURN).limit(1)
        ).one_or_none()
        if row is None:
            return None
        row.state = "running"
        row.message = "Starting"
        row.started_at = now()
        return row.id


def adopt(store: Store, job_id: str, process: ProcessMark) -> bool:
    """Write which process runs a claimed job; False where it is not to be run any more."""
    with store.write() as session:
        row = session.get(JobRow, job_id)
        if row is None or row.state != "running" or row.pid not in (None, process.pid):
            return False
        row.pid, row.process_started = process.pid, process.created
        row.boot, row.started_ticks = process.boot, process.ticks
        row.heartbeat_at = now()
        return True


def beat(store: Store, job_id: str, pid: int, progress: Progress | None) -> AskedToEnd:
    """Count a heartbeat, write progress, and say whether the job is asked to end early."""
    with store.write() as session:
        row = _mine(session, job_id, pid)
        if row is None:
            return "gone"
        row.heartbeat_at, row.beats = now(), row.beats + 1
        if progress is not None:
            row.fraction = min(1.0, max(0.0, progress.fraction))
            row.message = progress.message[:500]
            row.best = {name: float(value) for name, value in progress.best.items()}
        if row.wish == "cancel":
            return "cancel"
        return "finish" if row.wish else ""


def doubt(store: Store, job_id: str) -> None:
    """Write that nothing was heard of a running job for long; its next word replaces that.

    Raises
    ------
    StoreError
        When the store cannot be written, which may be why nothing was heard.
    """
    with store.write() as session:
        row = session.get(JobRow, job_id)
        if row is not None and row.state == "running":
            row.message = "Nothing was heard of it for a while"


def end(store: Store, job_id: str, pid: int | None, ending: Ending) -> bool:
    """End a running job; False where it had ended, or runs in another process."""
    with store.write() as session:
        row = _mine(session, job_id, pid)
        if row is None:
            return False
        row.state, row.message, row.error = ending.state, ending.message, ending.error
        row.result_hash, row.plan_hash = ending.result_hash, ending.plan_hash
        row.ended_at = now()
        if ending.state == "done":
            row.fraction = 1.0
        return True


def ask_to_end(store: Store, job_id: str, how: Literal["finish", "cancel"]) -> None:
    """Ask a job to finish early with its best plan, or to stop for good.

    A queued job is cancelled at once; one that is over stays as it is; a cancel
    is not taken back by a finish.
    """
    with store.write() as session:
        row = session.get(JobRow, job_id)
        if row is None or row.state not in ("queued", "running"):
            return
        if row.state == "queued":
            row.state, row.message, row.ended_at = "cancelled", "Cancelled before it began", now()
        elif row.wish != "cancel":
            row.wish, row.wish_at = how, row.wish_at or now()


def _mine(session: Session, job_id: str, pid: int | None) -> JobRow | None:
    row = session.get(JobRow, job_id)
    if row is None or row.state != "running" or row.pid != pid:
        return None
    return row
