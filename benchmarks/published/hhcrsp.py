"""The public instances of home health care routing with synchronised services.

``python -m benchmarks.published.hhcrsp FILE... --seconds 60 --seed 1 --out DIR`` writes a solution
file an instance (``DIR/<instance>.json``) and prints a JSON line; ``best_known.csv`` is looked
for beside the files and one folder above.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.published.hhcrsp_file import cost_of, read_hhcrsp, solution_file
from solver.search import solve, warm_up
from solver.stop.rules import AfterSeconds

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve each file; the cost printed is that of the file written, judged on its own."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.published.hhcrsp", description=__doc__
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args(arguments)
    warm_up()
    for file in options.files:
        instance = read_hhcrsp(file)
        begin = time.process_time()
        stop = AfterSeconds(options.seconds, time.process_time)
        solution = solve(instance.problem, stop, options.seed)
        seconds = time.process_time() - begin
        written = solution_file(instance, solution.routes, solution.start_s.tolist())
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            path = options.out / f"{file.stem}.json"
            path.write_text(json.dumps(written, indent=1))
        cost = cost_of(json.loads(file.read_text()), written)
        best = best_known(file)
        row = {
            "instance": file.stem,
            "cost": round(cost, 3),
            "best_known": best,
            "gap_pct": None if best is None else round(100 * (cost / best - 1), 3),
            "seconds": round(seconds, 1),
            "seed": options.seed,
            "iterations": solution.iterations,
        }
        print(json.dumps(row), flush=True)
    return 0


def best_known(file: Path) -> float | None:
    """Best known value of the instance; None where the table has none."""
    row = _listed(file)
    return float(row["best_known"]) if row else None


def label_of(file: Path) -> str:
    """Short name of the instance: A1 to G5 for Mankowska's, I for an Italian town, else empty."""
    row = _listed(file)
    if row is None:
        return ""
    return row["label"] or ("I" if row["set"] == "italian" else "")


def _listed(file: Path) -> dict[str, str] | None:
    """Find the instance's row in the table beside the file or one folder above."""
    for table in (file.parent / "best_known.csv", file.parent.parent / "best_known.csv"):
        if table.is_file():
            with table.open(newline="") as lines:
                for row in csv.DictReader(lines):
                    if row["instance"] == file.stem:
                        return row
    return None


if __name__ == "__main__":
    sys.exit(main())
