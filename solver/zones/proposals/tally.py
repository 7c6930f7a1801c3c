"""What a drawing adds up to, and how that changes when units change zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

MINUTE_S = 60.0


@njit(cache=True)
def one_if(true: bool) -> float:
    """Count a fact as 1, its opposite as 0."""
    return 1.0 if true else 0.0


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
    by_zone = np.zeros((k, m))
    for i in range(m):
        for j in range(m):
            if i != j:
                by_zone[zone[unit_of[j]], i] += seconds[i, j]
    for i in range(m):
        z = zone[unit_of[i]]
        zone_seconds[z] += seconds[i, i] + by_zone[z, i] / 2
    return zone_hours, zone_packages, zone_seconds, size, by_zone


@njit(cache=True)
def zone_minutes(seconds: float, packages: float) -> float:
    """Multiply the packages of a zone by their mean minutes to the others."""
    if packages <= 1.0:
        return 0.0
    return seconds / (packages - 1.0) / MINUTE_S


@njit(cache=True)
def stays_connected(
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
def carry(i: int, source: int, to: int, by_zone: Floats, seconds: Floats) -> None:
    """Note that the unit of row i left one zone for another."""
    for j in range(seconds.shape[0]):
        if j != i:
            by_zone[source, j] -= seconds[i, j]
            by_zone[to, j] += seconds[i, j]


@njit(cache=True)
def redrawn(
    a: int,
    b: int,
    zone: Ints,
    trial: Ints,
    hours: Floats,
    packages: Floats,
    start: Ints,
    ends: Ints,
    border_m: Floats,
    row: Ints,
    seconds: Floats,
    today: Ints,
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float], float, float]:
    """Add up the two zones of a redrawn pair, and what border and hours moved change by."""
    members = np.flatnonzero((zone == a) | (zone == b))
    held = np.zeros(2)
    own_packages = np.zeros(2)
    travel = np.zeros(2)
    d_cut = 0.0
    d_moved = 0.0
    for x in range(members.shape[0]):
        u = members[x]
        half = 0 if trial[u] == a else 1
        held[half] += hours[u]
        own_packages[half] += packages[u]
        if today[u] >= 0:
            d_moved += hours[u] * (one_if(trial[u] != today[u]) - one_if(zone[u] != today[u]))
        for e in range(start[u], start[u + 1]):
            v = ends[e]
            if v > u and (zone[v] == a or zone[v] == b):
                d_cut += border_m[e] * (one_if(trial[u] != trial[v]) - one_if(zone[u] != zone[v]))
        if row[u] < 0:
            continue
        travel[half] += seconds[row[u], row[u]]
        for y in range(x):
            v = members[y]
            if row[v] >= 0 and trial[v] == trial[u]:
                travel[half] += seconds[row[u], row[v]]
    return (
        (held[0], held[1]),
        (own_packages[0], own_packages[1]),
        (travel[0], travel[1]),
        d_cut,
        d_moved,
    )


@njit(cache=True)
def border_of(zone: Ints, start: Ints, ends: Ints, border_m: Floats) -> float:
    """Add up the border between zones, metres."""
    cut = 0.0
    for u in range(zone.shape[0]):
        for e in range(start[u], start[u + 1]):
            if zone[ends[e]] != zone[u]:
                cut += border_m[e]
    return cut / 2


@njit(cache=True)
def moved_of(zone: Ints, today: Ints, hours: Floats) -> float:
    """Add up the hours of units in another zone than today's."""
    moved = 0.0
    for u in range(zone.shape[0]):
        if today[u] >= 0 and today[u] != zone[u]:
            moved += hours[u]
    return moved
