"""Words with a fixed meaning, in any spelling that people and programs leave (field case 21)."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from solver.errors import InputError
from solver.intake import TABLES, read_tables, write_templates
from solver.intake.schema.templates import example_rows

FIXED = {
    "packages": ("service",), "bands": ("band",), "contracts": ("tier", "basis"),
    "carers": ("mode", "days", "gender", "starts_from"), "people": ("carer_gender",),
    "visits": ("days", "time_critical"), "rounds": ("day",),
}  # fmt: skip
"""Table → its columns of fixed words."""


def change(folder: Path, table: str, old: str, new: str) -> None:
    """Write another word in a table."""
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "word",
    ["maintenance", "Maintenance", "MAINTENANCE", "maintenance\u200b", "\ufeffmain\u00a0tenance",
     "maintenance_x000D_", "Main tenance"],
)  # fmt: skip
def test_a_service_in_any_spelling(folder: Path, word: str) -> None:
    change(folder, "packages", "maintenance", word)
    assert read_tables(folder).packages["service"].tolist()[0] == "maintenance"


def test_remains_of_a_line_end_in_a_workbook(folder: Path) -> None:
    """What openpyxl and others leave of a line end in a cell is no part of the word."""
    (folder / "packages.csv").unlink()
    book = openpyxl.Workbook()
    for row in example_rows(TABLES["packages"]):
        book.active.append([cell.replace("maintenance", "maintenance_x000D_") for cell in row])
    book.save(folder / "packages.xlsx")
    assert read_tables(folder).packages["service"].tolist()[0] == "maintenance"


def test_an_unknown_service_lists_what_is_known(folder: Path) -> None:
    change(folder, "packages", "maintenance", "Home care maintenance")
    (fault,) = faults(folder)
    assert fault.startswith("packages.csv, row 2, column service: “Home care maintenance” is not")
    assert "Choose maintenance, reablement, respite, sitting or extra care." in fault
    assert "services = " in fault


def test_a_service_that_the_county_declares(folder: Path) -> None:
    """The spelling of the declaration is the one that is kept."""
    about = folder / "world.toml"
    about.write_text(about.read_text().replace('["extra care"]', '["Night Sit"]'))
    change(folder, "packages", "reablement", "NIGHT SIT ")
    assert read_tables(folder).packages["service"].tolist()[1] == "Night Sit"


def test_a_band_without_a_rate_is_a_fault(folder: Path) -> None:
    """One misspelt band had broken every page that prices it."""
    change(folder, "bands", "Urban", "Urbn")
    (fault,) = faults(folder)
    assert fault.startswith("bands.csv, row 2, column band: “Urbn” is not one of the words")
    assert "Choose Urban, Fringe, Rural or Isolated." in fault


def test_a_band_that_the_county_prices(folder: Path) -> None:
    """A rate of the county's own, or a price in one of its scenarios, makes a band known."""
    change(folder, "bands", "Urban", "town")
    change(folder, "bands", "Fringe", "FAR")
    (folder / "rates.toml").write_text(
        '["band Town"]\nvalues = [{ from = 2020-01-01, value = 20, source = "a decision" }]\n'
    )
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "s.toml").write_text('[prices]\nband_pence = [["Far", 2500]]\n')
    assert read_tables(folder).areas["band"].tolist() == ["Town", "Far"]


@pytest.mark.parametrize("days", ["mon-", "-fri", "mon--fri", "mon-tue-wed", "mon-x"])
def test_half_a_span_of_days_is_a_fault(folder: Path, days: str) -> None:
    change(folder, "carers", "mon-sat", days)
    (fault,) = faults(folder)
    assert fault.startswith(f"carers.csv, row 3, column days: “{days}” is not a list of days.")


def spelt(word: str, draw: st.DataObject) -> str:
    """Spell a word otherwise: capitals, spaces round it, signs that nobody sees."""
    signs = [
        draw.draw(st.sampled_from([sign.lower(), sign.upper()])) + draw.draw(_UNSEEN)
        for sign in word
    ]
    return draw.draw(_ROUND) + "".join(signs) + draw.draw(_ROUND)


_UNSEEN = st.sampled_from(["", "", "", "\u200b", "\u200d", "\ufeff", "_x000D_"])
_ROUND = st.sampled_from(["", " ", "\u00a0", "  ", "_x000D_"])


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_spelling_of_the_words_gives_the_same_world(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        write_templates(folder)
        expected = read_tables(folder).content_hash
        for table, columns in FIXED.items():
            header, *rows = example_rows(TABLES[table])
            for row in rows:
                for name in columns:
                    place = header.index(name)
                    row[place] = spelt(row[place], data) if row[place] else ""
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([header, *rows])
        assert read_tables(folder).content_hash == expected
