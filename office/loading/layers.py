"""Uploaded zone polygons, read in a process of their own with a limit of memory and time."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from office.loading import reading
from solver.errors import Fault, InputError
from solver.intake.apart.calling import called_apart
from solver.intake.apart.process import BrokeOff, TooLong, TooMuchMemory
from solver.intake.files.folder import LAYER_ENDINGS, ending

MEMORY_MB = 2_000
"""Address space for reading a layer, libraries included, 10⁶ bytes."""

SECONDS = 60.0

TOO_LARGE = "Keep only the zones, with fewer corners, and save the layer again."


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
        (Path(room) / f"zones{ending(name)}").write_bytes(content)
        try:
            with called_apart(
                reading.zones, Path(room), memory_mb=MEMORY_MB, seconds=SECONDS
            ) as done:
                return Layer(gpd.read_parquet(done.folder / reading.LAYER), done.notices)
        except TooLong:
            why = f"Reading took longer than {SECONDS:g} seconds."
        except TooMuchMemory:
            why = f"Reading the layer needed more than {MEMORY_MB:,} MB of memory."
        except BrokeOff as broken:
            why = f"Reading broke off (code {broken.code}): too large, or damaged."
    raise _fault(why, TOO_LARGE)


def _fault(message: str, cure: str) -> InputError:
    return InputError([Fault("zones", None, "", message, cure)])
