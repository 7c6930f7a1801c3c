"""The way itself: coordinates along the roads, legs and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.domain import UNREACHABLE
from solver.roads.classes import SCALE
from solver.roads.customise import FAR, LENGTH_BITS, LENGTH_MASK, TICKS_PER_S
from solver.roads.jit import njit
from solver.roads.matrix import Seeds
from solver.roads.paths import find_paths
from solver.roads.places import along_segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.domain import Mode, Place, RoadChoices
    from solver.roads.places import Doors
    from solver.roads.roads import Roads
    from solver.roads.snap import Snapped

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


def take(seeds: Seeds, rows: npt.NDArray[np.integer]) -> tuple[Seeds, np.ndarray]:
    """Pick places out of seeds; also says which entries were picked."""
    sizes = np.diff(seeds.first)[rows]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    entries = np.repeat(seeds.first[rows] - first[:-1], sizes) + np.arange(first[-1])
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
    count = max(0, len(stops) - 1)
    legs: list[RoadLeg] = [RoadLeg(UNREACHABLE, UNREACHABLE, ())] * count
    drawn: list[np.ndarray] = [np.empty((0, 2))] * count
    walk, stop = roads.door_ticks(stops, snapped, mode, choices)
    segments, name_of = roads.fabric.segments, roads.fabric.traits.name
    for period in sorted(set(periods)):
        rows = np.array([i for i in range(count) if periods[i] == period], np.int64)
        way = _ways(roads, mode, choices, snapped, period, rows)
        points, ends = _points(
            way.first, way.segment, way.begin, way.end, segments.shape_first,
            segments.shape_lon, segments.shape_lat, segments.shape_at_m,
        )  # fmt: skip
        steps = _steps(
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
    roads: Roads,
    mode: Mode,
    choices: RoadChoices,
    snapped: Snapped,
    period: int,
    rows: npt.NDArray[np.int64],
) -> _Way:
    """Find the way of each leg (stop ``rows[i]`` → the next stop)."""
    parts = roads.fabric.modes[mode]
    costs, metric = roads.weigh(mode, choices, period)
    doors = roads.doors(mode, costs, snapped)
    leave, leave_entry = take(doors.leave, rows)
    reach, reach_entry = take(doors.reach, rows + 1)
    paths = find_paths(parts.hierarchy, metric, roads.on_edge(mode), leave, reach)
    straight = along_segment(parts.network, costs, doors, rows, rows + 1)
    direct = (straight <= paths.weight) & (straight < FAR)
    over = ~direct & (paths.weight < FAR)
    arcs = np.diff(paths.first)
    first = np.concatenate(([0], np.cumsum(np.where(direct, 1, np.where(over, arcs + 2, 0)))))
    total = int(first[-1])
    segment = np.empty(total, np.int32)
    begin, end = np.empty(total), np.empty(total)
    weight = np.empty(total, np.int64)

    at = first[:-1][direct]
    segment[at] = doors.segment[rows[direct]]
    begin[at], end[at] = doors.share[rows[direct]], doors.share[rows[direct] + 1]
    weight[at] = straight[direct]

    inner = np.repeat(over, arcs)
    arc = paths.arc[inner]
    place = np.repeat(first[:-1] - paths.first[:-1] + 1, arcs) + np.arange(paths.arc.size)
    slot = parts.network.arc_slot[arc]
    place = place[inner]
    segment[place], begin[place], end[place] = slot >> 1, slot & 1, 1 - (slot & 1)
    weight[place] = metric.arc[arc]

    _set_ends(doors, rows[over], first[:-1][over], leave_entry[paths.source_seed[over]],
              segment, begin, end, weight, leaving=True)  # fmt: skip
    _set_ends(doors, rows[over] + 1, first[1:][over] - 1, reach_entry[paths.target_seed[over]],
              segment, begin, end, weight, leaving=False)  # fmt: skip
    return _Way(first, segment, begin, end, weight >> LENGTH_BITS, weight & LENGTH_MASK)


def _set_ends(
    doors: Doors,
    places: np.ndarray,
    at: np.ndarray,
    entry: np.ndarray,
    segment: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    weight: np.ndarray,
    *,
    leaving: bool,
) -> None:
    """Fill the stretch between a door and the junction where its way begins or ends."""
    slot = (doors.leave_slot if leaving else doors.reach_slot)[entry]
    seeds = doors.leave if leaving else doors.reach
    segment[at] = slot >> 1
    begin[at] = doors.share[places] if leaving else slot & 1
    end[at] = 1 - (slot & 1) if leaving else doors.share[places]
    weight[at] = seeds.weight[entry]


@njit
def _points(first, segment, begin, end, shape_first, shape_lon, shape_lat, shape_at):  # type: ignore[no-untyped-def]
    """Coordinates of each leg (1e-7 degrees), a point only once in a row."""
    room = 0
    for s in segment:
        room += shape_first[s + 1] - shape_first[s] + 2
    points = np.empty((room, 2))
    ends = np.zeros(first.size, np.int64)
    used = 0
    for leg in range(first.size - 1):
        started = used
        for t in range(first[leg], first[leg + 1]):
            a, b = shape_first[segment[t]], shape_first[segment[t] + 1] - 1
            length = shape_at[b]
            ahead = begin[t] <= end[t]
            low, high = min(begin[t], end[t]) * length, max(begin[t], end[t]) * length
            whole = begin[t] + end[t] == 1.0 and abs(end[t] - begin[t]) == 1.0
            count = b - a + 1
            for step in range(-1, count + 1):
                p = a + step if ahead else b - step
                if whole:
                    if step < 0 or step == count:
                        continue
                    x, y = float(shape_lon[p]), float(shape_lat[p])
                elif 0 <= step < count:
                    if not low < shape_at[p] < high:
                        continue
                    x, y = float(shape_lon[p]), float(shape_lat[p])
                else:
                    mark = low if (step < 0) == ahead else high
                    q = a
                    while q + 1 < b and shape_at[q + 1] < mark:
                        q += 1
                    gap = shape_at[q + 1] - shape_at[q]
                    f = min(1.0, max(0.0, (mark - shape_at[q]) / gap)) if gap > 0 else 0.0
                    x = shape_lon[q] + f * (shape_lon[q + 1] - shape_lon[q])
                    y = shape_lat[q] + f * (shape_lat[q + 1] - shape_lat[q])
                if used > started and points[used - 1, 0] == x and points[used - 1, 1] == y:
                    continue
                points[used, 0], points[used, 1] = x, y
                used += 1
        if used == started + 1:  # a line needs two points
            points[used] = points[used - 1]
            used += 1
        ends[leg + 1] = used
    return points[:used].copy(), ends


@njit
def _steps(first, segment, ticks, length_cm, name_of, walk_from, walk_to, stop):  # type: ignore[no-untyped-def]
    """Stretches run together by name; whole seconds and metres that add up."""
    room = segment.size + 3 * walk_from.size
    name = np.empty(room, np.int32)
    seconds = np.empty(room, np.int64)
    metres = np.empty(room, np.int64)
    ends = np.zeros(first.size, np.int64)
    used = 0
    for leg in range(first.size - 1):
        started = used
        run_ticks, run_cm = np.int64(0), np.int64(0)
        for t in range(first[leg] - 1, first[leg + 1] + 2):
            if t < first[leg]:
                label, more, far = -1, walk_from[leg], np.int64(0)
            elif t < first[leg + 1]:
                label, more, far = name_of[segment[t]], ticks[t], length_cm[t]
            elif t == first[leg + 1]:
                label, more, far = -2, walk_to[leg], np.int64(0)
            else:
                label, more, far = -3, stop[leg], np.int64(0)
            if more <= 0 and far == 0:
                continue
            run_ticks += more
            run_cm += far
            if used == started or name[used - 1] != label:
                name[used] = label
                used += 1
            # totals so far; differences are taken below
            seconds[used - 1] = (run_ticks + TICKS_PER_S // 2) // TICKS_PER_S
            metres[used - 1] = (run_cm + 50) // 100
        for i in range(used - 1, started, -1):
            seconds[i] -= seconds[i - 1]
            metres[i] -= metres[i - 1]
        ends[leg + 1] = used
    return ends, name[:used].copy(), seconds[:used].copy(), metres[:used].copy()


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
