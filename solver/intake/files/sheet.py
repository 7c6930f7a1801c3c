"""One sheet of a workbook → cells, as text, streamed row by row."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import WorkSheetParser

from solver.intake.files.moments import as_text, shows_hours
from solver.intake.files.text import MOST_COLUMNS, MOST_ROWS, Cells
from solver.intake.findings import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.intake.findings import Findings

_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"


class _Sheet(WorkSheetParser):
    """openpyxl's sheet reader, noting the formulas and the hidden rows that it passes."""

    formulas: list[tuple[int, int, bool]]
    hidden: set[int]

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        number, cells = super().parse_row(row)
        if row.attrib.get("hidden") in ("1", "true"):
            self.hidden.add(number)
        self.row_dimensions.clear()  # nobody asks for them, and a long sheet has many
        return number, cells

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(_FORMULA) is not None:
            self.formulas.append((cell["row"], cell["column"], cell["value"] is not None))
        return cell


@contextmanager
def _parser(book: Any, sheet: Any) -> Iterator[_Sheet]:
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
        parser.hidden = set()
        yield parser


def read_header(book: Any, sheet: Any) -> list[str]:
    """Return the first row that holds something; empty where the sheet is blank."""
    with _parser(book, sheet) as parser:
        return next((list(cells.values()) for _, cells in _filled(book, parser)), [])


def read_sheet(book: Any, sheet: Any, file: str, findings: Findings) -> Cells | None:
    """Read the cells of a sheet; ``None`` where a fault was added instead."""
    header: dict[int, str] = {}
    rows: list[list[str]] = []
    numbers: list[int] = []
    strays: list[int] = []
    with _parser(book, sheet) as parser:
        for number, cells in _filled(book, parser):
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
        _tell_hidden(parser.hidden.intersection(numbers), file, findings)
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


def _filled(book: Any, parser: _Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the rows that hold something: row, {column: text}."""
    timed: dict[int, bool] = {}
    for number, row in parser.parse():
        cells = {}
        for cell in row:
            shows = True
            if cell["data_type"] == "d":
                style = cell["style_id"]
                shows = timed.setdefault(style, _shows_hours(book, style))
            text = as_text(cell["value"], shows_time=shows)
            if text:
                cells[cell["column"]] = text
        if cells:
            yield number, cells


def _shows_hours(book: Any, style: int) -> bool:
    """Say whether cells of a style show the time of day."""
    number = book._cell_styles[style].numFmtId
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return shows_hours(BUILTIN_FORMATS.get(number, "h"))
    return shows_hours(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _tell_hidden(rows: set[int], file: str, findings: Findings) -> None:
    if rows:
        are = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
        findings.notice(
            file,
            min(rows),
            "",
            f"{are} hidden, by hand or by a filter; what is hidden was read as well.",
        )


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
