"""What it costs that one person's visits keep their order and never overlap: one day, both ways.

``python -m benchmarks.rounds.in_turn assets/demo/leicestershire --day mon --steps 800000 --seed 1``
prints a line with the rule and one with ``order = free`` in each row of visits: visits that are
not made, and miles between visits.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rounds.engines import say
from solver import study
from solver.domain import DAYS, Scenario
from solver.rounds import plan_day
from solver.rounds.effort import Effort
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan a day of a county with the rule and without it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rounds.in_turn")
    parser.add_argument("world", type=Path)
    parser.add_argument("--day", choices=DAYS, default="mon")
    parser.add_argument("--steps", type=int, default=800_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    world = study.open_world(options.world)
    case = study.prepare(world, Scenario(), options.day)
    visits = tuple(replace(visit, order="free") for visit in case.workload.visits)
    free = replace(case, workload=replace(case.workload, visits=visits))
    for order, asked in (("in turn", case), ("free", free)):
        plan = plan_day(asked, Effort(AfterIterations(options.steps), options.seed))
        totals = study.score_plan(asked, plan).totals
        say({"order": order, "not_made": len(plan.unserved), "miles": round(totals.miles, 1)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
