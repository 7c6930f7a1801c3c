"""What is done apart with files that somebody uploaded: tables, their headers, an archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from solver.intake.apart.saved import save_tables
from solver.intake.files.pack import unpack
from solver.intake.read import read_headers, read_tables, read_tabs

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = "headers.json"
"""File that holds the headers."""

TABS = "tabs.json"
"""File that holds the tabs to choose among."""


def tables(folder: Path, out: Path) -> tuple[str, ...]:
    """Read a world folder; the tables hold their own notices."""
    save_tables(read_tables(folder), out)
    return ()


def headers(folder: Path, out: Path) -> tuple[str, ...]:
    """Read the column names of each table of a folder, as written."""
    (out / HEADERS).write_text(json.dumps(read_headers(folder)), encoding="utf-8")
    return ()


def tabs(folder: Path, out: Path) -> tuple[str, ...]:
    """Name the tabs among which somebody must choose, for each table of a folder."""
    (out / TABS).write_text(json.dumps(read_tabs(folder)), encoding="utf-8")
    return ()


def unpacked(archive: Path, out: Path) -> tuple[str, ...]:
    """Unpack a whole county."""
    unpack(archive, archive.name, out)
    return ()
