"""One search over one problem: built, warmed up, run in batches, and read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.search.anneal import Memory, construct, improve, settle_undone
from solver.search.fresh import fresh_state
from solver.search.moves.follow import follow
from solver.search.moves.insertion import Work
from solver.search.moves.near import look_around
from solver.search.packing import pack
from solver.search.state.arrays import (
    DUE,
    EARLIEST,
    IDLE,
    LATE,
    LO,
    LOGGED,
    NEXT,
    PARTS,
    SOFT,
    TRAVEL,
    UNDONE,
    UNEVEN,
    VEHICLE,
    WAITING,
    WORST,
    Data,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.search.problem import Ints, Longs, Problem


@dataclass(frozen=True)
class Params:
    """How the search goes about it; what is right depends on the problem (:func:`fitting`).

    Parameters
    ----------
    average
        Mean number of tasks taken out in a step.
    longest
        Longest string taken out of one round.
    warm, cold
        First and last temperature, as shares of the mean cost of a leg.
    warm_from_start
        First temperature where the search starts from a given plan.
    neighbours
        Tasks before and after which each task is tried.
    idle_weight, apart_weight
        What counts as near: seconds of travel that a second of idle time between two tasks stands
        for, and a second between the middles of their windows.
    """

    average: int = 10
    longest: int = 10
    warm: float = 1.0
    cold: float = 0.01
    warm_from_start: float = 0.5
    neighbours: int = 30
    idle_weight: float = 0.02
    apart_weight: float = 0.05


def fitting(data: Data) -> Params:
    """Choose how to search by what the problem is like.

    Where lateness may be bought with travel, a step changes the cost by many legs: the search must
    begin far hotter to leave a bad order of rounds, and only tasks near in time are near.
    """
    if data.flags[SOFT]:
        return Params(warm=10.0, cold=0.05, neighbours=40, idle_weight=0.2, apart_weight=0.25)
    return Params()


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan in arrays.

    Parameters
    ----------
    routes
        For each vehicle, its tasks in order.
    start_s
        (n,) start of each task; -1 where it is left undone.
    cost, travel, waiting, late, undone, uneven, idle
        The cost and its parts; what a vehicle's fit costs is part of ``travel``.
    iterations
        Steps spent.
    """

    routes: tuple[tuple[int, ...], ...]
    start_s: Ints
    cost: int
    travel: int
    waiting: int
    late: int
    undone: int
    uneven: int
    idle: int
    iterations: int

    @property
    def served(self) -> int:
        """How many tasks are done."""
        return int((self.start_s >= 0).sum())


@dataclass(frozen=True, eq=False)
class Progressed:
    """How far a search is: the plan under way and the best one, all in arrays."""

    rows: Ints
    totals: Longs
    memory: Memory
    iterations: int
    stamp: int


@dataclass(frozen=True, eq=False)
class Fixed:
    """What of a search stays as it is while it runs: the packed problem, who is near whom."""

    data: Data
    params: Params
    work: Work
    scale: float
    limit: int


