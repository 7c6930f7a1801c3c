"""Cut a county out of a larger extract, with a margin, ways kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import osmium
import shapely
from osmium import osm
from shapely.affinity import scale

from solver.errors import RoadsError
from solver.roads.read.files.settled import in_order
from solver.roads.read.segments import metres_per_degree
from solver.roads.read.tags.turn_rules import TURN_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

BUFFER_M: Final = 5_000.0
_KEYS: Final = ("highway", "waterway", "railway", "natural", "landuse", "leisure")
_WKB_HEAD: Final = 9


def clip_extract(
    path: Path, outline: BaseGeometry, out: Path, *, buffer_m: float = BUFFER_M
) -> Path:
    """Write the roads, water and woods in and around an outline.

    Parameters
    ----------
    path
        The larger extract.
    outline
        Polygon of the county, degrees (WGS84).
    out
        ``.osm.pbf`` to write; replaced where it exists.
    buffer_m
        Margin in metres: carers cross the border, and so do their ways.

    Returns
    -------
    out
        Every way that touches the outline and its margin, whole.

    Raises
    ------
    RoadsError
        When the extract is damaged, or holds no road there.
    """
    around = _buffered(outline, buffer_m)
    with in_order(path) as tidy:
        kept = _ways_within(tidy.path, around)
        if not kept:
            raise RoadsError(
                f"{path.name} has no road within {buffer_m / 1000:g} km of the outline. Check that "
                "both show the same county."
            )
        part = out.with_name("part-" + out.name)
        out.parent.mkdir(parents=True, exist_ok=True)
        _write_kept(tidy.path, kept, part)
    part.replace(out)
    return out


def _write_kept(path: Path, kept: set[int], part: Path) -> None:
    """Write the ways that are kept, what they refer to and what refers to them."""
    with osmium.BackReferenceWriter(
        str(part),
        ref_src=str(path),
        overwrite=True,
        remove_tags=False,  # a point of a road may be a bollard
    ) as writer:
        reader: Any = osmium.FileProcessor(str(path), osm.WAY | osm.RELATION)
        for thing in reader.with_filter(osmium.filter.KeyFilter(*_KEYS, *TURN_KEYS)):
            if thing.is_way():
                if thing.id in kept:
                    writer.add_way(thing)
            elif any(member.type == "w" and member.ref in kept for member in thing.members):
                writer.add_relation(thing)


def _buffered(outline: BaseGeometry, buffer_m: float) -> BaseGeometry:
    """Widen an outline by metres, on a plane where a degree is as long both ways."""
    middle = np.array([outline.centroid.y])
    lon_m, lat_m = (float(value[0]) for value in metres_per_degree(middle))
    plane = scale(outline, lon_m, lat_m, origin=(0, 0))
    wide = scale(plane.buffer(buffer_m), 1 / lon_m, 1 / lat_m, origin=(0, 0))
    shapely.prepare(wide)
    return wide


def _ways_within(path: Path, around: BaseGeometry) -> set[int]:
    """Ids of the ways that have a point within."""
    factory = osmium.geom.WKBFactory()
    west, south, east, north = around.bounds
    kept: set[int] = set()
    reader: Any = osmium.FileProcessor(str(path), osm.NODE | osm.WAY).with_locations()
    ways = osmium.filter.KeyFilter(*_KEYS)
    nothing = osmium.filter.EntityFilter(osm.WAY)
    for way in reader.with_filter(nothing).with_filter(ways):
        try:
            wkb = bytes.fromhex(factory.create_linestring(way, osmium.geom.use_nodes.ALL))
        except (RuntimeError, osmium.InvalidLocationError):
            continue
        x, y = np.frombuffer(wkb, "<f8", offset=_WKB_HEAD).reshape(-1, 2).T
        near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        if near.any() and shapely.contains_xy(around, x[near], y[near]).any():
            kept.add(way.id)
    return kept
