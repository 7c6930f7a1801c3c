"""How far a plan can be from the best one: a lower bound on travel beside a plan.

``python -m benchmarks.rounds.bound --visits 500 --doubles 0 --seconds 20 --seed 1`` solves a day of
``benchmarks.rounds``, then lets no plan of it travel less than ``bound_h``.

The bound is that of column generation: a linear programme chooses shares of rounds so that each
task is done, and new rounds are priced for each carer until none would help. Prices are drawn
towards those of the best bound so far (Wentges, International Transactions in Operational Research
4, 1997). That both carers of a double-handed visit start together is left out (though no carer
makes both halves running), so the bound of such a day is loose, yet still a bound.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from benchmarks.rounds.day import PRICE, make_day
from benchmarks.rounds.pricing import Floats, Ints, price
from solver.search import solve, warm_up
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solver.search.problem import Problem

KEPT = 6
"""Most new rounds for one carer at a time."""

CENTRED = 0.8
"""How far prices are drawn towards those of the best bound."""

FEW, CLOSE_ENOUGH = 30, 1e-4
"""Tasks that may follow each, at first; relative gap at which the bound is good enough."""


class Duals(NamedTuple):
    """What doing each task is worth (n,), and having each carer (m,), at most 0; seconds."""

    task: Floats
    carer: Floats

    def towards(self, other: Duals, share: float) -> Duals:
        """Mix with other duals."""
        return Duals(
            share * other.task + (1 - share) * self.task,
            share * other.carer + (1 - share) * self.carer,
        )


class Master:
    """The linear programme over the rounds known so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.legs = problem.durations_s.astype(np.int64)
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._goal = self._solver.Objective()
        self._goal.SetMinimization()
        most = self._solver.infinity()
        self._task = [self._solver.Constraint(1, most) for _ in range(problem.tasks)]
        self._carer = [self._solver.Constraint(-most, 1) for _ in range(problem.vehicles)]
        self._made: set[tuple[int, tuple[int, ...]]] = set()
        for row in self._task:
            self._column(float(PRICE), {row: 1})

    @property
    def known(self) -> int:
        """How many rounds are known."""
        return len(self._made)

    def _column(self, cost: float, rows: Mapping[pywraplp.Constraint, int]) -> None:
        share = self._solver.NumVar(0, self._solver.infinity(), "")
        self._goal.SetCoefficient(share, cost)
        for row, times in rows.items():
            row.SetCoefficient(share, times)

    def _cost(self, carer: int, tasks: Sequence[int]) -> float:
        """Travel of a round (s)."""
        stops = [self.problem.origin[carer], *self.problem.place[list(tasks)]]
        stops.append(self.problem.target[carer])
        return float(self.legs[self.problem.mode[carer], stops[:-1], stops[1:]].sum())

    def shared(self, routes: Sequence[Sequence[int]]) -> Duals:
        """Say what tasks would be worth if each bore its share of its round's travel."""
        task = np.zeros(self.problem.tasks)
        for carer, route in enumerate(routes):
            for one in route:
                task[one] = self._cost(carer, route) / len(route)
        return Duals(task, np.zeros(self.problem.vehicles))

    def add(self, carer: int, tasks: tuple[int, ...]) -> None:
        """Let a carer make a round, unless it is known."""
        if tasks and (carer, tasks) not in self._made:
            self._made.add((carer, tasks))
            rows = {self._task[task]: times for task, times in Counter(tasks).items()}
            self._column(self._cost(carer, tasks), rows | {self._carer[carer]: 1})

    def solve(self) -> tuple[float, Duals]:
        """Choose shares of the rounds: travel (s), and what tasks and carers are worth."""
        self._solver.Solve()
        task = np.array([max(0.0, row.dual_value()) for row in self._task])
        carer = np.array([min(0.0, row.dual_value()) for row in self._carer])
        return self._goal.Value(), Duals(task, carer)


