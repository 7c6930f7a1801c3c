"""Hours that are paid anyway: what those without work cost, kept up to date.

Work is counted as in ``even.py``. A second of work costs what it costs wherever it goes; where it
fills paid time that would else be idle, that cost falls away again: so a person's work costs
nothing more up to the hours that they are paid for anyway, and its full price above them.
"""

from __future__ import annotations

from solver.search.compiled import inlined, kernel
from solver.search.state.arrays import (
    ANYWAY,
    BY_IDLE,
    HAS_IDLE,
    IDLE,
    LEG,
    MATES,
    MATES_END,
    NEXT,
    SERVICE,
    VEHICLE,
    WORK,
    Data,
    State,
)
from solver.search.state.cells import put


@kernel
def left_s(d: Data, s: State, v: int) -> int:
    """Seconds paid anyway, less the work, of the person of vehicle v; below 0 beyond them."""
    left = int(d.idle[v, ANYWAY])
    for at in range(d.idle[v, MATES], d.idle[v, MATES_END]):
        left -= int(s.rows[d.n + 2 * d.mates[at], WORK])
    return left


@kernel
def cost_of_more(d: Data, s: State, v: int, more_s: int) -> int:
    """Say what ``more_s`` of work for vehicle v adds to the cost of idle time (mostly below 0)."""
    left = left_s(d, s, v)
    return (max(0, left - more_s) - max(0, left)) * int(d.idle[v, BY_IDLE])


@inlined
def cost_at_work(d: Data, s: State, x: int, i: int, coming: int, going: int) -> int:
    """Say what task x after row i adds to the cost of idle time, with the ways to and from it."""
    if not d.flags[HAS_IDLE]:
        return 0
    v, j = s.rows[i, VEHICLE], s.rows[i, NEXT]
    more_s = d.task[x, SERVICE] + (coming if i < d.n else 0) + (going if j < d.n else 0)
    return cost_of_more(d, s, v, more_s - (s.rows[i, LEG] if i < d.n and j < d.n else 0))


@kernel
def set_work(d: Data, s: State, v: int, work: int) -> None:
    """Set the work of vehicle v, and bring the cost of idle time up to date."""
    if d.flags[HAS_IDLE]:
        s.totals[IDLE] += cost_of_more(d, s, v, work - s.rows[d.n + 2 * v, WORK])
    put(s, d.n + 2 * v, WORK, work)


@kernel
def note_work(d: Data, s: State, x: int) -> None:
    """Count a task just put into a round as work at once, its ways when the step is judged."""
    if d.flags[HAS_IDLE]:
        v = s.rows[x, VEHICLE]
        set_work(d, s, v, s.rows[d.n + 2 * v, WORK] + d.task[x, SERVICE])
