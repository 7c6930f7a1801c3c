"""The compiled part of many-to-many: targets' ancestors, a batch's climb, the sweep down."""

from __future__ import annotations

import numpy as np

from solver.roads.engine.jit import njit
from solver.roads.engine.lanes import LANES, copy, fill, relax


@njit
def select_ancestors(parent, ranks):  # type: ignore[no-untyped-def]
    """Ancestors of the targets, highest first, and where each rank stands among them."""
    n = parent.size
    wanted = np.zeros(n, np.bool_)
    count = 0
    for v in ranks:
        while v >= 0 and not wanted[v]:
            wanted[v] = True
            count += 1
            v = parent[v]
    select = np.empty(count, np.int32)
    place = np.full(n, -1, np.int32)
    i = 0
    for v in range(n - 1, -1, -1):
        if wanted[v]:
            select[i] = v
            place[v] = i
            i += 1
    return select, place


@njit
def induce(select, place, up_first, up_head, down, far):  # type: ignore[no-untyped-def]
    """Downward edges within the selection, by their lower end."""
    first = np.zeros(select.size + 1, np.int32)
    used = 0
    for i in range(select.size):
        v = select[i]
        used += up_first[v + 1] - up_first[v]
    head = np.empty(used, np.int32)
    weight = np.empty(used, down.dtype)
    used = 0
    for i in range(select.size):
        v = select[i]
        for e in range(up_first[v], up_first[v + 1]):
            if down[e] < far:
                head[used] = place[up_head[e]]
                weight[used] = down[e]
                used += 1
        first[i + 1] = used
    return first, head[:used], weight[:used]


@njit
def _ancestors(parent, source_first, source_rank, batch, seen, stamp, union):  # type: ignore[no-untyped-def]
    """Ancestors of a batch's seeds, lowest first; ``seen`` gives their rows."""
    count = 0
    for i in batch:
        for s in range(source_first[i], source_first[i + 1]):
            v = source_rank[s]
            while v >= 0 and seen[v] < stamp:
                seen[v] = stamp
                union[count] = v
                count += 1
                v = parent[v]
    union[:count].sort()
    for j in range(count):
        seen[union[j]] = stamp + j
    return count


@njit
def sweep(  # type: ignore[no-untyped-def]
    order, lines, parent, up_first, up_head, up, source_first, source_rank, source_weight,
    select, place, first, head, weight, target_first, target_rank, target_weight, far, out,
):  # fmt: skip
    """Fill the rows of some sources, batch by batch.

    Parameters
    ----------
    order, lines
        (r,) sources, neighbours together, and the row of ``out`` of each.
    parent, up_first, up_head, up
        The hierarchy and its upward weights.
    source_first, source_rank, source_weight
        Seeds of all sources.
    select, place, first, head, weight
        The targets' part: see :class:`solver.roads.engine.matrix.Downward`.
    target_first, target_rank, target_weight
        Seeds of the q targets.
    far
        The weight that means that there is no way.
    out
        (p, q) matrix; the rows in ``lines`` are filled.
    """
    n = parent.size
    count = first.size - 1
    q = target_first.size - 1
    seen = np.full(n, -1, np.int64)  # stamp of the batch plus the row in ``climb``
    union = np.empty(n, np.int32)
    climb = np.empty(n * LANES, up.dtype)
    reach = np.empty(count * LANES, up.dtype)
    block = 64
    tray = np.empty(block * LANES, up.dtype)
    stamp = np.int64(0)
    for begin in range(0, order.size, LANES):
        batch = order[begin : begin + LANES]
        used = _ancestors(parent, source_first, source_rank, batch, seen, stamp, union)
        for j in range(used):
            fill(climb, j * LANES, far)
        for lane in range(batch.size):
            i = batch[lane]
            for s in range(source_first[i], source_first[i + 1]):
                at = (seen[source_rank[s]] - stamp) * LANES + lane
                climb[at] = min(climb[at], source_weight[s])
        for j in range(used):
            v = union[j]
            for e in range(up_first[v], up_first[v + 1]):
                relax(climb, (seen[up_head[e]] - stamp) * LANES, climb, j * LANES, up[e])
        for i in range(count):
            row = seen[select[i]] - stamp
            if row >= 0:
                copy(reach, i * LANES, climb, row * LANES)
            else:
                fill(reach, i * LANES, far)
            for e in range(first[i], first[i + 1]):
                relax(reach, i * LANES, reach, head[e] * LANES, weight[e])
        for t in range(0, q, block):
            end = min(q, t + block)
            for j in range(t, end):
                fill(tray, (j - t) * LANES, far)
                for s in range(target_first[j], target_first[j + 1]):
                    row = place[target_rank[s]]
                    relax(tray, (j - t) * LANES, reach, row * LANES, target_weight[s])
            for lane in range(batch.size):
                line = lines[begin + lane]
                for j in range(t, end):
                    out[line, j] = tray[(j - t) * LANES + lane]
        stamp += n
