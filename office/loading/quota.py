"""How much may be uploaded: in all, and in one session.

What is counted is what stays on the disk: the files of counties that are kept, and what waits in
the staging folder. Both limits are settings (environment variables), in MB of 10⁶ bytes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from office.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from office.store import Store

IN_ALL = "HOMEROUNDS_UPLOADS_MB"
A_SESSION = "HOMEROUNDS_SESSION_UPLOADS_MB"

IN_ALL_MB = 20_000
A_SESSION_MB = 2_000

MB = 1_000_000


@dataclass
class Brought:
    """What one session has loaded and kept so far.

    Parameters
    ----------
    size
        Bytes.
    """

    size: int = 0


class Quota:
    """What may still be uploaded; each piece that is read is taken from it.

    Parameters
    ----------
    store
        Whose uploads count in all.
    brought
        What the session has loaded before.

    Raises
    ------
    StoreError
        When a setting is no number.
    """

    def __init__(self, store: Store, brought: Brought | None = None) -> None:
        self._before = brought.size if brought is not None else 0
        self._held = held(store)
        self._in_all = _setting(IN_ALL, IN_ALL_MB)
        self._a_session = _setting(A_SESSION, A_SESSION_MB)
        self.taken = 0

    def take(self, name: str, size: int) -> None:
        """Take so many bytes of a file.

        Raises
        ------
        StoreError
            When they are more than is left, with both sizes and the cure.
        """
        self.taken += size
        if self._held + self.taken > self._in_all:
            raise StoreError(
                f"{name} is not loaded: {_mb(self._held)} of uploads are kept here, and with it "
                f"there would be more than the {_mb(self._in_all)} allowed in all. Delete "
                f"counties that are no longer needed on the Data page, or have {IN_ALL} set higher."
            )
        if self._before + self.taken > self._a_session:
            raise StoreError(
                f"{name} is not loaded: this session has loaded {_mb(self._before)}, and with "
                f"this upload there would be more than the {_mb(self._a_session)} allowed in one. "
                "Cut the roads to the county with a margin, or load it in a new window; "
                f"{A_SESSION} sets another limit."
            )

    def measured(self, name: str, file: IO[bytes]) -> IO[bytes]:
        """Give a file of which each piece is taken from the quota as it is read."""
        return cast("IO[bytes]", _Measured(self, name, file))


class _Measured:
    def __init__(self, quota: Quota, name: str, file: IO[bytes]) -> None:
        self._quota, self._name, self._file = quota, name, file

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._quota.take(self._name, len(piece))
        return piece


def held(store: Store) -> int:
    """Bytes of the uploads that a store keeps."""
    inputs = (world / "input" for world in (store.folder / "worlds").glob("*"))
    return sum(_size(folder) for folder in (*inputs, store.folder / "staging"))


def _size(folder: Path) -> int:
    found = 0
    for path in folder.rglob("*"):
        try:
            found += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # another session has just removed it
    return found


def _setting(name: str, default_mb: int) -> int:
    """Read a limit, in bytes."""
    said = os.environ.get(name, "").strip()
    if said and not (said.isascii() and said.isdigit()):
        raise StoreError(f"{name} is set to {said!r}. Set it to a whole number of MB.")
    return (int(said) if said else default_mb) * MB


def _mb(size: int) -> str:
    return f"{size / MB:,.1f} MB"
