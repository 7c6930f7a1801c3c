"""The tables of the store. No row holds a person, an address or a file's content."""

# The annotations below are read when the classes are made, so they are not postponed.

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment, kept as ISO 8601 text in UTC, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> str | None:
        """Write a moment that knows its time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: object) -> datetime | None:
        """Read it back, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Row(DeclarativeBase):
    """Root of the rows."""

    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON}  # noqa: RUF012 (SQLAlchemy's own)


class WorldRow(Row):
    """A world that can be opened."""

    __tablename__ = "worlds"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    origin: Mapped[str]  # shipped | loaded
    folder: Mapped[str]  # shipped: the name below assets/demo; loaded: "input"
    input_hash: Mapped[str] = mapped_column(default="")  # empty until it was opened once
    owner: Mapped[str]
    loaded_at: Mapped[datetime]
    data_date: Mapped[str] = mapped_column(default="")
    invented: Mapped[bool]
    deleting: Mapped[bool] = mapped_column(default=False)


class ScenarioRow(Row):
    """A named scenario; ``head`` is the version that is open."""

    __tablename__ = "scenarios"
    __table_args__ = (UniqueConstraint("world_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    world_id: Mapped[str] = mapped_column(ForeignKey("worlds.id", ondelete="CASCADE"))
    name: Mapped[str]
    note: Mapped[str]
    toml: Mapped[str]
    head: Mapped[int]
    owner: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VersionRow(Row):
    """One saved state of a scenario."""

    __tablename__ = "versions"

    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    toml: Mapped[str]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]


class JobRow(Row):
    """A job: what was asked, how far it is, who runs it and how it ended."""

    __tablename__ = "jobs"
    __table_args__ = (Index("jobs_by_state", "state", "queued_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    world_id: Mapped[str] = mapped_column(ForeignKey("worlds.id", ondelete="CASCADE"))
    scenario_toml: Mapped[str]
    scenario_name: Mapped[str]
    scenario_key: Mapped[str]
    day: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    owner: Mapped[str]
    state: Mapped[str]
    fraction: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(default="")
    best: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wish: Mapped[str] = mapped_column(default="")  # "" | finish | cancel
    wish_at: Mapped[datetime | None]
    pid: Mapped[int | None]
    process_started: Mapped[float | None]  # psutil's create time, seconds since the epoch
    heartbeat_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    result_hash: Mapped[str] = mapped_column(default="")
    plan_hash: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")


class ExportRow(Row):
    """A line in the log of what was taken away."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    world_id: Mapped[str] = mapped_column(ForeignKey("worlds.id", ondelete="CASCADE"))
    who: Mapped[str]
    what: Mapped[str]
    audience: Mapped[str]  # public | internal
    threshold: Mapped[int | None]  # smallest number of people shown; none for internal files
    scenario_name: Mapped[str]
    scenario_key: Mapped[str]
    exported_at: Mapped[datetime]


class PackRow(Row):
    """The numbers of a published pack, rounded and with ``*``; they outlive their world."""

    __tablename__ = "packs"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    population: Mapped[str]  # the county
    pack: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class PublishedRow(Row):
    """A public file that was taken away: what it was made of, and its hash."""

    __tablename__ = "published"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_hash: Mapped[str]
    who: Mapped[str]
    what: Mapped[str]  # name of the file
    sha256: Mapped[str]
    threshold: Mapped[int]
    scenario_name: Mapped[str]
    scenario_key: Mapped[str]
    scenario_version: Mapped[int | None]
    input_hash: Mapped[str]
    world_id: Mapped[str]
    published_at: Mapped[datetime]


class SettingRow(Row):
    """Something remembered: the mapping of an export's columns, the world last open."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
