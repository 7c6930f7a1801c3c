"""Options of a shell for where a search runs: processes of this machine, or Dask."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from solver.search.parallel.processes import cores
from solver.search.parallel.where import ADDRESS, FILES, LOCAL, open_spread

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

    from solver.search.parallel.searches import Spread

TEXTS = {
    "ca_file": ("--dask-ca", "who signed the scheduler's certificate (PEM)"),
    "certificate": ("--dask-cert", "this machine's certificate (PEM)"),
    "key": ("--dask-key", "its key (PEM)"),
}


def add_spread_options(parser: argparse.ArgumentParser) -> None:
    """Add how many workers there are, and the address of a scheduler."""
    parser.add_argument(
        "--workers", type=int, metavar="N", help=f"processes of this machine ({cores()})"
    )
    parser.add_argument(
        "--dask",
        default="",
        metavar="ADDRESS",
        help=f"search through Dask: tls://host:port of a scheduler, or {LOCAL!r} for a cluster on "
        f"this machine; else {ADDRESS}",
    )
    for name, (option, text) in TEXTS.items():
        parser.add_argument(
            option, dest=name, default="", metavar="FILE", help=f"{text}; else {FILES[name]}"
        )


def spread_of(options: argparse.Namespace) -> AbstractContextManager[Spread | None]:
    """Open the workers that were asked for.

    Raises
    ------
    PlanError
        As :func:`~solver.search.parallel.where.open_spread` does.
    """
    workers = cores() if options.workers is None else options.workers
    files = {name: getattr(options, name) for name in TEXTS}
    return open_spread(workers, os.environ, address=options.dask, **files)
