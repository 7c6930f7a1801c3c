"""Point to point: the way itself, unpacked to arcs of the network; and one to all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.engine.customise import Metric
    from solver.roads.engine.hierarchy import Hierarchy
    from solver.roads.engine.matrix import Seeds


@dataclass(frozen=True, eq=False)
class Paths:
    """Shortest ways of k pairs.

    Parameters
    ----------
    weight
        (k,) of the metric's type; ``metric.far`` where there is no way.
    first, arc
        (k + 1,) int64 and (t,) int32: arcs of way i, in order of travel.
    source_seed, target_seed
        (k,) int32 entries of the seeds that the way starts and ends at; -1
        where there is no way.
    """

    weight: npt.NDArray[np.integer]
    first: npt.NDArray[np.int64]
    arc: npt.NDArray[np.int32]
    source_seed: npt.NDArray[np.int32]
    target_seed: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class ArcsOfEdges:
    """Arcs of the network on each edge of the hierarchy: ``arc[first[e]:first[e + 1]]``."""

    first: npt.NDArray[np.int32]
    arc: npt.NDArray[np.int32]


def arcs_of_edges(hierarchy: Hierarchy) -> ArcsOfEdges:
    """Turn the map from arcs to edges around."""
    order = np.argsort(hierarchy.arc_edge, kind="stable").astype(np.int32)
    edges = hierarchy.arc_edge[order]
    count = hierarchy.up_head.size
    return ArcsOfEdges(np.searchsorted(edges, np.arange(count + 1)).astype(np.int32), order)


def find_paths(
    hierarchy: Hierarchy, metric: Metric, on_edge: ArcsOfEdges, sources: Seeds, targets: Seeds
) -> Paths:
    """Find the shortest way of each pair (source i, target i).

    Parameters
    ----------
    hierarchy, metric, on_edge
        Topology, weights and the arcs on each edge.
    sources, targets
        k places each.

    Returns
    -------
    paths
        Ways as arcs of the network.
    """
    far = metric.up.dtype.type(metric.far)
    weight, first, arc, source_seed, target_seed = _find(
        hierarchy.parent, hierarchy.up_first, hierarchy.up_head, hierarchy.up_tail,
        hierarchy.arc_up, metric.up, metric.down, metric.up_over, metric.down_over,
        metric.arc, on_edge.first, on_edge.arc, sources.first, sources.rank, sources.weight,
        targets.first, targets.rank, targets.weight, far,
    )  # fmt: skip
    return Paths(weight, first, arc, source_seed, target_seed)


def one_to_all(hierarchy: Hierarchy, metric: Metric, sources: Seeds) -> npt.NDArray[np.integer]:
    """Weigh the best way from the nearest of all sources to every node.

    Returns
    -------
    weights
        (n,) by node of the network; ``metric.far`` where there is no way.
    """
    far = metric.up.dtype.type(metric.far)
    by_rank = _all(
        hierarchy.up_first, hierarchy.up_head, metric.up, metric.down,
        sources.rank, sources.weight, far,
    )  # fmt: skip
    return by_rank[hierarchy.rank]


@njit
def _all(up_first, up_head, up, down, ranks, weights, far):  # type: ignore[no-untyped-def]
    n = up_first.size - 1
    dist = np.full(n, far, up.dtype)
    for i in range(ranks.size):
        dist[ranks[i]] = min(dist[ranks[i]], weights[i])
    for v in range(n):
        here = dist[v]
        if here < far:
            for e in range(up_first[v], up_first[v + 1]):
                there = here + up[e]
                if there < dist[up_head[e]]:
                    dist[up_head[e]] = there
    for v in range(n - 1, -1, -1):
        for e in range(up_first[v], up_first[v + 1]):
            there = dist[up_head[e]] + down[e]
            if there < dist[v]:
                dist[v] = there
    return dist


@njit
def _climb(parent, up_first, up_head, weight, begin, end, ranks, seeds, dist, via, far):  # type: ignore[no-untyped-def]
    """Fill ``dist`` on the ancestors of some seeds; ``via`` is the edge, or -2 - seed."""
    for s in range(begin, end):
        if seeds[s] < dist[ranks[s]]:
            dist[ranks[s]] = seeds[s]
            via[ranks[s]] = -2 - s
    for s in range(begin, end):
        v = ranks[begin]
        while s > begin and v >= 0 and v < ranks[s]:
            v = parent[v]
        if s > begin and v == ranks[s]:
            continue  # the first seed's walk comes by here with the better weight
        v = ranks[s]
        while v >= 0:
            here = dist[v]
            if here < far:
                for e in range(up_first[v], up_first[v + 1]):
                    there = here + weight[e]
                    if there < dist[up_head[e]]:
                        dist[up_head[e]] = there
                        via[up_head[e]] = e
            v = parent[v]


@njit
def _unpack(  # type: ignore[no-untyped-def]
    edge, upward, up_first, up_head, up_tail, arc_up, up, down, up_over, down_over,
    arc_weight, edge_first, edge_arc, stack, out, used,
):  # fmt: skip
    """Append the arcs behind an edge of the hierarchy; grows ``out`` as needed."""
    stack[0] = 2 * edge + (1 if upward else 0)
    depth = 1
    while depth > 0:
        depth -= 1
        e, rises = stack[depth] >> 1, (stack[depth] & 1) == 1
        low = up_over[e] if rises else down_over[e]
        if low < 0:
            want = up[e] if rises else down[e]
            for i in range(edge_first[e], edge_first[e + 1]):
                if arc_up[edge_arc[i]] == rises and arc_weight[edge_arc[i]] == want:
                    if used == out.size:
                        wider = np.empty(2 * out.size, np.int32)
                        wider[:used] = out
                        out = wider
                    out[used] = edge_arc[i]
                    used += 1
                    break
            continue
        # the edge from x to y stands for a detour over a lower node v
        y = up_head[e]
        lo, hi = low + 1, up_first[up_tail[low] + 1]
        while lo < hi:
            mid = (lo + hi) // 2
            if up_head[mid] < y:
                lo = mid + 1
            else:
                hi = mid
        if rises:
            stack[depth] = 2 * lo + 1  # then v up to y
            stack[depth + 1] = 2 * low  # first x down to v
        else:
            stack[depth] = 2 * low + 1  # then v up to x
            stack[depth + 1] = 2 * lo  # first y down to v
        depth += 2
    return out, used


@njit
def _find(  # type: ignore[no-untyped-def]
    parent, up_first, up_head, up_tail, arc_up, up, down, up_over, down_over,
    arc_weight, edge_first, edge_arc, source_first, source_rank, source_weight,
    target_first, target_rank, target_weight, far,
):  # fmt: skip
    k = source_first.size - 1
    n = parent.size
    weight = np.full(k, far, up.dtype)
    first = np.zeros(k + 1, np.int64)
    source_seed = np.full(k, -1, np.int32)
    target_seed = np.full(k, -1, np.int32)
    ahead, back = np.full(n, far, up.dtype), np.full(n, far, up.dtype)
    via_ahead, via_back = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    out = np.empty(1_024, np.int32)
    stack = np.empty(2 * n + 64, np.int64)
    chain = np.empty(n + 1, np.int32)
    used = 0
    for i in range(k):
        a, b = source_first[i], source_first[i + 1]
        c, d = target_first[i], target_first[i + 1]
        _climb(parent, up_first, up_head, up, a, b, source_rank, source_weight, ahead,
               via_ahead, far)  # fmt: skip
        _climb(parent, up_first, up_head, down, c, d, target_rank, target_weight, back,
               via_back, far)  # fmt: skip
        best, meet = far, -1
        for s in range(a, b):
            v = source_rank[s]
            while v >= 0:
                if ahead[v] < far and back[v] < far and ahead[v] + back[v] < best:
                    best = ahead[v] + back[v]
                    meet = v
                v = parent[v]
        weight[i] = best
        if meet >= 0:
            v, links = meet, 0
            while via_ahead[v] >= 0:
                chain[links] = via_ahead[v]
                links += 1
                v = up_tail[via_ahead[v]]
            source_seed[i] = -2 - via_ahead[v]
            for j in range(links - 1, -1, -1):
                out, used = _unpack(
                    chain[j], True, up_first, up_head, up_tail, arc_up, up, down,
                    up_over, down_over, arc_weight, edge_first, edge_arc, stack, out, used,
                )  # fmt: skip
            v = meet
            while via_back[v] >= 0:
                e = via_back[v]
                out, used = _unpack(
                    e, False, up_first, up_head, up_tail, arc_up, up, down,
                    up_over, down_over, arc_weight, edge_first, edge_arc, stack, out, used,
                )  # fmt: skip
                v = up_tail[e]
            target_seed[i] = -2 - via_back[v]
        first[i + 1] = used
        for s in range(a, b):
            v = source_rank[s]
            while v >= 0:
                ahead[v] = far
                via_ahead[v] = -1
                v = parent[v]
        for s in range(c, d):
            v = target_rank[s]
            while v >= 0:
                back[v] = far
                via_back[v] = -1
                v = parent[v]
    return weight, first, out[:used].copy(), source_seed, target_seed
