"""Plan the towns whose numbers come in, one a line; a JSON line goes out for each."""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.fuzz.small_town import town
from solver.check import violations
from solver.domain import Plan, Round, Stop
from solver.rounds.effort import Effort
from solver.rounds.locks import contradictions
from solver.rounds.plan import search_day
from solver.search.warm import warm_up
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from solver.base.case import Case

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
naive: Any = importlib.import_module("naive.judge")  # the second judge lives with the tests

STEPS = (60, 150)
"""Steps of the first search, and of the one that begins where it ended."""


def judged(case: Case, plan: Plan) -> tuple[list[str], list[str]]:
    """Give what the checker and the second judge find in a plan."""
    found = violations(plan, case.workload, case.travel, choices=case.choices, today=case.today)
    ours = [f"{one.rule} {one.visit_id} {one.carer_id}: {one.detail}" for one in found]
    day = naive.Day(plan, case.workload, case.travel, case.choices, case.today)
    return ours, naive.broken(day)


def spoiled(plan: Plan, rng: np.random.Generator) -> Plan:
    """Spoil a plan in one place: a start moved, a call handed on, two calls swapped, one struck."""
    rounds = [list(item.stops) for item in plan.rounds]
    busy = [k for k, stops in enumerate(rounds) if stops]
    if not busy:
        return plan
    k = int(rng.choice(busy))
    at = int(rng.integers(len(rounds[k])))
    stop = rounds[k][at]
    kind = int(rng.integers(4))
    if kind == 0:
        moved_s = int(rng.choice([-3_600, -600, -60, 60, 600, 3_600]))
        rounds[k][at] = Stop(stop.visit_id, stop.start_s + moved_s)
    elif kind == 1:
        rounds[k].pop(at)
        rounds[int(rng.integers(len(rounds)))].append(stop)
    elif kind == 2 and len(rounds[k]) > 1:
        rounds[k].reverse()
    else:
        rounds[k].pop(at)
    made = zip(plan.rounds, rounds, strict=True)
    return replace(
        plan, rounds=tuple(Round(item.carer_id, item.shift, tuple(stops)) for item, stops in made)
    )


def calls(plan: Plan) -> int:
    """Count the calls of a plan."""
    return sum(len(item.stops) for item in plan.rounds)


def tried(seed: int, number: int) -> dict[str, Any]:
    """Plan a town cold, again under the same seed, and from the plan found; say what went wrong."""
    case = town(seed, number)
    contradictions(case)
    first, cost = search_day(case, Effort(AfterIterations(STEPS[0]), number))
    again = search_day(case, Effort(AfterIterations(STEPS[0]), number))
    warm, warm_cost = search_day(case, Effort(AfterIterations(STEPS[1]), number + 1), first)
    out: dict[str, Any] = {"calls": calls(warm)}
    plans = {"cold": first, "warm": warm}
    for name, plan in plans.items():
        ours, theirs = judged(case, plan)
        if ours:
            out["invalid"] = [f"{name}: {line}" for line in ours]
        if theirs:
            out["invalid_naive"] = [f"{name}: {line}" for line in theirs]
    if again != (first, cost):
        out["differs"] = "two plans under one seed"
    less, dearer = calls(warm) < calls(first), warm_cost > cost
    if less or (calls(warm) == calls(first) and dearer):
        out["worse"] = f"{calls(first)} calls at {cost}, then {calls(warm)} at {warm_cost}"
    rng = np.random.default_rng([seed, number, 1])
    for plan in [spoiled(warm, rng) for _ in range(4)] + [case.today]:
        ours, theirs = judged(case, plan)
        if bool(ours) != bool(theirs):
            out["disagree"] = [*ours, *theirs]
    return out


def main() -> int:
    """Read numbers until the input ends."""
    seed = int(sys.argv[1])
    warm_up()  # compiles, where that has not been done
    print(json.dumps({"ready": seed}), flush=True)
    for line in sys.stdin:
        number = int(line)
        try:
            found = tried(seed, number)
        except Exception:  # any error at all is what is sought
            found = {"error": traceback.format_exc(limit=-3)}
        print(json.dumps({"town": number, **found}), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
