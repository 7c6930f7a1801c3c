"""Cells as text → a typed frame, with every bad cell listed by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from solver.intake.cells.limits import BadValue
from solver.intake.cells.values import read_value
from solver.intake.files.moments import TimeCell
from solver.intake.findings import hint, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.intake.files.text import Cells
    from solver.intake.findings import Findings
    from solver.intake.schema.columns import Field, Kind, Table

_DTYPES: dict[Kind, str] = {
    "degrees": "float64",
    "whole": "int64",
    "time": "int64",
    "minutes": "int64",
    "hours": "int64",
    "pounds": "int64",
    "days": "int64",
    "yesno": "bool",
}
"""Kinds that are not text."""


@dataclass(frozen=True, eq=False)
class Typed:
    """A table whose cells have been read.

    Parameters
    ----------
    frame
        One column for each column of the schema, by its name *in the file*.
        A number that may be missing is ``Int64``, or NaN for degrees. Cells
        with a fault hold a filler.
    file
        Name of the file.
    rows
        (n,) rows of a spreadsheet.
    unplaced
        Postcodes that stand in the file without a place (of the table of postcodes).
    """

    frame: pd.DataFrame
    file: str
    rows: npt.NDArray[np.int64]
    unplaced: frozenset[str] = frozenset()


def positions(cells: pd.Series[Any], ids: pd.Series[Any]) -> npt.NDArray[np.int64]:
    """Return where each cell first stands among ``ids``: (n,), -1 where it does not."""
    first: dict[str, int] = {}
    for i, key in enumerate(ids.tolist()):
        first.setdefault(key, i)
    return np.fromiter((first.get(cell, -1) for cell in cells.tolist()), np.int64, len(cells))


def no_rows(table: Table) -> Typed:
    """Return the table without a row, as where an optional file is absent."""
    frame = pd.DataFrame(
        {column.name: pd.Series([], dtype=_dtype(column)) for column in table.columns}
    )
    return Typed(frame, "", np.empty(0, dtype=np.int64))


def read_cells(table: Table, cells: Cells, findings: Findings) -> Typed | None:
    """Read every cell of a table.

    Returns
    -------
    The typed table, or ``None`` where a needed column is missing.
    """
    where = _match_header(table, cells, findings)
    if where is None:
        return None
    if not cells.rows:
        findings.fault(cells.file, None, "", "The file has no rows.", "Fill it, or remove it.")
    columns = {
        column.name: _read_column(
            column,
            [row[where[column.name]] for row in cells.rows] if column.name in where else None,
            cells,
            findings,
        )
        for column in table.columns
    }
    typed = Typed(pd.DataFrame(columns), cells.file, np.asarray(cells.numbers, dtype=np.int64))
    _check_key(table, typed, findings)
    return typed


def _match_header(table: Table, cells: Cells, findings: Findings) -> dict[str, int] | None:
    """Column name → its place in the file; faults for missing and doubled ones."""
    where: dict[str, int] = {}
    unknown: list[str] = []
    good = True
    for i, name in enumerate(cells.header):
        known = table.find(name)
        if not known:
            unknown.append(name)
        elif known in where:
            findings.fault(cells.file, 1, known, "The column is there twice.", "Keep one of them.")
            good = False
        else:
            where[known] = i
    missing = [column for column in table.columns if column.required and column.name not in where]
    for column in missing:
        cure = hint(column.name, unknown) or f"Add it: {column.description}"
        findings.fault(cells.file, 1, column.name, "The column is missing.", cure)
    if table.places and "postcode" not in where and not {"lon", "lat"} <= where.keys():
        findings.fault(
            cells.file, 1, "postcode", "There is no address.", "Add postcode, or lon and lat."
        )
        good = False
    spare = [name for name in table.by_name if name not in where]
    for name in unknown:
        note = "The column is not known and was not stored."
        findings.notice(cells.file, 1, name, f"{note} {hint(name, spare, least=75)}".strip())
    return where if good and not missing else None


def _dtype(column: Field) -> str:
    dtype = _DTYPES.get(column.kind, "str")
    optional = not column.required and not column.default
    return "Int64" if optional and dtype == "int64" else dtype


def _read_column(
    column: Field, texts: Sequence[str] | None, cells: Cells, findings: Findings
) -> pd.Series[Any]:
    dtype = _dtype(column)
    filler: Any = {"str": "", "float64": np.nan, "Int64": pd.NA, "bool": False}.get(dtype, 0)
    default = read_value(column.default, column) if column.default else filler
    if texts is None:
        return pd.Series([default] * len(cells.rows), dtype=dtype)
    values: dict[str, Any] = {}
    bad: dict[str, BadValue] = {}
    for text in dict.fromkeys(texts):
        if not text:
            if column.required:
                bad[text] = BadValue("The cell is empty.", f"Fill it: {column.description}")
            values[text] = filler if column.required else default
            continue
        try:
            values[text] = read_value(text, column)
        except BadValue as error:
            values[text] = filler
            bad[text] = error
    if column.kind == "time":
        _tell_dates(column, texts, cells.file, findings)
    if bad:
        for text, number in zip(texts, cells.numbers, strict=True):
            if text in bad:
                _tell(column, text, bad[text], cells.file, number, findings)
    return pd.Series([values[text] for text in texts], dtype=dtype)


def _tell_dates(column: Field, texts: Sequence[str], file: str, findings: Findings) -> None:
    """Note how many cells of times hold a date as well, which their format may hide."""
    dated = [text for text in texts if isinstance(text, TimeCell) and text.when is not None]
    dated = [text for text in dated if not text.is_date]
    if dated:
        hold = "1 cell holds" if len(dated) == 1 else f"{len(dated):,} cells hold"
        findings.notice(
            file,
            None,
            column.name,
            f"{hold} a date as well as a time, such as {quoted(dated[0])}; the time of day was "
            "read.",
        )


def _tell(
    column: Field, text: str, error: BadValue, file: str, number: int, findings: Findings
) -> None:
    findings.spoil(file, number)
    if not text:
        message = error.wrong
    elif column.personal:
        message = f"The value {error.wrong}"
    else:
        message = f"{quoted(text)} {error.wrong}"
    findings.fault(file, number, column.name, message, error.cure)


def _check_key(table: Table, typed: Typed, findings: Findings) -> None:
    """Add a fault for each row whose key stands in an earlier row."""
    if not table.key:
        return
    columns = [typed.frame[name].tolist() for name in table.key]
    keys = list(zip(*columns, strict=True)) if len(columns) > 1 else columns[0]
    if len(set(keys)) == len(keys):
        return
    first: dict[Any, int] = {}
    names = listed(table.key)
    for key, row, filled in zip(keys, typed.rows.tolist(), columns[0], strict=True):
        earlier = first.setdefault(key, row)
        if earlier == row or not filled:
            continue
        findings.spoil(typed.file, row)
        shown = ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
        findings.fault(
            typed.file,
            row,
            names,
            f"{quoted(shown)} is already in row {earlier}.",
            "Each may stand once.",
        )
