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

from solver.zones.proposals.trees import cut_pair, excess_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

MINUTE_S = 60.0

FIRST_EXCESS = 0.05
"""Part of the weight of excess hours with which a run begins; it rises to all of it."""


@njit(cache=True)
def rebuild(
    zone: Ints, k: int, hours: Floats, packages: Floats, row: Ints, seconds: Floats
) -> tuple[Floats, Floats, Floats, Ints, Floats]:
    """Add up hours, packages, travel and units of each zone, and travel by unit and zone."""
    n = zone.shape[0]
    m = seconds.shape[0]
    zone_hours = np.zeros(k)
    zone_packages = np.zeros(k)
    zone_seconds = np.zeros(k)
    size = np.zeros(k, np.int64)
    unit_of = np.zeros(m, np.int64)
    for u in range(n):
        zone_hours[zone[u]] += hours[u]
        zone_packages[zone[u]] += packages[u]
        size[zone[u]] += 1
        if row[u] >= 0:
            unit_of[row[u]] = u
    by_zone = np.zeros((m, k))
    for i in range(m):
        for j in range(m):
            if i != j:
                by_zone[i, zone[unit_of[j]]] += seconds[i, j]
    for i in range(m):
        z = zone[unit_of[i]]
        zone_seconds[z] += seconds[i, i] + by_zone[i, z] / 2
    return zone_hours, zone_packages, zone_seconds, size, by_zone


@njit(cache=True)
def _zone_minutes(seconds: float, packages: float) -> float:
    """Multiply the packages of a zone by their mean minutes to the others."""
    if packages <= 1.0:
        return 0.0
    return seconds / (packages - 1.0) / MINUTE_S


@njit(cache=True)
def _stays_connected(
    u: int, zone: Ints, start: Ints, ends: Ints, mark: Ints, stamp: int, stack: Ints
) -> bool:
    """Tell whether the zone of unit u is connected, and not empty, without it."""
    own = zone[u]
    wanted = 0
    first = -1
    for e in range(start[u], start[u + 1]):
        if zone[ends[e]] == own:
            wanted += 1
            first = ends[e]
    if wanted == 0:
        return False  # u is the whole zone
    if wanted == 1:
        return True
    mark[u] = stamp
    mark[first] = stamp
    stack[0] = first
    top = 1
    found = 0
    while top > 0:
        top -= 1
        v = stack[top]
        for e in range(start[v], start[v + 1]):
            if ends[e] == u:
                found += 1
                break
        if found == wanted:
            return True
        for e in range(start[v], start[v + 1]):
            w = ends[e]
            if mark[w] != stamp and zone[w] == own:
                mark[w] = stamp
                stack[top] = w
                top += 1
    return False


@njit(cache=True)
def _border(zone: Ints, start: Ints, ends: Ints, border_m: Floats) -> float:
    cut = 0.0
    for u in range(zone.shape[0]):
        for e in range(start[u], start[u + 1]):
            if zone[ends[e]] != zone[u]:
                cut += border_m[e]
    return cut / 2


@njit(cache=True)
def _moved(zone: Ints, today: Ints, hours: Floats) -> float:
    moved = 0.0
    for u in range(zone.shape[0]):
        if today[u] >= 0 and today[u] != zone[u]:
            moved += hours[u]
    return moved


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
        minutes += _zone_minutes(zs[z], zp[z])
    cut = _border(zone, start, ends, border_m)
    moved = _moved(zone, today, hours)
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
            th, tp, ts, tsize, tby = rebuild(trial, k, hours, packages, row, seconds)
            t_excess = 0.0
            t_minutes = 0.0
            for z in range(k):
                t_excess += excess_of(th[z], least, most, target)
                t_minutes += _zone_minutes(ts[z], tp[z])
            t_cut = _border(trial, start, ends, border_m)
            t_moved = _moved(trial, today, hours)
            rise = (
                w_travel * (t_minutes - minutes) / all_packages
                + w_now * (t_excess - excess)
                + w_border * (t_cut - cut) / all_border
                + w_moved * (t_moved - moved) / all_hours
            )
            if rise > 0 and rng.random() >= np.exp(-rise / heat):
                continue
            zone[:] = trial
            zh, zp, zs, size, by_zone = th, tp, ts, tsize, tby
            minutes, excess, cut, moved = t_minutes, t_excess, t_cut, t_moved
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
                sa -= by_zone[i, a] + seconds[i, i]
                sb += by_zone[i, b] + seconds[i, i]
            d_minutes = (
                _zone_minutes(sa, zp[a] - packages[u]) - _zone_minutes(zs[a], zp[a])
                + _zone_minutes(sb, zp[b] + packages[u]) - _zone_minutes(zs[b], zp[b])
            )  # fmt: skip
            d_cut = 0.0
            for f in range(start[u], start[u + 1]):
                if zone[ends[f]] == a:
                    d_cut += border_m[f]
                elif zone[ends[f]] == b:
                    d_cut -= border_m[f]
            d_moved = 0.0
            if today[u] >= 0:
                d_moved = hours[u] * (
                    (1.0 if b != today[u] else 0.0) - (1.0 if a != today[u] else 0.0)
                )
            rise = (
                w_travel * d_minutes / all_packages
                + w_now * d_excess
                + w_border * d_cut / all_border
                + w_moved * d_moved / all_hours
            )
            if rise > 0 and rng.random() >= np.exp(-rise / heat):
                continue
            if not _stays_connected(u, zone, start, ends, mark, step + 1, stack):
                continue
            zone[u] = b
            zh[a], zh[b] = new_a, new_b
            zp[a] -= packages[u]
            zp[b] += packages[u]
            zs[a], zs[b] = sa, sb
            size[a] -= 1
            size[b] += 1
            if i >= 0:
                for j in range(seconds.shape[0]):
                    if j != i:
                        by_zone[j, a] -= seconds[j, i]
                        by_zone[j, b] += seconds[j, i]
            minutes += d_minutes
            excess += d_excess
            cut += d_cut
            moved += d_moved
        cost = (
            w_travel * minutes / all_packages
            + w_border * cut / all_border
            + w_moved * moved / all_hours
        )
        if excess < best_excess - 1e-9 or (
            excess <= best_excess + 1e-9 and cost < best_cost - 1e-9
        ):
            best[:] = zone
            best_cost = cost
            best_excess = excess
    return best, best_cost, best_excess if best_excess > 1e-9 else 0.0
