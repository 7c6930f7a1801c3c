"""The customisable contraction hierarchy: topology once, weights in milliseconds.

Dibbelt, Strasser, Wagner, *Customizable Contraction Hierarchies*, ACM Journal
of Experimental Algorithmics 21 (2016). Nodes are named by rank throughout. The
chordal completion is found in rank order: what a node sees above it, together
with what its children in the elimination tree see above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.jit import njit
from solver.roads.engine.order import neighbours

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Topology of the hierarchy over n nodes; edges point up, in rank.

    Parameters
    ----------
    rank
        (n,) int32 rank of each node of the network.
    parent
        (n,) int32 parent of each rank in the elimination tree; -1 at a root.
    up_first, up_head
        (n + 1,) and (m,) int32: ranks above each rank, ascending.
    up_tail
        (m,) int32 lower end of each edge.
    down_first, down_edge
        (n + 1,) and (m,) int32: edges whose upper end is each rank, by lower
        end ascending.
    arc_edge
        (a,) int32 edge that carries each arc of the network; -1 for loops.
    arc_up
        (a,) bool: the arc leads from the lower to the higher rank.
    """

    rank: npt.NDArray[np.int32]
    parent: npt.NDArray[np.int32]
    up_first: npt.NDArray[np.int32]
    up_head: npt.NDArray[np.int32]
    up_tail: npt.NDArray[np.int32]
    down_first: npt.NDArray[np.int32]
    down_edge: npt.NDArray[np.int32]
    arc_edge: npt.NDArray[np.int32]
    arc_up: npt.NDArray[np.bool_]


def build_hierarchy(
    rank: npt.NDArray[np.int32], tail: npt.NDArray[np.int32], head: npt.NDArray[np.int32]
) -> Hierarchy:
    """Complete a network to a chordal graph in rank order.

    Parameters
    ----------
    rank
        (n,) int32 permutation.
    tail, head
        (a,) int32 arcs of the network.

    Returns
    -------
    hierarchy
        Of a network's topology, for any weights.
    """
    n = rank.size
    low = np.minimum(rank[tail], rank[head])
    high = np.maximum(rank[tail], rank[head])
    first, other = neighbours(n, low, high)
    parent, up_first, up_head = _complete(first.astype(np.int32), other)
    up_tail = np.repeat(np.arange(n, dtype=np.int32), np.diff(up_first))
    down_edge = np.argsort(up_head, kind="stable").astype(np.int32)
    down_first = np.searchsorted(up_head[down_edge], np.arange(n + 1)).astype(np.int32)
    return Hierarchy(
        rank=rank,
        parent=parent,
        up_first=up_first,
        up_head=up_head,
        up_tail=up_tail,
        down_first=down_first,
        down_edge=down_edge,
        arc_edge=_find_edges(up_first, up_head, low, high),
        arc_up=rank[tail] < rank[head],
    )


@njit
def _complete(first, other):  # type: ignore[no-untyped-def]
    n = first.size - 1
    parent = np.full(n, -1, np.int32)
    up_first = np.zeros(n + 1, np.int32)
    room = max(16, 4 * n)
    up_head = np.empty(room, np.int32)
    mark = np.full(n, -1, np.int32)
    child = np.full(n, -1, np.int32)  # last child of each node
    sibling = np.full(n, -1, np.int32)
    used = 0
    for v in range(n):
        begin = used
        need = first[v + 1] - first[v]
        c = child[v]
        while c >= 0:
            need += up_first[c + 1] - up_first[c]
            c = sibling[c]
        if used + need > room:
            room = 2 * (used + need)
            wider = np.empty(room, np.int32)
            wider[:used] = up_head[:used]
            up_head = wider
        mark[v] = v
        for e in range(first[v], first[v + 1]):
            w = other[e]
            if w > v:
                mark[w] = v
                up_head[used] = w
                used += 1
        c = child[v]
        while c >= 0:
            for e in range(up_first[c], up_first[c + 1]):
                w = up_head[e]
                if mark[w] != v:
                    mark[w] = v
                    up_head[used] = w
                    used += 1
            c = sibling[c]
        up_head[begin:used].sort()
        up_first[v + 1] = used
        if used > begin:
            p = up_head[begin]
            parent[v] = p
            sibling[v] = child[p]
            child[p] = v
    return parent, up_first, up_head[:used].copy()


@njit
def _find_edges(up_first, up_head, low, high):  # type: ignore[no-untyped-def]
    edge = np.full(low.size, -1, np.int32)
    for a in range(low.size):
        v, w = low[a], high[a]
        if v == w:
            continue
        lo, hi = up_first[v], up_first[v + 1]
        while lo < hi:
            mid = (lo + hi) // 2
            if up_head[mid] < w:
                lo = mid + 1
            else:
                hi = mid
        edge[a] = lo
    return edge
