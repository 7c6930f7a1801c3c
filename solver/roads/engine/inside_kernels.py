"""Searches within parts of a network, compiled; :mod:`solver.roads.engine.inside` says of what."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.roads.engine.customise import FAR
from solver.roads.engine.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt


class Links(NamedTuple):
    """Arcs of parts in one direction of travel: ``arcs[first[v]:first[v + 1]]`` go on from node v.

    ``onward`` and ``back`` are the nodes (a,) that an arc goes on to and comes from, ``part`` its
    part, ``weights`` its packed weight.
    """

    first: npt.NDArray[np.int64]
    arcs: npt.NDArray[np.int64]
    onward: npt.NDArray[np.int32]
    back: npt.NDArray[np.int32]
    part: npt.NDArray[np.int32]
    weights: npt.NDArray[np.integer]


class Roots(NamedTuple):
    """Ends of the arcs of parts that k doors lie on.

    Parameters
    ----------
    first
        (k + 1,) int64: roots of door i are ``first[i]:first[i + 1]``; none where it lies on
        no part.
    node
        (r,) int32 node at the end of the arc.
    weight
        (r,) int64 packed weight between the door and that node.
    slot
        (r,) int32 twice the segment plus the direction.
    part
        (k,) int32 the part of each door; -1 where it lies on none.
    """

    first: npt.NDArray[np.int64]
    node: npt.NDArray[np.int32]
    weight: npt.NDArray[np.int64]
    slot: npt.NDArray[np.int32]
    part: npt.NDArray[np.int32]


class _Marks(NamedTuple):
    """Of each node the best weight so far and the arc that it is come to by; nodes touched."""

    best: npt.NDArray[np.int64]
    came: npt.NDArray[np.int64]
    touched: npt.NDArray[np.int64]


@njit
def _unmarked(n):  # type: ignore[no-untyped-def]
    """Make the marks of a search that has not begun."""
    return _Marks(np.full(n, FAR, np.int64), np.empty(n, np.int64), np.empty(n, np.int64))


@njit
def _search(begin, end, roots, own, links, marks):  # type: ignore[no-untyped-def]
    """Dijkstra within one part; ``came`` is the arc that a node is come to by, or -1 - root."""
    first, arcs, onward, _, part, weights = links
    best, came, touched = marks
    count = 0
    heap = [(np.int64(0), np.int64(0))]
    heap.pop()
    for r in range(begin, end):
        v = np.int64(roots.node[r])
        if roots.weight[r] < best[v]:
            if best[v] == FAR:
                touched[count] = v
                count += 1
            best[v] = roots.weight[r]
            came[v] = -1 - r
            heappush(heap, (roots.weight[r], v))
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
def exits_of(roots, links, at_through, leaving, chains):  # type: ignore[no-untyped-def]
    """Rows, root and way of :class:`solver.roads.engine.inside.Exits`."""
    marks = _unmarked(links.first.size - 1)
    best, came, touched = marks
    rows = [(np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0))]
    rows.pop()
    way = [np.int64(0)]
    way.pop()
    for i in range(roots.first.size - 1):
        a, b = roots.first[i], roots.first[i + 1]
        if a == b:
            continue
        count = _search(a, b, roots, roots.part[i], links, marks)
        for t in range(count):
            v = touched[t]
            if not at_through[v]:
                continue
            w = v
            begin = len(way)
            while came[w] >= 0:
                if chains:
                    way.append(came[w])
                w = np.int64(links.back[came[w]])
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
    left, right, leave, reach, links, at_through, chains
):
    """Fields of :class:`solver.roads.engine.inside.Between`, the pairs of one door in a row."""
    marks = _unmarked(links.first.size - 1)
    best, came, touched = marks
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
        if leave.part[i] < 0 or leave.part[i] != reach.part[j]:
            continue
        if i != last:
            for t in range(count):
                best[touched[t]] = FAR
            begin, end = leave.first[i], leave.first[i + 1]
            count = _search(begin, end, leave, leave.part[i], links, marks)
            last = i
        meet = np.int64(-1)
        for r in range(reach.first[j], reach.first[j + 1]):
            v = np.int64(reach.node[r])
            # where the two meet on the through network, the hierarchy finds it
            if not at_through[v] and best[v] < FAR and best[v] + reach.weight[r] < weight[p]:
                weight[p] = best[v] + reach.weight[r]
                reach_root[p] = r
                meet = v
        if meet < 0:
            continue
        begin = len(way)
        while came[meet] >= 0:
            if chains:
                way.append(came[meet])
            meet = np.int64(links.back[came[meet]])
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
