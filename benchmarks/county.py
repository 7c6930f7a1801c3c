"""A whole county on all cores: one JSON line for each time budget.

``python -m benchmarks.county --visits 6000 --zones 14 --workers 2 --budgets 10 30 60 120 600``

Seeded zones of unequal size, each with a provider of its own, are searched side by side by
``solver.rounds`` in worker processes. Seconds are those of the clock on the wall, and begin when
the problems stand: starting workers counts. Each budget is a run of its own, which cools by the
time it has; ``travel_h_at`` says what the longest run held when so many seconds had passed.
``--budgets`` are run longest first, so that every other line can say how far it is off.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.rounds.day import make_day
from benchmarks.rounds.engines import pairs, say
from benchmarks.rounds.judge import judge
from solver.search import Search, warm_up
from solver.search.parallel.processes import cores, processes
from solver.search.parallel.searches import anneal_apart
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rounds.day import Day
    from benchmarks.rounds.judge import Verdict

LEAST_SHARE, MOST_SHARE = 0.4, 1.8
"""The smallest and the largest zone, against one of equal size."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan the county with each budget."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.county", description=__doc__)
    parser.add_argument("--visits", type=int, default=6_000)
    parser.add_argument("--zones", type=int, default=14)
    parser.add_argument("--doubles", type=float, default=0.44, help="share of double-handed visits")
    parser.add_argument("--tight", type=float, default=1.15, help="carers over the need")
    parser.add_argument("--workers", type=int, default=cores(), help="1: in this process")
    parser.add_argument("--budgets", type=float, nargs="+", default=[10, 30, 60, 120, 600])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    warm_up()
    zones = make_county(
        options.visits, options.zones, options.doubles, options.seed, tight=options.tight
    )
    named = ("visits", "zones", "doubles", "tight", "workers", "seed")
    row = {name: getattr(options, name) for name in named}
    longest: float | None = None
    for seconds in sorted(options.budgets, reverse=True):
        found = plan(zones, seconds, options.workers, options.seed, sorted(options.budgets))
        hours = float(str(found["travel_h"]))
        longest = longest or hours
        over = {"over_longest_pct": round(100 * (hours / longest - 1), 2)}
        say({"seconds": seconds, **found, **over} | row)
    return 0


def make_county(
    visits: int, zones: int, doubles: float, seed: int, *, tight: float = 1.15
) -> list[Day]:
    """Generate a day of each zone, as :func:`~benchmarks.rounds.day.make_day` does.

    Parameters
    ----------
    visits
        In the whole county.
    zones
        How many zones there are; their sizes are drawn between ``LEAST_SHARE`` and ``MOST_SHARE``.
    doubles, seed, tight
        As for a day.
    """
    rng = np.random.default_rng(seed)
    weight = rng.uniform(LEAST_SHARE, MOST_SHARE, zones)
    ends = np.round(visits * np.cumsum(weight) / weight.sum()).astype(int)
    sizes = np.diff(ends, prepend=0)
    seeds = rng.integers(1, 1_000_000, zones)
    return [
        make_day(int(size), doubles, int(own), tight=tight)
        for size, own in zip(sizes, seeds, strict=True)
    ]


def plan(
    zones: Sequence[Day], seconds: float, workers: int, seed: int, marks: Sequence[float]
) -> dict[str, object]:
    """Plan all zones within ``seconds``, and say what had been found at each mark."""
    begin = time.monotonic()
    searches = [Search(day.problem, seed + k) for k, day in enumerate(zones)]
    for search in searches:
        search.begin()
    first_s = time.monotonic() - begin
    first = judged(zones, searches)
    at: dict[str, float] = {}

    def note(_search: Search) -> None:
        passed = time.monotonic() - begin
        for mark in marks:
            if passed >= mark and f"{mark:g}" not in at:
                travel_s = sum(int(search.memory.parts[0]) for search in searches)
                at[f"{mark:g}"] = round(travel_s / 3_600, 2)

    stop = AfterSeconds(seconds - (time.monotonic() - begin))
    with processes(workers) if workers > 1 else nullcontext() as spread:
        anneal_apart(searches, stop, spread, on_batch=note)
        spent = time.monotonic() - begin
    last = judged(zones, searches)
    travel_h = round(sum(one.travel_s for one in last) / 3_600, 2)
    return {
        "first_plan_s": round(first_s, 3),
        "first_served": sum(one.served for one in first),
        "served": sum(one.served for one in last),
        "unserved": sum(one.unserved for one in last),
        "valid": all(one.valid for one in (*first, *last)),
        "travel_h": travel_h,
        "travel_h_at": at | {f"{seconds:g}": travel_h},
        "iterations": sum(search.iterations for search in searches),
        "spent_s": round(spent, 1),
    }


def judged(zones: Sequence[Day], searches: Sequence[Search]) -> list[Verdict]:
    """Let the verifier judge each zone's best plan so far."""
    return [
        judge(day, pairs(search.solution())) for day, search in zip(zones, searches, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
