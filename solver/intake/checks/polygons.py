"""What can be wrong with drawn polygons, where, and what mends it.

Areas and zones must not cross themselves, overlap or leave slivers between them.
Each flaw says where it is and what its repair would do; nothing is mended unasked.
Everything here is in British National Grid, metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    Shapes = npt.NDArray[np.object_]

GRID = "EPSG:27700"

Repair = Literal["self-crossing", "too-many-vertices", "overlap", "gap"]
REPAIRS: dict[Repair, str] = {
    "self-crossing": "borders that cross themselves are untied, their loops become parts",
    "too-many-vertices": "corners of very long borders are thinned out by at most 5 m",
    "overlap": "where two areas overlap, the smaller one keeps the land",
    "gap": "small gaps are joined to the neighbour with the longest border along them",
}
"""Repairs that can be asked for, and what each does."""

MOST_VERTICES = 50_000
"""Corners of one ring beyond which a border is a tracing error or a slow map."""

LEAST_M2 = 10_000.0
"""Smaller overlaps and gaps are slivers along a border (a hectare is 10,000 m²)."""

MOST_GAP_M2 = 250_000.0
"""Larger gaps are not taken for a slip: a county may have a city in its middle."""

SLIVER_M = 1.0
"""Borders closer than this count as touching."""

SAME_SHARE = 0.95
"""From this share of the larger one on, two overlapping polygons are the same one twice."""

SIMPLIFY_M = 5.0
"""How far a border may move when its corners are thinned out."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a polygon, or with two of them.

    Parameters
    ----------
    repair
        What would mend it; empty where nothing here does.
    row
        Place of the polygon, from 0.
    message
        What is wrong, with the names.
    lon, lat
        Where it is (WGS84).
    """

    repair: Repair | Literal[""]
    row: int
    message: str
    lon: float
    lat: float


def flaws(shapes: Shapes, names: Sequence[str]) -> list[Flaw]:
    """List what is wrong with a layer of areas.

    Parameters
    ----------
    shapes
        (n,) polygons or multipolygons.
    names
        Name of each, for the messages.
    """
    found = [*corners(shapes, names), *crossings(shapes, names)]
    sound = untied(shapes)
    return [*found, *overlaps(sound, names), *gaps(sound, names)]


def repaired(shapes: Shapes, repairs: Collection[Repair]) -> Shapes:
    """Mend what was asked for, and nothing else.

    Returns
    -------
    (n,) polygons or multipolygons, in the same order.
    """
    if "too-many-vertices" in repairs:
        shapes = thinned(shapes)
    if "self-crossing" in repairs:
        shapes = untied(shapes)
    shapes = shapes.copy()
    if "overlap" in repairs:
        for i, j, _ in overlapping(shapes):
            large, small = (i, j) if shapes[i].area >= shapes[j].area else (j, i)
            shapes[large] = polygons_only(shapely.difference(shapes[large], shapes[small]))
    if "gap" in repairs:
        for hole in _holes(shapes):
            beside = shapely.STRtree(shapes).query(hole, predicate="intersects")
            shared = shapely.area(shapely.intersection(shapes[beside], hole))
            to = int(beside[int(np.argmax(shared))])
            others = shapely.union_all(shapes[beside[beside != to]])
            shapes[to] = polygons_only(shapely.union(shapes[to], shapely.difference(hole, others)))
    return shapes


def untied(shapes: Shapes) -> Shapes:
    """Make valid what crosses itself: loops become parts; the others stay as they are."""
    shapes = shapes.copy()
    crossed = ~shapely.is_valid(shapes)
    shapes[crossed] = [polygons_only(shape) for shape in shapely.make_valid(shapes[crossed])]
    return shapes


def thinned(shapes: Shapes) -> Shapes:
    """Thin the corners of very long borders out; the others stay as they are."""
    shapes = shapes.copy()
    long = longest_ring(shapes) > MOST_VERTICES
    shapes[long] = shapely.simplify(shapes[long], SIMPLIFY_M)
    return shapes


def corners(shapes: Shapes, names: Sequence[str]) -> list[Flaw]:
    """List the polygons with a ring of very many corners."""
    most = longest_ring(shapes)
    return [
        Flaw(
            "too-many-vertices",
            row,
            f"A border of {names[row]!r} has {most[row]:,} corners (at most {MOST_VERTICES:,}).",
            *place_of(shapes[row]),
        )
        for row in np.flatnonzero(most > MOST_VERTICES).tolist()
    ]


def crossings(shapes: Shapes, names: Sequence[str]) -> list[Flaw]:
    """List the polygons whose border crosses or touches itself."""
    return [
        Flaw(
            "self-crossing",
            row,
            f"The border of {names[row]!r} crosses or touches itself.",
            *_point_of(shapely.is_valid_reason(shapes[row]), shapes[row]),
        )
        for row in np.flatnonzero(~shapely.is_valid(shapes)).tolist()
    ]


def overlaps(shapes: Shapes, names: Sequence[str]) -> list[Flaw]:
    """List pairs that overlap by more than a sliver; two parts of one name may."""
    found = []
    for i, j, common in overlapping(shapes):
        if names[i] == names[j]:
            continue
        same = common.area > SAME_SHARE * max(shapes[i].area, shapes[j].area)
        what = "are nearly the same shape" if same else f"overlap by {common.area / 1e6:.2f} km²"
        found.append(
            Flaw(
                "" if same else "overlap",
                j,
                f"{names[i]!r} and {names[j]!r} {what}.",
                *place_of(common),
            )
        )
    return found


def overlapping(shapes: Shapes) -> list[tuple[int, int, shapely.Geometry]]:
    """Give pairs of valid shapes, first below second, with what they have in common."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first = a < b
    pairs = list(zip(a[first].tolist(), b[first].tolist(), strict=True))
    common = shapely.intersection(shapes[a[first]], shapes[b[first]])
    large = np.flatnonzero(shapely.area(common) > LEAST_M2)
    return sorted(((*pairs[k], common[k]) for k in large.tolist()), key=lambda pair: pair[:2])


