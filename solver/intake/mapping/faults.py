"""What may be wrong with a mapping: names that there are not, values of a wrong kind, formats."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from solver.errors import Fault
from solver.intake.findings import hint, listed, quoted
from solver.intake.schema.layers import LAYERS
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "mapping.toml"

PARTS = ("columns", "values", "formats", "constants")
SHEET = "sheet"

COLUMNS: dict[str, list[str]] = {
    name: [
        column.name
        for table in (TABLES.get(name), LAYERS.get(name))
        if table is not None
        for column in table.columns
    ]
    for name in (*TABLES, *LAYERS)
}
"""Table or layer → its columns; zones are both."""


def faults_of(table: str, part: str, choices: Any) -> list[Fault]:
    """List what is wrong with one part of a table's mapping."""
    where = f"{table}.{part}"
    if part == SHEET:
        text = isinstance(choices, str)
        return [] if text else [fault_of(where, "The value is not text.", "Quote it.")]
    if part not in PARTS:
        use = listed((*PARTS, SHEET))
        return [fault_of(where, f"There is no part {quoted(part)}.", f"Use {use}.")]
    if not isinstance(choices, dict):
        return [fault_of(where, "The value is not a table.", f"Write [{where}] above its lines.")]
    known, faults = COLUMNS[table], []
    for column, value in choices.items():
        if column not in known:
            likely = hint(column, known)
            faults.append(fault_of(f"{where}.{column}", "There is no such column.", likely))
        elif part == "values" and not isinstance(value, dict):
            cure = f"Write [{where}.{column}] above its lines."
            faults.append(fault_of(f"{where}.{column}", "The value is not a table.", cure))
        elif not all(
            isinstance(text, str) for text in (value.values() if part == "values" else [value])
        ):
            faults.append(fault_of(f"{where}.{column}", "The value is not text.", "Quote it."))
    return faults


def faults_of_formats(table: str, formats: Mapping[str, str]) -> list[Fault]:
    """Add a fault for each format that no date can be read with."""
    faults = []
    for column, code in formats.items():
        why = _unreadable(code)
        if why:
            where = f"{table}.formats.{column}"
            cure = "Use each code once, as in %d/%m/%Y %H:%M."
            faults.append(fault_of(where, f"The format {quoted(code)} {why}.", cure))
    return faults


def _unreadable(code: str) -> str:
    """Say why no date can be read with a format; an empty string where it can."""
    try:
        dt.datetime.strptime(dt.datetime(2026, 4, 6, 7, 30).strftime(code), code)
    except re.error:
        return "has a code twice"
    except ValueError as error:
        # a date that is written with it need not be read again (%w alone); a bad code is named
        if "bad directive" in str(error) or "stray %" in str(error):
            return "has a code that is not known"
    return ""


def fault_of(column: str, message: str, cure: str) -> Fault:
    """Make a fault of the mapping's file."""
    return Fault(FILE, None, column, message, cure)
