"""A layer of a GeoPackage, which is a database: looked over before GDAL opens it.

A database may hold more than tables. A *view* runs whatever it is written to
run as soon as it is read, so only tables are read.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyogrio

from solver.intake.files.systems import MOST_LETTERS, NO_SYSTEM
from solver.intake.findings import listed, quoted

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from solver.intake.findings import Findings

_MOST_S = 10.0
"""Longest that looking over one file may take, seconds."""
_MOST_ID = 2**31
"""Numbers of reference systems are 32-bit in GDAL, and would be cut to that."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a GeoPackage says of a layer: whether it is a table, and where it lies."""

    table: bool
    placed: bool


class _Refused(Exception):
    """Why a file is not read, and the cure."""


def read_geopackage(path: Path, stem: str, findings: Findings) -> gpd.GeoDataFrame | None:
    """Read the layer named ``stem``, or the only one; ``None`` where a fault was added."""
    try:
        layer = _chosen(path, stem)
    except _Refused as refused:
        message, cure = refused.args
        findings.fault(path.name, None, "", message, cure)
        return None
    frame: gpd.GeoDataFrame = pyogrio.read_dataframe(path, layer=layer)
    return frame


def _chosen(path: Path, stem: str) -> str:
    """Look a file over and name the layer that counts."""
    known = _known(path)
    tables = [name for name, layer in known.items() if layer.table]
    if (known and not tables) or (stem in known and stem not in tables):
        view = stem if stem in known else next(iter(known))
        raise _Refused(
            f"The layer {quoted(view)} is a view; only tables are read.",
            "Export the layer into a new GeoPackage, which makes it a table.",
        )
    if not tables:
        raise _Refused("The file has no layer with shapes.", "Export again.")
    if len(tables) > 1 and stem not in tables:
        raise _Refused(
            f"The file has several layers: {listed(map(_shown, tables))}.",
            f"Name the one that counts “{stem}”, or keep one.",
        )
    layer = stem if stem in tables else tables[0]
    if not known[layer].placed:
        raise _Refused(*NO_SYSTEM)
    return layer


def _known(path: Path) -> dict[str, _Layer]:
    """Layers of a file that is sound, by name."""
    with path.open("rb") as stream:
        start = stream.read(16)
    if start != b"SQLite format 3\0":
        raise _Refused("The file is not a GeoPackage.", "Export it again.")
    try:
        with contextlib.closing(_opened(path)) as base:
            _sound(base)
            return _layers_of(base)
    except sqlite3.Error as error:
        if "interrupted" in str(error):
            raise _Refused(
                f"Looking the file over takes longer than {_MOST_S:g} seconds.",
                "Keep only this county.",
            ) from None
        raise _Refused(f"The GeoPackage is damaged ({error}).", "Export it again.") from None


def _shown(name: str) -> str:
    return quoted(name)[1:-1]


def _opened(path: Path) -> sqlite3.Connection:
    """Open a database to read, trusting nothing that its schema would run."""
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    for setting in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
        base.execute(f"PRAGMA {setting}")
    end = time.monotonic() + _MOST_S
    base.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    return base


def _sound(base: sqlite3.Connection) -> None:
    """Refuse a damaged database, and one with views where GDAL looks for tables."""
    (found,) = base.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise _Refused("The GeoPackage is damaged.", "Export it again.")
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'"):
        if str(name).casefold().startswith(("gpkg_", "rtree_", "ogr_")):
            raise _Refused(
                f"The GeoPackage has a view in place of its table {quoted(str(name))}.",
                "Export the layer into a new GeoPackage.",
            )


def _layers_of(base: sqlite3.Connection) -> dict[str, _Layer]:
    """Layers with shapes, by name.

    GeoPackage's numbers 0 and -1 mean "undefined", for which GDAL makes a
    system up; a number that the file does not explain is none either.
    """
    systems = {
        row[0]
        for row in base.execute(
            "SELECT srs_id, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        )
        if all(isinstance(number, int) and abs(number) < _MOST_ID for number in row[:2])
        and len(str(row[2])) <= MOST_LETTERS
    } - {0, -1}
    tables = {
        str(name).casefold()
        for name, sql in base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if not str(sql).casefold().lstrip().startswith("create virtual")
        and not _computed(base, str(name))
    }
    query = "SELECT table_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name"
    return {
        str(name): _Layer(str(name).casefold() in tables, system in systems)
        for name, system in base.execute(query)
    }


def _computed(base: sqlite3.Connection, table: str) -> bool:
    """Say whether a table has a column that is worked out whenever it is read."""
    columns = base.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,))
    return any(hidden in (2, 3) for (hidden,) in columns)
