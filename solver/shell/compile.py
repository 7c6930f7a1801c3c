"""``python -m solver compile``: compile the numerical core once, at set-up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from solver import roads, search
from solver.zones import proposals

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("compile", help="compile the numerical core and cache it")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Compile roads, rounds and zone proposals; all are cached beside the code."""
    rooms = {"roads": roads.warm_up, "rounds": search.warm_up, "zones": proposals.warm_up}
    for name, warm_up in rooms.items():
        begin = time.perf_counter()
        warm_up()
        print(f"compiled {name} in {time.perf_counter() - begin:.1f} s")
    return 0
