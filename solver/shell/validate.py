"""``validate WORLD`` lists what is wrong with a world; ``templates DIR`` writes blank files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.errors import InputError
from solver.intake import check_against_roads, find_roads, read_tables, write_templates
from solver.intake.checks.mending import write_repairs
from solver.roads import open_roads
from solver.roads.read.named import at_hand

if TYPE_CHECKING:
    import argparse

    from solver.intake import Tables


def add_parser(subparsers: Any) -> None:
    """Add ``validate`` and ``templates`` to the commands."""
    validate = subparsers.add_parser(
        "validate", help="list the faults of a world folder, and what was noticed"
    )
    validate.add_argument("world", type=Path, help="world folder (docs/data.md)")
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
        tables = _read(options.world, mend=options.mend)
        roads = at_hand(find_roads(options.world))
        tables = check_against_roads(tables, open_roads(roads))
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


def _read(world: Path, *, mend: bool) -> Tables:
    """Read the tables; where asked to, have what can be mended mended, and say so in the folder."""
    try:
        return read_tables(world)
    except InputError as error:
        found = {fault.repair for fault in error.faults if fault.repair}
        if not mend or not found:
            raise
        write_repairs(world, found)
        return read_tables(world)


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
