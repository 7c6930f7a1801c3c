"""Faults of the store, in words that an officer can act on."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, MultipleResultsFound
from sqlalchemy.orm.exc import FlushError, ObjectDeletedError, StaleDataError

from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNSAVED = "What you just did is not saved."

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NOT_ALLOWED = (errno.EROFS, errno.EACCES, errno.EPERM)

FULL = (sqlite3.SQLITE_FULL,)
CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
DEVICE = (sqlite3.SQLITE_IOERR,)

TANGLED = (FlushError, ObjectDeletedError, StaleDataError, MultipleResultsFound)
"""What is raised where rows and their indexes do not say the same any more."""


class StoreError(HomeroundsError):
    """The store cannot do what was asked; the message says what to do instead."""


class StaleScenario(StoreError):
    """The scenario was changed elsewhere since it was opened here."""


class Cancelled(Exception):
    """Raised inside a job when its cancel flag is up; not a fault."""


class Unreadable(Exception):
    """A cell or a row of the database does not hold what it may hold."""


@contextmanager
def told(place: Path, *, writing: bool) -> Iterator[None]:
    """Raise what a disk or a database raises as a sentence with its cure.

    Parameters
    ----------
    place
        The folder or file that is worked on.
    writing
        True where something was to be saved; the sentence then says that it is not.

    Raises
    ------
    StoreError
        With that sentence.
    """
    try:
        yield
    except DBAPIError as error:
        found = error.orig if isinstance(error.orig, sqlite3.Error) else error
        raise StoreError(_of_database(found, place, writing=writing)) from error
    except sqlite3.Error as error:
        raise StoreError(_of_database(error, place, writing=writing)) from error
    except (*TANGLED, Unreadable, UnicodeDecodeError) as error:
        raise StoreError(_damaged(place, writing=writing)) from error
    except OSError as error:
        raise told_of(error, place, writing=writing) from error


def of_the_disk(error: OSError) -> bool:
    """Say whether this is the disk's doing, and not that of the code."""
    return error.errno in (*NO_ROOM, *NOT_ALLOWED, errno.EIO)


def told_of(error: OSError, place: Path | str, *, writing: bool = True) -> StoreError:
    """Say what went wrong on a disk, and the cure."""
    if error.errno in NO_ROOM:
        return StoreError(_full(place, writing=writing))
    if error.errno in NOT_ALLOWED:
        return StoreError(_closed(place, writing=writing))
    why = error.strerror or type(error).__name__
    return StoreError(_device(place, why, writing=writing))


def _of_database(error: BaseException, place: Path, *, writing: bool) -> str:
    code = int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF
    name = str(getattr(error, "sqlite_errorname", ""))
    if code in FULL:
        return _full(place, writing=writing)
    if code in CLOSED:
        return _closed(place, writing=writing)
    if code in BUSY:
        return f"The store was in use by others for too long. {_unsaved(writing)}Try again."
    if code in DEVICE:
        return _device(place, name, writing=writing)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return (
            "This does not fit what the store holds by now: the county may have been deleted in "
            f"another window. {_unsaved(writing)}Reload the page and try again."
        )
    return _damaged(place, writing=writing)


def _full(place: Path | str, *, writing: bool) -> str:
    return (
        f"The disk with {place} is full. {_unsaved(writing)}"
        "Make room on it, then do it again; everything from before is still there."
    )


def _closed(place: Path | str, *, writing: bool) -> str:
    return (
        f"Homerounds may not write to {place}. {_unsaved(writing)}"
        "Let the account that runs Homerounds write there, or choose another data folder with "
        "HOMEROUNDS_DATA."
    )


def _device(place: Path | str, why: str, *, writing: bool) -> str:
    return (
        f"The disk with {place} could not be used ({why}). {_unsaved(writing)}"
        "See whether the disk or network drive is there and sound, then do it again."
    )


def _damaged(place: Path | str, *, writing: bool) -> str:
    return (
        f"{place} is damaged. {_unsaved(writing)}Close Homerounds, then put the file from your "
        "last backup in its place, or move it away to start afresh. What lies beside it, such as "
        "files of counties and plans, is not touched."
    )


def _unsaved(writing: bool) -> str:
    return f"{UNSAVED} " if writing else ""
