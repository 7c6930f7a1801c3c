"""Searches within parts of a network, compiled; :mod:`solver.roads.engine.inside` says of what."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from solver.roads.engine.customise import FAR
from solver.roads.engine.jit import njit


@njit
def _search(  # type: ignore[no-untyped-def]
    begin, end, root_node, root_weight, own, first, arcs, onward, part, weights, best, came, touched
):
    """Dijkstra within one part; ``came`` is the arc that a node is come to by, or -1 - root."""
    count = 0
    heap = [(np.int64(0), np.int64(0))]
    heap.pop()
    for r in range(begin, end):
        v = np.int64(root_node[r])
        if root_weight[r] < best[v]:
            if best[v] == FAR:
                touched[count] = v
                count += 1
            best[v] = root_weight[r]
            came[v] = -1 - r
            heappush(heap, (root_weight[r], v))
    while len(heap) > 0:
        so_far, v = heappop(heap)
        if so_far > best[v]:
            continue
        for i in range(first[v], first[v + 1]):
            a = arcs[i]
            if part[a] != own:
                continue
            w = np.int64(onward[a])
            through = so_far + weights[a]
            if through < best[w]:
                if best[w] == FAR:
                    touched[count] = w
                    count += 1
                best[w] = through
                came[w] = a
                heappush(heap, (through, w))
    return count


@njit
def exits_of(  # type: ignore[no-untyped-def]
    root_first, root_node, root_weight, root_part, first, arcs, onward, back,
    part, weights, through_nodes, leaving, chains,
):  # fmt: skip
    """Rows, root and way of :class:`solver.roads.engine.inside.Exits`."""
    n = first.size - 1
    best = np.full(n, FAR, np.int64)
    came = np.empty(n, np.int64)
    touched = np.empty(n, np.int64)
    rows = [(np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0))]
    rows.pop()
    way = [np.int64(0)]
    way.pop()
    for i in range(root_first.size - 1):
        a, b = root_first[i], root_first[i + 1]
        if a == b:
            continue
        count = _search(a, b, root_node, root_weight, root_part[i], first, arcs, onward, part,
                        weights, best, came, touched)  # fmt: skip
        for t in range(count):
            v = touched[t]
            if v >= through_nodes:
                continue
            w = v
            begin = len(way)
            while came[w] >= 0:
                if chains:
                    way.append(came[w])
                w = np.int64(back[came[w]])
            if leaving:
                way[begin:] = way[begin:][::-1]
            rows.append((np.int64(i), v, best[v], -1 - came[w], np.int64(len(way))))
        for t in range(count):
            best[touched[t]] = FAR
    place = np.empty(len(rows), np.int64)
    node = np.empty(len(rows), np.int64)
    weight = np.empty(len(rows), np.int64)
    root = np.empty(len(rows), np.int64)
    way_first = np.zeros(len(rows) + 1, np.int64)
    for t in range(len(rows)):
        place[t], node[t], weight[t], root[t], way_first[t + 1] = rows[t]
    return place, node, weight, root, way_first, np.array(way, np.int64)


@njit
def between_doors(  # type: ignore[no-untyped-def]
    left, right, leave_first, leave_node, leave_weight, leave_part, reach_first, reach_node,
    reach_weight, reach_part, first, arcs, onward, back, part, weights, through_nodes, chains,
):  # fmt: skip
    """Fields of :class:`solver.roads.engine.inside.Between`, the pairs of one door in a row."""
    n = first.size - 1
    best = np.full(n, FAR, np.int64)
    came = np.empty(n, np.int64)
    touched = np.empty(n, np.int64)
    weight = np.full(left.size, FAR, np.int64)
    leave_root = np.full(left.size, -1, np.int64)
    reach_root = np.full(left.size, -1, np.int64)
    way_first = np.zeros(left.size + 1, np.int64)
    way = [np.int64(0)]
    way.pop()
    count = 0
    last = np.int64(-1)
    for p in range(left.size):
        i, j = left[p], right[p]
        way_first[p + 1] = len(way)
        if leave_part[i] < 0 or leave_part[i] != reach_part[j]:
            continue
        if i != last:
            for t in range(count):
                best[touched[t]] = FAR
            count = _search(leave_first[i], leave_first[i + 1], leave_node, leave_weight,
                            leave_part[i], first, arcs, onward, part, weights, best, came,
                            touched)  # fmt: skip
            last = i
        meet = np.int64(-1)
        for r in range(reach_first[j], reach_first[j + 1]):
            v = np.int64(reach_node[r])
            # where the two meet on the through network, the hierarchy finds it
            if v >= through_nodes and best[v] < FAR and best[v] + reach_weight[r] < weight[p]:
                weight[p] = best[v] + reach_weight[r]
                reach_root[p] = r
                meet = v
        if meet < 0:
            continue
        begin = len(way)
        while came[meet] >= 0:
            if chains:
                way.append(came[meet])
            meet = np.int64(back[came[meet]])
        way[begin:] = way[begin:][::-1]
        leave_root[p] = -1 - came[meet]
        way_first[p + 1] = len(way)
    return weight, leave_root, reach_root, way_first, np.array(way, np.int64)


@njit
def earliest(entry, first, arcs, head, part, ticks, limit):  # type: ignore[no-untyped-def]
    """Lower the ticks at which each arc of a part is entered, within the parts.

    Parameters
    ----------
    entry
        (a,) int64 ticks at which an arc may be entered from outside its part, or from the door
        that is left; above ``limit`` where it may not. Changed.
    first, arcs
        Arcs of parts by the node that they leave.
    head, part, ticks
        (a,) node that each arc leads to, its part, and its ticks.
    limit
        What is later is of no interest.
    """
    heap = [(np.int64(0), np.int64(0))]
    heap.pop()
    for i in range(arcs.size):
        a = np.int64(arcs[i])
        if entry[a] <= limit:
            heappush(heap, (entry[a], a))
    while len(heap) > 0:
        at, a = heappop(heap)
        if at > entry[a]:
            continue
        v = head[a]
        onward = at + ticks[a]
        if onward > limit:
            continue
        for i in range(first[v], first[v + 1]):
            b = np.int64(arcs[i])
            if part[b] == part[a] and onward < entry[b]:
                entry[b] = onward
                heappush(heap, (onward, b))
