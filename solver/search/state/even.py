"""How alike the persons of a group work: minutes off the group's mean, kept up to date.

The work of a vehicle is the time of its tasks, of the legs between them and of waits up to the
limit that counts. Places are looked for without it: it tells when a whole step is judged, for a
task moves the mean of its group wherever it goes.
"""

from __future__ import annotations

from solver.search.compiled import kernel
from solver.search.state.arrays import (
    BUSY,
    EARLIEST,
    GROUP,
    HAS_IDLE,
    HAS_WAIT,
    LEG,
    LOGGED,
    NEXT,
    PERSON,
    QUEUED,
    SERVICE,
    STAMP,
    UNEVEN,
    UNEVEN_COST,
    VEHICLE,
    WAIT_LIMIT,
    WORK,
    Data,
    State,
)
from solver.search.state.cells import put
from solver.search.state.idle import set_work

MINUTE_S = 60


@kernel
def work_of(d: Data, s: State, v: int) -> int:
    """Add up the work of vehicle v, seconds."""
    rows = s.rows
    i = rows[d.n + 2 * v, NEXT]
    work = 0
    while i < d.n:
        work += d.task[i, SERVICE]
        j = rows[i, NEXT]
        if j < d.n:
            work += rows[i, LEG]
            gap = rows[j, EARLIEST] - rows[i, EARLIEST] - rows[i, BUSY] - rows[i, LEG]
            if d.flags[HAS_WAIT] and gap <= d.flags[WAIT_LIMIT]:
                work += gap
        i = j
    return work


@kernel
def _minutes_off(d: Data, s: State, g: int) -> int:
    """Add up by how many minutes the persons of group g who work lie off their mean."""
    total, persons, person = 0, 0, -1
    for at in range(d.mates_at[g], d.mates_at[g + 1]):
        v = d.mates[at]
        work = s.rows[d.n + 2 * v, WORK]
        if work > 0:
            total += work
            if d.vehicle[v, PERSON] != person:
                person = d.vehicle[v, PERSON]
                persons += 1
    off, mine, person = 0, 0, -1
    for at in range(d.mates_at[g], d.mates_at[g + 1]):
        v = d.mates[at]
        if d.vehicle[v, PERSON] != person:
            off += abs(mine * persons - total) if mine > 0 else 0
            person, mine = d.vehicle[v, PERSON], 0
        mine += s.rows[d.n + 2 * v, WORK]
    off += abs(mine * persons - total) if mine > 0 else 0
    return off // (MINUTE_S * max(1, persons))


@kernel
def _settle_group(d: Data, s: State, g: int) -> None:
    """Bring the cost of group g up to date; its minutes stand where its first vehicle ends."""
    row = d.n + 2 * d.mates[d.mates_at[g]] + 1
    minutes = _minutes_off(d, s, g)
    s.totals[UNEVEN] += d.flags[UNEVEN_COST] * (minutes - s.rows[row, WORK])
    put(s, row, WORK, minutes)


@kernel
def settle_all(d: Data, s: State) -> None:
    """Work the cost of uneven work, and of idle time, out for the plan as it stands."""
    if d.flags[UNEVEN_COST] == 0 and not d.flags[HAS_IDLE]:
        return
    for v in range(d.m):
        set_work(d, s, v, work_of(d, s, v))
    if d.flags[UNEVEN_COST] == 0:
        return
    for g in range(len(d.mates_at) - 1):
        _settle_group(d, s, g)


@kernel
def settle_changed(d: Data, s: State) -> None:
    """Bring the cost of uneven work, and of idle time, up to date for all rounds in the log."""
    if d.flags[UNEVEN_COST] == 0 and not d.flags[HAS_IDLE]:
        return
    rows = s.rows
    s.totals[STAMP] += 1
    stamp = s.totals[STAMP]
    for at in range(s.totals[LOGGED]):
        v = rows[s.log[at, 0], VEHICLE]
        if v < 0 or rows[d.n + 2 * v, QUEUED] == stamp:
            continue
        rows[d.n + 2 * v, QUEUED] = stamp
        set_work(d, s, v, work_of(d, s, v))
        first = d.mates[d.mates_at[d.vehicle[v, GROUP]]]
        rows[d.n + 2 * first + 1, QUEUED] = stamp
    if d.flags[UNEVEN_COST] == 0:
        return
    for g in range(len(d.mates_at) - 1):
        if rows[d.n + 2 * d.mates[d.mates_at[g]] + 1, QUEUED] == stamp:
            _settle_group(d, s, g)


@kernel
def settle_idle(d: Data, s: State) -> None:
    """Bring the work of all rounds in the log up to date where paid hours without work count."""
    if d.flags[HAS_IDLE]:
        settle_changed(d, s)
