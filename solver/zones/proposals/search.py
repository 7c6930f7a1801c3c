"""Annealing over contiguous zones: flips of single units and redrawn pairs of zones.

A flip gives a unit on a border to the zone across it, where its own zone stays
connected. A redrawn pair joins two neighbouring zones and cuts a random spanning
tree of both (the recombination move of DeFord, Duchin and Solomon, 2021). The
cost is the mean travel from a package to the others of its zone, with penalties
for hours beyond the tolerance, for length of border and for hours moved.

What a flip takes is compiled into the loop: calls that hand over all the arrays would
take as long as the flip itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from solver.search.compiled import inlined
from solver.zones.proposals.tally import (
    BORDER,
    EXCESS,
    MINUTES,
    MOVED,
    excess_of,
    move,
    one_if,
    redrawn,
    stays_connected,
    tally_of,
    zone_minutes,
)
from solver.zones.proposals.trees import cut_pair

if TYPE_CHECKING:
    from solver.zones.proposals.tally import Tally
    from solver.zones.proposals.units import Ints, Schedule, Units, Weights

    Totals = tuple[float, float, float, float]
    """Minutes, excess, border and hours moved: of a drawing, or what they change by."""

FIRST_EXCESS = 0.05
"""Part of the weight of excess hours with which a run begins; it rises to all of it."""


@njit(cache=True)
def anneal(
    units: Units, zone: Ints, weights: Weights, schedule: Schedule, rng: np.random.Generator
) -> tuple[Ints, float, float]:
    """Anneal from a contiguous drawing; the best one within tolerance is kept.

    Parameters
    ----------
    zone
        (n,) int64 drawing to start from; every zone connected and not empty.
    rng
        Where chance comes from.

    Returns
    -------
    best (n,) int64, its cost without the penalty for excess, its excess.
    """
    t = tally_of(units, zone)
    best = t.zone.copy()
    best_cost, best_excess = _cost(weights, _totals(t), 0.0), t.totals[EXCESS]
    edges = units.ends.shape[0]
    if edges == 0 or units.zones == 1:
        return best, best_cost, best_excess
    look_every = zone.shape[0] // 100 + 1  # copying a drawing costs as much as a hundred flips
    steps = schedule.steps
    cooling = (schedule.cold / schedule.hot) ** (1.0 / max(steps, 1))
    heat = schedule.hot
    trial = t.zone.copy()
    for step in range(steps):
        heat *= cooling
        # hours beyond the tolerance weigh little at first: there are ways through them
        w_excess = weights.excess * (FIRST_EXCESS + (1.0 - FIRST_EXCESS) * step / steps)
        e = int(rng.integers(0, edges))
        if step % schedule.redraw_every == schedule.redraw_every - 1:
            changed = _redraw(units, t, weights, e, trial, w_excess, heat, rng)
        else:
            changed = _flip(units, t, weights, e, step + 1, w_excess, heat, rng)
        if not changed or step % look_every:
            continue
        cost, excess = _cost(weights, _totals(t), 0.0), t.totals[EXCESS]
        same = excess <= best_excess + 1e-9
        if excess < best_excess - 1e-9 or (same and cost < best_cost - 1e-9):
            best[:] = t.zone
            best_cost = cost
            best_excess = excess
    return best, best_cost, best_excess if best_excess > 1e-9 else 0.0


@inlined
def _cost(weights: Weights, totals: Totals, w_excess: float) -> float:
    """Weigh the totals of a drawing, or a change of them."""
    return (
        weights.travel * totals[MINUTES] / weights.packages
        + w_excess * totals[EXCESS]
        + weights.border * totals[BORDER] / weights.border_m
        + weights.moved * totals[MOVED] / weights.hours
    )


@inlined
def _totals(t: Tally) -> Totals:
    return t.totals[0], t.totals[1], t.totals[2], t.totals[3]


@inlined
def _add(t: Tally, change: Totals) -> None:
    for at in range(4):
        t.totals[at] += change[at]


@inlined
def _passes(rise: float, heat: float, rng: np.random.Generator) -> bool:
    """Say whether a change of the cost is accepted."""
    return not (rise > 0 and rng.random() >= np.exp(-rise / heat))


@inlined
def _flip(
    units: Units,
    t: Tally,
    weights: Weights,
    e: int,
    stamp: int,
    w_excess: float,
    heat: float,
    rng: np.random.Generator,
) -> bool:
    """Give the unit before border e to the zone across it; False where that is not accepted."""
    u = units.tail[e]
    a, b = t.zone[u], t.zone[units.ends[e]]
    if a == b or t.size[a] == 1:
        return False
    change = _flipped(units, t, u, b)
    if not _passes(_cost(weights, change, w_excess), heat, rng):
        return False
    if not stays_connected(units, t, u, stamp):
        return False
    seconds_a, seconds_b = _seconds_after(units, t, u, b)
    t.seconds[a], t.seconds[b] = seconds_a, seconds_b
    t.hours[a] -= units.hours[u]
    t.hours[b] += units.hours[u]
    t.packages[a] -= units.packages[u]
    t.packages[b] += units.packages[u]
    move(units, t, u, b)
    _add(t, change)
    return True


@inlined
def _seconds_after(units: Units, t: Tally, u: int, b: int) -> tuple[float, float]:
    """Travel within the zone of unit u and within zone b, once u has gone from one to the other."""
    a = t.zone[u]
    i = units.row[u]
    if i < 0:
        return t.seconds[a], t.seconds[b]
    own = units.seconds[i, i]
    return t.seconds[a] - (t.by_zone[a, i] + own), t.seconds[b] + (t.by_zone[b, i] + own)


@inlined
def _flipped(units: Units, t: Tally, u: int, b: int) -> Totals:
    """Say what a flip of unit u to zone b changes."""
    a = t.zone[u]
    least, most, target = units.least, units.most, units.target
    excess = (
        excess_of(t.hours[a] - units.hours[u], least, most, target)
        - excess_of(t.hours[a], least, most, target)
        + excess_of(t.hours[b] + units.hours[u], least, most, target)
        - excess_of(t.hours[b], least, most, target)
    )
    seconds_a, seconds_b = _seconds_after(units, t, u, b)
    minutes = (
        zone_minutes(seconds_a, t.packages[a] - units.packages[u])
        - zone_minutes(t.seconds[a], t.packages[a])
        + zone_minutes(seconds_b, t.packages[b] + units.packages[u])
        - zone_minutes(t.seconds[b], t.packages[b])
    )
    border = 0.0
    for f in range(units.start[u], units.start[u + 1]):
        if t.zone[units.ends[f]] == a:
            border += units.border_m[f]
        elif t.zone[units.ends[f]] == b:
            border -= units.border_m[f]
    moved = 0.0
    today = units.today[u]
    if today >= 0:
        moved = units.hours[u] * (one_if(b != today) - one_if(a != today))
    return minutes, excess, border, moved


@njit(cache=True)
def _redraw(
    units: Units,
    t: Tally,
    weights: Weights,
    e: int,
    trial: Ints,
    w_excess: float,
    heat: float,
    rng: np.random.Generator,
) -> bool:
    """Redraw the two zones that meet at border e; False where that is not accepted."""
    a, b = t.zone[units.tail[e]], t.zone[units.ends[e]]
    if a == b:
        return False
    trial[:] = t.zone
    if cut_pair(units, a, b, t.zone, trial, rng) < 0:
        return False
    hours, packages, seconds, border, moved = redrawn(units, t, a, b, trial)
    least, most, target = units.least, units.most, units.target
    excess = -excess_of(t.hours[a], least, most, target) - excess_of(
        t.hours[b], least, most, target
    )
    minutes = -zone_minutes(t.seconds[a], t.packages[a]) - zone_minutes(t.seconds[b], t.packages[b])
    for half in range(2):
        excess += excess_of(hours[half], least, most, target)
        minutes += zone_minutes(seconds[half], packages[half])
    change = (minutes, excess, border, moved)
    if not _passes(_cost(weights, change, w_excess), heat, rng):
        return False
    for u in range(trial.shape[0]):
        if trial[u] != t.zone[u]:
            move(units, t, u, trial[u])
    t.hours[a], t.hours[b] = hours
    t.packages[a], t.packages[b] = packages
    t.seconds[a], t.seconds[b] = seconds
    _add(t, change)
    return True
