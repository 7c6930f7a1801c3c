"""``python -m solver selftest``: the papers' numbers, expected and got."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solver.selftest import DEMO, HEADINGS, PUBLISHED, Check, counted, selftest

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("selftest", help="recompute the papers' numbers")
    parser.add_argument(
        "--world", type=Path, default=DEMO, metavar="DIR", help="folder of a world (the demo)"
    )
    parser.add_argument(
        "--published", type=Path, default=PUBLISHED, metavar="FILE.toml",
        help="published numbers and printed inputs (those that ship with the program)",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every check; 1 where a number differs."""
    checks = selftest(options.world, options.published)
    heading = ""
    for check in checks:
        if check.system != heading:
            heading = check.system
            print(f"\n{HEADINGS.get(heading, heading)}")
        print(line(check))
    print()
    print(counted(checks))
    return 0 if all(check.ok for check in checks) else 1


def line(check: Check) -> str:
    """Write one check on one line: what, expected, got, unit, source."""
    digits = max(0, check.decimals)
    got = "nothing" if check.got is None else f"{round(check.got, check.decimals):,.{digits}f}"
    mark = "ok  " if check.ok else "DIFF"
    base = f", {check.base} hours" if check.base else ""
    printed = f"; the paper prints {check.printed}" if check.printed else ""
    return (
        f"  {mark} {check.title:<62} expected {check.expected:>12,.{digits}f}"
        f"  got {got:>12} {check.unit}  [{check.source}{base}{printed}]"
    )
