"""What a round as a whole must keep: its break where it spans long, and its person's hours."""

from __future__ import annotations

from solver.search.compiled import kernel
from solver.search.problem import FAR_S
from solver.search.state.arrays import (
    BUSY,
    CLOSES,
    EARLIEST,
    HAS_WAIT,
    HOURS,
    LATEST,
    LEG,
    LINKS,
    LINKS_END,
    LOGGED,
    NEXT,
    OPENS,
    PAUSE,
    PAUSE_AFTER,
    PAUSE_S,
    PERSON,
    PREVIOUS,
    QUEUED,
    SERVICE,
    STAMP,
    TWIN,
    VEHICLE,
    Data,
    State,
)
from solver.search.state.bounds import carry_earliest, carry_latest
from solver.search.state.cells import push, put, refresh_wait

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
    if not carry_earliest(d, s, push(s, rows[roomiest, NEXT], 0), True, -1):
        return -1
    return 1 if carry_latest(d, s, push(s, roomiest, 0), True) else -1


@kernel
def tight_span(d: Data, s: State, v: int) -> int:
    """Give the time from the start of the first task of vehicle v to the end of its last.

    The last task is at its earliest. Tasks before it may start later than theirs where there is
    time to spare and nothing else hangs on them; a round that needs a pause keeps as much of each
    wait as a pause takes.
    """
    rows = s.rows
    n = d.n
    i = rows[n + 2 * v + 1, PREVIOUS]
    if i >= n:
        return 0
    start = rows[i, EARLIEST]
    ends = start + d.task[i, SERVICE]
    rest = 0
    if ends - rows[rows[n + 2 * v, NEXT], EARLIEST] > d.flags[PAUSE_AFTER]:
        rest = d.flags[PAUSE_S]
    while rows[i, PREVIOUS] < n:
        after = rows[i, EARLIEST]
        i = rows[i, PREVIOUS]
        takes = d.task[i, SERVICE] + rows[i, LEG]
        kept = min(after - rows[i, EARLIEST] - takes, rest)
        later = min(rows[i, LATEST], start - takes - kept)
        free = d.task[i, TWIN] < 0 and d.task[i, LINKS] == d.task[i, LINKS_END]
        start = max(rows[i, EARLIEST], later) if free else rows[i, EARLIEST]
    return ends - start


@kernel
def _within_hours(d: Data, s: State, v: int) -> bool:
    """Say whether the person of vehicle v keeps the most time that they may work."""
    most = d.vehicle[v, HOURS]
    if most >= FAR_S:
        return True
    total = 0
    for other in range(d.m):
        if d.vehicle[other, PERSON] == d.vehicle[v, PERSON]:
            total += tight_span(d, s, other)
    return total <= most


@kernel
def all_rest(d: Data, s: State, mark: int) -> bool:
    """See to the pauses, and the hours, of every round that changed after ``mark`` in the log.

    False where one cannot have its pause or takes too long; the caller then takes the changes
    back.
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
            if outcome < 0 or not _within_hours(d, s, v):
                return False
            moved = moved or outcome > 0
        if not moved:
            return True
    return False
