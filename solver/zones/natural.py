"""Natural operating areas: where care hangs together by road, whatever the borders.

Clusters of the areas' packages by average driving time [002 para 29e: travel
routes and speeds, not distance alone, were taken into consideration]. They know
no balance and no provider: something to lay over today's borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy

from solver.base.areas import add_up, area_base, area_borders, package_base
from solver.base.world import once_for
from solver.errors import ScenarioError
from solver.zones.assignment import zone_assignment
from solver.zones.travel import area_travel

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import RoadChoices, Scenario
    from solver.zones.assignment import ZoneParts
    from solver.zones.travel import AreaTravel


@dataclass(frozen=True, eq=False)
class NaturalAreas:
    """Clusters of areas.

    Parameters
    ----------
    areas
        ``area_id, area, cluster`` (name of the place with most hours in it)
        ``, zone`` (of the scenario), in area order.
    clusters
        ``cluster, areas, carer_hours_week, minutes_between`` (mean over pairs of
        packages) ``, zones`` (how many zones it touches) ``, main_zone,
        main_share`` (of its hours), largest first.
    """

    areas: pd.DataFrame
    clusters: pd.DataFrame


def natural_areas(
    world: World, scenario: Scenario, *, within_minutes: float = 15.0
) -> NaturalAreas:
    """Cluster areas whose packages are on average so many minutes apart.

    Average linkage on the mean driving time between the packages of two areas;
    areas without packages join the cluster of the nearest area that has some.

    Parameters
    ----------
    within_minutes
        Largest average driving time at which two clusters still join.

    Raises
    ------
    ScenarioError
        When the limit is not positive, or the scenario does not fit the world.
    """
    if within_minutes <= 0:
        raise ScenarioError(f"{within_minutes:g} minutes make no cluster: choose more than none.")
    areas, base = area_base(world), package_base(world)
    travel = area_travel(world, scenario.roads)
    cluster = _clustered(world, scenario.roads, within_minutes)
    chosen = zone_assignment(world, scenario.zones)
    hours = add_up(base.area, base.hours, len(areas.ids))
    places = tuple(
        place or name for place, name in zip(areas.settlements, areas.names, strict=True)
    )
    names = _names(places, cluster, hours)
    listed = pd.DataFrame(
        {
            "area_id": areas.ids,
            "area": areas.names,
            "cluster": [names[i] for i in cluster],
            "zone": [chosen["zones"][i] for i in chosen["zone"]],
        }
    )
    rows = [
        {"cluster": name, **_figures(cluster == one, hours, travel, chosen)}
        for one, name in enumerate(names)
    ]
    clusters = pd.DataFrame(rows).sort_values(
        "carer_hours_week", ascending=False, kind="stable", ignore_index=True
    )
    return NaturalAreas(listed, clusters)


def _clustered(world: World, choices: RoadChoices, within_minutes: float) -> npt.NDArray[np.int64]:
    """Give the number of each area's cluster: (areas,) int64."""
    travel = area_travel(world, choices)
    if len(travel.areas) > 1:
        tree = _tree(world, choices)
        limit_s = within_minutes * 60
        label = scipy.cluster.hierarchy.fcluster(tree, limit_s, criterion="distance") - 1
    else:
        label = np.zeros(len(travel.areas), dtype=np.int64)
    return _everywhere(world, travel.areas, np.asarray(label, dtype=np.int64))


def _figures(
    members: npt.NDArray[np.bool_],
    hours: npt.NDArray[np.float64],
    travel: AreaTravel,
    chosen: ZoneParts,
) -> dict[str, Any]:
    """Work out the figures of one cluster from those of its areas."""
    zones = chosen["zones"]
    by_zone = add_up(chosen["zone"][members], hours[members], len(zones))
    main = int(np.argmax(by_zone))
    inside = members[travel.areas]
    block = np.ix_(inside, inside)
    pairs = travel.pairs[block].sum()
    return {
        "areas": int(members.sum()),
        "carer_hours_week": float(hours[members].sum()),
        "minutes_between": float(travel.seconds[block].sum() / pairs / 60)
        if pairs
        else float("nan"),
        "zones": len(np.unique(chosen["zone"][members])),
        "main_zone": zones[main],
        "main_share": float(by_zone[main] / by_zone.sum()) if by_zone.sum() else 0.0,
    }


@once_for("area travel")
def _tree(world: World, choices: RoadChoices) -> npt.NDArray[np.float64]:
    """Join areas with packages by mean driving time."""
    travel = area_travel(world, choices)
    if len(travel.areas) < 2:
        return np.zeros((0, 4))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (travel.seconds + travel.seconds.T) / (travel.pairs + travel.pairs.T)
    known = mean[np.isfinite(mean)]
    mean = np.where(np.isfinite(mean), mean, 10 * known.max(initial=1.0))  # no way: far apart
    np.fill_diagonal(mean, 0.0)
    apart = scipy.spatial.distance.squareform(mean, checks=False)
    return np.asarray(scipy.cluster.hierarchy.linkage(apart, method="average"))


def _everywhere(
    world: World, held: npt.NDArray[np.int64], label: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Give areas without packages the cluster of the nearest area that has some."""
    borders = area_borders(world)
    cluster = np.full(len(borders.x_m), -1, dtype=np.int64)
    cluster[held] = label
    for area in np.flatnonzero(cluster < 0).tolist():
        away = np.hypot(
            borders.x_m[held] - borders.x_m[area], borders.y_m[held] - borders.y_m[area]
        )
        cluster[area] = label[int(np.argmin(away))]
    return cluster


def _names(
    places: tuple[str, ...], cluster: npt.NDArray[np.int64], hours: npt.NDArray[np.float64]
) -> list[str]:
    """Name each cluster after the place of its area of most hours, each name once."""
    names: list[str] = []
    for one in range(int(cluster.max()) + 1):
        members = np.flatnonzero(cluster == one)
        name = places[int(members[np.argmax(hours[members])])]
        label, again = name, 2
        while label in names:
            label, again = f"{name} {again}", again + 1
        names.append(label)
    return names
