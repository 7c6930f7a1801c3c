"""Where one gets to within a time: an outline around the roads that are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.affinity import affine_transform

from solver.errors import RoadsError
from solver.roads.engine.customise import FAR, LENGTH_BITS, TICKS_PER_S
from solver.roads.engine.inside_kernels import earliest
from solver.roads.engine.paths import one_to_all
from solver.roads.network import CLOSED
from solver.roads.places import open_arcs
from solver.roads.read.segments import metres_per_degree
from solver.roads.read.tags.classes import SCALE

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from solver.domain import Mode, Place, RoadChoices
    from solver.roads.engine.inside import Inside
    from solver.roads.places import ArcCosts
    from solver.roads.places.seeds import Side
    from solver.roads.read.segments import Segments
    from solver.roads.weighed import WeighedRoads

_MARGIN_M = {"car": 90.0, "bicycle": 70.0, "foot": 50.0}
_SMALL_HOLE_M2 = 150_000.0


def outline(
    roads: WeighedRoads, place: Place, mode: Mode, limit_s: int, choices: RoadChoices
) -> BaseGeometry:
    """Outline the reach of a place; see :meth:`solver.roads.roads.Roads.reach`."""
    spans = reached(roads, place, mode, limit_s, choices)
    lon_m, lat_m = (float(v[0]) for v in metres_per_degree(np.array([place.lat])))
    plane = (lon_m / SCALE, lat_m / SCALE)
    lines = _lines(roads.fabric.segments, spans, place, plane)
    shape = shapely.union_all(shapely.buffer(lines, _MARGIN_M[mode], quad_segs=3))
    parts = [
        shapely.Polygon(
            part.exterior,
            [ring for ring in part.interiors if shapely.Polygon(ring).area > _SMALL_HOLE_M2],
        )
        for part in shapely.get_parts(shape)
    ]
    smooth = shapely.simplify(shapely.union_all(parts), 12.0)
    return affine_transform(smooth, (1 / lon_m, 0, 0, 1 / lat_m, place.lon, place.lat))


def reached(
    roads: WeighedRoads, place: Place, mode: Mode, limit_s: int, choices: RoadChoices
) -> np.ndarray:
    """Stretches of road that are reached within a time.

    Parameters
    ----------
    roads, place, mode, limit_s, choices
        As for :func:`outline`; walking from the door to the road counts.

    Returns
    -------
    spans
        (t, 3) float64: segment, and the share of its length at which the
        stretch begins and ends.

    Raises
    ------
    RoadsError
        When no road of that mode lies near the place, or the limit is not
        positive.
    """
    if limit_s <= 0:
        raise RoadsError(f"A reach of {limit_s} seconds is empty; give a time above 0.")
    snapped = roads.snap([place], mode, choices)
    if snapped.segment[0] < 0:
        raise RoadsError(
            f"No road for travel by {mode} lies within {roads.model.snap_m:,.0f} m of this place."
        )
    network, inside = roads.fabric.modes[mode].network, roads.inside(mode, choices)
    costs, metric = roads.weigh(mode, choices)
    doors = roads.doors(mode, inside, costs, snapped)
    walk, _ = roads.door_ticks([place], snapped, mode, choices)
    left = limit_s * TICKS_PER_S - int(walk[0])
    packed = one_to_all(roads.fabric.modes[mode].hierarchy, metric, doors.leave.seeds)
    spare = left - _entered(packed, costs, doors.leave, inside, left)
    arc = np.flatnonzero(spare > 0)
    share = np.minimum(1.0, spare[arc] / np.maximum(costs.moving[arc], 1))
    slot = network.arc_slot[arc]
    ahead = slot & 1 == 0
    rows = [
        np.stack(
            (slot >> 1, np.where(ahead, 0.0, 1.0 - share), np.where(ahead, share, 1.0)), axis=1
        )
    ]
    segment, at = int(snapped.segment[0]), float(doors.share[0])
    of, arcs = open_arcs(network, inside.part, 2 * segment + np.arange(2))
    for direction, arc in dict(zip(of.tolist(), arcs.tolist(), strict=True)).items():
        far = max(left, 0) / max(int(costs.moving[arc]), 1)
        span = (at, min(1.0, at + far)) if direction == 0 else (max(0.0, at - far), at)
        rows.append(np.array([[segment, *span]]))
    return np.concatenate(rows)


def _entered(
    packed: npt.NDArray[np.integer], costs: ArcCosts, leave: Side, inside: Inside, limit: int
) -> npt.NDArray[np.int64]:
    """Find the ticks at which each arc (a,) is entered from the door; above the limit if never."""
    at_node = np.full(inside.at_through.size, limit + 1, np.int64)
    at_node[: packed.size] = np.where(packed < FAR, packed >> LENGTH_BITS, limit + 1)
    entry = at_node[inside.tail]
    entry[inside.part == CLOSED] = limit + 1
    roots = leave.roots
    for node, weight in zip(roots.node.tolist(), roots.weight.tolist(), strict=True):
        arcs = inside.out_arc[inside.out_first[node] : inside.out_first[node + 1]]
        arcs = arcs[inside.part[arcs] == roots.part[0]]
        entry[arcs] = np.minimum(entry[arcs], weight >> LENGTH_BITS)
    ticks = costs.packed >> LENGTH_BITS
    earliest(entry, inside.out_first, inside.out_arc, inside.head, inside.part, ticks, limit)
    return entry


def _lines(
    segments: Segments, spans: np.ndarray, place: Place, plane: tuple[float, float]
) -> np.ndarray:
    """Stretches as lines on a plane of metres around the place."""
    x = (segments.shape_lon - place.lon * SCALE) * plane[0]
    y = (segments.shape_lat - place.lat * SCALE) * plane[1]
    whole = np.unique(spans[(spans[:, 1] <= 0) & (spans[:, 2] >= 1), 0].astype(np.int64))
    sizes = np.diff(segments.shape_first)[whole]
    run = np.concatenate(([0], np.cumsum(sizes)))
    points = (
        np.repeat(segments.shape_first[whole], sizes)
        + np.arange(run[-1])
        - np.repeat(run[:-1], sizes)
    )
    lines = (
        [
            shapely.linestrings(
                np.stack((x[points], y[points]), axis=1),
                indices=np.repeat(np.arange(whole.size), sizes),
            )
        ]
        if whole.size
        else []
    )
    parts = []
    done = set(whole.tolist())
    for number, begin, end in spans.tolist():
        if int(number) in done:
            continue
        a, b = segments.shape_first[int(number)], segments.shape_first[int(number) + 1]
        at = segments.shape_at_m[a:b].astype(np.float64)
        low, high = begin * at[-1], end * at[-1]
        marks = np.concatenate(([low], at[(at > low) & (at < high)], [high]))
        parts.append(
            shapely.LineString(
                np.stack((np.interp(marks, at, x[a:b]), np.interp(marks, at, y[a:b])), axis=1)
            )
        )
    return np.concatenate([*lines, np.array(parts, object)])
