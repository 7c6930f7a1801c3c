"""A small change to a day that is solved: mended in a moment, beside a fresh solve.

``python -m benchmarks.rounds.small_change --visits 1500 --doubles 0.44 --seconds 60 --seed 1``

The day is solved for ``--seconds`` of processor time. Then ten visits change: three are added,
three cancelled, three move by an hour, and one loses its carer, who is sick. ``seconds`` is what
:func:`solver.search.mend.mend` takes of the processor to a plan of the changed day, searching for
``--mend`` of them; ``wall_s`` what it takes on the clock. ``travel_ratio`` is its travel over
that of a solve of the changed day from nothing, for ``--seconds`` again. One verifier judges both.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.rounds.day import CAP_S, Day, make_day
from benchmarks.rounds.engines import pairs, say
from benchmarks.rounds.judge import judge
from solver.search import Solution, solve, warm_up
from solver.search.cut import Cut, cut
from solver.search.mend import Changed, mend
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.search.problem import Ints, Problem

ADDED, CANCELLED, MOVED = 3, 3, 3
"""Visits of each kind; one carer more is sick."""

MOVE_S = 3_600


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve, change, mend, and solve again."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rounds.small_change", description=__doc__
    )
    parser.add_argument("--visits", type=int, default=1_500)
    parser.add_argument("--doubles", type=float, default=0.44, help="share of double-handed visits")
    parser.add_argument("--tight", type=float, default=1.15, help="carers over the need")
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds of a solve")
    parser.add_argument("--mend", type=float, default=0.2, help="CPU seconds of search in mending")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    warm_up()
    change = make_change(options.visits, options.doubles, options.seed, tight=options.tight)
    budget = options.seconds
    before = solve(change.before.problem, AfterSeconds(budget, time.process_time), options.seed)
    routes, start_s = change.carried(before)
    begin, spent = time.perf_counter(), time.process_time()
    mended = mend(
        change.after.problem,
        routes,
        start_s,
        AfterSeconds(options.mend, time.process_time),
        options.seed,
        Changed(change.moved.tolist(), change.gaps(before)),
    )
    wall_s, seconds = time.perf_counter() - begin, time.process_time() - spent
    verdict = judge(
        change.day,
        [[(task, int(mended.start_s[task])) for task in route] for route in mended.routes],
    )
    fresh = judge(
        change.day,
        pairs(solve(change.after.problem, AfterSeconds(budget, time.process_time), options.seed)),
    )
    say(
        {
            "seconds": round(seconds, 3),
            "wall_s": round(wall_s, 3),
            "valid": verdict.valid,
            "served": verdict.served,
            "unserved": verdict.unserved,
            "travel_h": round(verdict.travel_s / 3_600, 2),
            "fresh_served": fresh.served,
            "fresh_travel_h": round(fresh.travel_s / 3_600, 2),
            "travel_ratio": round(verdict.travel_s / fresh.travel_s, 4),
            "rounds_touched": len(mended.touched),
            "rounds": change.after.problem.vehicles,
            **{name: getattr(options, name) for name in ("visits", "doubles", "tight", "seed")},
            "solved_for_s": budget,
        }
    )
    return 0 if verdict.valid else 1


@dataclass(frozen=True, eq=False)
class DayChange:
    """A day before and after a change, both cut from one ``whole``; ``moved`` in numbers of after.

    ``day`` is the changed day as the verifier wants it.
    """

    before: Cut
    after: Cut
    day: Day
    moved: Ints

    def carried(self, solution: Solution) -> tuple[list[list[int]], Ints]:
        """Write a plan of the day before in numbers of the day after, as far as it is known."""
        number = {task: i for i, task in enumerate(self.after.tasks.tolist())}
        named = self.before.tasks.tolist()
        routes = [
            [number[named[task]] for task in solution.routes[v] if named[task] in number]
            for v in self.after.vehicles.tolist()
        ]
        start_s = np.full(len(self.after.tasks), -1, np.int32)
        for route in solution.routes:
            for task in route:
                if named[task] in number:
                    start_s[number[named[task]]] = solution.start_s[task]
        on_duty = np.zeros(len(start_s), bool)
        for one in routes:
            on_duty[one] = True
        return routes, np.where(on_duty, start_s, -1).astype(np.int32)

    def gaps(self, solution: Solution) -> list[int]:
        """Vehicles of the day after that made a visit which is cancelled."""
        known = set(self.after.tasks.tolist())
        named = self.before.tasks.tolist()
        return [
            at
            for at, v in enumerate(self.after.vehicles.tolist())
            if any(named[task] not in known for task in solution.routes[v])
        ]


def make_change(visits: int, doubles: float, seed: int, *, tight: float) -> DayChange:
    """Generate a day and ten visits' worth of change to it."""
    whole = make_day(visits + ADDED, doubles, seed, tight=tight)
    rng = np.random.default_rng(seed + 2_000_000)
    touched = rng.permutation(whole.visits)[: ADDED + CANCELLED + MOVED]
    added, cancelled, moved = np.split(touched, [ADDED, ADDED + CANCELLED])
    sick = int(rng.integers(whole.carers))
    problem = whole.problem
    nothing = np.full(problem.tasks, -1, np.int32)
    everybody = np.arange(problem.vehicles, dtype=np.int32)
    before = cut(problem, ~np.isin(whole.task_visit, added), everybody, nothing)
    later = _move(problem, np.isin(whole.task_visit, moved))
    after = cut(later, ~np.isin(whole.task_visit, cancelled), np.delete(everybody, sick), nothing)
    of_visit = np.unique(whole.task_visit[after.tasks], return_inverse=True)[1].astype(np.int32)
    day = Day(
        problem=after.problem,
        task_visit=of_visit,
        planned_s=after.problem.earliest_s + CAP_S,
        visits=int(of_visit.max()) + 1,
        carers=len(after.vehicles),
        need=whole.need,
    )
    again = np.flatnonzero(np.isin(whole.task_visit[after.tasks], moved))
    return DayChange(before, after, day, again.astype(np.int32))


def _move(problem: Problem, tasks: np.ndarray) -> Problem:
    """Move some tasks an hour later, or earlier where that would end after the last shift."""
    late = problem.latest_s + MOVE_S + problem.service_s > problem.closes_s.max() - MOVE_S
    by_s = np.where(tasks, np.where(late, -MOVE_S, MOVE_S), 0).astype(np.int32)
    return replace(
        problem,
        earliest_s=problem.earliest_s + by_s,
        latest_s=problem.latest_s + by_s,
        due_s=problem.due_s + by_s,
    )


if __name__ == "__main__":
    sys.exit(main())
