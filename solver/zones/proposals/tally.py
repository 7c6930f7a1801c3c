"""What a drawing adds up to, and how that changes when units change zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from solver.search.compiled import kernel

if TYPE_CHECKING:
    from solver.zones.proposals.units import Floats, Ints, Units

MINUTE_S = 60.0

MINUTES, EXCESS, BORDER, MOVED = range(4)
"""Entries of ``Tally.totals``: minutes of travel times packages; hours beyond the tolerance as
shares of the target; metres of border between zones; hours of units in another zone than
today's."""


class Tally(NamedTuple):
    """A drawing, and what it adds up to (n units, k zones, m units with packages).

    ``zone`` (n,) is the drawing. ``hours``, ``packages``, ``seconds``, ``size`` (k,) are those of
    each zone, ``by_zone`` (k, m) the travel between a unit and a zone, ``totals`` (4,) the whole.
    ``mark`` (n,) and ``stack`` (n + 1,) are room to look for ways in.
    """

    zone: Ints
    hours: Floats
    packages: Floats
    seconds: Floats
    size: Ints
    by_zone: Floats
    totals: Floats
    mark: Ints
    stack: Ints


@kernel
def one_if(true: bool) -> float:
    """Count a fact as 1, its opposite as 0."""
    return 1.0 if true else 0.0


@kernel
def excess_of(hours: float, least: float, most: float, target: float) -> float:
    """Give the hours beyond the tolerance as a share of the target."""
    if hours < least:
        return (least - hours) / target
    if hours > most:
        return (hours - most) / target
    return 0.0


@kernel
def zone_minutes(seconds: float, packages: float) -> float:
    """Multiply the packages of a zone by their mean minutes to the others."""
    if packages <= 1.0:
        return 0.0
    return seconds / (packages - 1.0) / MINUTE_S


@njit(cache=True)
def tally_of(units: Units, zone: Ints) -> Tally:
    """Add up a drawing: hours, packages, travel and units of each zone, and the whole."""
    n, k, m = zone.shape[0], units.zones, units.seconds.shape[0]
    hours, packages, seconds = np.zeros(k), np.zeros(k), np.zeros(k)
    size = np.zeros(k, np.int64)
    unit_of = np.zeros(m, np.int64)
    for u in range(n):
        hours[zone[u]] += units.hours[u]
        packages[zone[u]] += units.packages[u]
        size[zone[u]] += 1
        if units.row[u] >= 0:
            unit_of[units.row[u]] = u
    by_zone = np.zeros((k, m))
    for i in range(m):
        for j in range(m):
            if i != j:
                by_zone[zone[unit_of[j]], i] += units.seconds[i, j]
    for i in range(m):
        z = zone[unit_of[i]]
        seconds[z] += units.seconds[i, i] + by_zone[z, i] / 2
    totals = np.zeros(4)
    for z in range(k):
        totals[EXCESS] += excess_of(hours[z], units.least, units.most, units.target)
        totals[MINUTES] += zone_minutes(seconds[z], packages[z])
    totals[BORDER] = _border_of(units, zone)
    totals[MOVED] = _moved_of(units, zone)
    mark, stack = np.zeros(n, np.int64), np.empty(n + 1, np.int64)
    return Tally(zone.copy(), hours, packages, seconds, size, by_zone, totals, mark, stack)


@njit(cache=True)
def _border_of(units: Units, zone: Ints) -> float:
    """Add up the border between zones, metres."""
    cut = 0.0
    for u in range(zone.shape[0]):
        for e in range(units.start[u], units.start[u + 1]):
            if zone[units.ends[e]] != zone[u]:
                cut += units.border_m[e]
    return cut / 2


@njit(cache=True)
def _moved_of(units: Units, zone: Ints) -> float:
    """Add up the hours of units in another zone than today's."""
    moved = 0.0
    for u in range(zone.shape[0]):
        if units.today[u] >= 0 and units.today[u] != zone[u]:
            moved += units.hours[u]
    return moved


@kernel
def stays_connected(units: Units, t: Tally, u: int, stamp: int) -> bool:
    """Tell whether the zone of unit u is connected, and not empty, without it.

    ``stamp`` is one that ``t.mark`` does not hold yet.
    """
    own = t.zone[u]
    wanted = 0
    first = -1
    for e in range(units.start[u], units.start[u + 1]):
        if t.zone[units.ends[e]] == own:
            wanted += 1
            first = units.ends[e]
    if wanted == 0:
        return False  # u is the whole zone
    if wanted == 1:
        return True
    t.mark[u] = stamp
    t.mark[first] = stamp
    t.stack[0] = first
    top = 1
    found = 0
    while top > 0:
        top -= 1
        v = t.stack[top]
        for e in range(units.start[v], units.start[v + 1]):
            if units.ends[e] == u:
                found += 1
                break
        if found == wanted:
            return True
        for e in range(units.start[v], units.start[v + 1]):
            w = units.ends[e]
            if t.mark[w] != stamp and t.zone[w] == own:
                t.mark[w] = stamp
                t.stack[top] = w
                top += 1
    return False


@kernel
def move(units: Units, t: Tally, u: int, to: int) -> None:
    """Move unit u to another zone: the drawing, sizes, and travel between units and zones."""
    source = t.zone[u]
    t.zone[u] = to
    t.size[source] -= 1
    t.size[to] += 1
    i = units.row[u]
    if i < 0:
        return
    for j in range(units.seconds.shape[0]):
        if j != i:
            t.by_zone[source, j] -= units.seconds[i, j]
            t.by_zone[to, j] += units.seconds[i, j]


@njit(cache=True)
def redrawn(
    units: Units, t: Tally, a: int, b: int, trial: Ints
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float], float, float]:
    """Add up the two zones of a redrawn pair, and what border and hours moved change by.

    Returns hours, packages and seconds of a and b as drawn in ``trial``, and the changes.
    """
    zone = t.zone
    members = np.flatnonzero((zone == a) | (zone == b))
    hours, packages, seconds = np.zeros(2), np.zeros(2), np.zeros(2)
    border = 0.0
    moved = 0.0
    for x in range(members.shape[0]):
        u = members[x]
        half = 0 if trial[u] == a else 1
        hours[half] += units.hours[u]
        packages[half] += units.packages[u]
        today = units.today[u]
        if today >= 0:
            moved += units.hours[u] * (one_if(trial[u] != today) - one_if(zone[u] != today))
        for e in range(units.start[u], units.start[u + 1]):
            v = units.ends[e]
            if v > u and (zone[v] == a or zone[v] == b):
                apart = one_if(trial[u] != trial[v]) - one_if(zone[u] != zone[v])
                border += units.border_m[e] * apart
        i = units.row[u]
        if i < 0:
            continue
        seconds[half] += units.seconds[i, i]
        for y in range(x):
            v = members[y]
            if units.row[v] >= 0 and trial[v] == trial[u]:
                seconds[half] += units.seconds[i, units.row[v]]
    return (
        (hours[0], hours[1]),
        (packages[0], packages[1]),
        (seconds[0], seconds[1]),
        border,
        moved,
    )
