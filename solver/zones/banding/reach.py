"""How near each area is to towns and to work: minutes, and hours within ten minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from solver.base.areas import add_up, area_base, area_polygons, package_base
from solver.base.borders import BRITISH_GRID
from solver.base.world import once_for
from solver.domain import UNREACHABLE, Place
from solver.errors import ScenarioError

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import RoadChoices

WITHIN_S = 600
"""Ten minutes' drive."""

TOWN = 10_000
"""Residents from which a settlement is a town (ONS 2021)."""

BATCH = 400
"""Areas whose travel is asked for at once, so that no matrix grows large."""


@dataclass(frozen=True, eq=False)
class Reach:
    """What is near each of a areas, by car, door to door.

    Parameters
    ----------
    minutes
        (a,) float64 to the nearest town; NaN where no road leads there.
    town
        Name of that town (a,); empty where there is none.
    hours_within
        (a,) float64 carer-hours a week of packages within ten minutes.
    """

    minutes: npt.NDArray[np.float64]
    town: tuple[str, ...]
    hours_within: npt.NDArray[np.float64]


@once_for("area travel")
def area_reach(world: World, choices: RoadChoices, town_population: int) -> Reach:
    """Measure from the middle of each area.

    The middle is the mean door of its people, else a point inside it.

    Raises
    ------
    ScenarioError
        When no settlement has so many residents.
    """
    base = package_base(world)
    settlements = world.tables.settlements
    towns = settlements[settlements["population"] >= town_population]
    if towns.empty:
        raise ScenarioError(
            f"No settlement has {town_population:,} residents or more: choose a smaller number."
        )
    town_names = towns["settlement"].tolist()
    lon, lat = _middles(world)
    people = world.tables.people.set_index("person_id")
    ids = list(dict.fromkeys(base.person_ids))
    doors = people.loc[ids, ["lon", "lat"]].to_numpy(dtype=np.float64)
    hours = add_up(base.person, base.hours, len(ids))
    fixed = [
        Place(f"town:{i}", float(x), float(y))
        for i, (x, y) in enumerate(zip(towns["lon"], towns["lat"], strict=True))
    ]
    fixed += [
        Place(f"person:{person}", float(x), float(y))
        for person, (x, y) in zip(ids, doors, strict=True)
    ]
    minutes = np.full(len(lon), np.nan)
    town = [""] * len(lon)
    within = np.zeros(len(lon))
    for begin in range(0, len(lon), BATCH):
        rows = range(begin, min(begin + BATCH, len(lon)))
        places = [Place(f"area:{row}", float(lon[row]), float(lat[row])) for row in rows]
        travel = world.roads.travel([*places, *fixed], ["car"], replace(choices, time_of_day=False))
        index = travel.index
        seconds = travel.by_mode["car"][0].durations_s
        own = np.array([index[place.id] for place in places])
        to = np.array([index[place.id] for place in fixed])
        found = seconds[np.ix_(own, to)].astype(np.float64)
        found[found == UNREACHABLE] = np.inf
        to_towns, to_people = found[:, : len(town_names)], found[:, len(town_names) :]
        nearest = to_towns.argmin(axis=1)
        for i, row in enumerate(rows):
            best = to_towns[i, nearest[i]]
            if np.isfinite(best):
                minutes[row], town[row] = best / 60, town_names[nearest[i]]
        within[list(rows)] = (to_people <= WITHIN_S) @ hours
    return Reach(minutes, tuple(town), within)


def town_size(world: World) -> int:
    """Residents from which a place counts as a town: the usual number, or the largest place's."""
    return min(TOWN, int(world.tables.settlements["population"].max()))


def _middles(world: World) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Longitude and latitude of the middle of each area."""
    base = package_base(world)
    n = len(area_base(world).ids)
    people = world.tables.people.set_index("person_id").loc[list(base.person_ids)]
    inside = shapely.point_on_surface(area_polygons(world))
    points = gpd.GeoSeries(inside, crs=BRITISH_GRID).to_crs("EPSG:4326")
    count = np.bincount(base.area, minlength=n)
    some = count > 0
    where = []
    for column, own in (("lon", points.x), ("lat", points.y)):
        total = add_up(base.area, people[column].to_numpy(dtype=np.float64), n)
        where.append(np.where(some, total / np.maximum(count, 1), own.to_numpy()))
    return where[0], where[1]
