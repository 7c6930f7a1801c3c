"""Opening the store when the dashboard starts, and tidying what a crash left."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from office.jobs.runner import Runner, at_once
from office.store import staging, worlds
from office.store.database import Store
from office.store.earlier.starting import rename_starting
from office.store.errors import StoreError
from office.store.folder import data_folder

if TYPE_CHECKING:
    from pathlib import Path

_open: dict[Path, Store] = {}
_opening = threading.Lock()


def open_store(folder: Path | None = None) -> Store:
    """Return the store of a data folder, the same one for every session of this process.

    The first call makes the demo county known, gives starting scenarios of an
    earlier version their present name, ends deletions that were cut short,
    marks jobs whose process died, and lets the queue move on.

    Raises
    ------
    StoreError
        When the data folder cannot be used.
    """
    folder = folder or data_folder()
    with _opening:
        store = _open.get(folder)
        if store is None:
            store = Store(folder)
            _tidy(store)
            _open[folder] = store
    return store


def close_stores() -> None:
    """Close every store of this process (tests, and a clean end)."""
    with _opening:
        while _open:
            _open.popitem()[1].close()


def _tidy(store: Store) -> None:
    runner = Runner(store, limit=at_once())
    for world_id in worlds.half_deleted(store):
        try:
            runner.delete_world(world_id)
        except StoreError:
            continue  # still in use; it stays off the list and the next start tries again
    staging.clear_stale(store)
    worlds.register_demo(store)
    rename_starting(store)
    runner.move()
