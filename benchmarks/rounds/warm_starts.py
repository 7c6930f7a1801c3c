"""Rounds to start from, beside what the search makes of them: never fewer calls, never dearer.

``python -m benchmarks.rounds.warm_starts --towns 500 --budgets 0 300 3000`` draws small days, gives
each rounds to start from (drawn at random, or planned before), searches on with each budget of
steps, and weighs the answer against the start as finished. One JSON line a fault, one at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.rounds.small_cases import random_start, small_case
from solver.check import violations
from solver.rounds.effort import Effort
from solver.rounds.plan import finished, search_day
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solver.base.case import Case
    from solver.domain import Plan

PLANNED_STEPS = 100
"""Steps by which every second start is planned before."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and say what was found; 1 where anything got worse."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rounds.warm_starts", description=__doc__
    )
    parser.add_argument("--towns", type=int, default=500)
    parser.add_argument("--budgets", type=int, nargs="+", default=[0, 300, 3_000])
    parser.add_argument("--seed", type=int, default=0, help="of the first town")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    counts: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.towns):
        for fault in compare(seed, options.budgets, counts):
            print(json.dumps(fault), flush=True)
    said = {name: counts[name] for name in ("fewer", "dearer", "invalid", "better", "same")}
    row = {"towns": options.towns, "budgets": options.budgets, **said}
    print(json.dumps(row | {"seconds": round(time.monotonic() - began)}), flush=True)
    return 1 if counts["fewer"] + counts["dearer"] + counts["invalid"] else 0


def compare(seed: int, budgets: Sequence[int], counts: Counter[str]) -> Iterator[dict[str, object]]:
    """Search one town with each budget; yield what got worse, and count what came out."""
    case = small_case(seed)
    start = start_of(case, seed)
    begun, before = finished(case, start)
    for budget in budgets:
        plan, cost = search_day(case, Effort(AfterIterations(budget), seed), start)
        after = finished(case, plan)[1]
        words = []
        if _broken(case, plan):
            words.append("invalid")
        if _calls(plan) < _calls(begun):
            words.append("fewer")
        elif _calls(plan) == _calls(begun) and cost > before.cost:
            words.append("dearer")
        counts.update(words or ["better" if after < before else "same"])
        if words:
            yield {
                "town": seed,
                "budget": budget,
                "is": words,
                "calls": [_calls(begun), _calls(plan)],
                "cost": [before.cost, cost],
            }


def start_of(case: Case, seed: int) -> Plan:
    """Give rounds to start from: at random, or planned before where the seed is odd."""
    start = random_start(case, seed)
    if seed % 2:
        start, _ = search_day(case, Effort(AfterIterations(PLANNED_STEPS), seed + 1), start)
    return start


def _calls(plan: Plan) -> int:
    return sum(len(item.stops) for item in plan.rounds)


def _broken(case: Case, plan: Plan) -> bool:
    return bool(
        violations(plan, case.workload, case.travel, choices=case.choices, today=case.today)
    )


if __name__ == "__main__":
    sys.exit(main())
