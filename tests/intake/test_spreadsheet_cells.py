"""What spreadsheets keep in cells: errors of formulas, times, and tabs (field cases 14, 15, 17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from solver.errors import InputError
from solver.intake import TABLES, read_tables
from solver.intake.mapping.sheets import choose_sheets
from solver.intake.read import read_tabs
from solver.intake.schema.templates import example_rows

if TYPE_CHECKING:
    from pathlib import Path

DAY = 46_118  # 6 April 2026, a Monday
MAPPED = """
[visits.columns]
start = "Planned Start"
days = "Planned Start"
[visits.formats]
start = "%d/%m/%Y %H:%M"
days = "%d/%m/%Y %H:%M"
"""


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "####"]
)
@pytest.mark.parametrize(
    ("table", "column"),
    [("packages", "service"), ("visits", "skills"), ("providers", "name"), ("people", "person_id"),
     ("visits", "minutes"), ("bands", "band"), ("zones", "zone"), ("carers", "shifts")],
)  # fmt: skip
def test_an_error_of_a_formula_is_the_one_fault_csv(
    folder: Path, table: str, column: str, error: str
) -> None:
    """No other fault follows from the cell that could not be read."""
    header, first, second = example_rows(TABLES[table])
    first[header.index(column)] = error
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, first, second)]
    (folder / f"{table}.csv").write_text("\n".join(lines))
    (fault,) = faults(folder)
    assert fault.startswith(f"{table}.csv, row 2, column {column}: “{error}” is what a spreadsheet")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_of_a_formula_in_a_workbook(folder: Path, error: str) -> None:
    write(folder, "packages", [("packages", example_rows(TABLES["packages"]), "visible")])
    book = openpyxl.load_workbook(folder / "packages.xlsx")
    book.active["C3"] = error
    book.active["C3"].data_type = "e"
    book.save(folder / "packages.xlsx")
    (fault,) = faults(folder)
    assert fault.startswith(f"packages.xlsx, row 3, column service: “{error}” is what")


def visits(folder: Path, values: list[Any], number_format: str, *, mapped: bool = False) -> Any:
    """Read visits that start at typed cells; seconds since midnight, and days."""
    (folder / "visits.csv").unlink()
    (folder / "rounds.csv").unlink()
    if mapped:
        (folder / "mapping.toml").write_text(MAPPED)
    book = openpyxl.Workbook()
    start = ["Planned Start"] if mapped else ["start", "days"]
    book.active.append(["visit_id", "package_id", "minutes", *start])
    for i, value in enumerate(values):
        book.active.append([f"s{i}", f"k00{i % 2 + 1}", 30, value, *([] if mapped else ["daily"])])
        book.active.cell(i + 2, 4).number_format = number_format
    book.save(folder / "visits.xlsx")
    found = read_tables(folder).visits
    return [(s // 60 / 60, s % 60, d) for s, d in zip(found["start_s"], found["days"], strict=True)]


def test_a_date_and_time_reads_as_its_cell_keeps_it(folder: Path) -> None:
    """Whatever the mapping says of its format; midnight is a time too."""
    moments = [dt.datetime(2026, 4, 6, 8), dt.datetime(2026, 4, 6, 21, 30),
               dt.datetime(2026, 4, 7), dt.datetime(2026, 4, 7, 0, 30)]  # fmt: skip
    found = visits(folder, moments, "dd/mm/yyyy hh:mm", mapped=True)
    assert found == [(8, 0, 1), (21.5, 0, 1), (0, 0, 2), (0.5, 0, 2)]


@pytest.mark.parametrize("number_format", ["dd/mm/yyyy hh:mm", "General"])
def test_five_decimals_are_the_minute(folder: Path, number_format: str) -> None:
    """A serial as other programs write it, in a cell that shows a date or the bare number."""
    values = [DAY + 0.31944, DAY + 0.34722, DAY + 0.73611, DAY + 0.5]
    found = visits(folder, values, number_format, mapped=True)
    assert found == [(7 + 40 / 60, 0, 1), (8 + 20 / 60, 0, 1), (17 + 40 / 60, 0, 1), (12, 0, 1)]


@pytest.mark.parametrize(
    ("values", "number_format", "hours"),
    [
        ([0.31944, 0.73611, 0.5], "hh:mm", [7 + 40 / 60, 17 + 40 / 60, 12]),
        ([0.3194, 0.7361], "h:mm AM/PM", [7 + 40 / 60, 17 + 40 / 60]),
        ([0.31944, 0.73611], "General", [7 + 40 / 60, 17 + 40 / 60]),
        ([dt.time(7, 39, 59, 999_000)], "hh:mm:ss", [7 + 40 / 60]),
        ([dt.datetime(2026, 4, 6, 8), dt.datetime(2026, 4, 7)], "hh:mm", [8, 0]),
        ([1.0, 1.0208333333333333], "[h]:mm", [24, 24.5]),
        ([1.0208333333333333], "hh:mm", [0.5]),
    ],
)
def test_times_are_the_minute_that_the_officer_sees(
    folder: Path, values: list[Any], number_format: str, hours: list[float]
) -> None:
    found = visits(folder, values, number_format)
    assert [(hour, second) for hour, second, _ in found] == [(hour, 0) for hour in hours]


def test_a_hidden_date_is_noticed(folder: Path) -> None:
    visits(folder, [dt.datetime(2026, 4, 6, 8)], "hh:mm")
    (notice,) = read_tables(folder).report.notices[-1:]
    assert notice.message.startswith("1 cell holds a date as well as a time, such as “2026-04-06")


@pytest.mark.parametrize(("value", "number_format"), [(DAY, "dd/mm/yyyy"), (0.3, "General")])
def test_what_is_no_time_is_a_fault(folder: Path, value: float, number_format: str) -> None:
    """A date alone; a number that could be half past midnight, parted by a full stop."""
    with pytest.raises(InputError, match="column start"):
        visits(folder, [value], number_format)


Tab = tuple[str, list[list[str]], str]


def write(folder: Path, table: str, tabs: list[Tab]) -> None:
    """Write a workbook of some tabs in place of a table."""
    (folder / f"{table}.csv").unlink()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, state in tabs:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state
    book.active = len(tabs) - 1
    book.save(folder / f"{table}.xlsx")


NEW = example_rows(TABLES["carers"])
OLD = [[cell.replace("07:00-", "06:00-") for cell in row] for row in NEW]


def first_shift(folder: Path) -> str:
    return read_tables(folder).carers["shifts"].tolist()[0]


THIS_YEAR = "25200-50400"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_visible_tab_is_read(folder: Path, state: str) -> None:
    """Last year's, hidden in front, is not; the report says so."""
    write(folder, "carers", [("Rota 2024", OLD, state), ("Rota 2025", NEW, "visible")])
    assert first_shift(folder) == THIS_YEAR
    (notice,) = read_tables(folder).report.notices
    assert notice.message == (
        "The tab “Rota 2025” was read; “Rota 2024” (hidden) has the same columns and was not."
    )


