"""Between when and when each task can start: carried along rounds, across twins and links.

Earliest starts are carried forward in time and latest starts back. Both are one piece of code,
compiled twice: ``forward`` says which way, and is known when it is compiled.
"""

from __future__ import annotations

from solver.search.compiled import inlined, kernel
from solver.search.state.arrays import (
    BUSY,
    CEILING,
    CHAINED,
    CLOSES,
    DUE,
    EARLIEST,
    HAS_WAIT,
    HI,
    LATE,
    LATE_COST,
    LATEST,
    LEAST,
    LEG,
    LINKED,
    LINKS,
    LINKS_END,
    LO,
    LOGGED,
    MOST,
    NEXT,
    OPENS,
    OTHER,
    PREVIOUS,
    QUEUED,
    SERVICE,
    SOFT,
    TRAVEL,
    TWIN,
    VEHICLE,
    Data,
    State,
)
from solver.search.state.cells import push, put, refresh_wait
from solver.search.state.onward import apart_s, first_after, last_before, push_onward

LINKED_RETURNS = 12
"""How often a start may move again because of itself, where linked tasks push each other."""


@inlined
def _tighter(one: int, other: int, forward: bool) -> int:
    return max(one, other) if forward else min(one, other)


@inlined
def _alone(d: Data, s: State, x: int, forward: bool) -> int:
    """Bound the start of task x by its window and its vehicle's hours alone."""
    v = s.rows[x, VEHICLE]
    if forward:
        return max(d.task[x, LO], d.vehicle[v, OPENS])
    return min(d.task[x, HI], d.vehicle[v, CLOSES] - d.task[x, SERVICE])


@inlined
def _on_round(d: Data, s: State, x: int, forward: bool) -> int:
    """Bound the start of task x by its round too, and by its person's other vehicles."""
    rows = s.rows
    if forward:
        p = rows[x, PREVIOUS]
        bound = rows[p, EARLIEST] + rows[p, BUSY] + rows[p, LEG]
        if p >= d.n and d.flags[CHAINED]:
            y = last_before(d, s, rows[x, VEHICLE])
            if y >= 0:
                bound = max(bound, rows[y, EARLIEST] + apart_s(d, s, y, x, rows[x, VEHICLE]))
    else:
        j = rows[x, NEXT]
        bound = rows[j, LATEST] - rows[x, LEG] - rows[x, BUSY]
        if j >= d.n and d.flags[CHAINED]:
            y = first_after(d, s, rows[x, VEHICLE])
            if y >= 0:
                bound = min(bound, rows[y, LATEST] - apart_s(d, s, x, y, rows[x, VEHICLE]))
    return _tighter(bound, _alone(d, s, x, forward), forward)


@inlined
def _start_of(d: Data, s: State, x: int, forward: bool) -> int:
    """Bound the start of task x by its twin and its linked tasks too."""
    rows = s.rows
    own = EARLIEST if forward else LATEST
    start = _on_round(d, s, x, forward)
    y = d.task[x, TWIN]
    if y >= 0 and rows[y, VEHICLE] >= 0:
        start = _tighter(start, _on_round(d, s, y, forward), forward)
    if d.flags[LINKED]:
        for at in range(d.task[x, LINKS], d.task[x, LINKS_END]):
            y = d.links[at, OTHER]
            if rows[y, VEHICLE] >= 0:
                gap = d.links[at, LEAST if forward else MOST]
                start = _tighter(start, rows[y, own] + gap, forward)
    return start


@kernel
def earliest_of(d: Data, s: State, x: int) -> int:
    """Earliest start of task x, with its twin and its linked tasks."""
    return _start_of(d, s, x, True)


@kernel
def latest_of(d: Data, s: State, x: int) -> int:
    """Latest start of task x, with its twin and its linked tasks."""
    return _start_of(d, s, x, False)


@kernel
def set_earliest(d: Data, s: State, x: int, value: int) -> None:
    """Change the earliest start of task x, and what lateness and waiting cost by it."""
    if d.flags[SOFT]:
        late = max(0, value - d.task[x, DUE]) - max(0, s.rows[x, EARLIEST] - d.task[x, DUE])
        s.totals[LATE] += late * d.flags[LATE_COST]
    put(s, x, EARLIEST, value)
    if d.flags[HAS_WAIT]:
        refresh_wait(d, s, s.rows[x, PREVIOUS])
        refresh_wait(d, s, x)


@inlined
def _set(d: Data, s: State, x: int, value: int, forward: bool) -> None:
    if forward:
        set_earliest(d, s, x, value)
    else:
        put(s, x, LATEST, value)


@kernel
def clear(s: State, head: int, tail: int) -> None:
    """Empty the queue."""
    while head != tail:
        s.rows[s.queue[head], QUEUED] = 0
        head = 0 if head + 1 == len(s.queue) else head + 1


