"""A sheet of an ``.xlsx`` workbook → cells, as text.

The sheet is streamed row by row, and only cells that exist are looked at: a
workbook of 5 kB whose last cell stands in the far corner costs nothing. A
formula gives the value that was saved with it. XML entities are refused by
``defusedxml``, which openpyxl reads through.
"""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl import DEFUSEDXML
from openpyxl.worksheet._reader import WorkSheetParser

from solver.intake.files.folder import safe_archive
from solver.intake.files.text import MOST_COLUMNS, MOST_ROWS, Cells
from solver.intake.findings import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile

    from solver.intake.findings import Findings

_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"


class _Sheet(WorkSheetParser):
    """openpyxl's sheet reader, noting the formulas that it passes."""

    formulas: list[tuple[int, int, bool]]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(_FORMULA) is not None:
            self.formulas.append((cell["row"], cell["column"], cell["value"] is not None))
        return cell


def read_workbook(path: Path, table: str, findings: Findings) -> Cells | None:
    """Read the sheet named like the table, or the first one.

    Returns
    -------
    Cells, or ``None`` where a fault was added instead.
    """
    archive = _archive(path, findings)
    if archive is None:
        return None
    archive.close()
    if not DEFUSEDXML:  # pragma: no cover - requirements.txt installs it
        raise RuntimeError("openpyxl does not read through defusedxml; install defusedxml.")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that do not concern the cells
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                names = {sheet.title.casefold(): sheet for sheet in book.worksheets}
                if not names:
                    findings.fault(path.name, None, "", "The workbook has no sheet.", "Add one.")
                    return None
                sheet = names.get(table, book.worksheets[0])
                return _cells(book, sheet, path.name, findings)
            finally:
                book.close()
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage led to
        if _refused(error):
            message = "The workbook declares XML entities, which no spreadsheet program writes."
        else:
            message = f"The workbook is damaged ({type(error).__name__})."
        cure = "Open it in a spreadsheet program and save it as .xlsx, or as CSV UTF-8."
        findings.fault(path.name, None, "", message, cure)
    return None


def _refused(error: BaseException | None) -> bool:
    """Say whether defusedxml stopped the reading; openpyxl may have wrapped its error."""
    while error is not None:
        if isinstance(error, DefusedXmlException):
            return True
        error = error.__cause__ or error.__context__
    return False


def _archive(path: Path, findings: Findings) -> ZipFile | None:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        findings.fault(
            path.name,
            None,
            "",
            "The workbook is in an old format or protected by a password.",
            "Save it as .xlsx without a password.",
        )
        return None
    archive = safe_archive(path, findings)
    if archive is None:
        return None
    names = {name.casefold() for name in archive.namelist()}
    macros = any(name.endswith("vbaproject.bin") for name in names)
    types = b""
    if "[Content_Types].xml" in archive.namelist():
        types = archive.read("[Content_Types].xml")
    if macros or b"macroenabled" in types.lower():
        findings.fault(
            path.name, None, "", "The workbook has macros.", "Save it as .xlsx, without macros."
        )
        archive.close()
        return None
    return archive


def _cells(book: Any, sheet: Any, file: str, findings: Findings) -> Cells | None:
    header: dict[int, str] = {}
    rows: list[list[str]] = []
    numbers: list[int] = []
    strays: list[int] = []
    with sheet._get_source() as source:
        parser = _Sheet(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.formulas = []
        for number, cells in _filled(parser):
            if not header:
                header = cells
                if len(header) > MOST_COLUMNS:
                    findings.fault(
                        file, number, "", f"There are {len(header):,} columns.", "Keep those named."
                    )
                    return None
                continue
            if len(rows) >= MOST_ROWS:
                findings.fault(
                    file, number, "", f"There are more than {MOST_ROWS:,} rows.", "Split the file."
                )
                return None
            if not cells.keys() <= header.keys():
                strays.append(number)
                if cells.keys().isdisjoint(header):
                    continue
            rows.append([cells.get(column, "") for column in header])
            numbers.append(number)
        _tell_formulas(parser.formulas, header, file, findings)
    if not header:
        findings.fault(file, None, "", "The file is empty.", "Write a row of column names first.")
        return None
    for number in strays:
        findings.fault(
            file,
            number,
            "",
            "The row has a value in a column that has no name in the first row.",
            "Name the column, or empty the cell.",
        )
    return Cells(file, list(header.values()), rows, numbers)


def _filled(parser: _Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the rows that hold something: row, {column: text}."""
    for number, row in parser.parse():
        cells = {cell["column"]: as_text(cell["value"]) for cell in row}
        filled = {column: text for column, text in cells.items() if text}
        if filled:
            yield number, filled


def _tell_formulas(
    formulas: list[tuple[int, int, bool]], header: dict[int, str], file: str, findings: Findings
) -> None:
    for row, column, saved in formulas:
        if not saved:
            findings.fault(
                file,
                row,
                header.get(column, ""),
                "The cell is a formula without a saved value.",
                "Open the workbook in a spreadsheet program and save it, or paste values.",
            )
    if any(saved for *_, saved in formulas):
        names = dict.fromkeys(header.get(column, "") for _, column, saved in formulas if saved)
        count = sum(saved for *_, saved in formulas)
        cells = "1 cell is a formula" if count == 1 else f"{count:,} cells are formulas"
        findings.notice(
            file,
            None,
            "",
            f"{cells} (column {listed(name for name in names if name)}); the value last saved was "
            "read.",
        )


def as_text(value: Any) -> str:
    """Write a typed cell as an officer would type it.

    A time is ``07:30``, a date ``2026-04-06``, a duration ``37:30``, a whole
    number has no decimals, a truth is yes or no.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        clock = f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"
        return f"{clock}:{seconds % 60:02d}" if seconds % 60 else clock
    if isinstance(value, dt.time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()
