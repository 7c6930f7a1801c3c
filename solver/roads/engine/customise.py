"""Weights for a hierarchy: every edge gets the best way between its ends.

Two kinds of weight run through the same code: ``int32`` ticks of time, and
``int64`` that packs ticks and centimetres (:func:`pack`), so that the shortest
duration and the length of that very path come out of one search; of two ways
that take equally long, the shorter counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.engine.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.engine.hierarchy import Hierarchy

TICKS_PER_S: Final = 1_000
LENGTH_BITS: Final = 31
LENGTH_MASK: Final = (1 << LENGTH_BITS) - 1
FAR_TICKS: Final = (1 << 30) - 1
"""No way: twice this still fits an int32."""
FAR: Final = 1 << 61
"""No way, packed: twice this still fits an int64."""


def pack(
    ticks: npt.NDArray[np.integer], length_cm: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Pack durations and lengths: sums add up and comparisons go by duration first.

    Parameters
    ----------
    ticks
        (a,) durations, thousandths of a second, below 2**30 in any sum.
    length_cm
        (a,) lengths, centimetres, below 2**31 in any sum (21,474 km).
    """
    return (ticks.astype(np.int64) << LENGTH_BITS) | length_cm.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Metric:
    """A hierarchy's weights for one mode, time of day and set of choices.

    Parameters
    ----------
    arc
        (a,) weight of each arc of the network.
    up, down
        (m,) best weight from the lower end of each edge to the upper, and back.
    up_over, down_over
        (m,) int32: where the best way leads over a lower node, the edge from
        that node to the edge's own lower end; -1 where it is an arc itself.
    """

    arc: npt.NDArray[np.integer]
    up: npt.NDArray[np.integer]
    down: npt.NDArray[np.integer]
    up_over: npt.NDArray[np.int32]
    down_over: npt.NDArray[np.int32]

    @property
    def far(self) -> int:
        """The weight that means that there is no way."""
        return FAR if self.up.dtype == np.int64 else FAR_TICKS


def customise(hierarchy: Hierarchy, weights: npt.NDArray[np.integer]) -> Metric:
    """Weigh every edge of a hierarchy, by lower triangles.

    Parameters
    ----------
    hierarchy
        Topology.
    weights
        (a,) int32 ticks or packed int64, one for each arc of the network.

    Returns
    -------
    metric
        Exact: each edge weighs what the best path between its ends over
        lower-ranked nodes weighs.
    """
    far = weights.dtype.type(FAR if weights.dtype == np.int64 else FAR_TICKS)
    up, down, up_over, down_over = _customise(
        hierarchy.up_first,
        hierarchy.up_head,
        hierarchy.up_tail,
        hierarchy.down_first,
        hierarchy.down_edge,
        hierarchy.arc_edge,
        hierarchy.arc_up,
        weights,
        far,
    )
    return Metric(weights, up, down, up_over, down_over)


@njit
def _customise(  # type: ignore[no-untyped-def]
    up_first, up_head, up_tail, down_first, down_edge, arc_edge, arc_up, weights, far
):
    n = up_first.size - 1
    up = np.full(up_head.size, far, weights.dtype)
    down = np.full(up_head.size, far, weights.dtype)
    up_over = np.full(up_head.size, -1, np.int32)
    down_over = np.full(up_head.size, -1, np.int32)
    for a in range(weights.size):
        e = arc_edge[a]
        if e < 0:
            continue
        if arc_up[a]:
            up[e] = min(up[e], weights[a])
        else:
            down[e] = min(down[e], weights[a])
    at = np.zeros(n, np.int32)
    for x in range(n):
        for e in range(up_first[x], up_first[x + 1]):
            at[up_head[e]] = e
        for i in range(down_first[x], down_first[x + 1]):
            lower = down_edge[i]  # from v < x to x
            to_v, from_v = down[lower], up[lower]
            for e in range(lower + 1, up_first[up_tail[lower] + 1]):
                xy = at[up_head[e]]
                there = to_v + up[e]
                back = down[e] + from_v
                if there < up[xy]:
                    up[xy] = there
                    up_over[xy] = lower
                if back < down[xy]:
                    down[xy] = back
                    down_over[xy] = lower
    return up, down, up_over, down_over
