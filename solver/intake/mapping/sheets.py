"""Which tab of a workbook holds a table, chosen once and kept in ``mapping.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake.findings import Findings, hint, listed, quoted
from solver.intake.mapping.mapping import read_mapping
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def choose_sheets(folder: Path, chosen: Iterable[str]) -> None:
    """Keep which tab holds a table, each written as ``carers=Rota 2025``.

    Raises
    ------
    InputError
        When one names no table or no tab, or the table has no workbook.
    """
    findings = Findings()
    sheets: dict[str, str] = {}
    for text in chosen:
        table, sign, tab = (part.strip() for part in text.partition("="))
        if not sign or not tab:
            cure = 'Write the table and its tab, as carers="Rota 2025".'
            findings.fault("--sheet", None, "", f"{quoted(text)} names no tab.", cure)
        elif table not in TABLES:
            cure = hint(table, list(TABLES)) or f"Choose {listed(TABLES, most=20)}."
            findings.fault("--sheet", None, "", f"There is no table {quoted(table)}.", cure)
        elif not (folder / f"{table}.xlsx").is_file():
            cure = "Leave it out: only a workbook has tabs."
            findings.fault("--sheet", None, "", f"There is no {table}.xlsx.", cure)
        else:
            sheets[table] = tab
    mapping = read_mapping(folder, findings)
    findings.raise_if_any()
    mapping.with_sheets(sheets).save(folder)
