"""Keys to a running server: each works once, for an hour.

What makes a key valid is a file in the data folder, which this account alone can write to; it is
named by the key's SHA-256, so that nobody can read a key from it. Taking the file away is using
the key: of two that try, one succeeds.

::

    <data folder>/doors/<port>/address      where that server answers
    <data folder>/doors/<port>/<sha-256>    one key that has not been used

The key that is printed at the start is kept in memory instead, by the same name, so that a data
folder that cannot be written to keeps nobody out.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from office.store.errors import StoreError
from office.store.folder import make_private, touch_private, written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOORS, ADDRESS = "doors", "address"
QUERY = "key"
"""Name of the key in the address that is opened."""
KEPT_S = 3_600.0
LONGEST = 200
"""A longer key is none: nothing longer is worth a look at the disk."""


def new_secret() -> str:
    """Draw 32 random bytes, written in letters and figures that every program takes as a link."""
    return secrets.token_hex(32)


def trace(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def with_key(address: str, key: str) -> str:
    """Write the address that opens a server once."""
    return f"{address.rstrip('/')}/?{urlencode({QUERY: key})}"


@dataclass(frozen=True)
class KeyRing:
    """The keys of one server that were asked for from outside it.

    Parameters
    ----------
    folder
        The server's own folder among the doors of the data folder.
    """

    folder: Path

    @classmethod
    def of(cls, data: Path, port: int) -> KeyRing:
        """Return the ring of the server that answers on a port."""
        return cls(data / DOORS / str(port))

    @property
    def address(self) -> str:
        """Where the server answers; empty where none has said so."""
        try:
            return (self.folder / ADDRESS).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def begin(self, address: str) -> None:
        """Say where the server answers; what was left of an earlier one on this port is void.

        Raises
        ------
        StoreError
            When the data folder cannot be written to.
        """
        data, doors = self.folder.parents[1], self.folder.parent
        for folder in (data, doors, self.folder):
            make_private(folder)
        self.end()
        try:
            with written_whole(self.folder / ADDRESS) as draft:
                draft.write_text(address, encoding="utf-8")
        except OSError as error:
            raise _unwritten(self.folder, error) from error

    def end(self) -> None:
        """Void every key, as far as the disk lets it."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):  # another program holds it: its hour runs out
                path.unlink()

    def mint(self) -> str:
        """Make a key that works once.

        Raises
        ------
        StoreError
            When the data folder cannot be written to.
        """
        key = new_secret()
        try:
            touch_private(self.folder / trace(key))
        except OSError as error:
            raise _unwritten(self.folder, error) from error
        return key

    def claim(self, name: str) -> bool:
        """Use the key of a name (:func:`trace`) up; say whether it was good."""
        path = self.folder / name
        try:
            made = path.stat().st_mtime
            path.unlink()
        except OSError:
            return False  # unknown, used, or not to be taken away: then it could work twice
        return abs(time.time() - made) <= KEPT_S

    def page(self, name: str) -> Path:
        """Where the page lies that hands the key of a name to a browser."""
        return self.folder / f"{name}.html"


class Keys:
    """All keys of one running server: the first, in memory, and those on its ring.

    Parameters
    ----------
    ring
        Keys that were asked for from outside the server.
    """

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self._first: dict[str, float] = {}

    def first(self) -> str:
        """Make the key that is printed at the start."""
        key = new_secret()
        self._first = {trace(key): time.monotonic()}
        return key

    def claim(self, key: str) -> bool:
        """Use a key up; say whether it was good."""
        if not 0 < len(key) <= LONGEST:
            return False
        name = trace(key)
        with contextlib.suppress(OSError):
            self.ring.page(name).unlink(missing_ok=True)
        made = self._first.pop(name, None)
        if made is not None:
            return time.monotonic() - made <= KEPT_S
        return self.ring.claim(name)


def rings(data: Path) -> Iterator[KeyRing]:
    """Give the rings of all servers that were started on a data folder and have not ended well."""
    doors = data / DOORS
    if not doors.is_dir():
        return
    for folder in sorted(doors.iterdir()):
        if (folder / ADDRESS).is_file():
            yield KeyRing(folder)


def _unwritten(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"No key could be written to {folder} ({error.strerror}). Make room there, or let this "
        "account write there, and try again."
    )
