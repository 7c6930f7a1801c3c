"""Mending a plan: what changed is planned anew with the rounds around it, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.search.cut import Cut, cut
from solver.search.problem import FAR_S
from solver.search.search import Params, Search
from solver.search.solve import anneal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.search.problem import Flags, Ints, Longs, Problem
    from solver.stop import StopRule

REACHES = (8, 24)
"""Rounds around each change that are planned with it; more where that leaves a task undone, and
all where more does."""

AROUND_ROUND = 3
"""Rounds around each task of a round that lost one."""

APART_WEIGHT = 0.25
"""What a second between two starts counts against a second of travel, when rounds are chosen."""

MILD = Params(warm_from_start=0.1, warm=0.1)
"""A plan that is good already is only warmed."""


@dataclass(frozen=True, eq=False)
class Mended:
    """A plan after a change.

    Parameters
    ----------
    routes, start_s
        For each vehicle its tasks in order; (n,) the start of each task in seconds, -1 where it is
        undone.
    touched
        Vehicles that were planned anew; all others stand as they stood, but for tasks that could
        not stand any more.
    """

    routes: tuple[tuple[int, ...], ...]
    start_s: Ints
    touched: tuple[int, ...]

    @property
    def undone(self) -> int:
        """Tasks without a vehicle."""
        return int((self.start_s < 0).sum())


@dataclass(frozen=True)
class Changed:
    """What changed since a plan was made, and what may not be touched.

    Parameters
    ----------
    tasks
        Those that changed; those that no longer stand where they stood are found anyway.
    gaps
        Vehicles that lost a task, which the problem does not know any more.
    frozen
        Vehicles that are left as they are, but for tasks that no longer stand.
    """

    tasks: Sequence[int] = ()
    gaps: Sequence[int] = ()
    frozen: Sequence[int] = ()


class Mending:
    """A plan that is being mended: :attr:`search` may be run on, then :meth:`done` reads it out.

    Parameters
    ----------
    problem
        The day as it is now.
    routes, start_s
        The plan as it was: tasks of each vehicle, and (n,) the start of each task in seconds
        (-1: undone).
    seed
        The same seed and the same number of steps give the same plan.
    changed
        What changed, as far as it does not show.
    """

    def __init__(
        self,
        problem: Problem,
        routes: Sequence[Sequence[int]],
        start_s: Ints,
        seed: int,
        changed: Changed | None = None,
    ) -> None:
        changed = changed or Changed()
        loose = loosened(problem, routes, start_s)
        self._routes = [[task for task in route if not loose[task]] for route in routes]
        self._start_s = np.where(loose, -1, start_s).astype(np.int32)
        seeds = {*np.flatnonzero(self._start_s < 0).tolist(), *changed.tasks}
        tasks, holder = _laid_out(routes)
        holes = {*holder[loose[tasks]].tolist(), *changed.gaps}
        shut = np.zeros(problem.vehicles, bool)
        shut[list(changed.frozen)] = True
        for reach in (*REACHES, problem.vehicles):
            chosen = _around(
                problem, self._routes, self._start_s, sorted(seeds), sorted(holes), shut, reach
            )
            self._part, self.search = _begin(problem, self._routes, self._start_s, chosen, seed)
            if not self.search.best_undone or len(chosen) == int((~shut).sum()):
                break

    def done(self) -> Mended:
        """Put the part that was planned anew back into the whole."""
        part, found = self._part, self.search.solution()
        whole = [tuple(route) for route in self._routes]
        for v, route in zip(part.vehicles.tolist(), found.routes, strict=True):
            whole[v] = tuple(int(part.tasks[i]) for i in route)
        start_s = self._start_s.copy()
        start_s[part.tasks] = found.start_s
        return Mended(tuple(whole), start_s, tuple(part.vehicles.tolist()))


def mend(
    problem: Problem,
    routes: Sequence[Sequence[int]],
    start_s: Ints,
    stop: StopRule,
    seed: int,
    changed: Changed | None = None,
) -> Mended:
    """Plan anew what no longer holds in a plan, and the rounds around it.

    Parameters
    ----------
    stop
        Asked between batches of steps; the first plan comes before it is asked.
    problem, routes, start_s, seed, changed
        As for :class:`Mending`.
    """
    mending = Mending(problem, routes, start_s, seed, changed)
    anneal(mending.search, stop, from_start=True)
    return mending.done()


def loosened(problem: Problem, routes: Sequence[Sequence[int]], start_s: Ints) -> Flags:
    """Find the tasks (n,) that cannot stand where they stand, with their twins and unit.

    Windows, skills, shifts, ways between tasks and between the shifts of a person, twins and links
    are looked at.
    """
    loose, stands = np.zeros(problem.tasks, bool), np.zeros(problem.tasks, bool)
    tasks, holder = _laid_out(routes)
    stands[tasks] = True
    begins, ends = start_s[tasks], start_s[tasks] + problem.service_s[tasks]
    bad = (begins < problem.earliest_s[tasks]) | (begins > problem.latest_s[tasks])
    bad |= problem.fit[tasks, holder] < 0
    opens, closes = problem.opens_s[holder], problem.closes_s[holder]
    bad |= (begins < opens) | (ends > closes)
    place = problem.place[tasks]
    row = problem.mode[holder] * problem.periods + problem.period[tasks]
    if problem.legs_inside:
        origin, target = problem.origin[holder], problem.target[holder]
        out, home = problem.durations_s[row, origin, place], problem.durations_s[row, place, target]
        first = (origin >= 0) & (np.diff(holder, prepend=-1) > 0)
        last = (target >= 0) & (np.diff(holder, append=problem.vehicles) > 0)
        bad |= first & ((out < 0) | (begins < opens + out))
        bad |= last & ((home < 0) | (ends + home > closes))
    way = problem.durations_s[row[1:], place[:-1], place[1:]]
    follows = holder[1:] == holder[:-1]
    bad[1:] |= follows & ((way < 0) | (begins[1:] < ends[:-1] + way))
    _between_vehicles(problem, tasks, holder, start_s, bad)
    loose[tasks[bad]] = True
    paired = np.flatnonzero((problem.twin >= 0) & stands)
    other = problem.twin[paired]
    loose[paired[~stands[other] | (start_s[paired] != start_s[other])]] = True
    for one, two, least, most in problem.links.tolist():
        gap = int(start_s[two]) - int(start_s[one])
        if stands[one] and stands[two] and not least <= gap <= min(most, FAR_S):
            loose[two] = True
    units = np.unique(problem.unit[loose])
    return np.isin(problem.unit, units)


def _between_vehicles(
    problem: Problem, tasks: Longs, holder: Longs, start_s: Ints, bad: Flags
) -> None:
    """Mark (k,) the first tasks of vehicles that come too soon after an earlier vehicle's last."""
    first = np.full(problem.vehicles, -1, np.int64)
    last = np.full(problem.vehicles, -1, np.int64)
    first[holder[::-1]] = np.arange(len(holder))[::-1]
    last[holder] = np.arange(len(holder))
    for v in np.flatnonzero((problem.before >= 0) & (first >= 0)).tolist():
        u = int(problem.before[v])
        while u >= 0 and last[u] < 0:
            u = int(problem.before[u])
        if u >= 0:
            x, y = tasks[last[u]], tasks[first[v]]
            row = problem.mode[v] * problem.periods + problem.period[y]
            way = problem.durations_s[row, problem.place[x], problem.place[y]]
            ready = start_s[x] + problem.service_s[x] + way
            bad[first[v]] |= bool(way < 0 or start_s[y] < ready)


