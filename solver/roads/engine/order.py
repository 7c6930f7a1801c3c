"""Nested dissection orders: which node of a network ranks below which.

``pymetis`` finds small separators; where it has no wheel, a geometric
dissection (George, *Nested Dissection of a Regular Finite Element Mesh*, 1973)
takes its place: correct, with a somewhat larger hierarchy.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.jit import njit

if TYPE_CHECKING:
    import numpy.typing as npt

with contextlib.suppress(ImportError):
    import pymetis

    _HAS_METIS = True
if "pymetis" not in globals():
    _HAS_METIS = False

_LEAF = 8


def neighbours(
    count: int, tail: npt.NDArray[np.int32], head: npt.NDArray[np.int32]
) -> tuple[np.ndarray, np.ndarray]:
    """Undirected neighbours of each node, without loops and duplicates, as CSR.

    Parameters
    ----------
    count
        Number of nodes n.
    tail, head
        (a,) arcs.

    Returns
    -------
    first, other
        (n + 1,) int64 and (2 e,) int32, neighbours ascending.
    """
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    proper = low != high
    key = np.unique(low[proper].astype(np.int64) * count + high[proper])
    low, high = key // count, key % count
    both = np.sort(np.concatenate((key, high * count + low)))
    first = np.searchsorted(both, np.arange(count + 1, dtype=np.int64) * count)
    return first.astype(np.int64), (both % count).astype(np.int32)


def nested_dissection(
    first: npt.NDArray[np.int64],
    other: npt.NDArray[np.int32],
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    *,
    builtin: bool = False,
) -> npt.NDArray[np.int32]:
    """Rank nodes so that separators come after what they separate.

    Parameters
    ----------
    first, other
        Undirected neighbours as :func:`neighbours` gives them.
    x, y
        (n,) coordinates on any plane, for the built-in order.
    builtin
        True does without ``pymetis``.

    Returns
    -------
    rank
        (n,) int32, a permutation; the last separator ranks highest.
    """
    if first.size <= 2:
        return np.zeros(first.size - 1, np.int32)
    if _HAS_METIS and not builtin:
        _, rank = pymetis.nested_dissection(pymetis.CSRAdjacency(first, other))
        return np.asarray(rank, np.int32)
    return _geometric_order(first, other, x, y)


@njit
def _geometric_order(first, other, x, y):  # type: ignore[no-untyped-def]
    n = x.size
    rank = np.full(n, -1, np.int32)
    nodes = np.arange(n).astype(np.int32)
    side = np.zeros(n, np.int8)
    stack_a = np.empty(n + 64, np.int64)
    stack_b = np.empty(n + 64, np.int64)
    stack_a[0], stack_b[0] = 0, n
    depth = 1
    top = n  # ranks are handed out from the top down
    while depth > 0:
        depth -= 1
        a, b = stack_a[depth], stack_b[depth]
        part = nodes[a:b].copy()
        if b - a <= _LEAF:
            for v in part:
                top -= 1
                rank[v] = top
            continue
        px, py = x[part], y[part]
        along = px if px.max() - px.min() >= py.max() - py.min() else py
        order = np.argsort(along)
        half = part.size // 2
        for i in range(part.size):
            side[part[order[i]]] = 1 if i < half else 2
        for v in part[order[:half]]:
            for e in range(first[v], first[v + 1]):
                if side[other[e]] == 2:
                    side[v] = 3
                    break
        left, right = a, a
        for v in part:
            if side[v] == 3:
                top -= 1
                rank[v] = top
            elif side[v] == 1:
                nodes[right] = v
                right += 1
        middle = right
        for v in part:
            if side[v] == 2:
                nodes[right] = v
                right += 1
        for v in part:
            side[v] = 0
        if middle > left:
            stack_a[depth], stack_b[depth] = left, middle
            depth += 1
        if right > middle:
            stack_a[depth], stack_b[depth] = middle, right
            depth += 1
    return rank
