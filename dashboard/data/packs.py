"""A county uploaded as one ``.zip``: unpacked apart, its files handed on like single uploads."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from office.store.folder import make_private
from solver.intake.apart.safely import unpack_safely
from solver.intake.files.pack import is_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.intake.files.pack import Contents

KEY = "unpacked-counties"


class Upload(Protocol):
    """What an upload offers, whether it came alone or in an archive."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Give all of it."""

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes."""


class Unpacked:
    """A file of an archive, on the disk until the session lets the archive go."""

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


class _Kept:
    """An archive unpacked in a private folder, which goes when the session lets go of it."""

    def __init__(self, room: Path, contents: Contents) -> None:
        self.room = room
        self.contents = contents
        weakref.finalize(self, shutil.rmtree, room, ignore_errors=True)


def opened(given: Sequence[Any]) -> list[Upload]:
    """Put the files of each archive in its place; other uploads stay as they are.

    Raises
    ------
    InputError
        When an archive will not do; nothing of it is kept.
    """
    kept: dict[str, _Kept] = st.session_state.setdefault(KEY, {})
    for file_id in set(kept) - {file.file_id for file in given}:
        del kept[file_id]
    files: list[Upload] = []
    for file in given:
        if not is_pack(file.name):
            files.append(file)
            continue
        if file.file_id not in kept:
            kept[file.file_id] = _unpacked(file)
        pack = kept[file.file_id]
        for place, name in enumerate(pack.contents.names):
            path = pack.room / "files" / str(place)
            files.append(Unpacked(name, f"{file.file_id}-{place}", path))
        if pack.contents.left_out:
            st.caption(
                f"Left out of {plain(file.name)}, as no part of a county: "
                f"{plain(', '.join(pack.contents.left_out))}."
            )
    return files


def _unpacked(file: Upload) -> _Kept:
    waiting = make_private(state.store().folder / "staging")  # stale ones go after a day
    room = Path(tempfile.mkdtemp(prefix="pack-", dir=waiting))  # mode 0700
    archive = room / "county.zip"
    try:
        with st.spinner("Unpacking the county apart…"):
            archive.write_bytes(file.getvalue())
            contents = unpack_safely(archive, room / "files", shown=file.name)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
    archive.unlink()
    return _Kept(room, contents)


def stream(file: Upload) -> IO[bytes]:
    """Take an upload for the stream of bytes that it is."""
    return cast("IO[bytes]", file)
