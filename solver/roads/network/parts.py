"""Parts of a network on which a journey may begin or end, and which it never passes through.

What touches the rest only at junctions of the through network is one part. A stretch belongs to
no part where nobody could both come to it and leave it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.roads.engine.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt

THROUGH: Final = -1
CLOSED: Final = -2


@dataclass(frozen=True, eq=False)
class Arcs:
    """Every arc that a mode may use, before parts are found.

    Parameters
    ----------
    node_junction
        (n,) junction of each node.
    base
        (n,) the node that each is a copy of, itself where it is none.
    tail, head
        (a,) nodes.
    slot
        (a,) twice the segment plus the direction. Copies of an arc come after it.
    """

    node_junction: npt.NDArray[np.int32]
    base: npt.NDArray[np.integer]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    slot: npt.NDArray[np.integer]

    @cached_property
    def doubled(self) -> npt.NDArray[np.int64]:
        """Arcs some copy of which leads to another node: those of ways between two turns.

        Who begins a journey on such a way takes the arc itself; whoever comes along the way in of
        a turn restriction takes the copy.
        """
        plain = np.zeros(int(self.slot.max(initial=-1)) + 1, np.int64)
        plain[self.slot[::-1]] = np.arange(self.slot.size)[::-1]  # the first one stays
        return np.unique(plain[self.slot[self.head != self.head[plain[self.slot]]]])

    def led_to(
        self, nodes: npt.NDArray[np.bool_], chosen: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.bool_]:
        """Say which nodes (n,) chosen arcs (a,) lead to from some nodes, those included."""
        reached = nodes.copy()
        while True:
            further = chosen & reached[self.tail] & ~reached[self.head]
            if not further.any():
                return reached
            reached[self.head[further]] = True


def find_parts(
    arcs: Arcs, core: npt.NDArray[np.bool_], shut: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int32]:
    """Find the parts that are used only at an end, and number them.

    Parameters
    ----------
    arcs
        Arcs of a mode.
    core
        (a,) those of the largest part that leads through.
    shut
        (a,) those that are not to be used.

    Returns
    -------
    part
        (a,) int32: the part; :data:`THROUGH` on segments that lead through in that direction,
        :data:`CLOSED` where the arc is shut, or cannot be both come to and left.
    """
    slots = int(arcs.slot.max(initial=-1)) + 1
    leads = np.zeros(slots, np.bool_)
    leads[arcs.slot[core]] = True
    own = np.flatnonzero(~leads[arcs.slot] & ~shut)
    part = np.where(leads[arcs.slot] & ~shut, THROUGH, CLOSED).astype(np.int32)
    if own.size == 0:
        return part
    label = _joined(arcs, core, own)
    n = arcs.base.size
    middle = np.zeros(n, np.bool_)
    middle[arcs.tail[core]] = middle[arcs.head[core]] = True
    way_out = middle.copy()
    way_out[arcs.tail[part == THROUGH]] = True  # a copy of a junction that only lacks some exits
    tail, head = arcs.tail[own], arcs.head[own]
    way_in = arcs.led_to(middle, part == THROUGH)  # some copies lead to no more than that
    entered = _flood(way_in[tail], *_by_node(tail, n), head, label)
    left = _flood(way_out[head], *_by_node(head, n), tail, label)
    both = np.zeros((2, slots), np.bool_)
    both[0, arcs.slot[own[entered]]] = True
    both[1, arcs.slot[own[left]]] = True
    part[own] = np.where((both[0] & both[1])[arcs.slot[own]], label, CLOSED)
    return part


def _joined(
    arcs: Arcs, core: npt.NDArray[np.bool_], own: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """Part of each chosen arc: segments hang together at nodes that the core does not touch."""
    n = arcs.base.size
    crossed = np.zeros(n, np.bool_)
    crossed[arcs.base[arcs.tail[core]]] = crossed[arcs.base[arcs.head[core]]] = True
    segment = arcs.slot[own] >> 1
    at = np.concatenate((arcs.base[arcs.tail[own]], arcs.base[arcs.head[own]]))
    held = ~crossed[at]
    rows, columns = n + np.tile(segment, 2)[held], at[held]
    size = n + int(segment.max()) + 1
    graph = coo_array((np.ones(rows.size, np.int8), (rows, columns)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    return np.unique(label[n + segment], return_inverse=True)[1].astype(np.int32)


def _by_node(node: npt.NDArray[np.int32], n: int) -> tuple[np.ndarray, np.ndarray]:
    """Arcs at each node: ``arc[first[v]:first[v + 1]]``."""
    order = np.argsort(node, kind="stable")
    return np.searchsorted(node[order], np.arange(n + 1)), order


@njit
def _flood(begin, first, arc, leads_to, label):  # type: ignore[no-untyped-def]
    """Arcs that are come to from some arcs within the same part."""
    seen = begin.copy()
    stack = np.empty(seen.size, np.int64)
    depth = 0
    for a in range(seen.size):
        if seen[a]:
            stack[depth] = a
            depth += 1
    while depth > 0:
        depth -= 1
        a = stack[depth]
        for i in range(first[leads_to[a]], first[leads_to[a] + 1]):
            b = arc[i]
            if not seen[b] and label[b] == label[a]:
                seen[b] = True
                stack[depth] = b
                depth += 1
    return seen
