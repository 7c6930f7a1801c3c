"""One verifier for every engine: is the plan valid, what does it serve, how far does it travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rounds.day import Day


@dataclass(frozen=True)
class Verdict:
    """What a plan amounts to: visits ``served`` and ``travel_s``, and the first fault if any."""

    served: int
    unserved: int
    travel_s: int
    fault: str

    @property
    def valid(self) -> bool:
        """Whether no rule is broken."""
        return not self.fault

    @property
    def rank(self) -> tuple[int, int]:
        """Order of preference: most served, then least travel."""
        return self.unserved, self.travel_s


def judge(day: Day, routes: Sequence[Sequence[tuple[int, int]]]) -> Verdict:
    """Judge routes of (task, start) pairs, one a carer.

    A double-handed visit of which only one half is done counts as not served, and that call is
    struck out of its round before the travel is measured.
    """
    problem = day.problem
    starts: dict[int, int] = {}
    faults: list[str] = []
    for route in routes:
        for task, start in route:
            if task in starts:
                faults.append(f"task {task} twice")
            starts[task] = start
    whole = {t for t in starts if problem.twin[t] < 0 or int(problem.twin[t]) in starts}
    for task in whole:
        other = int(problem.twin[task])
        if other >= 0 and starts[other] != starts[task]:
            faults.append(f"halves {task} and {other} start apart")
    travel = 0
    for carer, route in enumerate(routes):
        kept = [(task, start) for task, start in route if task in whole]
        travel += _walk(day, carer, kept, faults)
    served = len({int(day.task_visit[task]) for task in whole})
    return Verdict(served, day.visits - served, travel, faults[0] if faults else "")


def _walk(day: Day, carer: int, route: list[tuple[int, int]], faults: list[str]) -> int:
    """Follow one round, note faults, and return its seconds of travel."""
    if not route:
        return 0
    problem = day.problem
    seconds = problem.durations_s[problem.mode[carer]]
    here, clock, travel = int(problem.origin[carer]), int(problem.opens_s[carer]), 0
    for task, start in route:
        there = int(problem.place[task])
        leg = int(seconds[here, there])
        if leg < 0:
            faults.append(f"no way to task {task}")
        if start < clock + leg:
            faults.append(f"task {task} starts {clock + leg - start} s before its carer arrives")
        if not problem.earliest_s[task] <= start <= problem.latest_s[task]:
            faults.append(f"task {task} starts outside its window")
        if problem.fit[task, carer] < 0:
            faults.append(f"carer {carer} lacks the skill for task {task}")
        travel += leg
        here, clock = there, start + int(problem.service_s[task])
    leg = int(seconds[here, problem.target[carer]])
    if clock + leg > problem.closes_s[carer]:
        faults.append(f"carer {carer} is home {clock + leg - problem.closes_s[carer]} s late")
    return travel + leg
