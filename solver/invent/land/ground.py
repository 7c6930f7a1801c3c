"""The ground that packages are invented on: settlements, postcodes and areas."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

GRID = "EPSG:27700"
"""British National Grid: metres, for lengths, areas and jitter."""

DEGREES = "EPSG:4326"

_TO_GRID = Transformer.from_crs(DEGREES, GRID, always_xy=True)
_TO_DEGREES = Transformer.from_crs(GRID, DEGREES, always_xy=True)


@dataclass(frozen=True, eq=False)
class Ground:
    """Where people can be invented, and how it is divided.

    Parameters
    ----------
    name
        Name of the county, for titles.
    settlements
        ``settlement, lon, lat, population``.
    postcodes
        ``postcode, lon, lat, x, y, area_id``: those that lie in an area; ``x``
        and ``y`` are metres in British National Grid.
    areas
        ``area_id, name, settlement, zone, band, geometry`` in EPSG:4326, and
        ``population``, ``population_65``, ``_75`` and ``_85`` where they are known.
    """

    name: str
    settlements: pd.DataFrame
    postcodes: pd.DataFrame
    areas: gpd.GeoDataFrame


def to_grid(
    lon: npt.ArrayLike, lat: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Longitude and latitude to easting and northing, metres."""
    x, y = _TO_GRID.transform(lon, lat)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def to_degrees(
    x: npt.ArrayLike, y: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Easting and northing to longitude and latitude, six decimals (a decimetre)."""
    lon, lat = _TO_DEGREES.transform(x, y)
    return np.round(lon, 6), np.round(lat, 6)


def slug(text: str) -> str:
    """Make an id of a name: ``Husbands Bosworth`` → ``husbands-bosworth``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def smooth_keys(
    xy: npt.NDArray[np.float64], keys: Sequence[str], groups: Sequence[str], least: int = 25
) -> list[str]:
    """Tidy a division of points so that its parts are compact and not tiny.

    A key with fewer than ``least`` points is given up: its points take the key
    of the nearest kept point of their group. Twice, each point takes the key
    that most of its nine nearest neighbours in the group have.

    Parameters
    ----------
    xy
        (n, 2) metres.
    keys, groups
        (n,) the division, and the coarser one (settlements) that it must stay in.
    least
        Fewest points that a part may have.
    """
    frame = pd.DataFrame({"key": list(keys), "group": list(groups)})
    for rows in frame.groupby("group", sort=True).groups.values():
        index = np.asarray(rows)
        own = frame.loc[index, "key"].to_numpy(dtype=object)
        counts = pd.Series(own).value_counts()
        large = {key for key, count in counts.items() if count >= least}
        if not large:
            own[:] = sorted(set(own))[0]
        else:
            kept = np.array([key in large for key in own])
            _, near = cKDTree(xy[index][kept]).query(xy[index][~kept])
            own[~kept] = own[kept][near]
            _, around = cKDTree(xy[index]).query(xy[index], k=min(9, len(index)))
            for _ in range(2):
                codes, names = pd.factorize(own, sort=True)
                votes = np.stack([(codes[around] == c).sum(axis=1) for c in range(len(names))])
                own = np.asarray(names, dtype=object)[votes.argmax(axis=0)]
        frame.loc[index, "key"] = own
    return frame["key"].tolist()


def catchments(
    xy: npt.NDArray[np.float64],
    keys: Sequence[str | None],
    *,
    tolerance_m: float = 60.0,
    reach_m: float = 3_000.0,
) -> gpd.GeoDataFrame:
    """Polygons of the points nearest to each key: cells that touch and never overlap.

    Parameters
    ----------
    xy
        (n, 2) distinct points, metres in British National Grid.
    keys
        (n,) whose cell it is; ``None`` for a point outside, which only bounds.
    tolerance_m
        Simplification of shared borders.
    reach_m
        Ground farther than this from every point of a key belongs to none; the
        outer border is then drawn in by three fifths of it.

    Returns
    -------
    GeoDataFrame
        ``key, geometry`` in British National Grid, in the order of the keys.
    """
    cells = shapely.voronoi_polygons(
        shapely.multipoints(xy), extend_to=shapely.box(*_bounds(xy, reach_m)), ordered=True
    )
    frame = gpd.GeoDataFrame(
        {"key": list(keys)}, geometry=np.asarray(shapely.get_parts(cells)), crs=GRID
    )
    frame = frame[frame["key"].notna()]
    frame = frame.dissolve("key", sort=True, method="coverage").reset_index()
    inside = np.array([key is not None for key in keys])
    # One disc for each square of 400 m is enough, and far quicker than one a point.
    squares = np.unique(np.round(xy[inside] / 400.0), axis=0) * 400.0
    discs = shapely.buffer(shapely.points(squares), reach_m, quad_segs=4)
    outline = shapely.buffer(shapely.union_all(discs), -0.6 * reach_m)
    outline = shapely.union_all([shapely.polygons(ring.exterior) for ring in _polygons(outline)])
    shapes = shapely.intersection(frame.geometry.to_numpy(), outline)
    shapes = shapely.coverage_simplify(shapes, tolerance_m)
    frame = frame.set_geometry(gpd.GeoSeries(shapes, crs=GRID))
    return frame[["key", "geometry"]]


def crowding(xy: npt.NDArray[np.float64], radius_m: float = 1_500.0) -> npt.NDArray[np.int64]:
    """How many of the points lie within ``radius_m`` of each (itself included)."""
    return np.asarray(
        cKDTree(xy).query_ball_point(xy, radius_m, return_length=True), dtype=np.int64
    )


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]


def _bounds(xy: npt.NDArray[np.float64], margin: float) -> tuple[float, float, float, float]:
    low, high = xy.min(axis=0) - margin, xy.max(axis=0) + margin
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
