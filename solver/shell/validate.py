"""``validate WORLD`` lists what is wrong with a world; ``templates DIR`` writes blank files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.base import World
from solver.errors import Fault, InputError
from solver.intake import check_against_roads, find_roads, write_templates
from solver.intake.checks.mending import write_repairs
from solver.rates import read_rates
from solver.roads import open_roads
from solver.roads.read.named import at_hand
from solver.shell.shared.opening import reading_roads, tables_of
from solver.shell.shared.world import (
    add_sheet_option,
    faults_of_rates,
    faults_of_scenarios,
    scenarios_of,
    world_of,
)

if TYPE_CHECKING:
    import argparse

    from solver.intake import Tables


def add_parser(subparsers: Any) -> None:
    """Add ``validate`` and ``templates`` to the commands."""
    validate = subparsers.add_parser(
        "validate", help="list the faults of a world folder, and what was noticed"
    )
    validate.add_argument("world", type=Path, help="world folder (docs/data.md)")
    add_sheet_option(validate)
    validate.add_argument(
        "--mend",
        action="store_true",
        help="have the flaws of the layers mended that can be: writes repairs.toml beside them",
    )
    validate.set_defaults(run=_validate)
    templates = subparsers.add_parser("templates", help="write blank files to fill")
    templates.add_argument("folder", type=Path, help="folder to write to")
    templates.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    templates.set_defaults(run=_templates)


def _validate(options: argparse.Namespace) -> int:
    """Exit code 0 where the world loads, 1 where it has faults."""
    try:
        tables = _checked(world_of(options), mend=options.mend)
    except InputError as error:
        print(error, file=sys.stderr)
        found = {fault.repair for fault in error.faults if fault.repair}
        if found:
            print(
                f"{sum(bool(fault.repair) for fault in error.faults)} of these can be mended: run "
                f"it again with --mend ({', '.join(sorted(found))}).",
                file=sys.stderr,
            )
        return 1
    for line in report_lines(tables):
        print(line)
    return 0


def _checked(folder: Path, *, mend: bool) -> Tables:
    """Read all that a world has: tables, rates, scenarios, and the tables on its roads.

    Raises
    ------
    InputError
        With the faults of tables, rates and scenarios at once; those on the roads
        once there are no others.
    """
    tables: Tables | None = None
    faults: list[Fault] = []
    try:
        tables = _read(folder, mend=mend)
    except InputError as error:
        faults += error.faults
    day = None if tables is None else tables.about.price_base
    faults += faults_of_rates(folder, day)
    scenarios, wrong = scenarios_of(folder)
    faults += wrong
    if faults or tables is None:
        raise InputError(faults)
    where = at_hand(find_roads(folder))
    with reading_roads():
        roads = open_roads(where)
        tables = check_against_roads(tables, roads)
    world = World(folder, tables, roads, read_rates(folder / "rates.toml"), tables.content_hash)
    unfit = faults_of_scenarios(world, scenarios)
    if unfit:
        raise InputError(unfit)
    return tables


def _read(world: Path, *, mend: bool) -> Tables:
    """Read the tables; where asked to, have what can be mended mended, and say so in the folder."""
    try:
        return tables_of(world)
    except InputError as error:
        found = {fault.repair for fault in error.faults if fault.repair}
        if not mend or not found:
            raise
        write_repairs(world, found)
        return tables_of(world)


def report_lines(tables: Tables) -> list[str]:
    """Write what was read and what was noticed, a line each."""
    counts = ("areas", "people", "packages", "visits", "carers", "providers", "rounds")
    lines = [f"{tables.about.name}: no faults."]
    lines += [f"  {name}: {len(getattr(tables, name)):,}" for name in counts]
    notices = tables.report.notices
    lines.append(f"{len(notices):,} noticed." if notices else "Nothing noticed.")
    for notice in notices:
        row = "" if notice.row is None else f", row {notice.row}"
        column = f", column {notice.column}" if notice.column else ""
        lines.append(f"  {notice.file}{row}{column}: {notice.message}")
    return lines


def _templates(options: argparse.Namespace) -> int:
    for path in write_templates(options.folder, options.kind):
        print(path)
    return 0
