"""CSV, XLSX, GeoPackage and GeoJSON: read back, deterministic, hostile names as text."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from harm import HOSTILE, MADE_ON

from solver import publish
from solver.domain import Scenario
from solver.errors import PublishError
from solver.publish import (
    colophon,
    marked,
    public_figures,
    write_csv,
    write_geojson,
    write_geopackage,
    write_xlsx,
)
from solver.publish.internal import INTERNAL, internal_name
from solver.publish.safe_text import cell

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shown(hostile):
    world, scenario = hostile
    return (
        public_figures(world, scenario, threshold=5),
        colophon(world, scenario, made_on=MADE_ON, threshold=5),
    )


def areas_of(shown) -> pd.DataFrame:
    return marked(shown[0].by_area.drop(columns="geometry"))


def test_csv_comes_back_with_names_that_cannot_run(shown, tmp_path):
    path = tmp_path / "areas.csv"
    write_csv(areas_of(shown), path, about=shown[1])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["name"] for row in rows} == {cell(name) for name in HOSTILE}
    assert all(
        not value.startswith(("=", "+", "-", "@", "\t", "\r"))
        for row in rows
        for value in row.values()
    )
    back = pd.read_csv(path)
    assert len(back) == 12


def test_csv_without_a_mark_and_with_negative_numbers(shown, tmp_path):
    path = tmp_path / "x.csv"
    frame = pd.DataFrame({"change": [-1.5, 2], "what": ["-x", "y"]})
    write_csv(frame, path, about=shown[1], bom=False)
    assert path.read_bytes() == b"change,what\r\n-1.5,'-x\r\n2.0,y\r\n"


def test_a_marking_stands_in_every_row_and_pandas_still_reads_the_file(shown, tmp_path):
    path = tmp_path / internal_name("plan mon", "csv")
    about = replace(shown[1], threshold=None, marking=INTERNAL)
    write_csv(pd.DataFrame({"carer": ["a", "b"]}), path, about=about)
    assert path.name == "INTERNAL plan mon.csv"
    assert path.read_text(encoding="utf-8-sig").startswith("INTERNAL,")
    back = pd.read_csv(path)
    assert list(back.columns) == ["INTERNAL", "carer"]
    assert back["INTERNAL"].str.contains("not for publication").all()


def test_a_workbook_has_no_formula_and_no_link(shown, tmp_path):
    path = tmp_path / "zones.xlsx"
    write_xlsx(
        {"Areas": areas_of(shown), "=Zones": marked(shown[0].by_zone)}, path, colophon=shown[1]
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Notes", "Areas", "=Zones"]
    values = [value for sheet in book for row in sheet.iter_rows() for value in row]
    assert not any(value.data_type == "f" or value.hyperlink for value in values)
    texts = {value.value for value in values if isinstance(value.value, str)}
    assert {cell(name) for name in HOSTILE[:3]} <= texts
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_numbers_in_a_workbook_are_numbers_and_pence_are_pounds(shown, tmp_path):
    path = tmp_path / "zones.xlsx"
    write_xlsx({"Zones": shown[0].by_zone.drop(columns="suppressed")}, path, colophon=shown[1])
    sheet = openpyxl.load_workbook(path)["Zones"]
    head = [value.value for value in sheet[1]]
    assert head == [
        "Zone",
        "Service users",
        "Packages",
        "Carer-hours a week",
        "Cost a week, £",
        "Cost an hour, £",
        "Hours counted",
        "Prices",
    ]
    last = [value.value for value in sheet[sheet.max_row]]
    expected = shown[0].by_zone.iloc[-1]
    assert last[1:4] == [expected["people"], expected["packages"], expected["carer_hours_week"]]
    assert last[4] == expected["weekly_pence"] / 100
    assert last[5] == pytest.approx(
        expected["weekly_pence"] / expected["carer_hours_week"] / 100, abs=0.005
    )
    assert last[6:] == ["all planned hours", "at contract prices"]


def test_the_notes_say_what_it_is(shown, tmp_path):
    path = tmp_path / "zones.xlsx"
    write_xlsx({"Zones": marked(shown[0].by_zone)}, path, colophon=shown[1])
    notes = openpyxl.load_workbook(path)["Notes"]
    text = "\n".join(str(value.value) for row in notes.iter_rows() for value in row if value.value)
    for words in (
        "Carer-hours a week, all planned",
        "3 February 2026",
        "20 January 2020",
        "Invented packages",
        "Illustrative",
        "Numbers of people from 1 to 4 are shown as *",
        "Source",
    ):
        assert words in text


def test_marks_stay_beside_numbers(shown, tmp_path):
    path = tmp_path / "x.xlsx"
    frame = pd.DataFrame({"zone": ["a", "b"], "weekly_pence": pd.Series(["*", 1250], dtype=object)})
    write_xlsx({"Table": frame}, path, colophon=shown[1])
    sheet = openpyxl.load_workbook(path)["Table"]
    assert [row[1].value for row in sheet.iter_rows()] == ["Cost a week, £", "*", 12.5]


def test_sheets_of_one_name_and_no_sheet_are_refused(shown, tmp_path):
    frame = pd.DataFrame({"a": [1]})
    with pytest.raises(PublishError, match="same name"):
        write_xlsx({"Zones": frame, "zones": frame}, tmp_path / "x.xlsx", colophon=shown[1])
    with pytest.raises(PublishError, match="at least one"):
        write_xlsx({}, tmp_path / "x.xlsx", colophon=shown[1])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_in_plain_words(shown, tmp_path):
    with pytest.raises(PublishError, match=r"x\.csv cannot be written"):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path / "nowhere" / "x.csv", about=shown[1])


def test_geopandas_reads_the_geopackage_back(shown, tmp_path):
    path = tmp_path / "zones.gpkg"
    write_geopackage(shown[0], path, colophon=shown[1])
    assert gpd.list_layers(path)["name"].tolist() == ["zones", "areas", "zones_and_bands", "about"]
    areas = gpd.read_file(path, layer="areas")
    assert areas.crs.to_epsg() == 4326
    assert areas["name"].tolist() == [HOSTILE[i % len(HOSTILE)] for i in range(12)]
    assert areas["suppressed"].tolist() == shown[0].by_area["suppressed"].tolist()
    assert areas["people"].isna().tolist() == areas["suppressed"].tolist()
    assert set(areas.geom_type) == {"MultiPolygon"}
    zones = gpd.read_file(path, layer="zones")
    assert zones["zone"].tolist() == shown[0].zones["zone"].tolist()
    assert zones["carer_hours_week"].sum() == shown[0].by_zone["carer_hours_week"].iloc[-1]
    about = gpd.read_file(path, layer="about")
    assert "Invented packages: no real person, package or carer" in about["text"].tolist()
    assert not (areas.geom_type == "Point").any()


def test_geojson_is_valid_and_says_what_it_is(shown, tmp_path):
    path = tmp_path / "areas.geojson"
    write_geojson(shown[0], path, colophon=shown[1])
    data = json.loads(path.read_text(encoding="utf-8"))
    assert next(iter(data)) == "type"
    assert ["Please note", "Invented packages: no real person, package or carer"] in data["about"]
    back = gpd.read_file(path)
    assert back["name"].tolist() == [HOSTILE[i % len(HOSTILE)] for i in range(12)]
    assert back.geometry.is_valid.all()
    first = data["features"][0]
    assert first["properties"]["area_id"] == "r0c0"
    assert first["properties"]["people"] == 40


@pytest.mark.parametrize("ending", ["csv", "xlsx", "gpkg", "geojson"])
def test_the_same_export_twice_is_the_same_file(shown, tmp_path, ending):
    figures, about = shown
    files = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.{ending}"
        if ending == "csv":
            write_csv(areas_of(shown), path, about=about)
        elif ending == "xlsx":
            write_xlsx({"Areas": areas_of(shown)}, path, colophon=about)
        elif ending == "gpkg":
            write_geopackage(figures, path, colophon=about)
        else:
            write_geojson(figures, path, colophon=about)
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_an_existing_file_is_replaced_whole(shown, tmp_path):
    path = tmp_path / "zones.gpkg"
    path.write_bytes(b"something older")
    write_geopackage(shown[0], path, colophon=shown[1])
    assert len(gpd.read_file(path, layer="areas")) == 12
    assert list(tmp_path.iterdir()) == [path]


def test_the_colophon_of_internal_files_says_so(village):
    about = colophon(village, Scenario(), made_on=MADE_ON, threshold=None)
    assert any("INTERNAL" in text for _, text in about.lines)


def test_tables_do_not_wait_for_the_drawing_library():
    code = (
        "import sys, solver.publish as publish; publish.write_csv;"
        "assert 'matplotlib' not in sys.modules; publish.zone_map;"
        "assert 'matplotlib' in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=ROOT)


def test_an_unknown_name_is_an_unknown_name():
    with pytest.raises(AttributeError, match="zone_mop"):
        _ = publish.zone_mop
