"""Workbooks: what Excel saves, and what a hostile one holds."""

from __future__ import annotations

import datetime as dt
import re
import time
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from solver.errors import InputError
from solver.intake import TABLES, read_tables
from solver.intake.files.moments import as_text
from solver.intake.schema.templates import example_rows

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def only_fault(folder: Path) -> str:
    """Return the text of the one fault of a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    (fault,) = caught.value.faults
    return str(fault)


def write(folder: Path, table: str, rows: list[list[Any]], **options: Any) -> Path:
    """Write a table as a workbook in place of its CSV; cells that begin with = are formulas."""
    (folder / f"{table}.csv").unlink()
    path = folder / f"{table}.xlsx"
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    formats = {
        dt.time: book.add_format({"num_format": "hh:mm"}),
        dt.timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, dt.time | dt.timedelta):
                sheet.write_datetime(i, j, cell, formats[type(cell)])
            else:
                sheet.write(i, j, cell)
    book.close()
    return path


def repack(path: Path, change: dict[str, bytes]) -> None:
    """Replace or add members of a workbook."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **change}.items():
            archive.writestr(name, content)


def sheet_xml(cells: str, head: str = "") -> bytes:
    """Write a sheet by hand."""
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (7.0, "7"),
        (13.2, "13.2"),
        (True, "yes"),
        (dt.time(7, 30), "07:30"),
        (dt.time(7, 30, 15), "07:30"),
        (dt.timedelta(hours=37, minutes=30), "37:30"),
        (dt.timedelta(days=1, minutes=15), "24:15"),
        (dt.datetime(2026, 4, 6), "2026-04-06"),
        (dt.datetime(2026, 4, 6, 7, 30), "2026-04-06 07:30"),
        (" padded ", "padded"),
    ],
)
def test_typed_cells_read_as_an_officer_writes_them(value: object, text: str) -> None:
    """A spreadsheet's own types come out as the text of the schema."""
    assert as_text(value) == text


def test_numbers_and_times_as_excel_saves_them(folder: Path) -> None:
    """Typed cells give the same tables as typed text."""
    expected = read_tables(folder)
    header, first, second = example_rows(TABLES["visits"])
    start, minutes, weeks = (header.index(name) for name in ("start", "minutes", "every_n_weeks"))
    first[start], second[start] = dt.time(7, 30), dt.time(19, 15)
    first[minutes], second[minutes] = 30, 45.0
    first[weeks] = 1
    write(folder, "visits", [header, first, second])
    assert read_tables(folder).content_hash == expected.content_hash


def test_formulas_give_their_last_saved_value(folder: Path) -> None:
    """A formula is read as last saved, and the report says so."""
    header, first, second = example_rows(TABLES["carers"])
    path = write(folder, "carers", [header, first, second])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    wage = f"{chr(ord('A') + header.index('wage'))}2"
    start = sheet.index(f'<c r="{wage}"')
    end = sheet.index("</c>", start) + 4
    formula = f'<c r="{wage}"><f>12+1.2</f><v>13.2</v></c>'
    repack(path, {"xl/worksheets/sheet1.xml": (sheet[:start] + formula + sheet[end:]).encode()})
    tables = read_tables(folder)
    assert tables.carers["wage_pence"].tolist()[0] == 1320
    (notice,) = tables.report.notices
    assert notice.message.startswith("1 cell is a formula (column wage)")


def test_formula_without_a_saved_value(folder: Path) -> None:
    """A program that never calculated leaves nothing to read."""
    header, first, second = example_rows(TABLES["carers"])
    (folder / "carers.csv").unlink()
    book = openpyxl.Workbook()
    book.active.append(header)
    book.active.append(first)
    second[header.index("contracted_hours")] = "=30+7.5"
    book.active.append(second)
    book.save(folder / "carers.xlsx")
    text = only_fault(folder)
    assert text.startswith(
        "carers.xlsx, row 3, column contracted_hours: The cell is a formula without a saved value."
    )


def test_macros_are_refused_whatever_the_name(folder: Path) -> None:
    """A macro project inside an .xlsx is a macro workbook."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    repack(path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert only_fault(folder).startswith("people.xlsx: The workbook has macros.")


def test_macro_workbook_by_name(folder: Path) -> None:
    """A needed table that is only there as .xlsm is named as such."""
    (folder / "people.csv").rename(folder / "people.xlsm")
    with pytest.raises(InputError, match=r"people\.xlsm: The workbook has macros"):
        read_tables(folder)


def test_old_or_locked_workbook(folder: Path) -> None:
    """The old binary format also wraps password-protected workbooks."""
    (folder / "people.csv").unlink()
    (folder / "people.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "old format or protected by a password" in only_fault(folder)


def test_damaged_workbook(folder: Path) -> None:
    """Half a file is no archive."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in only_fault(folder)


def dimension(sheet: str) -> str:
    """What the sheet says of its own extent."""
    (found,) = re.findall(r'ref="A1:[A-Z]+3"', sheet)
    return found


def test_sparse_workbook_costs_nothing(folder: Path) -> None:
    """A cell in the far corner does not unfold the sheet: 17 billion cells stay imaginary."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = sheet.replace("</sheetData>", far)
    sheet = sheet.replace(dimension(sheet), 'ref="A1:XFD1048576"')
    repack(path, {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert path.stat().st_size < 10_000
    begun = time.perf_counter()
    text = only_fault(folder)
    assert time.perf_counter() - begun < 5
    assert text.startswith("people.xlsx, row 1048576: The row has a value in a column that has no")


def test_far_dimensions_alone_do_no_harm(folder: Path) -> None:
    """A sheet that claims to be full but is not reads as what it holds."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    sheet = sheet.replace(dimension(sheet), 'ref="A1:XFD1048576"')
    repack(path, {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert len(read_tables(folder).people) == 2


def test_workbook_bomb(folder: Path) -> None:
    """A sheet of zeros that unfolds to gigabytes is refused by its directory alone."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/zeros.bin", "w", force_zip64=True) as member,
    ):
        for _ in range(450):
            member.write(bytes(1_000_000))
    assert path.stat().st_size < 2_000_000
    assert "The file unfolds from" in only_fault(folder)


def test_entity_bomb(folder: Path) -> None:
    """XML entities are refused before they unfold."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    repack(path, {"xl/worksheets/sheet1.xml": sheet_xml(cell, head)})
    assert "declares XML entities" in only_fault(folder)


def test_entity_that_reads_a_file(folder: Path) -> None:
    """Nor does an entity reach the server's own files."""
    path = write(folder, "people", example_rows(TABLES["people"]))
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&f;</t></is></c></row>'
    repack(path, {"xl/worksheets/sheet1.xml": sheet_xml(cell, head)})
    assert "declares XML entities" in only_fault(folder)


def test_blank_rows_between_keep_their_numbers(folder: Path) -> None:
    """Rows are numbered as the spreadsheet shows them."""
    header, first, second = example_rows(TABLES["people"])
    second[0] = ""
    write(folder, "people", [header, first, [], [], second])
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    assert "people.xlsx, row 5, column person_id: The cell is empty." in str(caught.value)


def test_the_sheet_named_like_the_table_is_read(folder: Path) -> None:
    """A cover sheet in front does no harm."""
    (folder / "people.csv").unlink()
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Read me"])
    sheet = book.create_sheet("People")
    for row in example_rows(TABLES["people"]):
        sheet.append(row)
    book.save(folder / "people.xlsx")
    assert read_tables(folder).people["person_id"].tolist() == ["p001", "p002"]
