"""The world that a command works on, and which tabs of its workbooks hold its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake.mapping.sheets import choose_sheets

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_sheet_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--sheet TABLE=TAB``, which may be given once for each table."""
    parser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="TABLE=TAB",
        help="read a table from this tab of its workbook, as carers='Rota 2025'; kept in the "
        "world's mapping.toml",
    )


def world_of(options: argparse.Namespace) -> Path:
    """Return the world folder, the tabs that were named kept in it.

    Raises
    ------
    InputError
        When a tab is named for something that is no table.
    """
    folder: Path = options.world
    if options.sheet:
        choose_sheets(folder, options.sheet)
    return folder
