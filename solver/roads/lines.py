"""The way itself: coordinates along the roads, legs and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.domain import UNREACHABLE
from solver.roads.engine.chains import Chains, join, pick
from solver.roads.engine.customise import FAR, LENGTH_BITS, LENGTH_MASK
from solver.roads.engine.inside import between
from solver.roads.engine.line_kernels import join_points, join_steps
from solver.roads.engine.matrix import Seeds
from solver.roads.engine.paths import find_paths
from solver.roads.places import along_segment
from solver.roads.read.tags.classes import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.domain import Mode, Place, RoadChoices
    from solver.roads.places import Doors
    from solver.roads.places.seeds import Side
    from solver.roads.snap import Snapped
    from solver.roads.speeds import Hour
    from solver.roads.weighed import WeighedRoads

WALK_FROM = "Walk from the door"
WALK_TO = "Walk to the door"
AT_THE_DOOR = "At the door"
_SPECIAL = (WALK_FROM, WALK_TO, AT_THE_DOOR)  # steps named -1, -2, -3 in the arrays


class Step(NamedTuple):
    """A stretch along one road.

    Parameters
    ----------
    name
        Name or number of the road; empty where it has none.
    duration_s, length_m
        Seconds and metres; those of a leg add up to the leg's.
    """

    name: str
    duration_s: int
    length_m: int


@dataclass(frozen=True, slots=True)
class RoadLeg:
    """From one stop to the next.

    Parameters
    ----------
    duration_s, length_m
        As in the matrix; both -1 where there is no way.
    steps
        Stretches in order, the walk at both ends and the time at the door
        included.
    """

    duration_s: int
    length_m: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class RoadLine:
    """A round as a line on the map.

    Parameters
    ----------
    coordinates
        (m, 2) float64 longitude and latitude, along the roads.
    legs
        One between each two stops.
    leg_first
        (legs + 1,) int: the points of leg i are
        ``coordinates[leg_first[i]:leg_first[i + 1]]``; none where there is no
        way.
    """

    coordinates: npt.NDArray[np.float64]
    legs: tuple[RoadLeg, ...]
    leg_first: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Way:
    """Stretches of k legs: parts of segments, in order of travel.

    Parameters
    ----------
    first
        (k + 1,) int64: stretches of leg i are ``first[i]:first[i + 1]``; none
        where there is no way.
    segment, begin, end
        (t,) segment, and the shares of its length between which it runs.
    ticks, length_cm
        (t,) int64.
    """

    first: npt.NDArray[np.int64]
    segment: npt.NDArray[np.int32]
    begin: npt.NDArray[np.float64]
    end: npt.NDArray[np.float64]
    ticks: npt.NDArray[np.int64]
    length_cm: npt.NDArray[np.int64]


class _Stretches(NamedTuple):
    """Parts of segments, and where in a :class:`_Way` each has its place.

    Parameters
    ----------
    at
        (t,) place among all stretches.
    segment, begin, end
        (t,) as in :class:`_Way`.
    weight
        (t,) packed ticks and centimetres.
    """

    at: npt.NDArray[np.integer]
    segment: npt.NDArray[np.integer]
    begin: npt.NDArray[np.number]
    end: npt.NDArray[np.number]
    weight: npt.NDArray[np.integer]


def take(seeds: Seeds, rows: npt.NDArray[np.integer]) -> tuple[Seeds, np.ndarray]:
    """Pick places out of seeds; also says which entries were picked."""
    sizes = np.diff(seeds.first)[rows]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    entries = np.repeat(seeds.first[rows] - first[:-1], sizes) + np.arange(first[-1])
    return Seeds(first, seeds.rank[entries], seeds.weight[entries]), entries


def draw_line(
    roads: WeighedRoads,
    stops: Sequence[Place],
    mode: Mode,
    choices: RoadChoices,
    snapped: Snapped,
    hours: Sequence[Hour],
) -> RoadLine:
    """Draw the way from stop to stop; see :meth:`solver.roads.roads.Roads.line`."""
    count = max(0, len(stops) - 1)
    legs: list[RoadLeg] = [RoadLeg(UNREACHABLE, UNREACHABLE, ())] * count
    drawn: list[np.ndarray] = [np.empty((0, 2))] * count
    walk, stop = roads.door_ticks(stops, snapped, mode, choices)
    segments, name_of = roads.fabric.segments, roads.fabric.traits.name
    for hour in sorted(set(hours)):
        rows = np.array([i for i in range(count) if hours[i] == hour], np.int64)
        way = _ways(roads, mode, choices, snapped, hour, rows)
        points, ends = join_points(
            way.first, way.segment, way.begin, way.end, segments.shape_first,
            segments.shape_lon, segments.shape_lat, segments.shape_at_m,
        )  # fmt: skip
        steps = join_steps(
            way.first, way.segment, way.ticks, way.length_cm, name_of,
            walk[rows], walk[rows + 1], stop[rows + 1],
        )  # fmt: skip
        told = _tell(roads.fabric.names, *steps)
        for at, i in enumerate(rows.tolist()):
            here, there = stops[i], stops[i + 1]
            if (here.lon, here.lat) == (there.lon, there.lat):
                legs[i] = RoadLeg(0, 0, ())
            elif way.first[at + 1] > way.first[at]:
                legs[i] = told[at]
                drawn[i] = points[ends[at] : ends[at + 1]]
    sizes = [len(part) for part in drawn]
    return RoadLine(
        coordinates=np.concatenate([np.empty((0, 2)), *drawn]) / SCALE,
        legs=tuple(legs),
        leg_first=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
    )


def _ways(
    roads: WeighedRoads,
    mode: Mode,
    choices: RoadChoices,
    snapped: Snapped,
    hour: Hour,
    rows: npt.NDArray[np.int64],
) -> _Way:
    """Find the way of each leg (stop ``rows[i]`` → the next stop)."""
    parts, inside = roads.fabric.modes[mode], roads.inside(mode, choices, hour.rules)
    costs, metric = roads.weigh(mode, choices, hour)
    doors = roads.doors(mode, inside, costs, snapped, chains=True)
    leave, leave_entry = take(doors.leave.seeds, rows)
    reach, reach_entry = take(doors.reach.seeds, rows + 1)
    paths = find_paths(parts.hierarchy, metric, roads.on_edge(mode), leave, reach)
    straight = along_segment(parts.network, costs, doors, inside.part, (rows, rows + 1))
    roots = doors.leave.roots, doors.reach.roots
    within = between(inside, roots, (rows, rows + 1), costs.packed, chains=True)

    direct = (straight <= np.minimum(paths.weight, within.weight)) & (straight < FAR)
    ended = ~direct & (within.weight <= paths.weight) & (within.weight < FAR)
    over = ~direct & ~ended & (paths.weight < FAR)
    leaves, reaches = (
        np.where(over, np.append(entry, -1)[seed], -1)
        for entry, seed in ((leave_entry, paths.source_seed), (reach_entry, paths.target_seed))
    )
    leg = np.arange(rows.size)
    chain = join(
        pick(doors.leave.chain, leaves),
        pick(Chains(paths.first, paths.arc), np.where(over, leg, -1)),
        pick(within.chain, np.where(ended, leg, -1)),
        pick(doors.reach.chain, reaches),
    )
    moved = over | ended
    arcs = np.diff(chain.first)
    first = np.concatenate(([0], np.cumsum(np.where(direct, 1, np.where(moved, arcs + 2, 0)))))
    begins, ends = first[:-1], first[1:] - 1
    at = np.repeat(begins - chain.first[:-1] + 1, arcs) + np.arange(chain.arc.size)
    slot = parts.network.arc_slot[chain.arc]
    here, there = rows[direct], rows[direct] + 1
    return _in_order(
        first,
        _Stretches(
            begins[direct], doors.segment[here], doors.share[here], doors.share[there],
            straight[direct],
        ),
        _Stretches(at, slot >> 1, slot & 1, 1 - (slot & 1), costs.packed[chain.arc]),
        _leaving(doors, rows[moved], begins[moved], leaves[moved], within.leave_root[moved]),
        _reaching(doors, rows[moved] + 1, ends[moved], reaches[moved], within.reach_root[moved]),
    )  # fmt: skip


def _leaving(
    doors: Doors, places: np.ndarray, at: np.ndarray, entry: np.ndarray, root: np.ndarray
) -> _Stretches:
    """From each door to the first junction of its way."""
    slot, weight = _beside(doors.leave, entry, root)
    return _Stretches(at, slot >> 1, doors.share[places], 1 - (slot & 1), weight)


def _reaching(
    doors: Doors, places: np.ndarray, at: np.ndarray, entry: np.ndarray, root: np.ndarray
) -> _Stretches:
    """From the last junction of each way to its door."""
    slot, weight = _beside(doors.reach, entry, root)
    return _Stretches(at, slot >> 1, slot & 1, doors.share[places], weight)


def _beside(side: Side, entry: np.ndarray, root: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slot and weight of the stretch beside each door: of a seed, or (below 0) of a root."""
    at = np.where(entry >= 0, entry, side.slot.size + root)
    return (
        np.concatenate((side.slot, side.roots.slot))[at],
        np.concatenate((side.beside, side.roots.weight))[at],
    )


