"""What the store hands out: frozen values, safe to keep and to cache."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from solver.domain import Plan, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from office.store.schema import Row

JobState = Literal["queued", "running", "done", "cancelled", "failed", "interrupted"]
Audience = Literal["public", "internal"]


@dataclass(frozen=True, slots=True)
class StoredWorld:
    """A world that can be opened.

    Parameters
    ----------
    id, name
        Stable id, and the name that its ``world.toml`` gives.
    folder
        Where its input files are: hand it to ``solver.study.open_world``.
    cache
        Where its prepared roads are kept: the ``cache=`` of ``open_world``.
    origin
        ``shipped`` (comes with Homerounds) or ``loaded``.
    input_hash
        Hash of the inputs when they were last opened; empty before that.
    owner, loaded_at
        Who loaded it, and when (UTC).
    data_date, invented
        As its ``world.toml`` says.
    """

    id: str
    name: str
    folder: Path
    cache: Path
    origin: str
    input_hash: str
    owner: str
    loaded_at: datetime
    data_date: str
    invented: bool


@dataclass(frozen=True, slots=True)
class StoredScenario:
    """A scenario as last saved.

    ``version`` is the one that is open; ``can_undo`` and ``can_redo`` say
    whether there is one before or after it.
    """

    id: str
    world_id: str
    name: str
    note: str
    toml: str
    version: int
    owner: str
    created_at: datetime
    updated_at: datetime
    can_undo: bool = False
    can_redo: bool = False

    @property
    def scenario(self) -> Scenario:
        """The scenario itself."""
        return _read(self.toml)


@lru_cache(maxsize=512)
def _read(toml: str) -> Scenario:
    """Read a scenario's text once: a page asks for it several times."""
    return Scenario.from_toml(toml)


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state of a scenario."""

    number: int
    toml: str
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """What tells a process from every other (:mod:`office.jobs.process` reads it).

    Parameters
    ----------
    pid
        Its number, which is given anew once it is gone.
    created
        When it began by the wall clock of then, seconds since the epoch.
    boot, ticks
        Which start of the machine it belongs to, and clock ticks from that to its own start; empty
        and ``None`` where the system or an earlier version did not tell.
    """

    pid: int
    created: float | None
    boot: str = ""
    ticks: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands now.

    Parameters
    ----------
    state
        ``queued``, ``running``, ``done``, ``cancelled``, ``failed`` or
        ``interrupted`` (its process is gone without a word).
    fraction, message, best
        Progress, 0 to 1; what is being done; figures of the best plan so far.
    beats
        How often its heart has beaten.
    wish
        What was asked of it while running: ``finish`` (keep the best plan so
        far) or ``cancel``.
    result_hash, plan_hash
        Name of its result and of its plan, once done.
    error
        Why it failed, in plain words.
    """

    id: str
    kind: str
    world_id: str
    scenario_name: str
    scenario_key: str
    scenario_toml: str
    day: str
    parameters: Mapping[str, Any]
    owner: str
    state: JobState
    fraction: float
    message: str
    best: Mapping[str, float]
    wish: str
    wish_at: datetime | None
    pid: int | None
    process_started: float | None
    boot: str
    started_ticks: int | None
    beats: int
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    heartbeat_at: datetime | None
    result_hash: str
    plan_hash: str
    error: str

    @property
    def process(self) -> ProcessMark | None:
        """The process that runs it, or ran it; ``None`` where it was given none."""
        if self.pid is None:
            return None
        return ProcessMark(self.pid, self.process_started, self.boot, self.started_ticks)

    @property
    def over(self) -> bool:
        """True where nothing more will happen."""
        return self.state not in ("queued", "running")

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was when the job was asked for."""
        return Scenario.from_toml(self.scenario_toml)


@dataclass(frozen=True, slots=True)
class Export:
    """A line in the log of what was taken away."""

    world_id: str
    who: str
    what: str
    audience: Audience
    threshold: int | None
    scenario_name: str
    scenario_key: str
    exported_at: datetime


@dataclass(frozen=True, slots=True)
class Solved:
    """What a finished job left: its plan, and the summary beside it."""

    job: Job
    plan: Plan
    summary: Mapping[str, Any]

    @property
    def input_hash(self) -> str:
        """Hash of the files that it was planned from."""
        return str(self.summary["input_hash"])


Record = TypeVar("Record", StoredScenario, Job, Export, Version)


def record(kind: type[Record], row: Row, **more: Any) -> Record:
    """Copy a row's columns into the frozen record of the same field names."""
    values = {
        item.name: getattr(row, item.name) for item in fields(kind) if hasattr(row, item.name)
    }
    return kind(**{**values, **more})


def new_id() -> str:
    """Return an id that is never given twice."""
    return secrets.token_hex(6)
