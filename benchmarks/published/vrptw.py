"""Gehring and Homberger's routing problems with time windows, for the record.

``python -m benchmarks.published.vrptw FILE... --seconds 60 --seed 1`` prints a JSON line an
instance. The best known lengths are read from ``best_known.csv`` beside the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.published.vrptw_file import TENTHS, read_vrptw, route_length
from solver.search import solve, warm_up
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve each file and print how far its best known length is."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.published.vrptw", description=__doc__
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    warm_up()
    for file in options.files:
        problem = read_vrptw(file)
        begin = time.process_time()
        stop = AfterSeconds(options.seconds, time.process_time)
        solution = solve(problem, stop, options.seed)
        seconds = time.process_time() - begin
        length = sum(route_length(problem, route) for route in solution.routes) / TENTHS
        best = best_known(file)
        gap = 100 * (length / best - 1) if best else None
        row = {
            "instance": file.stem,
            "cost": round(length, 1),
            "best_known": best,
            "gap_pct": None if gap is None else round(gap, 3),
            "seconds": round(seconds, 1),
            "seed": options.seed,
            "served": solution.served,
            "of": problem.tasks,
        }
        print(json.dumps(row), flush=True)
    return 0


def best_known(file: Path) -> float | None:
    """Least known length of the instance, from the table beside it; None where there is none."""
    table = file.parent / "best_known.csv"
    if not table.is_file():
        return None
    with table.open(newline="") as lines:
        values = [
            float(row["best_known"])
            for row in csv.DictReader(lines)
            if row["instance"] == file.stem
        ]
    return min(values, default=None)


if __name__ == "__main__":
    sys.exit(main())