def _in_order(first: npt.NDArray[np.int64], *parts: _Stretches) -> _Way:
    """Lay stretches, each of which has its place, one after the other."""
    total = int(first[-1])
    segment = np.empty(total, np.int32)
    begin, end = np.empty(total), np.empty(total)
    weight = np.empty(total, np.int64)
    for part in parts:
        segment[part.at] = part.segment
        begin[part.at], end[part.at] = part.begin, part.end
        weight[part.at] = part.weight
    return _Way(first, segment, begin, end, weight >> LENGTH_BITS, weight & LENGTH_MASK)


def _tell(
    names: tuple[str, ...],
    ends: npt.NDArray[np.int64],
    name: npt.NDArray[np.int32],
    seconds: npt.NDArray[np.int64],
    metres: npt.NDArray[np.int64],
) -> list[RoadLeg]:
    """Legs with their steps in words."""
    words = [*names, *reversed(_SPECIAL)]  # -1 is the last of them
    labels = [words[n] for n in name.tolist()]
    steps = list(map(Step, labels, seconds.tolist(), metres.tolist()))
    run_s = np.concatenate(([0], np.cumsum(seconds)))[ends]
    run_m = np.concatenate(([0], np.cumsum(metres)))[ends]
    return [
        RoadLeg(duration_s, length_m, tuple(steps[a:b]))
        for duration_s, length_m, a, b in zip(
            np.diff(run_s).tolist(),
            np.diff(run_m).tolist(),
            ends[:-1].tolist(),
            ends[1:].tolist(),
            strict=True,
        )
    ]
