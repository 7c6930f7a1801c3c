"""What a table on the screen leaves with: one CSV or a workbook, each saying what it is."""

from __future__ import annotations

import io
from functools import partial
from types import SimpleNamespace

import openpyxl
import pandas as pd
from villages import village_world

from dashboard.publish import export
from dashboard.show import downloads
from dashboard.zones import files
from solver.domain import Scenario
from solver.zones.exchange import import_list

FRAME = pd.DataFrame({"zone": ["West"], "people": [3], "weekly_pence_before": [123_450]})


def a_page():
    return SimpleNamespace(world=village_world(), scenario=Scenario())


def test_a_csv_of_the_screen_says_what_it_is_in_its_first_column() -> None:
    about = partial(downloads.about_small, a_page(), "maintenance", "band rates")
    made = downloads.made(partial(downloads._csv, FRAME, about), "x.csv")
    back = pd.read_csv(io.BytesIO(made), dtype=str)
    assert list(back.columns) == ["INTERNAL", "zone", "people", "weekly_pounds_before"]
    assert back.loc[0, "weekly_pounds_before"] == "1234.50"
    for words in ("small numbers are not hidden", "maintenance only", "at band rates", "Invented"):
        assert words in back.loc[0, "INTERNAL"]


def test_a_workbook_of_the_screen_says_so_in_its_notes() -> None:
    about = partial(downloads.about_small, a_page(), "maintenance", "band rates")
    made = downloads.made(partial(downloads._xlsx, FRAME, "zones", about), "x.xlsx")
    notes = openpyxl.load_workbook(io.BytesIO(made))["Notes"]
    said = {row[0].value: row[1].value for row in notes.iter_rows()}
    assert said["Small numbers"] == "INTERNAL: shows small numbers. Not for publication."
    assert said["Prices"].startswith("At band rates")


def test_zones_taken_from_the_page_are_read_in_again() -> None:
    page = a_page()
    made = downloads.made(partial(files._csv, page), "zones.csv")
    assert made.decode("utf-8-sig").startswith("About,area_id")
    found = import_list(page.world, made.decode("utf-8-sig"), page.scenario.zones)
    assert found.choices == page.scenario.zones
    shapes = downloads.made(partial(files._geojson, page), "zones.geojson").decode()
    assert '"It holds no figure of people."' in shapes


def test_the_export_page_says_so_in_every_csv() -> None:
    assert export.about_file(a_page()).marking.startswith("INTERNAL: shows where single people")
