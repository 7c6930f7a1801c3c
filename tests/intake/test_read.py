"""Reading a right world folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake import read_tables, write_templates

if TYPE_CHECKING:
    from pathlib import Path


def test_templates_read_without_fault_or_notice(folder: Path) -> None:
    """The example rows are together a small world."""
    tables = read_tables(folder)
    assert tables.report.notices == ()
    assert tables.people["area_id"].tolist() == ["oakham", "oakham"]
    assert tables.areas["band"].tolist() == ["Urban", "Fringe"]
    assert tables.about.current_rate_pence == 1950


def test_units_are_those_of_the_solver(folder: Path) -> None:
    """Minutes, clock times, pounds and shift numbers become whole seconds, pence and indices."""
    tables = read_tables(folder)
    visit = tables.visits.iloc[0]
    assert (visit["start_s"], visit["service_s"], visit["days"]) == (27_000, 1_800, 127)
    assert tables.contracts["price_pence"].tolist()[1] == 2450
    assert tables.carers["shifts"].tolist() == ["25200-50400", "25200-39600;57600-81000"]
    assert tables.rounds["shift"].tolist() == [0, 1]


def test_a_window_that_is_not_given_is_two_hours_either_way(folder: Path) -> None:
    """The second template visit starts at 19:15 and names no window."""
    visit = read_tables(folder).visits.iloc[1]
    assert (visit["earliest_s"], visit["latest_s"]) == (62_100, 76_500)


def test_workbooks_and_text_say_the_same(folder: Path, tmp_path: Path) -> None:
    """The same rows in .xlsx have the same content hash."""
    books = tmp_path / "books"
    write_templates(books, "xlsx")
    assert read_tables(books).content_hash == read_tables(folder).content_hash