def _laid_out(routes: Sequence[Sequence[int]]) -> tuple[Longs, Longs]:
    """Lay routes end to end: the tasks (k,), and the vehicle of each (k,), ascending."""
    tasks = np.array([task for route in routes for task in route], np.int64)
    return tasks, np.repeat(np.arange(len(routes)), [len(route) for route in routes])


def _around(
    problem: Problem,
    routes: Sequence[Sequence[int]],
    start_s: Ints,
    seeds: Sequence[int],
    holes: Sequence[int],
    shut: Flags,
    reach: int,
) -> Ints:
    """Choose the vehicles to plan for: those near each change in place and time, all of a person.

    Where a vehicle has no task yet, it is as near as its origin.
    """
    if reach >= problem.vehicles:
        return np.flatnonzero(~shut).astype(np.int32)
    standing, holder = _laid_out([() if shut[v] else route for v, route in enumerate(routes)])
    busy, begins = np.unique(holder, return_index=True)
    middle = np.where(
        start_s >= 0, start_s, (problem.earliest_s.astype(np.int64) + problem.latest_s) // 2
    )
    empty = np.array([v for v, route in enumerate(routes) if not route and not shut[v]], np.int64)
    empty = empty[problem.origin[empty] >= 0]
    chosen = {v for v in holes if not shut[v]} | set(holder[np.isin(standing, seeds)].tolist())
    centres = [(task, reach) for task in seeds]
    centres += [(task, AROUND_ROUND) for v in sorted(chosen) for task in routes[v]]
    place, at_s = problem.place[standing], middle[standing]
    shortest = problem.durations_s[0]
    for task, rounds in centres:
        way = shortest[problem.place[task], place]
        away = np.where(way < 0, FAR_S, way) + APART_WEIGHT * np.abs(at_s - middle[task])
        able = problem.fit[task, busy] >= 0
        order = np.argsort(np.minimum.reduceat(away, begins)[able], kind="stable")
        chosen.update(busy[able][order[:rounds]].tolist())
        free = empty[
            (problem.fit[task, empty] >= 0)
            & (problem.opens_s[empty] <= problem.latest_s[task])
            & (problem.closes_s[empty] >= problem.earliest_s[task] + problem.service_s[task])
        ]
        from_home = shortest[problem.origin[free], problem.place[task]]
        chosen.update(free[np.argsort(from_home, kind="stable")[: max(1, rounds // 3)]].tolist())
    people = np.unique(problem.person[sorted(chosen)]) if chosen else np.zeros(0, np.int32)
    return np.flatnonzero(np.isin(problem.person, people) & ~shut).astype(np.int32)


def _begin(
    problem: Problem, routes: Sequence[Sequence[int]], start_s: Ints, vehicles: Ints, seed: int
) -> tuple[Cut, Search]:
    """Cut out the rounds of some vehicles with all that is undone, and make a first plan of it."""
    inside = start_s < 0
    for v in vehicles.tolist():
        inside[list(routes[v])] = True
    part = cut(problem, inside, vehicles, start_s)
    number = {task: i for i, task in enumerate(part.tasks.tolist())}
    search = Search(part.problem, seed, MILD)
    search.begin([[number[task] for task in routes[v]] for v in vehicles.tolist()])
    return part, search
