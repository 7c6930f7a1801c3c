"""The way itself: coordinates along the roads, legs and steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import UNREACHABLE
from solver.roads.classes import SCALE
from solver.roads.customise import FAR, LENGTH_BITS, LENGTH_MASK, TICKS_PER_S
from solver.roads.matrix import Seeds
from solver.roads.paths import find_paths
from solver.roads.places import along_segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.domain import Mode, Place, RoadChoices
    from solver.roads.places import ArcCosts, Doors
    from solver.roads.roads import Roads
    from solver.roads.snap import Snapped

AT_THE_DOOR = "At the door"
WALK_FROM = "Walk from the door"
WALK_TO = "Walk to the door"


@dataclass(frozen=True, slots=True)
class Step:
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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a segment, from share ``begin`` to share ``end`` of its length."""

    segment: int
    begin: float
    end: float
    ticks: int
    length_cm: int


def take(seeds: Seeds, rows: npt.NDArray[np.integer]) -> tuple[Seeds, np.ndarray]:
    """Pick places out of seeds; also says which entries were picked."""
    sizes = np.diff(seeds.first)[rows]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    entries = (
        np.repeat(seeds.first[rows], sizes) + np.arange(first[-1]) - np.repeat(first[:-1], sizes)
    )
    return Seeds(first, seeds.rank[entries], seeds.weight[entries]), entries


def draw_line(
    roads: Roads,
    stops: Sequence[Place],
    mode: Mode,
    choices: RoadChoices,
    snapped: Snapped,
    periods: Sequence[int],
) -> RoadLine:
    """Draw the way from stop to stop; see :meth:`solver.roads.roads.Roads.line`."""
    count = len(stops) - 1
    legs: list[RoadLeg | None] = [None] * max(0, count)
    drawn: list[np.ndarray] = [np.empty((0, 2))] * max(0, count)
    walk, stop = roads.door_ticks(stops, snapped, mode, choices)
    for period in sorted(set(periods)):
        rows = np.array([i for i in range(count) if periods[i] == period], np.int64)
        ways = _ways(roads, mode, choices, snapped, period, rows)
        for i, way in zip(rows.tolist(), ways, strict=True):
            here, there = stops[i], stops[i + 1]
            if (here.lon, here.lat) == (there.lon, there.lat):
                legs[i] = RoadLeg(0, 0, ())
            elif way is None:
                legs[i] = RoadLeg(UNREACHABLE, UNREACHABLE, ())
            else:
                legs[i] = _leg(roads, way, int(walk[i]), int(walk[i + 1]), int(stop[i + 1]))
                drawn[i] = _coordinates(roads, way)
    sizes = [len(points) for points in drawn]
    return RoadLine(
        coordinates=np.concatenate([np.empty((0, 2)), *drawn]),
        legs=tuple(leg for leg in legs if leg is not None),
        leg_first=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
    )


def _ways(
    roads: Roads,
    mode: Mode,
    choices: RoadChoices,
    snapped: Snapped,
    period: int,
    rows: npt.NDArray[np.int64],
) -> list[list[_Stretch] | None]:
    """Stretches of each leg (stop i → stop i + 1), or None where there is no way."""
    parts = roads.fabric.modes[mode]
    costs, metric = roads.weigh(mode, choices, period)
    doors = roads.doors(mode, costs, snapped)
    leave, leave_entry = take(doors.leave, rows)
    reach, reach_entry = take(doors.reach, rows + 1)
    paths = find_paths(parts.hierarchy, metric, roads.on_edge(mode), leave, reach)
    straight = along_segment(parts.network, costs, doors, rows, rows + 1)
    slots = parts.network.arc_slot
    answer: list[list[_Stretch] | None] = []
    for i, row in enumerate(rows.tolist()):
        if min(paths.weight[i], straight[i]) >= FAR:
            answer.append(None)
            continue
        if straight[i] <= paths.weight[i]:
            answer.append([_along(doors, row, int(straight[i]))])
            continue
        first, last = paths.source_seed[i], paths.target_seed[i]
        begin = _partial(doors, row, int(doors.leave_slot[leave_entry[first]]),
                         int(leave.weight[first]), True)  # fmt: skip
        finish = _partial(doors, row + 1, int(doors.reach_slot[reach_entry[last]]),
                          int(reach.weight[last]), False)  # fmt: skip
        arcs = paths.arc[paths.first[i] : paths.first[i + 1]]
        answer.append([begin, *_whole(costs, slots, arcs), finish])
    return answer


