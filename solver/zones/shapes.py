"""Areas and zones as shapes: borders dissolve from the areas and cannot overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from solver.base.areas import area_base, area_polygons
from solver.base.borders import BRITISH_GRID
from solver.base.world import once
from solver.zones.assignment import assignment, zone_assignment

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario

LABEL_TOLERANCE_M = 100.0
"""How near to the middle of its zone a label is placed."""


def areas(world: World, scenario: Scenario) -> gpd.GeoDataFrame:
    """Areas with the zones and bands of a scenario.

    Returns
    -------
    frame
        The areas table (EPSG:4326) with ``zone`` and ``band`` after the edits,
        ``zone_base`` and ``band_base`` as loaded, and ``moved`` (bool).

    Raises
    ------
    ScenarioError
        When an edit names an area, zone or band that the world lacks.
    """
    chosen = assignment(world, scenario)
    base = world.tables.areas
    zones = np.array(chosen.zones, dtype=object)
    bands = np.array(chosen.bands, dtype=object)
    return base.assign(
        zone=zones[chosen.zone],
        band=bands[chosen.band],
        zone_base=base["zone"],
        band_base=base["band"],
        moved=chosen.moved,
    )


def zone_shapes(world: World, scenario: Scenario) -> gpd.GeoDataFrame:
    """Dissolve the areas of each zone that has any.

    Returns
    -------
    frame
        ``zone, label_lon, label_lat, geometry`` (EPSG:4326), a row a zone in
        the order of the zone table. The label stands in the middle of the
        zone's largest part.

    Raises
    ------
    ScenarioError
        When an edit names an area or zone that the world lacks.
    """
    chosen = zone_assignment(world, scenario.zones)
    zones, zone = chosen["zones"], chosen["zone"]
    order = [i for i in sorted_zones(zones) if (zone == i).any()]
    members = [tuple(np.flatnonzero(zone == i).tolist()) for i in order]
    base = _base_outlines(world)
    outlines = [base.get(rows) or _outline(world, rows) for rows in members]
    shapes = gpd.GeoSeries([shape for shape, _ in outlines], crs=BRITISH_GRID).to_crs("EPSG:4326")
    labels = gpd.GeoSeries([label for _, label in outlines], crs=BRITISH_GRID).to_crs("EPSG:4326")
    return gpd.GeoDataFrame(
        {
            "zone": [zones[i] for i in order],
            "label_lon": labels.x.to_numpy(),
            "label_lat": labels.y.to_numpy(),
        },
        geometry=shapes.array,
        crs="EPSG:4326",
    )


def sorted_zones(zones: tuple[str, ...]) -> list[int]:
    """Rows of the zones in the alphabetical order in which they are listed."""
    return sorted(range(len(zones)), key=lambda i: zones[i])


def dissolve(polygons: npt.NDArray[np.object_]) -> shapely.Geometry:
    """Unite polygons of a coverage; where they overlap or leave gaps, overlay them.

    A coverage's shared borders vanish by matching segments, which is exact and
    quick. Polygons that do not match so are united point by point.
    """
    if len(polygons) == 1:
        return polygons[0]
    united = shapely.coverage_union_all(polygons)
    if united.is_valid:
        return united
    return shapely.union_all(shapely.make_valid(polygons))


@once
def _base_outlines(
    world: World,
) -> dict[tuple[int, ...], tuple[shapely.Geometry, shapely.Point]]:
    zone = area_base(world).zone
    members = [tuple(np.flatnonzero(zone == i).tolist()) for i in np.unique(zone)]
    return {rows: _outline(world, rows) for rows in members}


def _outline(world: World, rows: tuple[int, ...]) -> tuple[shapely.Geometry, shapely.Point]:
    """Outline of some areas and the point for its label."""
    shape = dissolve(area_polygons(world)[list(rows)])
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    middle = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_TOLERANCE_M)
    return shape, shapely.Point(middle.coords[0])
