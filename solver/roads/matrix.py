"""Many-to-many: batched RPHAST over the elimination tree.

Delling, Goldberg, Werneck, *Faster Batched Shortest Paths in Road Networks*
(ATMOS 2011), on a customisable hierarchy: the part of it that matters for a
set of targets is the union of their ancestors in the elimination tree. For a
batch of sources, each walks up its own ancestors; then one sweep down that
part, highest rank first, carries the whole batch in its inner loop.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.customise import Metric
    from solver.roads.hierarchy import Hierarchy

LANES: Final = 16
"""Sources that one sweep carries."""


@dataclass(frozen=True, eq=False)
class Seeds:
    """Where k places touch the network, each at one node or more.

    Parameters
    ----------
    first
        (k + 1,) int32: entries of place i are ``first[i]:first[i + 1]``.
    rank
        (t,) int32 rank of the node.
    weight
        (t,) weight from the place to the node (sources) or back (targets).
    """

    first: npt.NDArray[np.int32]
    rank: npt.NDArray[np.int32]
    weight: npt.NDArray[np.integer]


def at_nodes(hierarchy: Hierarchy, nodes: npt.NDArray[np.integer], dtype: type) -> Seeds:
    """Seeds of places that are nodes of the network themselves."""
    return Seeds(
        first=np.arange(nodes.size + 1, dtype=np.int32),
        rank=hierarchy.rank[nodes],
        weight=np.zeros(nodes.size, dtype),
    )


def many_to_many(
    hierarchy: Hierarchy,
    metric: Metric,
    sources: Seeds,
    targets: Seeds,
    *,
    threads: int | None = None,
) -> npt.NDArray[np.integer]:
    """Weigh the best way from each source to each target.

    Parameters
    ----------
    hierarchy, metric
        Topology and weights.
    sources, targets
        p and q places.
    threads
        Cores to use; by default both where the matrix is large.

    Returns
    -------
    weights
        (p, q) of the metric's type; ``metric.far`` where there is no way.
    """
    far = metric.up.dtype.type(metric.far)
    p, q = sources.first.size - 1, targets.first.size - 1
    out = np.empty((p, q), metric.up.dtype)
    if p == 0 or q == 0:
        return out
    select, place = _select(hierarchy.parent, targets.rank)
    first, head, weight = _induce(
        select, place, hierarchy.up_first, hierarchy.up_head, metric.down, far
    )
    if threads is None:
        threads = min(os.cpu_count() or 1, 8) if p * q > 250_000 else 1
    step = LANES * max(1, -(-p // (LANES * threads)))

    def run(begin: int) -> None:
        _sweep(
            begin, min(p, begin + step), hierarchy.parent, hierarchy.up_first,
            hierarchy.up_head, metric.up, sources.first, sources.rank, sources.weight,
            place, first, head, weight, targets.first, targets.rank, targets.weight, far, out,
        )  # fmt: skip

    starts = range(0, p, step)
    if len(starts) == 1:
        run(0)
    else:
        with ThreadPoolExecutor(len(starts)) as pool:
            list(pool.map(run, starts))
    return out


@njit
def _select(parent, ranks):  # type: ignore[no-untyped-def]
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
def _induce(select, place, up_first, up_head, down, far):  # type: ignore[no-untyped-def]
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
def _climb(  # type: ignore[no-untyped-def]
    parent, up_first, up_head, up, ranks, weights, dist, place, reach, lane, far
):
    """Walk up from a source; leave what it reaches in its lane of ``reach``."""
    for i in range(ranks.size):
        dist[ranks[i]] = min(dist[ranks[i]], weights[i])
    for i in range(ranks.size):
        v = ranks[i]
        while v >= 0:
            here = dist[v]
            if here < far:
                for e in range(up_first[v], up_first[v + 1]):
                    w = up_head[e]
                    there = here + up[e]
                    if there < dist[w]:
                        dist[w] = there
            v = parent[v]
    for i in range(ranks.size):
        v = ranks[i]
        while v >= 0:
            at = place[v]
            if at >= 0 and dist[v] < far:
                reach[at * LANES + lane] = min(reach[at * LANES + lane], dist[v])
            dist[v] = far
            v = parent[v]


@njit
def _sweep(  # type: ignore[no-untyped-def]
    begin, end, parent, up_first, up_head, up, source_first, source_rank, source_weight,
    place, first, head, weight, target_first, target_rank, target_weight, far, out,
):  # fmt: skip
    count = first.size - 1
    dist = np.full(parent.size, far, up.dtype)
    reach = np.empty(count * LANES, up.dtype)
    for batch in range(begin, end, LANES):
        lanes = min(LANES, end - batch)
        reach[:] = far
        for lane in range(lanes):
            a, b = source_first[batch + lane], source_first[batch + lane + 1]
            _climb(
                parent, up_first, up_head, up, source_rank[a:b], source_weight[a:b],
                dist, place, reach, lane, far,
            )  # fmt: skip
        for i in range(count):
            for e in range(first[i], first[i + 1]):
                w = weight[e]
                j = head[e] * LANES
                for k in range(LANES):
                    there = up.dtype.type(reach[j + k] + w)
                    if there < reach[i * LANES + k]:
                        reach[i * LANES + k] = there
        for t in range(target_first.size - 1):
            for lane in range(lanes):
                best = far
                for s in range(target_first[t], target_first[t + 1]):
                    there = reach[place[target_rank[s]] * LANES + lane] + target_weight[s]
                    if there < best:
                        best = there
                out[batch + lane, t] = best
