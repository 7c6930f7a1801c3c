"""A county in one ``.zip``: unpacked apart into a private folder, read file by file."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from office.loading.quota import Quota
from office.store.errors import told
from office.store.folder import make_private
from solver.intake.apart.safely import unpack_safely

if TYPE_CHECKING:
    from office.loading.quota import Brought
    from office.store import Store
    from solver.intake.files.pack import Contents


class Unpacked:
    """A file of an archive, on the disk until the archive is let go; it reads like an upload.

    Parameters
    ----------
    name
        Its name in the archive.
    file_id
        Id that no other file has.
    path
        Where it lies.
    """

    def __init__(self, name: str, file_id: str, path: Path) -> None:
        self.name = name
        self.file_id = file_id
        self._path = path
        self._at = 0

    def getvalue(self) -> bytes:
        """Give all of it."""
        return self._path.read_bytes()

    def seek(self, at: int) -> int:
        """Read on from there."""
        self._at = at
        return at

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; no file stays open in between."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            piece = file.read(size)
        self._at += len(piece)
        return piece


class Pack:
    """An archive unpacked in a private folder, which goes when nobody holds the pack any more.

    Parameters
    ----------
    room
        The folder.
    contents
        What the archive held.
    """

    def __init__(self, room: Path, contents: Contents) -> None:
        self._room = room
        self._names = contents.names
        self.left_out = contents.left_out
        weakref.finalize(self, shutil.rmtree, room, ignore_errors=True)

    def files(self, pack_id: str) -> list[Unpacked]:
        """Give its files, with ids that begin with that of the archive."""
        return [
            Unpacked(name, f"{pack_id}-{place}", self._room / "files" / str(place))
            for place, name in enumerate(self._names)
        ]


def unpacked(store: Store, name: str, content: bytes, brought: Brought | None = None) -> Pack:
    """Unpack an archive apart, in the staging folder of a store.

    Parameters
    ----------
    name
        Name of the archive, for messages.
    brought
        What the session has loaded before.

    Raises
    ------
    InputError
        When the archive will not do; nothing of it is kept.
    StoreError
        When the disk is full, or it holds more than may be uploaded; nothing of it is kept.
    """
    Quota(store, brought).take(name, len(content))
    waiting = make_private(store.folder / "staging")  # stale ones go after a day
    with told(waiting, writing=True):
        room = Path(tempfile.mkdtemp(prefix="pack-", dir=waiting))  # mode 0700
    archive = room / "county.zip"
    try:
        with told(waiting, writing=True):
            archive.write_bytes(content)
        contents = unpack_safely(archive, room / "files", shown=name)
        archive.unlink()
        Quota(store, brought).take(name, 0)  # unpacked, it may be far larger
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
    return Pack(room, contents)
