"""Random spanning trees of connected units, and where to cut them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from solver.zones.proposals.tally import excess_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.zones.proposals.units import Floats, Ints, Units

    Bools = npt.NDArray[np.bool_]

TREES = 20
"""Spanning trees tried for each cut of a first drawing."""


@njit(cache=True)
def span(units: Units, region: Bools, rng: np.random.Generator) -> tuple[Ints, Ints, Floats, int]:
    """Grow a random spanning tree over the units of a region.

    Parameters
    ----------
    region
        (n,) bool units of the region.

    Returns
    -------
    order (n,) int64 of which the first ``reached`` count, parents before
    children; parent (n,) int64; below (n,) float64 hours of each unit and all
    under it; reached.
    """
    start, ends, hours = units.start, units.ends, units.hours
    n = region.shape[0]
    order = np.empty(n, np.int64)
    parent = np.full(n, -1, np.int64)
    seen = np.zeros(n, np.bool_)
    count = 0
    for u in range(n):
        if region[u]:
            order[count] = u
            count += 1
    front_u = np.empty(ends.shape[0] + 1, np.int64)
    front_p = np.empty(ends.shape[0] + 1, np.int64)
    front_u[0] = order[rng.integers(0, count)]
    front_p[0] = -1
    top = 1
    reached = 0
    while top > 0:
        pick = rng.integers(0, top)
        u, p = front_u[pick], front_p[pick]
        top -= 1
        front_u[pick], front_p[pick] = front_u[top], front_p[top]
        if seen[u]:
            continue
        seen[u] = True
        parent[u] = p
        order[reached] = u
        reached += 1
        for e in range(start[u], start[u + 1]):
            v = ends[e]
            if not seen[v] and region[v]:
                front_u[top], front_p[top] = v, u
                top += 1
    below = np.zeros(n)
    for i in range(reached - 1, -1, -1):
        u = order[i]
        below[u] += hours[u]
        if parent[u] >= 0:
            below[parent[u]] += below[u]
    return order, parent, below, reached


@njit(cache=True)
def subtree(cut: int, order: Ints, parent: Ints, reached: int) -> Bools:
    """Mark the units of the tree from ``cut`` on: (n,) bool."""
    inside = np.zeros(parent.shape[0], np.bool_)
    inside[cut] = True
    for i in range(reached):
        u = order[i]
        if parent[u] >= 0 and inside[parent[u]]:
            inside[u] = True
    return inside


@njit(cache=True)
def cut_pair(
    units: Units, a: int, b: int, zone: Ints, trial: Ints, rng: np.random.Generator
) -> float:
    """Join two zones, cut a random spanning tree of both; write the halves into ``trial``.

    The cut is the one whose halves break the tolerance least, among equal ones
    a random one; names stay where most hours are.

    Returns
    -------
    Excess of the two halves beyond the tolerance; −1 where there is no cut.
    """
    region = (zone == a) | (zone == b)
    order, parent, below, reached = span(units, region, rng)
    least, most, target = units.least, units.most, units.target
    total = below[order[0]]
    best = np.inf
    cut = -1
    ties = 0
    for i in range(1, reached):
        u = order[i]
        broken = excess_of(below[u], least, most, target)
        broken += excess_of(total - below[u], least, most, target)
        if broken < best - 1e-12:
            best = broken
            cut = u
            ties = 1
        elif broken <= best + 1e-12:
            ties += 1
            if rng.integers(0, ties) == 0:
                cut = u
    if cut < 0 or reached < region.sum():
        return -1.0
    inside = subtree(cut, order, parent, reached)
    kept = 0.0
    for i in range(reached):
        u = order[i]
        if inside[u] == (zone[u] == a):
            kept += units.hours[u]
    swap = kept < total / 2
    for i in range(reached):
        u = order[i]
        trial[u] = a if inside[u] != swap else b
    return best


@njit(cache=True)
def _cut_for(
    units: Units, region: Bools, zones: int, rng: np.random.Generator
) -> tuple[Bools, int]:
    """Cut a region for so many zones near a multiple of the target.

    Returns the smaller part (n,) bool, and for how many zones it is.
    """
    best = np.inf
    target = units.target
    part = region.copy()
    share = 1
    for _ in range(TREES):
        order, parent, below, reached = span(units, region, rng)
        total = below[order[0]]
        for i in range(1, reached):
            u = order[i]
            for j in range(1, zones):
                off = abs(below[u] - j * target) / j + abs(
                    total - below[u] - (zones - j) * target
                ) / (zones - j)
                if off < best:
                    best = off
                    share = j
                    part = subtree(u, order, parent, reached)
    return part, share


def first_drawing(units: Units, rng: np.random.Generator) -> Ints:
    """Draw connected zones of about equal hours by cutting random spanning trees.

    Returns
    -------
    (n,) int64 zone of each unit; every zone is connected and has a unit.
    """
    zone = np.zeros(len(units.hours), dtype=np.int64)
    todo = [(np.ones(len(zone), dtype=bool), 0, units.zones)]
    while todo:
        region, first, zones = todo.pop()
        if zones == 1:
            zone[region] = first
            continue
        part, share = _cut_for(units, region, zones, rng)
        rest = region & ~part
        sizes = int(part.sum()), int(rest.sum())
        share = min(max(share, zones - sizes[1]), sizes[0])  # no zone without a unit
        todo += [(part, first, share), (rest, first + share, zones - share)]
    return zone
