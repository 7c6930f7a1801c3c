"""A county uploaded as one ``.zip``: its files are handed on like single uploads."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from office.loading import packs
from office.loading.quota import Brought
from solver.intake.files.pack import is_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = "unpacked-counties"

BROUGHT = "brought-by-this-session"


class Upload(Protocol):
    """What an upload offers, whether it came alone or in an archive."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Give all of it."""

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes."""


def opened(given: Sequence[Any]) -> list[Upload]:
    """Put the files of each archive in its place; other uploads stay as they are.

    The session keeps what is unpacked for as long as the upload is there.

    Raises
    ------
    InputError
        When an archive will not do; nothing of it is kept.
    """
    kept: dict[str, packs.Pack] = st.session_state.setdefault(KEY, {})
    for file_id in set(kept) - {file.file_id for file in given}:
        del kept[file_id]
    files: list[Upload] = []
    for file in given:
        if not is_pack(file.name):
            files.append(file)
            continue
        if file.file_id not in kept:
            with st.spinner("Unpacking the county apart…"):
                kept[file.file_id] = packs.unpacked(
                    state.store(), file.name, file.getvalue(), brought()
                )
        pack = kept[file.file_id]
        files.extend(pack.files(file.file_id))
        if pack.left_out:
            st.caption(
                f"Left out of {plain(file.name)}, as no part of a county: "
                f"{plain(', '.join(pack.left_out))}."
            )
    return files


def brought() -> Brought:
    """Say what this session has loaded so far."""
    found: Brought = st.session_state.setdefault(BROUGHT, Brought())
    return found


def stream(file: Upload) -> IO[bytes]:
    """Take an upload for the stream of bytes that it is."""
    return cast("IO[bytes]", file)
