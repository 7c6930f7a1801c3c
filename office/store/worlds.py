"""Worlds: registering the demo, keeping what was loaded, deleting for good."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete as sql_delete, select

from office.store import scenarios, settings
from office.store.database import Store, now
from office.store.errors import StoreError, told
from office.store.folder import make_private, settle, settle_all, tighten
from office.store.records import StoredWorld, new_id
from office.store.schema import WorldRow
from solver.domain import Scenario
from solver.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "demo"
"""Where the worlds that come with Homerounds lie; they are read there, never copied."""

DEMO = "leicestershire"
"""Folder of the demo county, and its world id."""


def every(store: Store) -> tuple[StoredWorld, ...]:
    """List all worlds: the shipped ones, then the newest first."""
    with store.read() as session:
        rows = session.scalars(
            select(WorldRow)
            .where(WorldRow.deleting.is_(False))
            .order_by(WorldRow.origin.desc(), WorldRow.loaded_at.desc())
        )
        return tuple(_record(store, row) for row in rows)


def get(store: Store, world_id: str) -> StoredWorld:
    """Return one world.

    Raises
    ------
    StoreError
        When there is none with that id, or it was deleted.
    """
    with store.read() as session:
        row = session.get(WorldRow, world_id)
        if row is None or row.deleting:
            raise StoreError(
                "This world is not here any more. Choose another one on the Data page."
            )
        return _record(store, row)


def add(store: Store, files: Path, *, owner: str, input_hash: str = "") -> StoredWorld:
    """Keep a checked folder of input files as a new world, with its scenarios.

    The folder is moved, not copied: give a staged one (see
    :mod:`office.store.staging`) whose files ``solver.intake`` has accepted.

    Raises
    ------
    StoreError
        When the folder has no readable ``world.toml``.
    ScenarioError
        When a file below ``scenarios/`` is not a scenario.
    """
    about = _about(files)
    found = _scenarios_in(files)
    world_id = new_id()
    row = WorldRow(
        id=world_id,
        origin="loaded",
        folder="input",
        input_hash=input_hash,
        owner=owner,
        loaded_at=now(),
        deleting=True,  # until all its files are in place: a crash before that leaves nothing
        **about,
    )
    with store.write() as session:
        session.add(row)
    own = home(store, world_id)
    with told(own, writing=True):
        shutil.move(files, own / "input")
        tighten(own)
        settle_all(own)
        settle(own.parent)
    with store.write() as session:
        session.merge(row).deleting = False
        scenarios.seed(session, world_id, found, owner=owner)
    return get(store, world_id)


def register_demo(store: Store, *, again: bool = False) -> StoredWorld | None:
    """Make the demo county known, once; ``again`` brings it back after it was deleted.

    Returns
    -------
    world
        ``None`` where it was registered before and then deleted, or where this
        copy of Homerounds ships no demo.
    """
    files = SHIPPED / DEMO
    if not (files / "world.toml").is_file():
        return None
    with store.write() as session:
        known = session.get(WorldRow, DEMO)
        offered = settings.take(session, "demo") is not None
        fresh = known is None and (again or not offered)
        if fresh:
            session.add(
                WorldRow(
                    id=DEMO,
                    origin="shipped",
                    folder=DEMO,
                    owner="Homerounds",
                    loaded_at=now(),
                    **_about(files),
                )
            )
            session.flush()
            scenarios.seed(session, DEMO, _scenarios_in(files), owner="Homerounds")
            settings.put(session, "demo", {"offered": True})
    return get(store, DEMO) if fresh or known is not None else None


def opened(store: Store, world_id: str, input_hash: str) -> bool:
    """Note the hash of the inputs as just opened; True where it had changed since the last time.

    Raises
    ------
    StoreError
        When there is no such world, or a new hash cannot be noted.
    """
    before = get(store, world_id).input_hash
    if before != input_hash:  # mostly it is the same: then a disk that is full does no harm
        with store.write() as session:
            row = session.get(WorldRow, world_id)
            if row is not None:
                row.input_hash = input_hash
    return before not in ("", input_hash)


def home(store: Store, world_id: str) -> Path:
    """Return the private folder of all that belongs to a world; made where there is none."""
    if not world_id.isalnum():
        raise StoreError("That is not the id of a world.")
    make_private(store.folder / "worlds")
    return make_private(store.folder / "worlds" / world_id)


def mark_deleting(store: Store, world_id: str) -> None:
    """Take a world off the list at once; :func:`erase` then removes it."""
    with store.write() as session:
        row = session.get(WorldRow, world_id)
        if row is not None:
            row.deleting = True


def erase(store: Store, world_id: str) -> None:
    """Remove files first, rows last, then rewrite the database without them.

    Its jobs must have ended (see :func:`office.jobs.runner.delete_world`).
    What the operating system keeps on its own (snapshots, backups, worn blocks
    of a solid-state disk) is out of reach: encrypt the disk.

    Raises
    ------
    StoreError
        When a file cannot be removed; the world stays off the list and the
        next start tries again.
    """
    folder = store.folder / "worlds" / world_id
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(
            "Some files of this world are in use and could not be removed yet. "
            "Close what uses them; the rest goes at the next start."
        ) from error
    with store.write() as session:
        session.execute(sql_delete(WorldRow).where(WorldRow.id == world_id))
        settings.forget(session, f"world:{world_id}:")
    try:
        store.compact()
    except StoreError as error:
        raise StoreError(
            f"The county is deleted, but the database could not be rewritten without it. {error}"
        ) from error


def half_deleted(store: Store) -> tuple[str, ...]:
    """List the worlds whose deletion a crash cut short."""
    with store.read() as session:
        return tuple(session.scalars(select(WorldRow.id).where(WorldRow.deleting.is_(True))))


def _record(store: Store, row: WorldRow) -> StoredWorld:
    own = store.folder / "worlds" / row.id
    return StoredWorld(
        id=row.id,
        name=row.name,
        folder=SHIPPED / row.folder if row.origin == "shipped" else own / row.folder,
        cache=own / "cache",
        origin=row.origin,
        input_hash=row.input_hash,
        owner=row.owner,
        loaded_at=row.loaded_at,
        data_date=row.data_date,
        invented=row.invented,
    )


def _about(files: Path) -> dict[str, Any]:
    try:
        about = tomllib.loads((files / "world.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StoreError("A world needs a readable world.toml; see docs/data.md.") from error
    return {
        "name": str(about.get("name", "Unnamed")),
        "data_date": str(about.get("data_date", "")),
        "invented": about.get("invented") is True,
    }


def _scenarios_in(files: Path) -> tuple[Scenario, ...]:
    found: list[Scenario] = []
    for path in _sorted((files / "scenarios").glob("*.toml")):
        try:
            found.append(Scenario.from_toml(path.read_text(encoding="utf-8")))
        except ScenarioError as error:
            raise ScenarioError(f"scenarios/{path.name}: {error}") from error
    return tuple(found)


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: path.name)
