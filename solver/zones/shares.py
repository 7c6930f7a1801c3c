"""Which polygon an area falls to: the one with most of its packages, else of its surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from solver.base.areas import area_base, area_polygons, package_base
from solver.base.borders import BRITISH_GRID

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World

WHOLE = 0.995
"""Share of an area inside one polygon that counts as all of it."""


def package_shares(world: World, polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Count the packages of each area in each polygon: (areas, polygons) float64."""
    base = package_base(world)
    people = world.tables.people.set_index("person_id").loc[list(base.person_ids), ["lon", "lat"]]
    doors = gpd.points_from_xy(people["lon"], people["lat"], crs="EPSG:4326").to_crs(BRITISH_GRID)
    row, zone = shapely.STRtree(polygons).query(np.asarray(doors), predicate="intersects")
    shares = np.zeros((len(area_base(world).ids), len(polygons)))
    np.add.at(shares, (base.area[row], zone), 1.0)
    return shares


def surface_shares(world: World, polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Measure how much of each area lies in each polygon, m²: (areas, polygons) float64.

    Slivers along a border count as nothing.
    """
    areas = area_polygons(world)
    row, zone = shapely.STRtree(polygons).query(areas, predicate="intersects")
    shares = np.zeros((len(areas), len(polygons)))
    shares[row, zone] = shapely.area(shapely.intersection(areas[row], polygons[zone]))
    return np.where(shares < (1 - WHOLE) * shapely.area(areas)[:, None], 0.0, shares)


def largest(
    world: World,
    polygons: npt.NDArray[np.object_],
    names: list[str],
    packages: npt.NDArray[np.float64],
    surface: npt.NDArray[np.float64],
) -> tuple[list[int], list[dict[str, object]]]:
    """Choose a polygon for each area; list those that are cut or missed."""
    areas = area_base(world)
    shapes = area_polygons(world)
    chosen: list[int] = []
    rows: list[dict[str, object]] = []
    for i, area in enumerate(areas.names):
        if packages[i].any():
            by, share = "packages", packages[i] + 1e-9 * surface[i] / max(surface[i].max(), 1.0)
        elif surface[i].any():
            by, share = "surface", surface[i]
        else:
            by, share = "distance", -shapely.distance(polygons, shapes[i])
        zone = int(np.argmax(share))
        chosen.append(zone)
        part = 0.0 if by == "distance" else float(share[zone] / share.sum())
        inside = surface[i][zone] / max(float(shapely.area(shapes[i])), 1e-9)
        if by == "distance" or part < WHOLE or inside < WHOLE:
            rows.append(
                {
                    "area_id": areas.ids[i],
                    "area": area,
                    "zone": names[zone],
                    "share": part,
                    "by": by,
                    "sentence": _sentence(area, names, share, zone, by, inside),
                }
            )
    return chosen, rows


def _sentence(
    area: str, names: list[str], share: npt.NDArray[np.float64], zone: int, by: str, inside: float
) -> str:
    if by == "distance":
        return f"{area} lies in no polygon; it goes to {names[zone]}, the nearest."
    others = [
        f"{share[i] / share.sum():.0%} in {names[i]}"
        for i in np.argsort(-share, kind="stable").tolist()
        if i != zone and share[i] / share.sum() >= 0.005
    ]
    what = "packages" if by == "packages" else "surface"
    text = f"{area}: {share[zone] / share.sum():.0%} of its {what} in {names[zone]}"
    if others:
        text += ", " + ", ".join(others)
    elif inside < WHOLE:
        text += f", although only {inside:.0%} of its surface is"
    return f"{text}; it goes to {names[zone]} whole."