@kernel
def push_links(d: Data, s: State, x: int, tail: int) -> int:
    """Queue the tasks that are linked to task x."""
    for at in range(d.task[x, LINKS], d.task[x, LINKS_END]):
        y = d.links[at, OTHER]
        if s.rows[y, VEHICLE] >= 0:
            tail = push(s, y, tail)
    return tail


@inlined
def _carry(d: Data, s: State, tail: int, growing: bool, source: int, forward: bool) -> bool:
    rows = s.rows
    own = EARLIEST if forward else LATEST
    head = 0
    linked = d.flags[LINKED] > 0
    soft = d.flags[SOFT] > 0
    returns = 0
    full = len(s.log) - 8 * len(rows)
    while head != tail:
        x = s.queue[head]
        head = 0 if head + 1 == len(s.queue) else head + 1
        s.rows[x, QUEUED] = 0
        value = _start_of(d, s, x, forward)
        if value == rows[x, own]:
            continue
        y = d.task[x, TWIN]
        paired = y >= 0 and rows[y, VEHICLE] >= 0
        again = s.totals[LOGGED] > full
        if growing:
            if x == source or (paired and y == source):
                returns += 1
            again = again or returns > (LINKED_RETURNS if linked else 0)
        passed = value > rows[x, LATEST] if forward else value < rows[x, EARLIEST]
        if again or passed:
            clear(s, head, tail)
            return False
        _set(d, s, x, value, forward)
        tail = push_onward(d, s, x, tail, forward)
        if paired:
            _set(d, s, y, value, forward)
            tail = push_onward(d, s, y, tail, forward)
        if linked:
            tail = push_links(d, s, x, tail)
            if paired:
                tail = push_links(d, s, y, tail)
        if soft and growing and s.totals[TRAVEL] + s.totals[LATE] >= s.totals[CEILING]:
            clear(s, head, tail)
            return False
    return True


@kernel
def carry_earliest(d: Data, s: State, tail: int, growing: bool, source: int) -> bool:
    """Carry changed earliest starts from the queued tasks through the network.

    A start that passes its latest cannot stand, and a log that is nearly full has no room for more:
    the answer is False, and the caller takes the change back. Starts can pass their latest after
    tasks were taken out, too: where there is no way past what went, or a longer one.

    ``growing`` says that starts can only have become later: then a start that comes round to
    ``source`` again means that the rounds wait for each other, and the answer is False. So it is
    when travel and lateness together reach the ceiling that ``State.totals`` holds.
    """
    return _carry(d, s, tail, growing, source, True)


@kernel
def carry_latest(d: Data, s: State, tail: int, shrinking: bool) -> bool:
    """Carry changed latest starts back through the network; False when one passes its earliest."""
    return _carry(d, s, tail, shrinking, -1, False)


@inlined
def _loosen(d: Data, s: State, tail: int, forward: bool) -> bool:
    """Begin again from the windows with the queued tasks and all that they held up, then carry on.

    Where most gaps bind, two linked tasks could each hold the other at a start that nothing else
    asks for any more; so starts that may fall are first let go altogether. A task is held up by
    another where its start is exactly what the other one asks.
    """
    rows = s.rows
    own, onward = (EARLIEST, NEXT) if forward else (LATEST, PREVIOUS)
    head = 0
    while head != tail:
        x = s.queue[head]
        head += 1  # each task is queued once here, so the queue does not come round
        y = d.task[x, TWIN]
        paired = y >= 0 and rows[y, VEHICLE] >= 0
        free = _alone(d, s, x, forward)
        if paired:
            free = _tighter(free, _alone(d, s, y, forward), forward)
        old = rows[x, own]
        if old == free:
            continue
        for turn in range(2 if paired else 1):
            z = x if turn == 0 else y
            j = rows[z, onward]
            asked = old + rows[z, BUSY] + rows[z, LEG]
            if not forward:
                asked = old - rows[j, LEG] - rows[j, BUSY]
            if j >= d.n or rows[j, own] == asked:
                tail = push_onward(d, s, z, tail, forward)
            for at in range(d.task[z, LINKS], d.task[z, LINKS_END]):
                u = d.links[at, OTHER]
                asked = old - d.links[at, MOST if forward else LEAST]
                if rows[u, VEHICLE] >= 0 and rows[u, own] == asked:
                    tail = push(s, u, tail)
        _set(d, s, x, free, forward)
        if paired:
            _set(d, s, y, free, forward)
    return _carry(d, s, tail, False, -1, forward)


@kernel
def loosen_earliest(d: Data, s: State, tail: int) -> bool:
    """Bring earliest starts up to date where they may fall and most gaps bind; False as above."""
    return _loosen(d, s, tail, True)


@kernel
def loosen_latest(d: Data, s: State, tail: int) -> bool:
    """Bring latest starts up to date where they may rise and most gaps bind; False as above."""
    return _loosen(d, s, tail, False)
