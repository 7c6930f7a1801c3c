"""``python -m solver selftest``: the papers' numbers, expected and got."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solver.selftest import DEMO, Check, selftest

if TYPE_CHECKING:
    import argparse

HEADINGS = {
    "A1": "A1  Price bands × weekly hours",
    "A2": "A2  Rate paid before against the bands",
    "A3": "A3  What the change is made of",
    "A4": "A4  Travel that the premium buys",
    "A5": "A5  Fourteen zones",
    "A7": "A7  Hours per 1,000 people",
    "A15": "A15 Wage and mileage of the day",
    "A19": "A19 Budget in hours",
    "A44": "A44 Rise of the Real Living Wage",
    "C1": "C.1 Price build-up, the published example of 2014",
    "trap1": "Misprint 1: a total of the invest-to-save lines",
    "trap2": "Misprint 2: hours a person",
    "trap4": "Misprint 4: the high ends of the comparison",
    "trap7": "Misprint 7: shares of the transport spend",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("selftest", help="recompute the papers' numbers")
    parser.add_argument(
        "--world", type=Path, default=DEMO, metavar="DIR", help="folder of a world (the demo)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every check; 1 where a number differs."""
    checks = selftest(options.world)
    heading = ""
    for check in checks:
        if check.system != heading:
            heading = check.system
            print(f"\n{HEADINGS.get(heading, heading)}")
        print(line(check))
    wrong = [check for check in checks if not check.ok]
    print()
    if wrong:
        names = ", ".join(check.key for check in wrong[:5])
        more = "" if len(wrong) <= 5 else f" and {len(wrong) - 5} more"
        print(f"{len(wrong)} of {len(checks)} numbers differ: {names}{more}.")
        return 1
    print(f"All {len(checks)} published numbers are reproduced.")
    return 0


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
