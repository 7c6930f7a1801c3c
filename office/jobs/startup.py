"""Opening the store when the dashboard starts, and tidying what a crash left."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from office.jobs.runner import Runner, at_once
from office.store import staging, worlds
from office.store.database import Store
from office.store.earlier.starting import rename_starting
from office.store.errors import StoreError
from office.store.folder import data_folder
from solver.errors import HomeroundsError

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
    """Tidy what can be: a disk that is full, or a damaged part, is met again where it matters."""
    runner = Runner(store, limit=at_once())
    with suppress(StoreError):
        for world_id in worlds.half_deleted(store):
            with suppress(StoreError):  # still in use: off the list, and the next start tries again
                runner.delete_world(world_id)
    for tidy in (staging.clear_stale, worlds.register_demo, rename_starting):
        with suppress(HomeroundsError):
            tidy(store)
    with suppress(StoreError):
        runner.move()
