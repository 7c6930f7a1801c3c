"""``python -m benchmarks.fuzz --files N`` or ``--towns N``: faults sought at random, JSON lines."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path


def main() -> int:
    """Run what is asked for; exit code 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--files", type=int, metavar="N", help="mutate the files of a world N times")
    what.add_argument("--towns", type=int, metavar="N", help="plan N small towns drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="which draw (1)")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="begin with number K (0)")
    parser.add_argument("--only", type=int, metavar="K", help="number K alone, with its traceback")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="with --only: leave its files here"
    )
    parser.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="one line each; numbers in it are not run again",
    )
    options = parser.parse_args()
    kind = "files" if options.files is not None else "towns"
    # each kind is imported only when it is run
    return int(importlib.import_module(f"benchmarks.fuzz.{kind}").run(options))


if __name__ == "__main__":
    sys.exit(main())
