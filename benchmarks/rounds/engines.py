"""Rounds against the peers: one JSON line an engine.

``python -m benchmarks.rounds --visits 1500 --doubles 0.44 --seconds 60 --peers --seed 1``
(the peers stand in ``benchmarks/rounds-requirements.txt``).

Seconds are CPU seconds of one core. In these rows every engine leaves as few visits undone as it
can, then travels as little as it can; one verifier judges all plans. ``--check-peers`` first lets
each peer show on R1_2_1 of Gehring and Homberger that it is run well.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.published.vrptw_file import BEST_R1_2_1, read_vrptw, route_length
from benchmarks.rounds import peers
from benchmarks.rounds.day import make_day
from benchmarks.rounds.judge import judge
from solver.search import Search, Solution, solve, warm_up
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rounds.day import Day

PEERS = ("pyvrp", "vroom", "ortools")

MARKS_S = (1, 10, 30, 60)
"""Seconds at which travel is noted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the engines on one seeded day."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rounds", description=__doc__)
    parser.add_argument("--visits", type=int, default=1_500)
    parser.add_argument("--doubles", type=float, default=0.44, help="share of double-handed visits")
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds an engine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tight", type=float, default=1.15, help="carers over the need")
    parser.add_argument("--pinned", action="store_true", help="doubles at their planned time")
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, help="run the peers too, or those named alone"
    )
    parser.add_argument("--check-peers", action="store_true", help="first on R1_2_1")
    parser.add_argument("--r1", default="../shared/data/benchmarks/vrptw/R1_2_1.txt")
    options = parser.parse_args(arguments)
    warm_up()
    if options.check_peers and not check_peers(options.r1, options.seconds, options.seed):
        return 1
    day = make_day(
        options.visits, options.doubles, options.seed, tight=options.tight, pinned=options.pinned
    )
    pinned = make_day(
        options.visits, options.doubles, options.seed, tight=options.tight, pinned=True
    )
    row = {name: getattr(options, name) for name in ("visits", "doubles", "tight", "seed")}
    say(ours(day, options.seconds, options.seed) | row | {"pinned": options.pinned})
    if options.peers is not None:
        for name in options.peers or PEERS:
            say(peer(pinned, name, options.seconds, options.seed) | row | {"pinned": True})
    return 0


def say(row: dict[str, object]) -> None:
    """Print one JSON line."""
    print(json.dumps(row), flush=True)


def pairs(solution: Solution) -> list[list[tuple[int, int]]]:
    """(task, start) pairs of each round."""
    return [[(i, int(solution.start_s[i])) for i in route] for route in solution.routes]


def ours(day: Day, seconds: float, seed: int) -> dict[str, object]:
    """Solve with :func:`solver.search.solve`."""
    begin = time.process_time()
    first: dict[str, object] = {}
    at: dict[str, float] = {}

    def note(search: Search) -> None:
        spent = time.process_time() - begin
        hours = float(search.memory.parts[0]) / 3_600
        if not first:
            plan = judge(day, pairs(search.solution()))
            first.update(first_plan_s=round(spent, 3), first_served=plan.served)
        for mark in MARKS_S:
            if spent >= mark and str(mark) not in at:
                at[str(mark)] = round(hours, 2)

    stop = AfterSeconds(seconds, time.process_time)
    solution = solve(day.problem, stop, seed, on_batch=note)
    at.setdefault(str(round(seconds)), round(solution.travel / 3_600, 2))
    verdict = judge(day, pairs(solution))
    return {
        "engine": "homerounds",
        "served": verdict.served,
        "unserved": verdict.unserved,
        "valid": verdict.valid,
        "travel_h": round(verdict.travel_s / 3_600, 2),
        **first,
        "travel_h_at": at,
        "iterations": solution.iterations,
    }


def peer(day: Day, name: str, seconds: float, seed: int) -> dict[str, object]:
    """Solve with a peer; VROOM at its lowest and highest exploration level, the better counts."""
    if name == "vroom":
        answers = [peers.vroom(day.problem, seconds, seed, level=level) for level in (1, 5)]
    else:
        answers = [getattr(peers, name)(day.problem, seconds, seed)]
    answer = min(answers, key=lambda one: judge(day, one.routes).rank)
    verdict = judge(day, answer.routes)
    at = {}
    for mark in MARKS_S:
        hours = [value for spent, value in answer.trail if spent <= mark]
        if hours:
            at[str(mark)] = round(hours[-1], 2)
    return {
        "engine": name,
        "served": verdict.served,
        "unserved": verdict.unserved,
        "valid": verdict.valid,
        "travel_h": round(verdict.travel_s / 3_600, 2),
        "first_plan_s": round(answer.trail[0][0], 3) if answer.trail else None,
        "first_served": None,
        "travel_h_at": at,
        "cpu_s": round(answer.seconds, 1),
    }


def check_peers(file: str, seconds: float, seed: int) -> bool:
    """Let each peer solve R1_2_1; all must come within 5 % of the best known length."""
    problem = read_vrptw(file)
    good = True
    for name in PEERS:
        answer = getattr(peers, name)(problem, seconds, seed)
        done = sum(map(len, answer.routes))
        length = sum(route_length(problem, [task for task, _ in route]) for route in answer.routes)
        gap = length / BEST_R1_2_1 - 1
        well = done == problem.tasks and gap <= 0.05
        say({"engine": name, "instance": "R1_2_1", "gap_pct": round(100 * gap, 2), "well": well})
        good = good and well
    if not good:
        print("A peer is not run well; its rows would say little.", file=sys.stderr)
    return good


if __name__ == "__main__":
    sys.exit(main())
