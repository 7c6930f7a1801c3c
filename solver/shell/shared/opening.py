"""Worlds and roads opened from the shell, within the limits that hold for uploads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from solver import study
from solver.errors import Fault, InputError
from solver.intake import read_tables
from solver.stop.limits import within_limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from solver.base.world import World
    from solver.intake import Tables

TABLES_MB: Final = 1_024
TABLES_S: Final = 60.0
ROADS_MB: Final = 6_000
ROADS_S: Final = 600.0


@contextmanager
def reading_tables() -> Iterator[None]:
    """Read tables in here.

    Raises
    ------
    InputError
        When they need more memory than uploads may; the clock ends the command itself.
    """
    cure = "Keep only the rows and columns of this county, and save the files again."
    with _within("files", "the files", cure, TABLES_MB, TABLES_S):
        yield


@contextmanager
def reading_roads() -> Iterator[None]:
    """Read roads in here.

    Raises
    ------
    InputError
        When they need more memory than uploads may; the clock ends the command itself.
    """
    cure = "Cut the extract to the county with a margin of a few miles."
    with _within("roads", "the roads", cure, ROADS_MB, ROADS_S):
        yield


@contextmanager
def _within(file: str, what: str, cure: str, memory_mb: int, seconds: float) -> Iterator[None]:
    try:
        with within_limits(memory_mb=memory_mb, seconds=seconds):
            yield
    except MemoryError:
        message = f"Reading {what} needed more than {memory_mb:,} MB of memory; it was stopped."
        raise InputError([Fault(file, None, "", message, cure)]) from None


def tables_of(folder: Path) -> Tables:
    """Read the tables of a world.

    Raises
    ------
    InputError
        With every fault, or that they need too much memory.
    """
    with reading_tables():
        return read_tables(folder)


def open_world(folder: Path) -> World:
    """Read, check and join everything that a world folder holds.

    Raises
    ------
    InputError, RoadsError
        As :func:`solver.study.open_world` does, or that it needs too much memory.
    """
    tables = tables_of(folder)
    with reading_roads():
        return study.open_world(folder, tables=tables)
