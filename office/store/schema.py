"""The tables of the store. No row holds a person, an address or a file's content."""

# The annotations below are read when the classes are made, so they are not postponed.

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Dialect,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from office.store.errors import Unreadable

ABSENT = object()


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
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise Unreadable from error
        if found.tzinfo is None:
            raise Unreadable
        return found


class Values(TypeDecorator[dict[str, Any]]):
    """Named values, kept as JSON."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Read them back; what is no such thing is not taken for one."""
        plain = super().result_processor(dialect, coltype)

        def read(value: Any) -> Any:
            try:
                found = value if plain is None else plain(value)
            except (TypeError, ValueError, RecursionError) as error:
                raise Unreadable from error
            if not isinstance(found, dict):
                raise Unreadable
            return found

        return read


class Row(DeclarativeBase):
    """Root of the rows."""

    type_annotation_map = {datetime: Moment, dict[str, Any]: Values}  # noqa: RUF012 (SQLAlchemy's own)


@event.listens_for(Row, "load", propagate=True)
@event.listens_for(Row, "refresh", propagate=True)
def _whole(row: Row, *_of_the_event: object) -> None:
    """Refuse a row in which a damaged page left blanks or other kinds of values.

    SQLite has no checksums: it hands out what it finds.
    """
    for name, kinds, nullable in _kinds(type(row)):
        value = row.__dict__.get(name, ABSENT)
        if value is None:
            if not nullable:
                raise Unreadable
        elif value is not ABSENT and not isinstance(value, kinds):
            raise Unreadable


@cache
def _kinds(row: type[Row]) -> tuple[tuple[str, tuple[type, ...], bool], ...]:
    """Name, kinds of value, and whether it may be blank, of each column of a table."""
    whole: dict[type, tuple[type, ...]] = {float: (float, int)}
    return tuple(
        (
            column.key,
            (object,)  # which looks at what it reads by itself
            if isinstance(column.type, TypeDecorator)
            else whole.get(column.type.python_type, (column.type.python_type,)),
            bool(column.nullable),
        )
        for column in row.__table__.columns
    )


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
    boot: Mapped[str] = mapped_column(default="")  # which start of the machine; empty: not told
    started_ticks: Mapped[int | None]  # the process's start since that, clock ticks
    beats: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime | None]
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
