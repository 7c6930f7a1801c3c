"""Taking adjacent strings of tasks out of nearby rounds.

Slack induction by string removals: Christiaens, Vanden Berghe, Transportation Science 54 (2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.search.compiled import kernel
from solver.search.state.arrays import (
    BROKEN,
    LINKED,
    LINKS,
    LINKS_END,
    NEXT,
    OTHER,
    PREVIOUS,
    UNIT,
    VEHICLE,
    Data,
    State,
)
from solver.search.state.chance import draw, uniform
from solver.search.state.network import refresh_after, take_out

if TYPE_CHECKING:
    from solver.search.moves.insertion import Work
    from solver.search.problem import Ints

SPLIT = 0.5
"""Chance that a string keeps some tasks in its middle."""

SPLIT_MORE = 0.5
"""Chance that it keeps one more."""


@kernel
def note_unit(s: State, pool: Ints, count: int, u: int) -> int:
    """List unit u as one to insert; returns how many there are. The only writer of the pool."""
    if count >= len(pool):
        s.totals[BROKEN] = 1
        return count
    pool[count] = u
    return count + 1


@kernel
def _note_joint(s: State, joints: Ints, row: int) -> None:
    """List a row whose times must be refreshed; ``joints[0]`` counts them. Their only writer."""
    at = joints[0] + 1
    if at >= len(joints):
        s.totals[BROKEN] = 1
        return
    joints[at] = row
    joints[0] = at


@kernel
def _remove_unit(d: Data, s: State, x: int, removed: Ints, count: int, joints: Ints) -> int:
    """Take the unit of task x out; ``joints`` grows by the rows whose times must be refreshed."""
    u = d.task[x, UNIT]
    for turn in range(2):
        t = d.units[u, 0] if turn == 0 else d.units[u, 1]
        if t < 0:
            break
        _note_joint(s, joints, s.rows[t, PREVIOUS])
        if d.flags[LINKED]:
            for link in range(d.task[t, LINKS], d.task[t, LINKS_END]):
                y = d.links[link, OTHER]
                if s.rows[y, VEHICLE] >= 0:
                    _note_joint(s, joints, y)
        take_out(d, s, t)
    return note_unit(s, removed, count, u)


@kernel
def ruin(
    d: Data,
    s: State,
    w: Work,
    centre: int,
    average: int,
    limit: int,
    removed: Ints,
    joints: Ints,
    seen: Ints,
    stamp: int,
) -> int:
    """Remove strings around task ``centre``; returns how many units went (listed in ``removed``).

    Where what is left cannot stand, ``totals[BROKEN]`` says so. ``average`` is the mean number of
    tasks to remove, ``limit`` the longest string; ``seen`` (m,) marks rounds touched by ``stamp``.
    """
    rows = s.rows
    joints[0] = 0
    count = 0
    strings = int(1 + uniform(s) * max(1.0, 4.0 * average / (1.0 + limit) - 1.0))
    for at in range(-1, w.near.shape[1]):
        c = centre if at < 0 else w.near[centre, at]
        if c < 0 or strings == 0 or count >= 6 * average:
            break
        v = rows[c, VEHICLE]
        if v < 0 or seen[v] == stamp:
            continue
        seen[v] = stamp
        strings -= 1
        length = 1 + draw(s) % limit
        kept = 0
        if length > 1 and uniform(s) < SPLIT:
            kept = 1
            while uniform(s) < SPLIT_MORE and kept < limit:
                kept += 1
        i = c
        for _ in range(draw(s) % (length + kept)):
            if rows[i, PREVIOUS] >= d.n:
                break
            i = rows[i, PREVIOUS]
        skip_from = draw(s) % length if kept else -1
        position = 0
        done = 0
        while i < d.n and done < length:
            following = rows[i, NEXT]
            if kept and skip_from <= position < skip_from + kept and i != c:
                position += 1
                i = following
                continue
            position += 1
            done += 1
            count = _remove_unit(d, s, i, removed, count, joints)
            while following < d.n and rows[following, VEHICLE] < 0:
                following = d.n  # the next one went with this unit
            i = following
    s.totals[BROKEN] |= int(not refresh_after(d, s, joints[1:], joints[0]))
    return count
