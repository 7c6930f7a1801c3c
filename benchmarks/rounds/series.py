"""The whole series of the rounds' benchmarks, and how it stands against its floors and aims.

``python -m benchmarks.rounds.series --out DIR`` runs what is missing in ``DIR`` (one file of JSON
lines a run, so that a series that was broken off goes on where it stopped) and prints the table;
``--report`` prints it from what is there; ``--only pinned free`` runs those rows alone. The lines
come from ``benchmarks.rounds`` and ``benchmarks.published.hhcrsp``, which say
what each engine is asked.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.published.hhcrsp import label_of
from benchmarks.rounds.table import Figures, table

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS: dict[str, tuple[str, ...]] = {
    "single": ("--doubles", "0", "--peers"),
    "pinned": ("--pinned", "--peers"),
    "free": (),
    "tight": ("--tight", "0.85", "--peers"),
    "small": ("--visits", "500", "--doubles", "0", "--peers", "pyvrp"),
}
"""Options of ``benchmarks.rounds`` for each row: 1,500 visits, 44 % of them double-handed, unless
said otherwise."""

SETS = ("F", "G", "E", "D", "C", "B", "A", "I")
"""Sets of public instances: Mankowska's by their sizes, and the Italian towns."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is missing and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rounds.series", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds an engine")
    parser.add_argument("--only", nargs="+", choices=[*ROWS, *SETS], default=[*ROWS, *SETS])
    parser.add_argument("--report", action="store_true", help="run nothing")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/benchmarks"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.report:
        for seed in options.seeds:
            for row in ROWS:
                if row in options.only:
                    check = (
                        ("--check-peers",) if row == "single" and seed == options.seeds[0] else ()
                    )
                    wanted = ("benchmarks.rounds", *ROWS[row], *check, "--seed", str(seed))
                    _run(options.out / f"{row}-{seed}.jsonl", wanted, options.seconds)
        instances = sorted((options.data / "hhcrsp").glob("*/*.json"))
        for name in SETS:
            files = [str(file) for file in instances if label_of(file)[:1] == name]
            if name in options.only and files:
                seed = str(options.seeds[0])
                wanted = ("benchmarks.published.hhcrsp", *files, "--seed", seed)
                _run(options.out / f"{name}-{seed}.jsonl", wanted, options.seconds)
    print(table(_figures(options.out)))
    return 0


def _run(file: Path, wanted: Sequence[str], seconds: float) -> None:
    """Run one module and keep its lines, unless they are there already."""
    if file.is_file():
        return
    print(f"{file.stem}: python -m {' '.join(wanted)}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", *wanted, "--seconds", f"{seconds:g}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    file.write_text(done.stdout)


def _figures(folder: Path) -> Figures:
    """Read the lines of each row: one list of JSON lines a run."""
    figures: dict[str, list[list[dict[str, Any]]]] = {}
    for file in sorted(folder.glob("*-*.jsonl")):
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        figures.setdefault(file.stem.rsplit("-", 1)[0], []).append(lines)
    return figures


if __name__ == "__main__":
    sys.exit(main())