def followers(problem: Problem, most: int) -> Ints:
    """List the tasks that can follow each one, nearest by car first; (n, most), -1 ends a list."""
    place, ready = problem.place, problem.earliest_s + problem.service_s
    leg = problem.durations_s[0][np.ix_(place, place)].astype(np.int64)
    fastest = problem.durations_s.min(axis=0)[np.ix_(place, place)]
    idle = np.maximum(0, problem.earliest_s[None, :] - ready[:, None] - leg)
    never = ready[:, None] + fastest > problem.latest_s[None, :]
    np.fill_diagonal(never, val=True)
    twins = np.flatnonzero(problem.twin >= 0)
    never[twins, problem.twin[twins]] = True
    strain = np.where(never, 1 << 40, 50 * leg + idle)
    order = np.argsort(strain, axis=1, kind="stable")[:, :most]
    return np.where(np.take_along_axis(never, order, 1), -1, order)


def bound(
    problem: Problem,
    routes: Sequence[Sequence[int]],
    seconds: float,
    say: Callable[[str], None] | None = None,
) -> tuple[float, int]:
    """Bound the travel of every plan that does all tasks.

    Parameters
    ----------
    problem
        One whose cost is travel time alone, the same for every vehicle.
    routes
        A plan to start from.
    seconds
        Processor seconds after which the best bound so far is given.
    say
        Told after each turn between what the linear programme's travel lies.

    Returns
    -------
    The bound (s; minus infinity where the time was too short for any) and the turns made.
    """
    master = Master(problem)
    for carer, route in enumerate(routes):
        master.add(carer, tuple(route))
    rounds = np.zeros((KEPT, 64), np.int64)
    best, value, turns = -np.inf, np.inf, 0
    centre, drawn = master.shared(routes), 1.0
    following, exact = followers(problem, FEW), False
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        value, outer = master.solve()
        duals = outer.towards(centre, drawn)
        lower = duals.task.sum() + duals.carer.sum()
        known = master.known
        lower += _turn(master, following, duals, rounds)
        turns += 1
        drawn = CENTRED if master.known > known else 0.0
        if lower > best:
            best, centre = lower, duals
        if say is not None:
            say(f"turn {turns}: {best / 3600:.2f} to {value / 3600:.2f} h, {master.known} rounds")
        if value - best < CLOSE_ENOUGH * value:
            if exact:
                break
            following, exact = followers(problem, problem.tasks), True
            best = -np.inf
    return (best if exact else -np.inf), turns


def _turn(master: Master, following: Ints, duals: Duals, rounds: Ints) -> float:
    """Price the rounds of every carer, let the master have the cheap ones; what they lower (s)."""
    problem, lower = master.problem, 0.0
    window = np.column_stack([problem.earliest_s, problem.latest_s]).astype(np.int64)
    place, service = problem.place.astype(np.int64), problem.service_s.astype(np.int64)
    for carer in range(problem.vehicles):
        reduced, found = price(
            master.legs[problem.mode[carer]],
            place,
            window,
            service,
            problem.fit[:, carer] >= 0,
            (int(problem.opens_s[carer]), int(problem.closes_s[carer])),
            (int(problem.origin[carer]), int(problem.target[carer])),
            following,
            duals.task,
            rounds,
        )
        lower += min(0.0, reduced - duals.carer[carer])
        for row in rounds[:found].tolist():
            master.add(carer, tuple(row[: row.index(-1)]))
    return lower


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve a day, bound it, and print a JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rounds.bound", description=__doc__)
    parser.add_argument("--visits", type=int, default=500)
    parser.add_argument("--doubles", type=float, default=0.0, help="share of double-handed visits")
    parser.add_argument("--pinned", action="store_true", help="doubles at their planned time")
    parser.add_argument("--seconds", type=float, default=20.0, help="CPU seconds for the plan")
    parser.add_argument("--bound-seconds", type=float, default=600.0, help="for the bound, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    warm_up()
    day = make_day(options.visits, options.doubles, options.seed, pinned=options.pinned)
    solution = solve(day.problem, AfterSeconds(options.seconds), options.seed)
    lower_s, turns = bound(
        day.problem,
        solution.routes,
        options.bound_seconds,
        lambda text: print(text, file=sys.stderr),
    )
    row = {name: getattr(options, name) for name in ("visits", "doubles", "pinned", "seed")}
    row |= {
        "travel_h": round(solution.travel / 3600, 2),
        "undone": int((solution.start_s < 0).sum()),
    }
    found = np.isfinite(lower_s)
    row["bound_h"] = round(lower_s / 3600, 2) if found else None
    row["above_pct"] = round(100 * (solution.travel / lower_s - 1), 2) if found else None
    row["turns"] = turns
    print(json.dumps(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
