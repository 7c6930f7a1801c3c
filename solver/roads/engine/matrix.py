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

from solver.roads.engine.lanes import LANES
from solver.roads.engine.sweep import induce, select_ancestors, sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from solver.roads.engine.customise import Metric
    from solver.roads.engine.hierarchy import Hierarchy


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
        sweep(
            chosen, lines, self.hierarchy.parent, self.hierarchy.up_first, self.hierarchy.up_head,
            self.metric.up, sources.first, sources.rank, sources.weight, self.select, self.place,
            self.first, self.head, self.weight, self.targets.first, self.targets.rank,
            self.targets.weight, self.metric.up.dtype.type(self.metric.far), out,
        )  # fmt: skip
        return out


def prepare_targets(hierarchy: Hierarchy, metric: Metric, targets: Seeds) -> Downward:
    """Select the part of the hierarchy that leads down to some targets."""
    far = metric.up.dtype.type(metric.far)
    select, place = select_ancestors(hierarchy.parent, targets.rank)
    induced = induce(select, place, hierarchy.up_first, hierarchy.up_head, metric.down, far)
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