def _along(doors: Doors, row: int, weight: int) -> _Stretch:
    return _Stretch(
        int(doors.segment[row]), float(doors.share[row]), float(doors.share[row + 1]),
        weight >> LENGTH_BITS, weight & LENGTH_MASK,
    )  # fmt: skip


def _partial(doors: Doors, place: int, slot: int, weight: int, leaving: bool) -> _Stretch:
    share, direction = float(doors.share[place]), slot & 1
    if leaving:
        begin, end = share, 1.0 - direction
    else:
        begin, end = float(direction), share
    return _Stretch(slot >> 1, begin, end, weight >> LENGTH_BITS, weight & LENGTH_MASK)


def _whole(costs: ArcCosts, slots: np.ndarray, arcs: np.ndarray) -> list[_Stretch]:
    ticks = (costs.moving[arcs].astype(np.int64) + costs.waiting[arcs]).tolist()
    cm = costs.length_cm[arcs].tolist()
    slot = slots[arcs].tolist()
    return [
        _Stretch(s >> 1, float(s & 1), 1.0 - (s & 1), t, c)
        for s, t, c in zip(slot, ticks, cm, strict=True)
    ]


def _leg(roads: Roads, way: list[_Stretch], walk: int, walk_to: int, stop: int) -> RoadLeg:
    """Add stretches up to steps by name; whole seconds and metres that add up."""
    names = roads.fabric.names
    name_of = roads.fabric.traits.name
    rows: list[tuple[str, int, int]] = [(WALK_FROM, walk, 0)] if walk else []
    for stretch in way:
        name = names[name_of[stretch.segment]]
        if rows and rows[-1][0] == name:
            _, ticks, cm = rows[-1]
            rows[-1] = (name, ticks + stretch.ticks, cm + stretch.length_cm)
        elif stretch.ticks or stretch.length_cm:
            rows.append((name, stretch.ticks, stretch.length_cm))
    rows += [(WALK_TO, walk_to, 0)] if walk_to else []
    rows += [(AT_THE_DOOR, stop, 0)] if stop else []
    ticks_run, cm_run = 0, 0
    marks = [(0, 0)]
    for _, ticks, cm in rows:
        ticks_run, cm_run = ticks_run + ticks, cm_run + cm
        marks.append(((ticks_run + TICKS_PER_S // 2) // TICKS_PER_S, (cm_run + 50) // 100))
    steps = tuple(
        Step(name, after[0] - before[0], after[1] - before[1])
        for (name, _, _), (before, after) in zip(rows, pairwise(marks), strict=True)
    )
    return RoadLeg(marks[-1][0], marks[-1][1], steps)


def _coordinates(roads: Roads, way: list[_Stretch]) -> npt.NDArray[np.float64]:
    segments = roads.fabric.segments
    parts = []
    for stretch in way:
        a, b = segments.shape_first[stretch.segment], segments.shape_first[stretch.segment + 1]
        lon, lat = segments.shape_lon[a:b], segments.shape_lat[a:b]
        if {stretch.begin, stretch.end} == {0.0, 1.0}:
            step = 1 if stretch.begin < stretch.end else -1
            parts.append(np.stack((lon[::step], lat[::step]), axis=1))
            continue
        at = segments.shape_at_m[a:b].astype(np.float64)
        low, high = sorted((stretch.begin * at[-1], stretch.end * at[-1]))
        inner = at[(at > low) & (at < high)]
        marks = np.concatenate(([low], inner, [high]))
        points = np.stack((np.interp(marks, at, lon), np.interp(marks, at, lat)), axis=1)
        parts.append(points if stretch.begin <= stretch.end else points[::-1])
    points = np.concatenate(parts)
    fresh = np.ones(len(points), np.bool_)
    fresh[1:] = (points[1:] != points[:-1]).any(axis=1)
    if fresh.sum() < 2:
        fresh[-1] = True
    return points[fresh] / SCALE
