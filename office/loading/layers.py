"""Uploaded zone polygons, read in a process of their own with a limit of memory and time."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from office.loading.layer_child import TOO_LARGE
from solver.errors import Fault, InputError
from solver.intake.apart.process import TooLong, run_apart
from solver.intake.files.folder import LAYER_ENDINGS, ending

MEMORY_MB = 2_000
"""Address space for reading a layer, libraries included, 10⁶ bytes."""

SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer as it was read: polygons with text columns, and what was noticed on the way."""

    frame: gpd.GeoDataFrame
    notices: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Columns that may name the zones; one called zone or name comes first."""
        names = [str(name) for name in self.frame.columns if name != "geometry"]
        return sorted(names, key=lambda name: (name != "zone", "name" not in name))


def read_zones(name: str, content: bytes) -> Layer:
    """Read polygons of zones from an uploaded GeoPackage, GeoJSON or zipped shapefile.

    Raises
    ------
    InputError
        With every fault of the file, or that it needs too much memory or time.
    """
    if ending(name) not in LAYER_ENDINGS:
        raise _fault("It is no layer of polygons.", "Give a .gpkg, a .geojson or a .zip.")
    with tempfile.TemporaryDirectory(prefix="homerounds-") as room:  # mode 0700
        folder, out = Path(room) / "in", Path(room) / "out"
        folder.mkdir()
        out.mkdir()
        (folder / f"zones{ending(name)}").write_bytes(content)
        try:
            code = run_apart(
                "office.loading.layer_child",
                [str(folder), str(out)],
                memory_mb=MEMORY_MB,
                seconds=SECONDS,
            )
        except TooLong:
            raise _fault(f"Reading took longer than {SECONDS:g} seconds.", TOO_LARGE) from None
        if not (out / "said.json").is_file():
            raise _fault(f"Reading broke off (code {code}): too large, or damaged.", TOO_LARGE)
        said = json.loads((out / "said.json").read_text("utf-8"))
        if said["faults"]:
            raise InputError(Fault(**fault) for fault in said["faults"])
        return Layer(gpd.read_parquet(out / "layer.parquet"), tuple(said["notices"]))


def _fault(message: str, cure: str) -> InputError:
    return InputError([Fault("zones", None, "", message, cure)])
