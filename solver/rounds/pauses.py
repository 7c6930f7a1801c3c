"""Breaks: a round that spans long needs a free stretch between two of its tasks."""

from __future__ import annotations

from solver.rounds.arrays import (
    BUSY,
    CLOSES,
    EARLIEST,
    HAS_WAIT,
    LATEST,
    LEG,
    LOGGED,
    NEXT,
    OPENS,
    PAUSE,
    PAUSE_AFTER,
    PAUSE_S,
    QUEUED,
    SERVICE,
    STAMP,
    VEHICLE,
    Data,
    State,
)
from solver.rounds.cells import push, put, refresh_wait
from solver.rounds.compiled import kernel
from solver.rounds.spread import spread_earliest, spread_latest

PASSES = 4
"""How often the rounds are looked at again after a pause in one has moved another."""


@kernel
def rests(d: Data, s: State, v: int) -> int:
    """Give vehicle v its pause: 0 where it had one or needs none, 1 where it now has one, else -1.

    Starts are the earliest ones, as in the plan that is read out. The pause goes where most time
    is to spare, and lasts as part of the task before it.
    """
    rows = s.rows
    n = d.n
    if d.vehicle[v, CLOSES] - d.vehicle[v, OPENS] <= d.flags[PAUSE_AFTER]:
        return 0
    i = rows[n + 2 * v, NEXT]
    if i >= n:
        return 0
    begins = rows[i, EARLIEST]
    roomiest, room = -1, d.flags[PAUSE_S] - 1
    while rows[i, NEXT] < n:
        j = rows[i, NEXT]
        ready = rows[i, EARLIEST] + d.task[i, SERVICE] + rows[i, LEG]
        if rows[j, EARLIEST] - ready >= d.flags[PAUSE_S]:
            return 0
        if rows[j, LATEST] - ready > room:
            roomiest, room = i, rows[j, LATEST] - ready
        i = j
    if rows[i, EARLIEST] + d.task[i, SERVICE] - begins <= d.flags[PAUSE_AFTER]:
        return 0
    if roomiest < 0:
        return -1
    put(s, roomiest, PAUSE, d.flags[PAUSE_S])
    put(s, roomiest, BUSY, d.task[roomiest, SERVICE] + d.flags[PAUSE_S])
    if d.flags[HAS_WAIT]:
        refresh_wait(d, s, roomiest)
    if not spread_earliest(d, s, push(s, rows[roomiest, NEXT], 0), True, -1):
        return -1
    return 1 if spread_latest(d, s, push(s, roomiest, 0), True) else -1


@kernel
def all_rest(d: Data, s: State, mark: int) -> bool:
    """See to the pauses of every round that changed after ``mark`` in the log.

    False where one cannot have its pause; the caller then takes the changes back.
    """
    rows = s.rows
    for _ in range(PASSES):
        s.totals[STAMP] += 1
        stamp = s.totals[STAMP]
        moved = False
        at = mark
        while at < s.totals[LOGGED]:
            v = rows[s.log[at, 0], VEHICLE]
            at += 1
            if v < 0 or rows[d.n + 2 * v, QUEUED] == stamp:
                continue
            rows[d.n + 2 * v, QUEUED] = stamp
            outcome = rests(d, s, v)
            if outcome < 0:
                return False
            moved = moved or outcome > 0
        if not moved:
            return True
    return False
