"""Snapping: from a door to the nearest point on a road that its mode may use."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.jit import njit
from solver.roads.read.segments import metres_per_degree
from solver.roads.read.tags.classes import SCALE

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.segments import Segments

_CELL_M = 250.0


@dataclass(frozen=True, eq=False)
class SnapIndex:
    """Straight pieces of road in the squares of a grid.

    Parameters
    ----------
    frame
        (6,) int64: west and south corner, width and height of a square (all
        1e-7 degrees), columns, rows.
    cell_first, cell_piece
        (c + 1,) int32 and (i,) int32: pieces that touch each square.
    piece_point, piece_segment
        (q,) int32 first shape point and segment of each piece.
    """

    frame: npt.NDArray[np.int64]
    cell_first: npt.NDArray[np.int32]
    cell_piece: npt.NDArray[np.int32]
    piece_point: npt.NDArray[np.int32]
    piece_segment: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Snapped:
    """Points on roads, nearest to k doors.

    Parameters
    ----------
    segment
        (k,) int32; -1 where no road lies within reach.
    at_m
        (k,) float64 metres from the start of the segment.
    walk_m
        (k,) float64 metres from the road to the door; infinite where no road
        was found.
    lon, lat
        (k,) float64 degrees of the point on the road.
    """

    segment: npt.NDArray[np.int32]
    at_m: npt.NDArray[np.float64]
    walk_m: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


def build_index(segments: Segments, chosen: npt.NDArray[np.integer]) -> SnapIndex:
    """Index the pieces of some segments.

    Parameters
    ----------
    segments
        All segments.
    chosen
        Indices of those that a door may be snapped to.

    Returns
    -------
    index
        Squares of about 250 m, larger where the extract is large and sparse.
    """
    sizes = np.diff(segments.shape_first)[chosen] - 1
    piece_segment = np.repeat(chosen, sizes).astype(np.int32)
    run = np.concatenate(([0], np.cumsum(sizes)))
    offset = np.arange(run[-1]) - np.repeat(run[:-1], sizes)
    point = np.repeat(segments.shape_first[chosen], sizes) + offset
    lon, lat = segments.shape_lon.astype(np.int64), segments.shape_lat.astype(np.int64)
    if point.size == 0:
        empty = np.empty(0, np.int32)
        frame = np.array([0, 0, 1, 1, 1, 1], np.int64)
        return SnapIndex(frame, np.zeros(2, np.int32), empty, empty, empty)
    west = np.minimum(lon[point], lon[point + 1])
    east = np.maximum(lon[point], lon[point + 1])
    south = np.minimum(lat[point], lat[point + 1])
    north = np.maximum(lat[point], lat[point + 1])
    left, bottom = int(west.min()), int(south.min())
    middle = np.array([(bottom + int(north.max())) / 2 / SCALE])
    lon_m, lat_m = metres_per_degree(middle)
    size_m = _CELL_M
    while True:
        wide = max(1, int(size_m / max(float(lon_m[0]), 1.0) * SCALE))
        high = max(1, int(size_m / float(lat_m[0]) * SCALE))
        columns = int((east.max() - left) // wide) + 1
        rows = int((north.max() - bottom) // high) + 1
        if columns * rows <= 8 * point.size + 1_000:
            break
        size_m *= 2
    frame = np.array([left, bottom, wide, high, columns, rows], np.int64)
    spans = np.stack(
        ((west - left) // wide, (east - left) // wide,
         (south - bottom) // high, (north - bottom) // high)
    ).astype(np.int32)  # fmt: skip
    cell_first, cell_piece = _fill(spans, columns, rows)
    return SnapIndex(frame, cell_first, cell_piece, point.astype(np.int32), piece_segment)


def snap(
    index: SnapIndex,
    segments: Segments,
    doors: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    limit_m: float,
    closed: npt.NDArray[np.bool_],
) -> Snapped:
    """Find the nearest point on a road for each door.

    Parameters
    ----------
    index, segments
        Pieces to look among.
    doors
        (k,) and (k,) longitude and latitude, degrees, WGS84.
    limit_m
        Farthest that the road may be.
    closed
        (s,) segments that are passed over; (0,) where none is.

    Returns
    -------
    snapped
        With segment -1 where no road lies within ``limit_m``.
    """
    lon, lat = doors
    lon_m, lat_m = metres_per_degree(lat)
    segment, at_m, walk_m, x, y = _nearest(
        index.frame, index.cell_first, index.cell_piece, index.piece_point, index.piece_segment,
        segments.shape_lon, segments.shape_lat, segments.shape_at_m,
        (lon * SCALE, lat * SCALE), lon_m / SCALE, lat_m / SCALE, limit_m, closed,
    )  # fmt: skip
    return Snapped(segment, at_m, walk_m, x / SCALE, y / SCALE)


@njit
def _fill(spans, columns, rows):  # type: ignore[no-untyped-def]
    counts = np.zeros(columns * rows + 1, np.int32)
    for i in range(spans.shape[1]):
        for row in range(spans[2, i], spans[3, i] + 1):
            for column in range(spans[0, i], spans[1, i] + 1):
                counts[row * columns + column + 1] += 1
    first = np.cumsum(counts).astype(np.int32)
    at = first[:-1].copy()
    piece = np.empty(first[-1], np.int32)
    for i in range(spans.shape[1]):
        for row in range(spans[2, i], spans[3, i] + 1):
            for column in range(spans[0, i], spans[1, i] + 1):
                cell = row * columns + column
                piece[at[cell]] = i
                at[cell] += 1
    return first, piece


@njit
def _foot(ax, ay, dx, dy):  # type: ignore[no-untyped-def]
    """Share of the way from (ax, ay) along (dx, dy) at which it is nearest to the origin."""
    square = dx * dx + dy * dy
    return min(1.0, max(0.0, -(ax * dx + ay * dy) / square)) if square > 0.0 else 0.0


@njit
def _nearest(  # type: ignore[no-untyped-def]
    frame, cell_first, cell_piece, piece_point, piece_segment,
    shape_lon, shape_lat, shape_at, doors, lon_m, lat_m, limit_m, closed,
):  # fmt: skip
    left, bottom, wide, high, columns, rows = frame
    lon, lat = doors
    k = lon.size
    segment = np.full(k, -1, np.int32)
    at_m = np.zeros(k)
    walk_m = np.full(k, np.inf)
    point_x, point_y = lon.copy(), lat.copy()
    for i in range(k):
        sx, sy = lon_m[i], lat_m[i]
        column = math.floor((lon[i] - left) / wide)
        row = math.floor((lat[i] - bottom) / high)
        best = limit_m
        # rings before the first that touches the grid hold nothing
        ring = max(0, -column, column - (columns - 1), -row, row - (rows - 1))
        while True:
            near_x = min(lon[i] - (left + (column - ring + 1) * wide),
                         (left + (column + ring) * wide) - lon[i]) * sx  # fmt: skip
            near_y = min(lat[i] - (bottom + (row - ring + 1) * high),
                         (bottom + (row + ring) * high) - lat[i]) * sy  # fmt: skip
            if ring > 0 and min(near_x, near_y) > best:
                break
            if (column - ring < 0 and row - ring < 0
                    and column + ring >= columns and row + ring >= rows and ring > 0):  # fmt: skip
                last = True
            else:
                last = False
            for r in range(max(0, row - ring), min(rows - 1, row + ring) + 1):
                edge = r in (row - ring, row + ring)
                step = 1 if edge or ring == 0 else 2 * ring
                for c in range(column - ring, column + ring + 1, step):
                    if c < 0 or c >= columns:
                        continue
                    cell = r * columns + c
                    for e in range(cell_first[cell], cell_first[cell + 1]):
                        piece = cell_piece[e]
                        found = piece_segment[piece]
                        if closed.size > 0 and closed[found]:
                            continue
                        p = piece_point[piece]
                        ax, ay = (shape_lon[p] - lon[i]) * sx, (shape_lat[p] - lat[i]) * sy
                        dx = (shape_lon[p + 1] - lon[i]) * sx - ax
                        dy = (shape_lat[p + 1] - lat[i]) * sy - ay
                        f = _foot(ax, ay, dx, dy)
                        away = math.hypot(ax + f * dx, ay + f * dy)
                        if away < best or (away == best and
                                           (segment[i] < 0 or found < segment[i])):  # fmt: skip
                            best = away
                            segment[i] = found
                            walk_m[i] = away
                            at_m[i] = shape_at[p] + f * (shape_at[p + 1] - shape_at[p])
                            point_x[i] = shape_lon[p] + f * (shape_lon[p + 1] - shape_lon[p])
                            point_y[i] = shape_lat[p] + f * (shape_lat[p + 1] - shape_lat[p])
            if last:
                break
            ring += 1
    return segment, at_m, walk_m, point_x, point_y
