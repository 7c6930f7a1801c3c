"""Many-to-many: batched RPHAST over the elimination tree.

Delling, Goldberg, Werneck, *Faster Batched Shortest Paths in Road Networks*
(ATMOS 2011), on a customisable hierarchy: the part of it that matters for a
set of targets is the union of their ancestors in the elimination tree. Sources
go in batches of neighbours (by rank): a batch walks up the union of its
ancestors, then down the targets' part, highest rank first; each step relaxes
the whole batch at once.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.jit import njit
from solver.roads.lanes import LANES, copy, fill, relax

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from solver.roads.customise import Metric
    from solver.roads.hierarchy import Hierarchy


_MOST_ROWS = 512  # of a chunk, so that a large matrix is not held twice


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


@dataclass(frozen=True, eq=False)
class Downward:
    """The part of a weighed hierarchy that leads down to some targets.

    Parameters
    ----------
    hierarchy, metric, targets
        What it was made of.
    select, place
        (c,) int32 ancestors of the targets, highest first, and (n,) int32
        where each rank stands among them (-1 where it does not).
    first, head, weight
        (c + 1,), (d,), (d,) edges to higher members, and the weight down them.
    """

    hierarchy: Hierarchy
    metric: Metric
    targets: Seeds
    select: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    weight: npt.NDArray[np.integer]

    def rows(
        self,
        sources: Seeds,
        chosen: npt.NDArray[np.int64],
        out: npt.NDArray[np.integer] | None = None,
    ) -> npt.NDArray[np.integer]:
        """Weigh the best way from some of the sources to each target.

        Parameters
        ----------
        sources
            p places.
        chosen
            (r,) which of them; neighbours next to each other are quickest.
        out
            (p, q) matrix whose chosen rows are filled; by default a new one
            of (r, q).

        Returns
        -------
        weights
            ``out``, of the metric's type; ``metric.far`` where there is no way.
        """
        lines = chosen
        if out is None:
            out = np.empty((chosen.size, self.targets.first.size - 1), self.metric.up.dtype)
            lines = np.arange(chosen.size)
        _sweep(
            chosen, lines, self.hierarchy.parent, self.hierarchy.up_first, self.hierarchy.up_head,
            self.metric.up, sources.first, sources.rank, sources.weight, self.select, self.place,
            self.first, self.head, self.weight, self.targets.first, self.targets.rank,
            self.targets.weight, self.metric.up.dtype.type(self.metric.far), out,
        )  # fmt: skip
        return out


def prepare_targets(hierarchy: Hierarchy, metric: Metric, targets: Seeds) -> Downward:
    """Select the part of the hierarchy that leads down to some targets."""
    far = metric.up.dtype.type(metric.far)
    select, place = _select(hierarchy.parent, targets.rank)
    induced = _induce(select, place, hierarchy.up_first, hierarchy.up_head, metric.down, far)
    return Downward(hierarchy, metric, targets, select, place, *induced)


def in_batches(sources: Seeds, threads: int) -> list[npt.NDArray[np.int64]]:
    """Sort sources so that neighbours share a batch, and share them out.

    Returns
    -------
    chunks
        Indices of the sources; about four chunks a thread, each a whole
        number of batches but the last.
    """
    p = sources.first.size - 1
    lowest = np.minimum.reduceat(
        np.append(sources.rank, 0), np.minimum(sources.first[:-1], sources.rank.size)
    )
    order = np.argsort(lowest, kind="stable")
    parts = 1 if threads == 1 else 4 * threads
    step = LANES * max(1, min(-(-p // (LANES * parts)), _MOST_ROWS // LANES))
    return [order[begin : begin + step] for begin in range(0, p, step)]


def cores_for(cells: int) -> int:
    """Threads that a matrix of so many cells deserves."""
    return min(os.cpu_count() or 1, 8) if cells > 250_000 else 1


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
        Cores to use; by default all where the matrix is large.

    Returns
    -------
    weights
        (p, q) of the metric's type; ``metric.far`` where there is no way.
    """
    p, q = sources.first.size - 1, targets.first.size - 1
    out = np.empty((p, q), metric.up.dtype)
    if out.size == 0:
        return out
    downward = prepare_targets(hierarchy, metric, targets)
    cores = threads or cores_for(out.size)

    def run(chosen: npt.NDArray[np.int64]) -> None:
        downward.rows(sources, chosen, out)

    spread(run, in_batches(sources, cores), cores)
    return out


def spread(
    run: Callable[[npt.NDArray[np.int64]], None],
    chunks: list[npt.NDArray[np.int64]],
    threads: int,
) -> None:
    """Run over chunks, in threads where there are several."""
    if threads == 1 or len(chunks) == 1:
        for chunk in chunks:
            run(chunk)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, chunks))


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
def _sweep(  # type: ignore[no-untyped-def]
    order, lines, parent, up_first, up_head, up, source_first, source_rank, source_weight,
    select, place, first, head, weight, target_first, target_rank, target_weight, far, out,
):  # fmt: skip
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
