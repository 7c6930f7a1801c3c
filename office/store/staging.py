"""Uploads before they are a world: a private folder that goes when it is not kept."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from office.store.errors import StoreError, told
from office.store.folder import make_private, touch_private
from office.store.records import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from office.store.database import Store

LARGEST_BYTES = 1 << 30
"""A single upload may have up to 1 GiB; a county's extract has some tens of MB."""

STALE_S = 86_400
"""Uploads that nobody kept go after a day."""

SETTINGS = ("world.toml", "rates.toml", "mapping.toml", "repairs.toml", "roads.toml")
"""TOML files that say something of the world itself."""

_GOOD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,119}")


@contextmanager
def staged(store: Store) -> Iterator[Path]:
    """Give an empty private folder; whatever is still in it at the end is removed.

    Fill it with :func:`put`, let ``solver.intake`` check it, then hand it to
    :func:`office.store.worlds.add`, which moves it away.
    """
    make_private(store.folder / "staging")
    folder = make_private(store.folder / "staging" / new_id())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(folder: Path, name: str, file: IO[bytes], *, largest_bytes: int = LARGEST_BYTES) -> Path:
    """Write one upload into a staged folder, piece by piece.

    A ``.toml`` other than :data:`SETTINGS` is a scenario and goes below
    ``scenarios/``.

    Raises
    ------
    StoreError
        When the name holds a path or odd characters, is taken, the file is larger than
        allowed, or there is no room for it.
    """
    path = folder / _place(name)
    if path.exists():
        raise StoreError(f"{path.name} was given twice. Give each file once.")
    make_private(path.parent)
    touch_private(path)
    written = 0
    with told(path.parent, writing=True), path.open("wb") as out:
        while piece := file.read(1 << 20):
            written += len(piece)
            if written > largest_bytes:
                break
            out.write(piece)
    if written > largest_bytes:
        path.unlink()
        raise StoreError(
            f"{path.name} is larger than {largest_bytes / (1 << 20):,.0f} MB. "
            "Cut the extract to the county with a margin; tables are far smaller."
        )
    return path


def clear_stale(store: Store, *, older_than_s: float = STALE_S) -> None:
    """Remove uploads that were begun and never kept."""
    for folder in (store.folder / "staging").glob("*"):
        with suppress(OSError):  # another session has just removed it
            if time.time() - folder.stat().st_mtime > older_than_s:
                shutil.rmtree(folder, ignore_errors=True)


def _place(name: str) -> PurePosixPath:
    if not _GOOD_NAME.fullmatch(name) or name.endswith((".", " ")):
        raise StoreError(
            "A file's name may hold letters, digits, spaces and . _ - ( ), and no path. "
            "Rename the file and load it again."
        )
    if name.endswith(".toml") and name not in SETTINGS:
        return PurePosixPath("scenarios", name)
    return PurePosixPath(name)
