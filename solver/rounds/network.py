"""The network of rounds: who follows whom, and between when and when each task can start.

Earliest and latest starts are kept over the whole network: along each round, across twins (two
tasks, one start) and across linked tasks. Every change is logged, so that it can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.rounds.arrays import (
    ARC,
    BUSY,
    BY_METRE,
    BY_SECOND,
    BY_WAIT,
    CLOSES,
    DUE,
    EARLIEST,
    FOLLOWER,
    GAP_LEAST,
    GAP_MOST,
    HAS_LENGTHS,
    HAS_WAIT,
    HI,
    HOME_METRE,
    HOME_SECOND,
    LATE,
    LATE_COST,
    LATEST,
    LEADER,
    LEG,
    LINKED,
    LO,
    LOAD,
    LOGGED,
    MODE,
    NEXT,
    OPENS,
    PAUSE,
    PERIOD,
    PLACE,
    PREVIOUS,
    PRICE,
    QUEUED,
    SERVICE,
    SOFT,
    TAKES,
    TRAVEL,
    TWIN,
    UNDONE,
    VEHICLE,
    WAIT,
    WAIT_LIMIT,
    WAITING,
    Data,
    State,
)
from solver.rounds.compiled import kernel

if TYPE_CHECKING:
    from solver.rounds.problem import Ints

COST_LIMIT = 1_000_000_000
"""No leg costs more than this (a leg without a way is never taken)."""


LINKED_RETURNS = 12
"""How often a start may move again because of itself, where linked tasks push each other."""

GAPS_BOUND = 2
"""Value of the flag ``LINKED`` where a most gap binds, not only a least one."""


@kernel
def put(s: State, row: int, column: int, value: int) -> None:
    """Change one cell of the plan, and log what it was."""
    old = s.rows[row, column]
    if old != value:
        at = s.totals[LOGGED]
        s.log[at, 0] = row
        s.log[at, 1] = column
        s.log[at, 2] = old
        s.totals[LOGGED] = at + 1
        s.rows[row, column] = value


@kernel
def take_back(s: State, mark: int) -> None:
    """Undo every change after ``mark`` (the parts of the cost are the caller's)."""
    for at in range(s.totals[LOGGED] - 1, mark - 1, -1):
        s.rows[s.log[at, 0], s.log[at, 1]] = s.log[at, 2]
    s.totals[LOGGED] = mark


@kernel
def leg_of(d: Data, s: State, i: int, j: int, v: int) -> tuple[int, int]:
    """Seconds and cost of the leg from row i to row j by vehicle v."""
    n = d.n
    if j < n:
        period = d.task[j, PERIOD]
    elif i < n:
        period = d.task[i, PERIOD]
    else:
        return 0, 0
    k = d.vehicle[v, MODE] + period
    a, b = s.rows[i, PLACE], s.rows[j, PLACE]
    seconds = d.legs[0, k, a, b]
    metres = d.metres[0, k, a, b] if d.flags[HAS_LENGTHS] else 0
    if i < n and j < n:
        cost = seconds * d.vehicle[v, BY_SECOND] + metres * d.vehicle[v, BY_METRE]
    else:
        cost = seconds * d.vehicle[v, HOME_SECOND] + metres * d.vehicle[v, HOME_METRE]
    return seconds, min(cost, COST_LIMIT)


@kernel
def join(d: Data, s: State, i: int, j: int, v: int) -> None:
    """Let row j follow row i on vehicle v."""
    seconds, cost = leg_of(d, s, i, j, v)
    s.totals[TRAVEL] += cost
    put(s, i, NEXT, j)
    put(s, j, PREVIOUS, i)
    put(s, i, LEG, seconds)
    put(s, i, ARC, cost)


@kernel
def refresh_wait(d: Data, s: State, i: int) -> None:
    """Recompute the cost of waiting between row i and the one after it."""
    rows = s.rows
    cost = 0
    v = rows[i, VEHICLE]
    if v >= 0 and i < d.n and rows[i, NEXT] < d.n:
        gap = rows[rows[i, NEXT], EARLIEST] - rows[i, EARLIEST] - rows[i, BUSY] - rows[i, LEG]
        if 0 < gap <= d.flags[WAIT_LIMIT]:
            cost = min(gap * d.vehicle[v, BY_WAIT], COST_LIMIT)
    if cost != rows[i, WAIT]:
        s.totals[WAITING] += cost - rows[i, WAIT]
        put(s, i, WAIT, cost)


@kernel
def earliest_on_round(d: Data, s: State, x: int) -> int:
    """Earliest start of task x for its own round and window alone."""
    rows = s.rows
    p = rows[x, PREVIOUS]
    start = rows[p, EARLIEST] + rows[p, BUSY] + rows[p, LEG]
    return max(start, d.task[x, LO], d.vehicle[rows[x, VEHICLE], OPENS])


@kernel
def latest_on_round(d: Data, s: State, x: int) -> int:
    """Latest start of task x for its own round and window alone."""
    rows = s.rows
    start = rows[rows[x, NEXT], LATEST] - rows[x, LEG] - rows[x, BUSY]
    return min(start, d.task[x, HI], d.vehicle[rows[x, VEHICLE], CLOSES] - d.task[x, SERVICE])


@kernel
def earliest_of(d: Data, s: State, x: int) -> int:
    """Earliest start of task x, with its twin and its linked tasks."""
    rows = s.rows
    start = earliest_on_round(d, s, x)
    y = d.task[x, TWIN]
    if y >= 0 and rows[y, VEHICLE] >= 0:
        start = max(start, earliest_on_round(d, s, y))
    if d.flags[LINKED]:
        y = d.task[x, LEADER]
        if y >= 0 and rows[y, VEHICLE] >= 0:
            start = max(start, rows[y, EARLIEST] + d.task[y, GAP_LEAST])
        y = d.task[x, FOLLOWER]
        if y >= 0 and rows[y, VEHICLE] >= 0:
            start = max(start, rows[y, EARLIEST] - d.task[x, GAP_MOST])
    return start


@kernel
def latest_of(d: Data, s: State, x: int) -> int:
    """Latest start of task x, with its twin and its linked tasks."""
    rows = s.rows
    start = latest_on_round(d, s, x)
    y = d.task[x, TWIN]
    if y >= 0 and rows[y, VEHICLE] >= 0:
        start = min(start, latest_on_round(d, s, y))
    if d.flags[LINKED]:
        y = d.task[x, LEADER]
        if y >= 0 and rows[y, VEHICLE] >= 0:
            start = min(start, rows[y, LATEST] + d.task[y, GAP_MOST])
        y = d.task[x, FOLLOWER]
        if y >= 0 and rows[y, VEHICLE] >= 0:
            start = min(start, rows[y, LATEST] - d.task[x, GAP_LEAST])
    return start


@kernel
def _set_earliest(d: Data, s: State, x: int, value: int) -> None:
    if d.flags[SOFT]:
        late = max(0, value - d.task[x, DUE]) - max(0, s.rows[x, EARLIEST] - d.task[x, DUE])
        s.totals[LATE] += late * d.flags[LATE_COST]
    put(s, x, EARLIEST, value)
    if d.flags[HAS_WAIT]:
        refresh_wait(d, s, s.rows[x, PREVIOUS])
        refresh_wait(d, s, x)


@kernel
def push(s: State, x: int, tail: int) -> int:
    """Queue task x to be looked at; returns the new end of the queue."""
    if s.rows[x, QUEUED]:
        return tail
    s.rows[x, QUEUED] = 1
    s.queue[tail] = x
    tail += 1
    return 0 if tail == len(s.queue) else tail


@kernel
def _clear(s: State, head: int, tail: int) -> None:
    while head != tail:
        s.rows[s.queue[head], QUEUED] = 0
        head = 0 if head + 1 == len(s.queue) else head + 1


@kernel
def _push_links(d: Data, s: State, x: int, tail: int) -> int:
    for y in (d.task[x, LEADER], d.task[x, FOLLOWER]):
        if y >= 0 and s.rows[y, VEHICLE] >= 0:
            tail = push(s, y, tail)
    return tail


@kernel
def spread_earliest(d: Data, s: State, tail: int, growing: bool, source: int) -> bool:
    """Carry changed earliest starts from the queued tasks through the network.

    ``growing`` says that starts can only have become later: then a start that passes its latest,
    or comes round to ``source`` again, means that the rounds wait for each other, and the answer
    is False (the caller takes the change back).
    """
    rows = s.rows
    head = 0
    linked = d.flags[LINKED] > 0
    returns = 0
    full = len(s.log) - 8 * len(rows)
    while head != tail:
        x = s.queue[head]
        head = 0 if head + 1 == len(s.queue) else head + 1
        s.rows[x, QUEUED] = 0
        value = earliest_of(d, s, x)
        if value == rows[x, EARLIEST]:
            continue
        y = d.task[x, TWIN]
        paired = y >= 0 and rows[y, VEHICLE] >= 0
        if growing:
            if x == source or (paired and y == source):
                returns += 1
            again = returns > (LINKED_RETURNS if linked else 0)
            if again or value > rows[x, LATEST] or s.totals[LOGGED] > full:
                _clear(s, head, tail)
                return False
        _set_earliest(d, s, x, value)
        if rows[x, NEXT] < d.n:
            tail = push(s, rows[x, NEXT], tail)
        if paired:
            _set_earliest(d, s, y, value)
            if rows[y, NEXT] < d.n:
                tail = push(s, rows[y, NEXT], tail)
        if linked:
            tail = _push_links(d, s, x, tail)
            if paired:
                tail = _push_links(d, s, y, tail)
    return True


@kernel
def spread_latest(d: Data, s: State, tail: int, shrinking: bool) -> bool:
    """Carry changed latest starts back through the network; False when one passes its earliest."""
    rows = s.rows
    head = 0
    linked = d.flags[LINKED] > 0
    while head != tail:
        x = s.queue[head]
        head = 0 if head + 1 == len(s.queue) else head + 1
        s.rows[x, QUEUED] = 0
        value = latest_of(d, s, x)
        if value == rows[x, LATEST]:
            continue
        if shrinking and value < rows[x, EARLIEST]:
            _clear(s, head, tail)
            return False
        y = d.task[x, TWIN]
        paired = y >= 0 and rows[y, VEHICLE] >= 0
        put(s, x, LATEST, value)
        if rows[x, PREVIOUS] < d.n:
            tail = push(s, rows[x, PREVIOUS], tail)
        if paired:
            put(s, y, LATEST, value)
            if rows[y, PREVIOUS] < d.n:
                tail = push(s, rows[y, PREVIOUS], tail)
        if linked:
            tail = _push_links(d, s, x, tail)
            if paired:
                tail = _push_links(d, s, y, tail)
    return True


@kernel
def link_in(d: Data, s: State, x: int, i: int) -> None:
    """Put task x after row i, without looking at times."""
    rows = s.rows
    v = rows[i, VEHICLE]
    j = rows[i, NEXT]
    s.totals[TRAVEL] += d.fit[x, v] - rows[i, ARC]
    s.totals[UNDONE] -= d.task[x, PRICE]
    put(s, x, VEHICLE, v)
    join(d, s, i, x, v)
    join(d, s, x, j, v)
    begin = d.n + 2 * v
    put(s, begin, LOAD, rows[begin, LOAD] + d.task[x, TAKES])


@kernel
def take_in(d: Data, s: State, x: int, i: int, y: int, k: int) -> bool:
    """Put task x after row i, and its twin y (or -1) after row k; False if times do not allow.

    After False the caller takes the changes back.
    """
    rows = s.rows
    soft = d.flags[SOFT] > 0
    link_in(d, s, x, i)
    if y >= 0:
        link_in(d, s, y, k)
    start = earliest_of(d, s, x)
    latest = d.task[x, HI] if soft else latest_of(d, s, x)
    if start > latest:
        return False
    if soft:
        put(s, x, EARLIEST, d.task[x, DUE])
        if y >= 0:
            put(s, y, EARLIEST, d.task[y, DUE])
    put(s, x, LATEST, latest)
    _set_earliest(d, s, x, start)
    tail = 0
    if rows[x, NEXT] < d.n:
        tail = push(s, rows[x, NEXT], tail)
    if y >= 0:
        put(s, y, LATEST, latest)
        _set_earliest(d, s, y, start)
        if rows[y, NEXT] < d.n:
            tail = push(s, rows[y, NEXT], tail)
    if d.flags[LINKED]:
        tail = _push_links(d, s, x, tail)
        if y >= 0:
            tail = _push_links(d, s, y, tail)
    if not spread_earliest(d, s, tail, True, x):
        return False
    if soft:
        return True
    tail = 0
    if rows[x, PREVIOUS] < d.n:
        tail = push(s, rows[x, PREVIOUS], tail)
    if y >= 0 and rows[y, PREVIOUS] < d.n:
        tail = push(s, rows[y, PREVIOUS], tail)
    if d.flags[LINKED]:
        tail = _push_links(d, s, x, tail)
        if y >= 0:
            tail = _push_links(d, s, y, tail)
    return spread_latest(d, s, tail, True)


@kernel
def take_out(d: Data, s: State, x: int) -> None:
    """Take task x out of its round; times are refreshed later by :func:`refresh_after`."""
    rows = s.rows
    v = rows[x, VEHICLE]
    i, j = rows[x, PREVIOUS], rows[x, NEXT]
    s.totals[TRAVEL] -= d.fit[x, v] + rows[i, ARC] + rows[x, ARC]
    s.totals[UNDONE] += d.task[x, PRICE]
    if d.flags[SOFT]:
        s.totals[LATE] -= max(0, rows[x, EARLIEST] - d.task[x, DUE]) * d.flags[LATE_COST]
    if rows[x, WAIT]:
        s.totals[WAITING] -= rows[x, WAIT]
        put(s, x, WAIT, 0)
    if rows[x, PAUSE]:
        put(s, x, BUSY, d.task[x, SERVICE])
        put(s, x, PAUSE, 0)
    join(d, s, i, j, v)
    put(s, x, VEHICLE, -1)
    begin = d.n + 2 * v
    put(s, begin, LOAD, rows[begin, LOAD] - d.task[x, TAKES])
    if d.flags[HAS_WAIT]:
        refresh_wait(d, s, i)


@kernel
def refresh_after(d: Data, s: State, joints: Ints, count: int) -> None:
    """Bring all starts up to date after tasks were taken out.

    ``joints[:count]`` are the rows before each gap, and the tasks linked to what was taken out.
    """
    rows = s.rows
    if d.flags[LINKED] == GAPS_BOUND:
        _refresh_all(d, s)
        return
    tail = 0
    for at in range(count):
        i = joints[at]
        if rows[i, VEHICLE] >= 0:
            if rows[i, NEXT] < d.n:
                tail = push(s, rows[i, NEXT], tail)
            if i < d.n and d.flags[LINKED]:
                tail = push(s, i, tail)
    spread_earliest(d, s, tail, False, -1)
    if d.flags[SOFT]:
        return
    tail = 0
    for at in range(count):
        i = joints[at]
        if rows[i, VEHICLE] >= 0 and i < d.n:
            tail = push(s, i, tail)
    spread_latest(d, s, tail, False)


@kernel
def _refresh_all(d: Data, s: State) -> None:
    """Start again from the windows: where most gaps bind, stale starts could hold each other up."""
    rows = s.rows
    tail = 0
    for x in range(d.n):
        if rows[x, VEHICLE] >= 0:
            start = max(d.task[x, LO], d.vehicle[rows[x, VEHICLE], OPENS])
            y = d.task[x, TWIN]
            if y >= 0 and rows[y, VEHICLE] >= 0:
                start = max(start, d.vehicle[rows[y, VEHICLE], OPENS])
            _set_earliest(d, s, x, start)
            tail = push(s, x, tail)
    spread_earliest(d, s, tail, False, -1)
    if d.flags[SOFT]:
        return
    tail = 0
    for x in range(d.n):
        if rows[x, VEHICLE] >= 0:
            put(s, x, LATEST, d.task[x, HI])
            tail = push(s, x, tail)
    spread_latest(d, s, tail, False)
