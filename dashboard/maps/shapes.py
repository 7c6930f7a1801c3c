"""The areas' shapes as the browser draws them, worked out once a world."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from dashboard.kept import kept

if TYPE_CHECKING:
    from solver.base.world import World

SIMPLIFY_DEG = 0.0002
"""About 20 m: finer than a screen shows at the county's scale."""


@kept("layers")
def area_shapes(input_hash: str, _world: World) -> dict[str, dict[str, Any]]:
    """GeoJSON geometry of each area, simplified together so that no gap opens."""
    frame = _world.tables.areas
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), SIMPLIFY_DEG)
    return dict(zip(frame["area_id"], map(geojson, simple), strict=True))


@kept("layers")
def label_points(input_hash: str, _world: World) -> dict[str, list[float]]:
    """Longitude and latitude of a point well inside each area."""
    frame = _world.tables.areas
    points = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
    return dict(zip(frame["area_id"], points.round(5).tolist(), strict=True))


def geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """Write a shape as GeoJSON, to about a metre."""
    rounded = shapely.transform(shape, lambda xy: np.round(xy, 5))
    return json.loads(shapely.to_geojson(rounded))  # type: ignore[no-any-return]
