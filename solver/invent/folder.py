"""Write a world folder: plain files that an officer can open."""

from __future__ import annotations

import gzip
import io
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

from solver.domain import Scenario
from solver.intake import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from solver.invent.land.ground import Ground

ZIPPED = frozenset({"postcodes", "rounds", "visits"})
"""Tables large enough to be written as ``.csv.gz``."""


@dataclass(frozen=True, slots=True)
class AboutInvented:
    """What ``world.toml`` says.

    Parameters
    ----------
    name
        Title; an invented world says so in it.
    data_date, price_base
        ISO dates.
    roads_note
        What the roads are, empty if they are real.
    sources
        Attributions.
    current_rate
        Pounds a carer-hour, the one average rate paid today.
    """

    name: str
    data_date: str
    price_base: str
    roads_note: str
    sources: tuple[str, ...]
    current_rate: float


def write_folder(
    folder: Path, about: AboutInvented, ground: Ground, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Write all tables of an invented world but its roads.

    Parameters
    ----------
    folder
        Where; made if need be.
    about
        Title, dates, sources.
    ground
        Settlements, postcodes and areas.
    tables
        The invented tables by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "name": about.name,
        "data_date": about.data_date,
        "price_base": about.price_base,
        "invented": True,
        "roads_note": about.roads_note,
        "current_rate": about.current_rate,
        "sources": list(about.sources),
    }
    (folder / "world.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    areas = ground.areas
    every = {
        "settlements": ground.settlements[["settlement", "lon", "lat", "population"]],
        "postcodes": ground.postcodes[["postcode", "lon", "lat"]],
        "zones": areas[["area_id", "zone"]],
        "bands": areas[["area_id", "band"]],
        **tables,
    }
    counted = TABLES["population"].columns
    known = {c.stored: c.name for c in counted if c.stored in areas.columns}
    if "population" in known and areas["population"].notna().all():
        every["population"] = areas[list(known)].rename(columns=known)
        areas = areas.drop(columns=list(known)[1:])
    for name, frame in every.items():
        _write_csv(folder, name, frame)
    shape_file = folder / "areas.gpkg"
    shape_file.unlink(missing_ok=True)
    _write_areas(shape_file, areas.drop(columns=["zone", "band"]))
    (folder / "scenarios").mkdir(exist_ok=True)
    base = Scenario(note="The county as loaded, nothing changed.")
    (folder / "scenarios" / "today.toml").write_text(base.to_toml(), encoding="utf-8")


def _write_areas(path: Path, areas: gpd.GeoDataFrame) -> None:
    """Write a GeoPackage without the time of writing, so that equal areas are equal files."""
    areas.to_file(path, layer="areas", driver="GPKG")
    with closing(sqlite3.connect(path)) as package:
        package.execute("UPDATE gpkg_contents SET last_change = '2020-01-20T00:00:00.000Z'")
        package.commit()


def _write_csv(folder: Path, name: str, frame: pd.DataFrame) -> None:
    text = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
    if name not in ZIPPED:
        (folder / f"{name}.csv").write_bytes(text)
        return
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as zipped:
        zipped.write(text)
    (folder / f"{name}.csv.gz").write_bytes(buffer.getvalue())
