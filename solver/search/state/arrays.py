"""The search's own arrays: the problem packed for speed, and the plan under way.

One row of ``State.rows`` describes one task as it stands in the plan and fills one cache line.
Each vehicle has two rows more, for where it begins and where it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from solver.search.problem import Ints, Longs

EARLIEST, LATEST, NEXT, PREVIOUS, VEHICLE, LEG, ARC, BUSY = range(8)
WAIT, PLACE, LOAD, PAUSE, QUEUED, STRETCH, SEEN, WORK = range(8, 16)
"""Columns of ``State.rows``: earliest and latest start over the whole network of rounds;
neighbours in the round; vehicle (-1: undone); seconds and cost of the leg to the next; seconds
from start until ready to leave; cost of waiting before the next; place; load of the whole route
(in the row where the vehicle begins); pause taken after the task; waiting to be looked at;
period of the day; mark of the latest task that looked at the place after it; work of the
vehicle (in the row where it begins; see ``even.py``)."""

LO, HI, DUE, SERVICE, PRICE, TWIN, ALIKE, LINKS, LINKS_END = range(9)
UNIT, PERIOD, TAKES, ORDER, AT = range(9, 14)
"""Columns of ``Data.task``, as in :class:`~solver.search.problem.Problem`; ALIKE has bit 0 set
where the twin could go wherever the task can, bit 1 where every vehicle fits at no cost;
``links[LINKS:LINKS_END]`` are its links, TAKES its load, AT its place."""

OTHER, LEAST, MOST = range(3)
"""Columns of ``Data.links``: the task starts between LEAST and MOST after the task OTHER."""

OPENS, CLOSES, MODE, BY_SECOND, BY_METRE, HOME_SECOND, HOME_METRE, BY_WAIT = range(8)
PERSON, CAPACITY, ORIGIN, TARGET, HOURS, GROUP, EARLIER, LATER = range(8, 16)
"""Columns of ``Data.vehicle``; MODE is the first row of ``legs`` for the vehicle's mode, HOURS
the most time of its person, GROUP whose persons are to work alike, EARLIER and LATER the vehicles
that its person drives before and after it, where a way between them may bind (-1: none)."""

HAS_LENGTHS, HAS_WAIT, SOFT, ORDERED, LINKED, PAUSES, WAIT_LIMIT, PAUSE_S, PAUSE_AFTER = range(9)
LATE_COST, WORST_COST, HAS_LOAD, PERIODS, UNEVEN_COST, CHAINED, HAS_IDLE = range(9, 16)
"""Entries of ``Data.flags``; PAUSES says that rounds are looked over after a change, for pauses or
for the most time of a person; CHAINED that some vehicle has an EARLIER one; HAS_IDLE that hours of
some person are paid whatever there is to do."""

MATES, MATES_END, ANYWAY, BY_IDLE = range(4)
"""Columns of ``Data.idle``: the vehicles of the same person are ``mates[MATES:MATES_END]``; seconds
that are paid whatever there is to do, and what each of them without work costs."""

GAPS_BOUND = 2
"""Value of the flag ``LINKED`` where a most gap binds, not only a least one."""

TRAVEL, WAITING, LATE, UNDONE, WORST, UNEVEN, IDLE = range(7)
"""Parts of the cost, at the head of ``State.totals``."""

PARTS = 7

LOGGED, BLINK, RANDOM, STAMP, CEILING, LOOKED, LOOKS, SPARED, BROKEN = range(7, 16)
"""The other entries of ``State.totals``: entries of the log, looks until the next blink, the state
of the random numbers, the last mark that a vehicle was looked at with, and what travel and lateness
must stay below while a place is tried, how many tasks have looked for a place, and at how many, and
what of 256 parts of an idle vehicle's cost is overlooked in this step, and whether the changes
since the last mark cannot stand and must be taken back (an array had no room for them, or the times
contradict each other)."""

NO_CEILING = 1 << 60

WIDTH = 16

PRICE_LIMIT = 2_000_000_000
"""No task costs more than this to leave undone."""

FEW = 6
"""A task that at most this many vehicles may do is tried on each of them."""


class Data(NamedTuple):
    """A packed :class:`~solver.search.problem.Problem` of n tasks, m vehicles, u units, p places.

    ``task`` (n, 16) and ``vehicle`` (m, 16) have their own cache lines. ``legs[0, k, a, b]`` is the
    travel from a to b, ``legs[1, k, b, a]`` the same leg seen from where it ends, so that all the
    legs to and from one task lie in two rows; ``metres`` likewise. ``units`` (u, 2) are the tasks
    of each unit, ``few`` (n, 6) the vehicles of a task that only a few may do; -1 for none.
    ``links`` (l, 3) has each link twice, once for each of its tasks. ``mates`` (m,) lists the
    vehicles by group and person, group g in ``mates[mates_at[g]:mates_at[g + 1]]``; ``idle``
    (m, 4) says where those of a vehicle's person stand, and what they are paid anyway.
    """

    n: int
    m: int
    task: Ints
    vehicle: Ints
    fit: Ints
    legs: Ints
    metres: Ints
    units: Ints
    few: Ints
    links: Ints
    mates: Ints
    mates_at: Ints
    idle: Ints
    flags: Longs


class State(NamedTuple):
    """A plan under way, and what is needed to take back its latest changes.

    ``log`` keeps (row, column, old value) of every change since the last accepted plan, so that
    a step that is not accepted costs only what it changed.
    """

    rows: Ints
    log: Ints
    queue: Ints
    totals: Longs
