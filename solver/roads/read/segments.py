"""Ways → segments: pieces of road from junction to junction, with their shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.read.tags.classes import SCALE

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.raw import RawRoads

_EQUATOR_M = 6_378_137.0  # WGS84 semi-major axis
_ECCENTRICITY_2 = 0.006_694_379_990_14  # WGS84 first eccentricity squared


@dataclass(frozen=True, eq=False)
class Segments:
    """Every routed piece of road, shared by the three networks.

    Parameters
    ----------
    junction_lon, junction_lat
        (j,) int32 coordinates of ends of segments, 1e-7 degrees.
    junction_block
        (j,) uint8 modes that cannot pass (bit 0 car, 1 bicycle, 2 foot).
    junction_id
        (j,) int64 node ids of the source.
    start, end
        (s,) int32 junctions at both ends.
    way
        (s,) int32 index into the ways' arrays.
    length_m
        (s,) float64.
    shape_first
        (s + 1,) int32; the shape of segment i, both ends included, is
        ``shape_lon[shape_first[i]:shape_first[i + 1]]`` and so on.
    shape_lon, shape_lat
        (p,) int32, 1e-7 degrees.
    shape_at_m
        (p,) float32 metres from the start of the segment.
    """

    junction_lon: npt.NDArray[np.int32]
    junction_lat: npt.NDArray[np.int32]
    junction_block: npt.NDArray[np.uint8]
    junction_id: npt.NDArray[np.int64]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    way: npt.NDArray[np.int32]
    length_m: npt.NDArray[np.float64]
    shape_first: npt.NDArray[np.int32]
    shape_lon: npt.NDArray[np.int32]
    shape_lat: npt.NDArray[np.int32]
    shape_at_m: npt.NDArray[np.float32]


def metres_per_degree(lat: npt.NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
    """Length of a degree of longitude and of latitude on the WGS84 ellipsoid.

    Parameters
    ----------
    lat
        (n,) degrees.

    Returns
    -------
    lon_m, lat_m
        (n,) metres: prime-vertical radius times cosine, and meridional radius
        (Snyder, *Map Projections: A Working Manual*, 1987, eq. 4-18 to 4-20).
    """
    phi = np.radians(lat)
    inside = 1.0 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    normal = _EQUATOR_M / np.sqrt(inside)
    meridional = normal * (1.0 - _ECCENTRICITY_2) / inside
    return np.radians(normal * np.cos(phi)), np.radians(meridional)


def step_lengths_m(lon: npt.NDArray[np.int32], lat: npt.NDArray[np.int32]) -> np.ndarray:
    """Metres between consecutive points, on the local plane of their middle.

    Parameters
    ----------
    lon, lat
        (p,) 1e-7 degrees.

    Returns
    -------
    steps_m
        (p - 1,) float64.
    """
    middle = (lat[1:].astype(np.float64) + lat[:-1]) / (2 * SCALE)
    lon_m, lat_m = metres_per_degree(middle)
    across = np.diff(lon.astype(np.int64)).astype(np.float64)
    turn = 360 * SCALE
    across -= turn * np.rint(across / turn)  # roads across the antimeridian
    up = np.diff(lat.astype(np.int64)).astype(np.float64)
    return np.hypot(across * lon_m, up * lat_m) / SCALE


def points_of_ways(raw: RawRoads) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Node of each point along the ways, and its way; a node told twice running counts once."""
    sizes = np.diff(raw.way_first)
    owner = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    keep = np.ones(raw.way_node.size, np.bool_)
    keep[1:] = (raw.way_node[1:] != raw.way_node[:-1]) | (owner[1:] != owner[:-1])
    return raw.way_node[keep], owner[keep]


def steps_of_ways(owner: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Count the steps between points of :func:`points_of_ways`; each by the point it begins at.

    Counted over all ways in order; the last point of a way has the number of the next way's first.
    """
    return np.arange(owner.size) - owner


def slots_of_steps(segments: Segments, steps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find the segment that each step (twice its number, plus one against the way) is part of.

    Returns
    -------
    slots
        Twice the segment, plus one against it.
    """
    ends = np.cumsum(np.diff(segments.shape_first) - 1)
    return 2 * np.searchsorted(ends, steps >> 1, side="right") + (steps & 1)


def _cut_here(
    raw: RawRoads, node: npt.NDArray[np.int32], owner: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Say at which nodes (n,) ways are cut."""
    count = raw.node_id.size
    cut = (np.bincount(node, minlength=count) > 1) | (raw.node_block > 0)
    via = np.searchsorted(raw.node_id, raw.turn_via)
    cut[via[via < count]] = True
    first = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    last = np.concatenate((first[1:], [owner.size])) - 1
    cut[node[first]] = True
    cut[node[last]] = True
    return cut


def cut_segments(raw: RawRoads) -> Segments:
    """Cut ways at junctions: nodes of two ways or more, ends, barriers, turns.

    Parameters
    ----------
    raw
        Ways as read.

    Returns
    -------
    segments
        In the order of the ways; a loop that returns to its start is one
        segment from a junction to itself.
    """
    node, owner = points_of_ways(raw)
    cut = _cut_here(raw, node, owner)
    at_cut = np.flatnonzero(cut[node])
    begin, finish = at_cut[:-1], at_cut[1:]
    same = owner[begin] == owner[finish]
    begin, finish = begin[same], finish[same]
    spans = finish - begin + 1
    shape_first = np.concatenate(([0], np.cumsum(spans)))
    offset = np.arange(shape_first[-1]) - np.repeat(shape_first[:-1], spans)
    points = node[np.repeat(begin, spans) + offset]
    lon, lat = raw.node_lon[points], raw.node_lat[points]
    steps = np.concatenate(([0.0], step_lengths_m(lon, lat)))
    steps[shape_first[:-1]] = 0.0
    run = np.cumsum(steps)
    at_m = run - np.repeat(run[shape_first[:-1]], spans)

    junctions = np.unique(np.concatenate((node[begin], node[finish])))
    number = np.full(raw.node_id.size, -1, np.int32)
    number[junctions] = np.arange(junctions.size, dtype=np.int32)
    return Segments(
        junction_lon=raw.node_lon[junctions],
        junction_lat=raw.node_lat[junctions],
        junction_block=raw.node_block[junctions],
        junction_id=raw.node_id[junctions],
        start=number[node[begin]],
        end=number[node[finish]],
        way=owner[begin],
        length_m=at_m[shape_first[1:] - 1],
        shape_first=shape_first.astype(np.int32),
        shape_lon=lon,
        shape_lat=lat,
        shape_at_m=at_m.astype(np.float32),
    )
