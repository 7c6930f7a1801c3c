"""Stretches of road → points and steps, leg by leg, in compiled loops."""

from __future__ import annotations

import numpy as np

from solver.roads.engine.customise import TICKS_PER_S
from solver.roads.engine.jit import njit


@njit
def join_points(first, segment, begin, end, shape_first, shape_lon, shape_lat, shape_at):  # type: ignore[no-untyped-def]
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
def join_steps(first, segment, ticks, length_cm, name_of, walk_from, walk_to, stop):  # type: ignore[no-untyped-def]
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
