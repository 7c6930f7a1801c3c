"""One SQLite file for all sessions and jobs: opening it, and moving it on.

Every write is a ``BEGIN IMMEDIATE`` transaction, so that several threads and
processes queue up instead of failing half-way; readers never wait (WAL).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from office.store.errors import StoreError
from office.store.folder import make_private, touch_private
from office.store.schema import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

BUSY_MS = 15_000
"""How long a writer waits for its turn, milliseconds."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE packs (id INTEGER NOT NULL PRIMARY KEY, hash VARCHAR NOT NULL UNIQUE, "
        "population VARCHAR NOT NULL, pack JSON NOT NULL, published_at VARCHAR(32) NOT NULL)",
        "CREATE TABLE published (id INTEGER NOT NULL PRIMARY KEY, pack_hash VARCHAR NOT NULL, "
        "who VARCHAR NOT NULL, what VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, "
        "threshold INTEGER NOT NULL, scenario_name VARCHAR NOT NULL, "
        "scenario_key VARCHAR NOT NULL, scenario_version INTEGER, input_hash VARCHAR NOT NULL, "
        "world_id VARCHAR NOT NULL, published_at VARCHAR(32) NOT NULL)",
    ),
)
"""SQL that leads from version ``i + 1`` to ``i + 2``; a fresh file needs none of it."""


class Store:
    """The data folder and its database.

    Safe to share between threads; each process opens its own. Rooms of the
    store take it as their first argument.

    Parameters
    ----------
    folder
        Data folder; made where there is none.
    migrations
        Steps from each schema version to the next.

    Raises
    ------
    StoreError
        When the folder or the file cannot be used, or was written by a newer
        Homerounds.
    """

    def __init__(self, folder: Path, *, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
        self.folder = make_private(folder)
        self.path = touch_private(folder / "homerounds.sqlite")
        self._engine = _engine(self.path)
        try:
            _move_on(self._engine, migrations)
        except DBAPIError as error:
            self.close()
            raise StoreError(
                f"{self.path} is not a Homerounds database, or it is damaged. "
                "Move it away to start afresh."
            ) from error
        except StoreError:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one consistent state; it cannot write."""
        with (
            self._engine.connect().execution_options(homerounds_begin="BEGIN") as connection,
            Session(connection, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session that holds the write lock; commits at the end, or rolls back."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def compact(self) -> None:
        """Rewrite the file without what was deleted, and empty the log beside it."""
        with closing(sqlite3.connect(self.path, timeout=BUSY_MS / 1000)) as connection:
            connection.isolation_level = None  # VACUUM cannot run inside a transaction
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path.as_posix()}",
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        pool_size=8,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin = connection.get_execution_options().get("homerounds_begin", "BEGIN IMMEDIATE")
        connection.exec_driver_sql(begin)

    return engine


def _move_on(engine: Engine, migrations: Sequence[Sequence[str]]) -> None:
    newest = len(migrations) + 1
    with engine.begin() as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if version > newest:
            raise StoreError(
                f"The data folder was written by a newer Homerounds (version {version}, "
                f"this one knows {newest}). Update Homerounds, or choose another data folder."
            )
        if version == 0:
            Row.metadata.create_all(connection)
        else:
            for step in migrations[version - 1 :]:
                for statement in step:
                    connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {newest}")
