"""Travel inside zones: mean minutes between the packages of a zone, by road."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import add_up, package_base
from solver.base.world import once_for
from solver.domain import UNREACHABLE, Place
from solver.zones.assignment import assignment
from solver.zones.shapes import sorted_zones

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import RoadChoices, Scenario


@dataclass(frozen=True, eq=False)
class AreaTravel:
    """Car travel between packages, added up by the areas that have any.

    Parameters
    ----------
    areas
        (k,) int64 rows of the areas with packages.
    packages
        (k,) float64 packages in each that a road reaches.
    seconds
        (k, k) float64 sum of the travel times from every package of one area
        to every package of another; row = from.
    pairs
        (k, k) float64 number of such pairs of different packages with a way.
    unreached
        Packages that no road reaches, or from which there is no way.
    """

    areas: npt.NDArray[np.int64]
    packages: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]
    pairs: npt.NDArray[np.float64]
    unreached: int


@once_for("area travel")
def area_travel(world: World, choices: RoadChoices) -> AreaTravel:
    """Add up the travel between packages by area.

    A package is where its person lives: two packages of one person are no
    travel apart. A package is not paired with itself. Zones are for the whole
    day: the roads are those of all day, whatever the scenario says of its hours.
    """
    base = package_base(world)
    people = world.tables.people.set_index("person_id")
    ids = list(dict.fromkeys(base.person_ids))
    where = people.loc[ids, ["lon", "lat"]].to_numpy(dtype=np.float64)
    places = [
        Place(f"person:{person}", float(lon), float(lat))
        for person, (lon, lat) in zip(ids, where, strict=True)
    ]
    travel = world.roads.travel(places, ["car"], replace(choices, time_of_day=False))
    seconds = travel.by_mode["car"][0].durations_s
    # people are numbered in the order in which their packages name them
    area_of_person = base.area[np.unique(base.person, return_index=True)[1]]
    held = np.bincount(base.person, minlength=len(ids)).astype(np.float64)
    areas, group = np.unique(area_of_person, return_inverse=True)
    share = np.zeros((len(areas), len(ids)))
    share[group, np.arange(len(ids))] = held
    way = seconds != UNREACHABLE
    total = share @ np.where(way, seconds, 0) @ share.T
    pairs = share @ way.astype(np.float64) @ share.T
    own = add_up(group, held * np.diag(way), len(areas))
    pairs -= np.diag(own)
    reached = way.sum(axis=1) > 1 if len(ids) > 1 else way.any(axis=1)
    return AreaTravel(
        areas=areas,
        packages=add_up(group, held * reached, len(areas)),
        seconds=total,
        pairs=pairs,
        unreached=int(held[~reached].sum()),
    )


def zone_travel(world: World, scenario: Scenario) -> pd.DataFrame:
    """Give the mean travel by car between the packages of each zone.

    Returns
    -------
    frame
        ``zone, minutes_between`` (mean over all ordered pairs of packages of
        the zone with a way between them; NaN where there is no pair) ``,
        pairs``, zones in alphabetical order.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    """
    chosen = assignment(world, scenario)
    travel = area_travel(world, scenario.roads)
    seconds, pairs = inside(chosen.zone[travel.areas], travel, len(chosen.zones))
    with np.errstate(invalid="ignore"):
        minutes = seconds / pairs / 60
    order = sorted_zones(chosen.zones)
    return pd.DataFrame(
        {
            "zone": [chosen.zones[i] for i in order],
            "minutes_between": minutes[order],
            "pairs": pairs[order].astype(np.int64),
        }
    )


def inside(
    zone: npt.NDArray[np.int64], travel: AreaTravel, count: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Add up travel and pairs inside each zone.

    Parameters
    ----------
    zone
        (k,) int64 zone of each area of ``travel.areas``.

    Returns
    -------
    seconds, pairs
        (count,) float64 each.
    """
    seconds, pairs = np.zeros(count), np.zeros(count)
    for one in np.unique(zone):
        rows = np.flatnonzero(zone == one)
        block = np.ix_(rows, rows)
        seconds[one], pairs[one] = travel.seconds[block].sum(), travel.pairs[block].sum()
    return seconds, pairs