def test_the_tab_named_like_the_table_goes_first(folder: Path) -> None:
    write(folder, "carers", [("Old", OLD, "visible"), ("Carers ", NEW, "visible")])
    assert first_shift(folder) == THIS_YEAR


@pytest.mark.parametrize("cover", [[["Read me"]], [], [["carer_id"], ["c1"]]])
def test_the_tab_whose_columns_fit(folder: Path, cover: list[list[str]]) -> None:
    write(folder, "carers", [("Cover", cover, "visible"), ("Rota", NEW, "visible")])
    assert first_shift(folder) == THIS_YEAR
    assert read_tabs(folder) == {}


def test_several_tabs_that_fit_are_named_and_asked_for(folder: Path) -> None:
    write(folder, "carers", [("Rota 2024", OLD, "visible"), ("Rota 2025", NEW, "visible")])
    assert read_tabs(folder) == {"carers": ("Rota 2024", "Rota 2025")}
    (fault,) = faults(folder)
    assert fault.startswith("carers.xlsx: 2 tabs may hold carers: “Rota 2024”, “Rota 2025”.")
    assert '--sheet carers="Rota 2025"' in fault
    choose_sheets(folder, ["carers=Rota 2025"])
    assert first_shift(folder) == THIS_YEAR
    choose_sheets(folder, ["carers=rota 2024"])
    assert first_shift(folder) == "21600-50400"
    assert read_tabs(folder) == {}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("carers", "names no tab"), ("carer=x", "There is no table"), ("people=x", "no people.xlsx")],
)
def test_a_choice_of_nothing(folder: Path, chosen: str, said: str) -> None:
    write(folder, "carers", [("Rota", NEW, "visible")])
    with pytest.raises(InputError, match=said):
        choose_sheets(folder, [chosen])


def test_a_tab_that_is_not_there(folder: Path) -> None:
    write(folder, "carers", [("Rota", NEW, "visible")])
    choose_sheets(folder, ["carers=Rota 2026"])
    assert faults(folder) == [
        "carers.xlsx: The workbook has no tab “Rota 2026”. It has “Rota”: choose one of them."
    ]


def test_hidden_rows_are_counted(folder: Path) -> None:
    write(folder, "carers", [("carers", NEW, "visible")])
    book = openpyxl.load_workbook(folder / "carers.xlsx")
    book.active.row_dimensions[3].hidden = True
    book.save(folder / "carers.xlsx")
    (notice,) = read_tables(folder).report.notices
    assert notice.row == 3
    assert notice.message.startswith("1 row is hidden")
