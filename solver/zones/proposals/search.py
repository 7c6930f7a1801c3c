"""Annealing over contiguous zones: flips of single units and redrawn pairs of zones.

A flip gives a unit on a border to the zone across it, where its own zone stays
connected. A redrawn pair joins two neighbouring zones and cuts a random spanning
tree of both (the recombination move of DeFord, Duchin and Solomon, 2021). The
cost is the mean travel from a package to the others of its zone, with penalties
for hours beyond the tolerance, for length of border and for hours moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from solver.zones.proposals.tally import (
    border_of,
    carry,
    moved_of,
    one_if,
    rebuild,
    redrawn,
    stays_connected,
    zone_minutes,
)
from solver.zones.proposals.trees import cut_pair, excess_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

FIRST_EXCESS = 0.05
"""Part of the weight of excess hours with which a run begins; it rises to all of it."""


@njit(cache=True)
def anneal(
    zone: Ints,
    k: int,
    hours: Floats,
    packages: Floats,
    start: Ints,
    ends: Ints,
    border_m: Floats,
    row: Ints,
    seconds: Floats,
    today: Ints,
    least: float,
    most: float,
    target: float,
    weights: tuple[float, float, float, float],
    steps: int,
    redraw_every: int,
    hot: float,
    cold: float,
    rng: np.random.Generator,
) -> tuple[Ints, float, float]:
    """Anneal from a contiguous drawing; the best one within tolerance is kept.

    Parameters
    ----------
    zone
        (n,) int64 drawing to start from; every zone connected and not empty.
    weights
        Of travel minutes, excess hours, border (share of all border) and hours
        moved (share of all hours).
    steps, redraw_every
        Flips to try; a pair of zones is redrawn after so many.
    hot, cold
        Temperatures of the first and the last step, in cost.
    rng
        Where chance comes from.

    Returns
    -------
    best (n,) int64, its cost without the penalty for excess, its excess.
    """
    n = zone.shape[0]
    zone = zone.copy()
    all_packages = max(packages.sum(), 1.0)
    all_hours = max(hours.sum(), 1e-9)
    all_border = max(border_m.sum() / 2, 1e-9)
    w_travel, w_excess, w_border, w_moved = weights
    zh, zp, zs, size, by_zone = rebuild(zone, k, hours, packages, row, seconds)
    excess = 0.0
    minutes = 0.0
    for z in range(k):
        excess += excess_of(zh[z], least, most, target)
        minutes += zone_minutes(zs[z], zp[z])
    cut = border_of(zone, start, ends, border_m)
    moved = moved_of(zone, today, hours)
    mark = np.zeros(n, np.int64)
    stack = np.empty(n + 1, np.int64)
    best = zone.copy()
    best_excess = excess
    best_cost = (
        w_travel * minutes / all_packages
        + w_border * cut / all_border
        + w_moved * moved / all_hours
    )
    edges = ends.shape[0]
    if edges == 0 or k == 1:
        return best, best_cost, best_excess
    tail = np.empty(edges, np.int64)
    for u in range(n):
        for e in range(start[u], start[u + 1]):
            tail[e] = u
    look_every = n // 100 + 1  # copying a drawing costs as much as a hundred flips
    cooling = (cold / hot) ** (1.0 / max(steps, 1))
    heat = hot
    trial = zone.copy()
    for step in range(steps):
        heat *= cooling
        # hours beyond the tolerance weigh little at first: there are ways through them
        w_now = w_excess * (FIRST_EXCESS + (1.0 - FIRST_EXCESS) * step / steps)
        if step % redraw_every == redraw_every - 1:
            e = int(rng.integers(0, edges))
            a, b = int(zone[tail[e]]), int(zone[ends[e]])
            if a == b:
                continue
            trial[:] = zone
            if cut_pair(a, b, zone, hours, start, ends, least, most, target, trial, rng) < 0:
                continue
            t_hours, t_packages, t_seconds, d_cut, d_moved = redrawn(
                a, b, zone, trial, hours, packages, start, ends, border_m, row, seconds, today
            )
            d_excess = -excess_of(zh[a], least, most, target) - excess_of(
                zh[b], least, most, target
            )
            d_minutes = -zone_minutes(zs[a], zp[a]) - zone_minutes(zs[b], zp[b])
            for half in range(2):
                d_excess += excess_of(t_hours[half], least, most, target)
                d_minutes += zone_minutes(t_seconds[half], t_packages[half])
            rise = (
                w_travel * d_minutes / all_packages
                + w_now * d_excess
                + w_border * d_cut / all_border
                + w_moved * d_moved / all_hours
            )
            if rise > 0 and rng.random() >= np.exp(-rise / heat):
                continue
            for u in range(n):
                if trial[u] != zone[u]:
                    source, to = zone[u], trial[u]
                    zone[u] = to
                    size[source] -= 1
                    size[to] += 1
                    if row[u] >= 0:
                        carry(int(row[u]), source, to, by_zone, seconds)
            zh[a], zh[b] = t_hours
            zp[a], zp[b] = t_packages
            zs[a], zs[b] = t_seconds
        else:
            e = int(rng.integers(0, edges))
            u = int(tail[e])
            a, b = int(zone[u]), int(zone[ends[e]])
            if a == b or size[a] == 1:
                continue
            new_a = zh[a] - hours[u]
            new_b = zh[b] + hours[u]
            d_excess = (
                excess_of(new_a, least, most, target) - excess_of(zh[a], least, most, target)
                + excess_of(new_b, least, most, target) - excess_of(zh[b], least, most, target)
            )  # fmt: skip
            sa, sb = zs[a], zs[b]
            i = int(row[u])
            if i >= 0:
                sa -= by_zone[a, i] + seconds[i, i]
                sb += by_zone[b, i] + seconds[i, i]
            d_minutes = (
                zone_minutes(sa, zp[a] - packages[u]) - zone_minutes(zs[a], zp[a])
                + zone_minutes(sb, zp[b] + packages[u]) - zone_minutes(zs[b], zp[b])
            )  # fmt: skip
            d_cut = 0.0
            for f in range(start[u], start[u + 1]):
                if zone[ends[f]] == a:
                    d_cut += border_m[f]
                elif zone[ends[f]] == b:
                    d_cut -= border_m[f]
            d_moved = 0.0
            if today[u] >= 0:
                d_moved = hours[u] * (one_if(b != today[u]) - one_if(a != today[u]))
            rise = (
                w_travel * d_minutes / all_packages
                + w_now * d_excess
                + w_border * d_cut / all_border
                + w_moved * d_moved / all_hours
            )
            if rise > 0 and rng.random() >= np.exp(-rise / heat):
                continue
            if not stays_connected(u, zone, start, ends, mark, step + 1, stack):
                continue
            zone[u] = b
            zh[a], zh[b] = new_a, new_b
            zp[a] -= packages[u]
            zp[b] += packages[u]
            zs[a], zs[b] = sa, sb
            size[a] -= 1
            size[b] += 1
            if i >= 0:
                carry(i, a, b, by_zone, seconds)
        minutes += d_minutes
        excess += d_excess
        cut += d_cut
        moved += d_moved
        if step % look_every:
            continue
        cost = (
            w_travel * minutes / all_packages
            + w_border * cut / all_border
            + w_moved * moved / all_hours
        )
        same = excess <= best_excess + 1e-9
        if excess < best_excess - 1e-9 or (same and cost < best_cost - 1e-9):
            best[:] = zone
            best_cost = cost
            best_excess = excess
    return best, best_cost, best_excess if best_excess > 1e-9 else 0.0
