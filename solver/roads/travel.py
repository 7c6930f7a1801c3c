"""The matrices of one mode: road weights to whole seconds and metres, door to door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.domain import Travel
from solver.roads.engine.matrix import cores_for, in_batches, prepare_targets, spread
from solver.roads.places import beside_hierarchy, door_to_door
from solver.roads.speeds import Hour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from solver.domain import Mode, Place, RoadChoices
    from solver.roads.engine.matrix import Downward
    from solver.roads.places import Doors
    from solver.roads.snap import Snapped
    from solver.roads.weighed import WeighedRoads


def travel_between(
    roads: WeighedRoads,
    ids: tuple[str, ...],
    places: Sequence[Place],
    mode: Mode,
    choices: RoadChoices,
    hour: Hour,
    snapped: Snapped,
) -> Travel:
    """Fill the matrices of one mode and hour.

    Parameters
    ----------
    roads
        Networks and speeds.
    ids, places, snapped
        k doors and the points on the roads nearest to them.
    mode, choices, hour
        Who travels, in which scenario, at what time of day and under which rules.

    Returns
    -------
    travel
        (k, k) seconds and metres.
    """
    downward, doors, finish = _ready(roads, places, mode, choices, hour, snapped)
    durations_s = np.empty((len(places), len(places)), np.int32)
    lengths_m = np.empty_like(durations_s)

    def run(rows: npt.NDArray[np.int64]) -> None:
        finish(rows, downward.rows(doors.leave.seeds, rows), durations_s, lengths_m)

    cores = cores_for(durations_s.size)
    spread(run, in_batches(doors.leave.seeds, cores), cores)
    return Travel(ids, durations_s, lengths_m)


def travel_from(
    roads: WeighedRoads, origin: Place, places: Sequence[Place], mode: Mode, choices: RoadChoices
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Travel from one door to k others, at all-day speeds, where no condition holds.

    Parameters
    ----------
    roads
        Networks and speeds.
    origin, places
        From where, and to where.
    mode, choices
        Who travels, in which scenario.

    Returns
    -------
    durations_s, lengths_m
        (k,) int32, as a row of :func:`travel_between`.
    """
    stops = (origin, *places)
    snapped = roads.snap(stops, mode, choices)
    downward, doors, finish = _ready(roads, stops, mode, choices, Hour(), snapped)
    row = np.zeros(1, np.int64)
    durations_s = np.empty((1, len(stops)), np.int32)
    lengths_m = np.empty_like(durations_s)
    finish(row, downward.rows(doors.leave.seeds, row), durations_s, lengths_m)
    return durations_s[0, 1:], lengths_m[0, 1:]


def _ready(
    roads: WeighedRoads,
    places: Sequence[Place],
    mode: Mode,
    choices: RoadChoices,
    hour: Hour,
    snapped: Snapped,
) -> tuple[Downward, Doors, Callable[..., None]]:
    """Weigh the roads, seed the doors, and say how packed rows become seconds and metres."""
    parts = roads.fabric.modes[mode]
    costs, metric = roads.weigh(mode, choices, hour)
    inside = roads.inside(mode, choices, hour.rules)
    doors = roads.doors(mode, inside, costs, snapped)
    pairs = beside_hierarchy(parts.network, costs, doors, inside)
    walk, stop = roads.door_ticks(places, snapped, mode, choices)
    same_door = same_doors(places)

    def finish(
        rows: npt.NDArray[np.int64],
        packed: npt.NDArray[np.integer],
        durations_s: npt.NDArray[np.int32],
        lengths_m: npt.NDArray[np.int32],
    ) -> None:
        door_to_door(
            rows, packed, pairs.first, pairs.other, pairs.weight, walk, stop, same_door,
            durations_s, lengths_m,
        )  # fmt: skip

    return prepare_targets(parts.hierarchy, metric, doors.reach.seeds), doors, finish


def same_doors(places: Sequence[Place]) -> npt.NDArray[np.int64]:
    """Give each place the number of its door (k,); equal coordinates share one."""
    seen: dict[tuple[float, float], int] = {}
    return np.array(
        [seen.setdefault((place.lon, place.lat), len(seen)) for place in places], np.int64
    )


def why_unplaced(
    places: Sequence[Place], snapped: Snapped, limit_m: float, mode: Mode
) -> dict[str, str]:
    """Say of each place that no road reaches why: ``{place_id: reason}``."""
    return {
        places[i].id: f"no road for travel by {mode} lies within {limit_m:,.0f} m"
        for i in np.flatnonzero(snapped.segment < 0).tolist()
    }
