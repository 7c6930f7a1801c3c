"""Packing a problem for the search: its arrays laid out for speed.

Places are numbered so that near ones get near numbers (``chain.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from solver.search.chain import chain_of, spots_of
from solver.search.problem import FAR_S, Ints, Longs, Problem
from solver.search.state.arrays import (
    ANYWAY,
    BY_IDLE,
    CHAINED,
    FEW,
    GAPS_BOUND,
    HAS_IDLE,
    HAS_LENGTHS,
    HAS_LOAD,
    HAS_WAIT,
    LATE_COST,
    LINKED,
    MATES,
    MATES_END,
    ORDERED,
    PAUSE_AFTER,
    PAUSE_S,
    PAUSES,
    PERIODS,
    PRICE_LIMIT,
    SOFT,
    UNEVEN_COST,
    WAIT_LIMIT,
    WIDTH,
    WORST_COST,
    Data,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def pack(problem: Problem) -> Data:
    """Pack a problem for the search."""
    n, m = problem.tasks, problem.vehicles
    chain = chain_of(problem.durations_s[0])
    spot = spots_of(chain)
    has_lengths = bool(np.any(problem.metre_cost) or np.any(problem.home_metre_cost))
    metres = np.zeros((2, 1, 1, 1), np.int32)
    if has_lengths:
        metres = _both_ways(problem.lengths_m, chain, 0)
    links, link_at = _links(problem)
    of_unit = _numbered(problem.unit)
    group = _numbered(problem.group)
    groups = int(group.max()) + 1 if m else 0
    fit = _reachable(problem)
    alike = _alike_twins(problem, fit) + 2 * (fit == 0).all(axis=1)
    mates = np.lexsort((problem.person, group)).astype(np.int32)
    return Data(
        n=n,
        m=m,
        task=_task_rows(problem, alike, link_at, of_unit, spot),
        vehicle=_vehicle_rows(problem, group, spot),
        fit=fit,
        legs=_both_ways(problem.durations_s, chain, FAR_S),
        metres=metres,
        units=_members(of_unit),
        few=_few_vehicles(fit),
        links=links,
        mates=mates,
        mates_at=np.searchsorted(np.sort(group), np.arange(groups + 1)).astype(np.int32),
        idle=_idle_rows(problem, mates),
        flags=_flags(problem, has_lengths=has_lengths, has_links=len(links) > 0),
    )


def _numbered(names: Ints) -> Ints:
    """Give what has a name the number of that name, from 0 on."""
    return np.unique(names, return_inverse=True)[1].astype(np.int32).reshape(len(names))


def _members(of_unit: Ints) -> Ints:
    """List the one or two tasks of each unit: (u, 2), -1 for none."""
    units = int(of_unit.max()) + 1 if len(of_unit) else 0
    members = np.full((units, 2), -1, np.int32)
    for task in range(len(of_unit) - 1, -1, -1):
        members[of_unit[task], 1] = members[of_unit[task], 0]
        members[of_unit[task], 0] = task
    return members


def _few_vehicles(fit: Ints) -> Ints:
    """List the vehicles of each task that only a few may do: (n, FEW), -1 for none."""
    few = np.full((len(fit), FEW), -1, np.int32)
    for task in np.flatnonzero((fit >= 0).sum(axis=1) <= FEW).tolist():
        some = np.flatnonzero(fit[task] >= 0)
        few[task, : len(some)] = some
    return few


def _flags(problem: Problem, *, has_lengths: bool, has_links: bool) -> Longs:
    """Write down what holds for the whole problem."""
    flags = np.zeros(16, np.int64)
    flags[HAS_LENGTHS] = has_lengths
    flags[HAS_WAIT] = np.any(problem.wait_cost)
    flags[SOFT] = problem.late_cost > 0 or problem.worst_late_cost > 0
    flags[ORDERED] = np.any(problem.order >= 0)
    flags[LINKED] = has_links and (GAPS_BOUND if problem.links[:, 3].min() < FAR_S else 1)
    flags[PAUSES] = problem.pause_s > 0 or bool((problem.most_s < FAR_S).any())
    flags[WAIT_LIMIT] = problem.wait_limit_s
    flags[PAUSE_S] = problem.pause_s
    flags[PAUSE_AFTER] = problem.pause_after_s
    flags[LATE_COST] = problem.late_cost
    flags[WORST_COST] = problem.worst_late_cost
    flags[HAS_LOAD] = np.any(problem.load)
    flags[PERIODS] = problem.periods
    flags[UNEVEN_COST] = problem.uneven_cost
    flags[CHAINED] = (problem.before >= 0).any()
    flags[HAS_IDLE] = ((problem.paid_anyway_s > 0) & (problem.idle_cost > 0)).any()
    return flags


def _task_rows(problem: Problem, alike: Ints, link_at: Ints, of_unit: Ints, spot: Ints) -> Ints:
    """Write a row for each task, in the order of the columns of ``Data.task``."""
    columns = [
        problem.earliest_s,
        problem.latest_s,
        problem.due_s,
        problem.service_s,
        np.minimum(problem.price, PRICE_LIMIT),
        problem.twin,
        alike,
        link_at[:-1],
        link_at[1:],
        of_unit,
        problem.period,
        problem.load,
        problem.order,
        spot[problem.place],
    ]
    return _lined_up(columns, problem.tasks)


def _vehicle_rows(problem: Problem, group: Ints, spot: Ints) -> Ints:
    """Write a row for each vehicle, in the order of the columns of ``Data.vehicle``."""
    anywhere = len(spot) - 1
    after = np.full(problem.vehicles, -1, np.int32)
    later = np.flatnonzero(problem.before >= 0)
    after[problem.before[later]] = later
    columns: list[npt.NDArray[np.signedinteger[Any]]] = [
        problem.opens_s,
        problem.closes_s,
        problem.mode * problem.periods,
        problem.second_cost,
        problem.metre_cost,
        problem.home_second_cost,
        problem.home_metre_cost,
        problem.wait_cost,
        problem.person,
        problem.capacity,
        spot[np.where(problem.origin < 0, anywhere, problem.origin)],
        spot[np.where(problem.target < 0, anywhere, problem.target)],
        problem.most_s,
        group,
        problem.before,
        after,
    ]
    return _lined_up(columns, problem.vehicles)


def _idle_rows(problem: Problem, mates: Ints) -> Ints:
    """Write a row for each vehicle, in the order of the columns of ``Data.idle``."""
    rows = np.zeros((problem.vehicles, 4), np.int32)
    person = problem.person[mates]
    begins = np.flatnonzero(np.r_[True, person[1:] != person[:-1]]) if len(mates) else mates
    sizes = np.diff(np.append(begins, len(mates)))
    rows[mates, MATES] = np.repeat(begins, sizes)
    rows[mates, MATES_END] = np.repeat(begins + sizes, sizes)
    rows[:, ANYWAY], rows[:, BY_IDLE] = problem.paid_anyway_s, problem.idle_cost
    return rows


def _both_ways(matrix: Ints, chain: Ints, absent: int) -> Ints:
    """Order places along the chain, add the place "anywhere", and lay each matrix down both ways.

    ``absent`` stands where the matrix is negative: (modes, p, p) becomes (2, modes, p + 1, p + 1).
    """
    modes, size = len(matrix), len(chain)
    out = np.zeros((2, modes, size + 1, size + 1), np.int32)
    for mode in range(modes):
        block = np.asarray(matrix[mode], np.int32).take(chain, axis=0).take(chain, axis=1)
        if size and block.min() < 0:
            block[block < 0] = absent
        out[0, mode, :size, :size] = block
        out[1, mode, :size, :size] = block.T
    return out


def _alike_twins(problem: Problem, fit: Ints) -> Ints:
    """Say (n,) where the twin could go wherever the task can."""
    alike = np.zeros(problem.tasks, np.int32)
    task = np.flatnonzero(problem.twin >= 0)
    other = problem.twin[task]
    alike[task] = (
        (problem.place[task] == problem.place[other])
        & (problem.service_s[task] == problem.service_s[other])
        & (fit[task] == fit[other]).all(axis=1)
        & (problem.order[task] < 0)
        & (problem.order[other] < 0)
    )
    return alike


def _links(problem: Problem) -> tuple[Ints, Ints]:
    """List what binds each task's start: (l, 3), and where each task's part begins (n + 1,).

    A link stands at both of its tasks, and twins have the links of both.
    """
    of: list[list[tuple[int, int, int]]] = [[] for _ in range(problem.tasks)]
    for one, two, least, most in problem.links.tolist():
        of[two].append((one, least, most))
        of[one].append((two, -most, -least))
    for x, y in enumerate(problem.twin.tolist()):
        if x < y:
            of[x] = of[y] = of[x] + of[y]
    at = np.concatenate([[0], np.cumsum([len(entries) for entries in of])]).astype(np.int32)
    flat = [entry for entries in of for entry in entries]
    return np.array(flat, np.int32).reshape(-1, 3), at


def _lined_up(columns: Sequence[npt.NDArray[np.signedinteger[Any]]], count: int) -> Ints:
    """Put the columns of the tasks, or of the vehicles, together: one cache line a row."""
    rows = np.zeros((count, WIDTH), np.int32)
    for at, column in enumerate(columns):
        rows[:, at] = np.minimum(column, PRICE_LIMIT)
    return rows


def _reachable(problem: Problem) -> Ints:
    """Forbid the vehicles that cannot come from their origin, or get to their target."""
    fit = np.array(problem.fit, np.int32, order="C")
    if problem.durations_s.size == 0 or problem.durations_s.min() >= 0:
        return fit
    for vehicle in range(problem.vehicles):
        base = int(problem.mode[vehicle]) * problem.periods
        matrix = base + problem.period
        if problem.origin[vehicle] >= 0:
            away = problem.durations_s[matrix, problem.origin[vehicle], problem.place] < 0
            fit[away, vehicle] = -1
        if problem.target[vehicle] >= 0:
            away = problem.durations_s[matrix, problem.place, problem.target[vehicle]] < 0
            fit[away, vehicle] = -1
    return fit
