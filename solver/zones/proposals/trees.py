"""Random spanning trees of connected units, and where to cut them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.zones.proposals.problem import Problem

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

TREES = 20
"""Spanning trees tried for each cut of a first drawing."""


@njit(cache=True)
def excess_of(hours: float, least: float, most: float, target: float) -> float:
    """Give the hours beyond the tolerance as a share of the target."""
    if hours < least:
        return (least - hours) / target
    if hours > most:
        return (hours - most) / target
    return 0.0


@njit(cache=True)
def span(
    region: Bools, hours: Floats, start: Ints, ends: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Floats, int]:
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
    a: int,
    b: int,
    zone: Ints,
    hours: Floats,
    start: Ints,
    ends: Ints,
    least: float,
    most: float,
    target: float,
    trial: Ints,
    rng: np.random.Generator,
) -> float:
    """Join two zones, cut a random spanning tree of both; write the halves into ``trial``.

    The cut is the one whose halves break the tolerance least, among equal ones
    a random one; names stay where most hours are.

    Returns
    -------
    Excess of the two halves beyond the tolerance; −1 where there is no cut.
    """
    region = (zone == a) | (zone == b)
    order, parent, below, reached = span(region, hours, start, ends, rng)
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
            kept += hours[u]
    swap = kept < total / 2
    for i in range(reached):
        u = order[i]
        trial[u] = a if inside[u] != swap else b
    return best


@njit(cache=True)
def _cut_for(
    region: Bools,
    zones: int,
    hours: Floats,
    start: Ints,
    ends: Ints,
    target: float,
    trees: int,
    rng: np.random.Generator,
) -> tuple[Bools, int]:
    """Cut a region for so many zones near a multiple of the target.

    Returns the smaller part (n,) bool, and for how many zones it is.
    """
    best = np.inf
    part = region.copy()
    share = 1
    for _ in range(trees):
        order, parent, below, reached = span(region, hours, start, ends, rng)
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


def first_drawing(problem: Problem, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Draw connected zones of about equal hours by cutting random spanning trees.

    Returns
    -------
    (n,) int64 zone of each unit; every zone is connected and has a unit.
    """
    zone = np.zeros(len(problem.hours), dtype=np.int64)
    todo = [(np.ones(len(zone), dtype=bool), 0, problem.zones)]
    while todo:
        region, first, zones = todo.pop()
        if zones == 1:
            zone[region] = first
            continue
        part, share = _cut_for(
            region,
            zones,
            problem.hours,
            problem.start,
            problem.ends,
            problem.target,
            TREES,
            rng,
        )
        rest = region & ~part
        sizes = int(part.sum()), int(rest.sum())
        share = min(max(share, zones - sizes[1]), sizes[0])  # no zone without a unit
        todo += [(part, first, share), (rest, first + share, zones - share)]
    return zone
