"""Tables → a folder of Parquet and JSON, and back: no pickle, nothing that can run.

Only for handing checked tables from one process to another; officers' files
are written by nobody but the officers (and the templates).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from solver.intake.tables import FRAMES, About, Notice, Origin, QualityReport, Tables

if TYPE_CHECKING:
    from pathlib import Path

_ROW = "row of the file"


def save_tables(tables: Tables, folder: Path) -> None:
    """Write tables to a folder that exists."""
    for name in FRAMES:
        frame = pd.DataFrame(getattr(tables, name))
        if "geometry" in frame.columns:
            shapes = gpd.GeoSeries(frame["geometry"]).to_wkb(include_srid=False)
            frame = frame.assign(geometry=pd.Series(shapes.tolist(), dtype=object))
        if name in tables.origins:
            frame = frame.assign(**{_ROW: tables.origins[name].rows})
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    about = {
        "about": asdict(tables.about),
        "notices": [asdict(notice) for notice in tables.report.notices],
        "files": {name: origin.file for name, origin in tables.origins.items()},
        "rates_toml": tables.rates_toml,
        "content_hash": tables.content_hash,
    }
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def load_tables(folder: Path) -> Tables:
    """Read what :func:`save_tables` wrote; equal to what was saved."""
    data: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    frames: dict[str, pd.DataFrame] = {}
    origins: dict[str, Origin] = {}
    for name in FRAMES:
        frame = pd.read_parquet(folder / f"{name}.parquet")
        if name in data["files"]:
            rows = frame.pop(_ROW).to_numpy(dtype=np.int64)
            origins[name] = Origin(data["files"][name], rows)
        frames[name] = frame
    areas = frames.pop("areas")
    shapes = gpd.GeoSeries.from_wkb(areas.pop("geometry"), crs="EPSG:4326")
    about = data["about"]
    return Tables(
        about=About(**{**about, "sources": tuple(about["sources"])}),
        areas=gpd.GeoDataFrame(areas, geometry=shapes),
        report=QualityReport(tuple(Notice(**notice) for notice in data["notices"])),
        origins=origins,
        rates_toml=data["rates_toml"],
        content_hash=data["content_hash"],
        **frames,
    )