class Search:
    """A search under way: :meth:`begin`, then :meth:`run` as often as wanted."""

    def __init__(self, problem: Problem, seed: int, params: Params | None = None) -> None:
        data = pack(problem)
        self._set(data, fresh_state(data, seed, legs_inside=problem.legs_inside), params)

    @classmethod
    def of(cls, data: Data, state: State, params: Params | None = None) -> Search:
        """Search over a problem that is packed already, from a state of it."""
        search = cls.__new__(cls)
        search._set(data, state, params)
        return search

    @classmethod
    def assembled(cls, fixed: Fixed, item: Progressed) -> Search:
        """Put a search together again from what stays and what moves."""
        search = cls.of(fixed.data, fresh_state(fixed.data, 0, legs_inside=True), fixed.params)
        search._work, search._scale, search._limit = fixed.work, fixed.scale, fixed.limit
        search.adopt(item)
        return search

    def _set(self, data: Data, state: State, params: Params | None) -> None:
        self.params = params or fitting(data)
        self.data: Data = data
        self.state: State = state
        size = len(self.state.rows)
        self.memory = Memory(
            rows=self.state.rows.copy(),
            parts=self.state.totals[:PARTS].copy(),
            changed=np.zeros(size, np.int32),
            differs=np.zeros(size, np.int32),
            undone=np.zeros(len(self.data.units) + 1, np.int32),
            size=np.zeros(2, np.int64),
        )
        self.iterations = 0
        self._seen = np.zeros(self.data.m + 1, np.int32)
        self._stamp = 0
        self._work: Work | None = None
        self._scale = 1.0
        self._limit = self.params.longest

    def begin(self, routes: Sequence[Sequence[int]] | None = None) -> None:
        """Follow the given routes as far as times allow, then insert whatever is left."""
        data, state, memory = self.data, self.state, self.memory
        bare = _bare_work(data)
        if data.n and data.m:
            if routes is not None:
                follow(data, state, routes)
            x = data.units[:, 0]
            middle = data.task[x, LO].astype(np.int64) + data.task[x, DUE]
            order = np.argsort(middle, kind="stable").astype(np.int32)
            construct(data, state, bare, order)
        memory.rows[:] = state.rows
        memory.parts[:] = state.totals[:PARTS]
        memory.size[0] = 0
        state.totals[LOGGED] = 0
        settle_undone(data, state, memory)

    def prepare(self) -> None:
        """Find the neighbours, and the scale of the temperature."""
        if self._work is None:
            params, data = self.params, self.data
            self._work = look_around(
                data, params.neighbours, params.idle_weight, params.apart_weight
            )
            done = max(1, int((self.state.rows[: data.n, VEHICLE] >= 0).sum()))
            self._scale = max(1.0, float(self.state.totals[TRAVEL]) / done)
            used = int((self.state.rows[data.n :: 2, NEXT] < data.n).sum())
            self._limit = max(2, min(params.longest, round(done / max(1, used))))

    def fixed(self) -> Fixed:
        """Say what stays as it is while the search runs."""
        self.prepare()
        assert self._work is not None
        return Fixed(self.data, self.params, self._work, self._scale, self._limit)

    def progressed(self) -> Progressed:
        """Say how far the search is, without the problem."""
        return Progressed(
            rows=self.state.rows,
            totals=self.state.totals,
            memory=self.memory,
            iterations=self.iterations,
            stamp=self._stamp,
        )

    def adopt(self, item: Progressed) -> None:
        """Go on from where a copy of this search has got to."""
        self.state = self.state._replace(rows=item.rows, totals=item.totals)
        self.memory = item.memory
        self.iterations = item.iterations
        self._stamp = item.stamp
        self._seen[:] = 0

    def run(self, iterations: int, hot: float, cool: float) -> None:
        """Run steps, the temperature (a share of a leg's cost) falling from ``hot`` to ``cool``."""
        if not (self.data.n and self.data.m):
            self.iterations += iterations
            return
        self.prepare()
        assert self._work is not None
        if self._stamp > 2_000_000_000 - iterations:
            self._seen[:] = 0
            self._stamp = 0
        self._stamp = improve(
            self.data,
            self.state,
            self._work,
            self.memory,
            iterations,
            hot * self._scale,
            cool * self._scale,
            min(self.params.average, max(2, self.data.n // 2)),
            self._limit,
            self._seen,
            self._stamp,
        )
        self.iterations += iterations

    @property
    def best_cost(self) -> int:
        """Cost of the best plan so far."""
        return int(self.memory.parts.sum())

    @property
    def best_undone(self) -> int:
        """Tasks left undone in the best plan so far."""
        return int((self.memory.rows[: self.data.n, VEHICLE] < 0).sum())

    def solution(self) -> Solution:
        """Read the best plan."""
        n, rows, parts = self.data.n, self.memory.rows, self.memory.parts
        routes = []
        for v in range(self.data.m):
            route = []
            i = rows[n + 2 * v, NEXT]
            while i < n:
                route.append(int(i))
                i = rows[i, NEXT]
            routes.append(tuple(route))
        done = rows[:n, VEHICLE] >= 0
        return Solution(
            routes=tuple(routes),
            start_s=np.where(done, rows[:n, EARLIEST], -1).astype(np.int32),
            cost=int(parts.sum()),
            travel=int(parts[TRAVEL]),
            waiting=int(parts[WAITING]),
            late=int(parts[LATE] + parts[WORST]),
            undone=int(parts[UNDONE]),
            uneven=int(parts[UNEVEN]),
            idle=int(parts[IDLE]),
            iterations=self.iterations,
        )


def _bare_work(data: Data) -> Work:
    return Work(
        lists=np.full((3, max(1, data.n), 1), -1, np.int32),
        near=np.full((max(1, data.n), 1), -1, np.int32),
        found=np.zeros((2, 4, 2 * data.n + 2 * data.m + 8), np.int64),
    )