def gaps(shapes: Shapes, names: Sequence[str]) -> list[Flaw]:
    """List small gaps between polygons; large ones are not taken for a slip."""
    found = []
    tree = shapely.STRtree(shapes)
    for hole in _holes(shapes):
        beside = sorted(tree.query(hole, predicate="intersects").tolist())
        who = " and ".join(repr(names[row]) for row in beside[:2])
        found.append(
            Flaw(
                "gap",
                beside[0],
                f"A gap of {hole.area / 1e6:.2f} km² lies beside {who}.",
                *place_of(hole),
            )
        )
    return found


def _holes(shapes: Shapes) -> list[shapely.Geometry]:
    """Small places that the polygons enclose and none of them covers, in a fixed order.

    Each is a sliver wider than the gap, so that it reaches over the borders
    round it; borders that nearly meet count as meeting.
    """
    union = shapely.union_all(shapely.buffer(shapes, SLIVER_M, join_style="mitre"))
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    holes = shapely.polygons(rings) if rings else np.empty(0, dtype=object)
    area = shapely.area(holes)
    small = holes[(area > LEAST_M2) & (area <= MOST_GAP_M2)]
    wider = shapely.buffer(small, 2 * SLIVER_M, join_style="mitre")
    return sorted(wider.tolist(), key=lambda hole: hole.bounds)


def longest_ring(shapes: Shapes) -> npt.NDArray[np.int64]:
    """Count the corners of the longest ring of each shape: (n,) int64."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    most = np.zeros(len(shapes), dtype=np.int64)
    np.maximum.at(most, owner[ring_part], shapely.get_num_coordinates(rings))
    return most


def polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines that mending a polygon can leave."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3, 6))])


def place_of(shape: shapely.Geometry) -> tuple[float, float]:
    """Give a point inside a shape as longitude and latitude."""
    point = shapely.point_on_surface(shape)
    degrees = gpd.GeoSeries([point], crs=GRID).to_crs("EPSG:4326").iloc[0]
    return float(degrees.x), float(degrees.y)


def _point_of(reason: str, shape: shapely.Geometry) -> tuple[float, float]:
    """Read the place out of GEOS's reason, such as ``Self-intersection[440500 310200]``."""
    numbers = reason.partition("[")[2].rstrip("]").split()
    if len(numbers) < 2:
        return place_of(shape)
    return place_of(shapely.Point(float(numbers[0]), float(numbers[1])))
