"""The data folder: outside the code, readable by its owner alone.

::

    <data folder>/                 mode 0700
    ├── homerounds.sqlite          worlds, scenarios, jobs, exports, settings
    ├── doors/<port>/              keys asked for at a server, until it has read them
    ├── staging/<token>/           uploads that are not yet a world
    └── worlds/<world id>/         everything of one world, so that it can go at once
        ├── input/                 its files (the shipped demo is read where it lies)
        ├── cache/                 prepared roads
        ├── plans/<hash>.parquet   plans by content hash
        ├── results/<hash>/        summary.json and what else a run wrote
        └── exports/               files made to take away
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from office.store.errors import NO_ROOM, NOT_ALLOWED, StoreError, told, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "HOMEROUNDS_DATA"
"""Environment variable that names another data folder."""


def data_folder() -> Path:
    """Where the store lives: ``HOMEROUNDS_DATA``, else the user's own data folder."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "Homerounds"
    return Path.home() / ".local" / "share" / "homerounds"


def make_private(folder: Path) -> Path:
    """Make a folder (and its parents) that only its owner may enter.

    On Windows the user's own ``%LOCALAPPDATA%`` is private already, and modes
    mean nothing.

    Raises
    ------
    StoreError
        When the folder cannot be made, or belongs to somebody else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        if error.errno in (*NO_ROOM, *NOT_ALLOWED):
            raise told_of(error, folder) from error
        raise StoreError(
            f"The data folder {folder} cannot be used ({error.strerror}). "
            f"Choose another one with {VARIABLE}."
        ) from error
    return folder


def touch_private(path: Path) -> Path:
    """Make an empty file with mode 0600 where there is none, and tighten one that is looser.

    Raises
    ------
    StoreError
        When it cannot be made or opened for writing.
    """
    with told(path.parent, writing=True):
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(handle)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    return path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a private file beside ``path`` to write to; it takes the name when all is written.

    A crash or a power cut leaves the old file or the new one, never half of one.

    Raises
    ------
    StoreError
        When it cannot be written, such as on a full disk; the old file stays.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    touch_private(draft)
    try:
        with told(path.parent, writing=True):
            yield draft
            settle(draft)
            draft.replace(path)
            settle(path.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def settle(place: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk itself."""
    if place.is_dir() and os.name != "posix":
        return  # Windows knows no such thing for folders
    handle = os.open(place, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_all(folder: Path) -> None:
    """Wait until all that lies in a folder is on the disk itself."""
    for place in (folder, *folder.rglob("*")):
        if not place.is_symlink():
            settle(place)


def tighten(folder: Path) -> None:
    """Give every folder below mode 0700 and every file 0600 (POSIX)."""
    if os.name != "posix":
        return
    folder.chmod(0o700)
    for place in folder.rglob("*"):
        if not place.is_symlink():
            place.chmod(0o700 if place.is_dir() else 0o600)
