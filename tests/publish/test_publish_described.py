"""Every file says what it is: descriptions beside a CSV, money in pounds, markings."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from harm import MADE_ON

from solver import study
from solver.base.areas import area_base
from solver.domain import Scenario
from solver.publish import (
    NO_PEOPLE,
    SMALL_NUMBERS,
    colophon,
    marked,
    public_figures,
    write_csv,
    write_shapes,
    write_xlsx,
)
from solver.publish.columns import heading, in_pounds
from solver.rounds.effort import Effort
from solver.shell.plans import read_plan
from solver.stop.rules import AfterIterations
from solver.study.outcome import write_result
from solver.zones import zone_shapes
from solver.zones.exchange import export_areas, import_list


@pytest.fixture(scope="module")
def world(village):
    found = village
    about = replace(
        found.tables.about, sources=("Roads: © OpenStreetMap, ODbL 1.0.", "Postcodes: OGL v3.")
    )
    return replace(found, tables=SimpleNamespace(**{**vars(found.tables), "about": about}))


@pytest.fixture(scope="module")
def public(world):
    return colophon(world, Scenario(), made_on=MADE_ON, prices="contract prices", threshold=8)


def beside(path) -> dict:
    return json.loads(path.with_name(path.name + "-metadata.json").read_text(encoding="utf-8"))


def test_the_description_after_csv_on_the_web_holds_every_fact(world, public, tmp_path):
    path = tmp_path / "by zone.csv"
    write_csv(marked(public_figures(world, Scenario(), threshold=5).by_zone), path, about=public)
    said = beside(path)
    assert said["@context"][0] == "http://www.w3.org/ns/csvw"
    assert said["url"] == "by%20zone.csv"
    assert said["dc:created"] == MADE_ON
    assert said["dc:temporal"] == said["urn:homerounds:price-base"] == "2020-01-20"
    assert said["dc:license"] == [
        {"@id": "https://opendatacommons.org/licenses/odbl/1-0/"},
        {"@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    ]
    assert said["urn:homerounds:hours"] == "all planned"
    assert said["urn:homerounds:prices"] == "contract prices"
    assert said["urn:homerounds:smallest-number-shown"] == "8"
    assert said["urn:homerounds:invented"] is True
    assert said["schema:name"] == "Starting scenario"
    assert said["schema:version"].startswith(Scenario().key)
    columns = said["tableSchema"]["columns"]
    head = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert [column["titles"][0] for column in columns] == head
    kinds = {column["name"]: column["datatype"] for column in columns}
    assert kinds["zone"] == "string" and kinds["people"] == "integer"
    assert kinds["weekly_pounds"] == "number"
    assert all(column["dc:description"] for column in columns)
    assert len(kinds) == len(columns)


def test_hidden_numbers_are_blanks_to_a_reader(public, tmp_path):
    path = tmp_path / "x.csv"
    pence = pd.Series(["*", 1250, -30], dtype=object)
    write_csv(pd.DataFrame({"zone": ["a", "b", "c"], "weekly_pence": pence}), path, about=public)
    column = beside(path)["tableSchema"]["columns"][1]
    assert column["null"] == ["", "*"] and column["datatype"] == "number"
    assert path.read_text(encoding="utf-8-sig").split()[1:] == ["a,*", "b,12.50", "c,-0.30"]


def test_pence_leave_as_pounds_wherever_the_word_stands():
    frame = pd.DataFrame(
        {"weekly_pence_before": [150], "pence_change": [-5.0], "provider_saved_pence": [7]}
    )
    assert in_pounds(frame).to_dict("list") == {
        "weekly_pounds_before": [1.5],
        "pounds_change": [-0.05],
        "provider_saved_pounds": [0.07],
    }
    assert heading("weekly_pounds_before") == "Weekly before, £"


def test_rows_whose_unit_is_pence_leave_as_pounds(public, tmp_path):
    frame = pd.DataFrame(
        {"unit": ["pence", "miles"], "plan": [250.0, 250.0], "change_share": [0.5, 0.5]}
    )
    assert in_pounds(frame).to_numpy().tolist() == [["pounds", 2.5, 0.5], ["miles", 250.0, 0.5]]
    write_csv(frame, tmp_path / "x.csv", about=public)
    lines = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").split()
    assert lines[1:] == ["pounds,2.50,0.5", "miles,250.0,0.5"]


@pytest.mark.parametrize(
    ("marking", "word"), [(None, "INTERNAL"), (SMALL_NUMBERS, "INTERNAL"), (NO_PEOPLE, "About")]
)
def test_one_file_to_take_away_says_in_each_row_what_it_is(world, tmp_path, marking, word):
    about = colophon(world, Scenario(), made_on=MADE_ON, threshold=None, marking=marking)
    path = tmp_path / "x.csv"
    write_csv(pd.DataFrame({"visit_id": ["a", "b"]}), path, about=about, alone=True)
    back = pd.read_csv(path)
    assert list(back.columns) == [word, "visit_id"]
    assert back[word].str.contains("data of 20 January 2020; prices of 20 January 2020").all()
    assert back[word].str.contains("Open Government Licence").all()
    assert list(tmp_path.iterdir()) == [path]


def test_a_source_without_a_licence_is_said_to_have_none(world):
    about = replace(colophon(world, Scenario(), made_on=MADE_ON, threshold=8), sources=())
    assert ("Licence", "The sources of the county name no licence") in about.lines


def test_a_workbook_says_it_first_and_on_each_printed_page(public, tmp_path):
    path = tmp_path / "x.xlsx"
    write_xlsx({"Zones": pd.DataFrame({"zone": ["a"]})}, path, colophon=public)
    book = openpyxl.load_workbook(path)
    first = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert first["Prices of"] == "20 January 2020" and "Open Database" in first["Licence"]
    assert first["Scenario key"] == Scenario().key
    assert "Invented packages" in book["Zones"].oddFooter.left.text


def test_zones_taken_away_are_read_in_again_with_what_they_say(world, tmp_path):
    about = colophon(world, Scenario(), made_on=MADE_ON, threshold=None, marking=NO_PEOPLE)
    for alone in (True, False):
        write_csv(export_areas(world, Scenario()), tmp_path / "z.csv", about=about, alone=alone)
        text = (tmp_path / "z.csv").read_text(encoding="utf-8-sig")
        found = import_list(world, text, Scenario().zones)
        assert found.choices == Scenario().zones
    write_shapes(
        zone_shapes(world, Scenario())[["zone", "geometry"]], tmp_path / "z.geojson", colophon=about
    )
    shapes = json.loads((tmp_path / "z.geojson").read_text(encoding="utf-8"))
    assert ["Small numbers", "It holds no figure of people."] in shapes["about"]
    assert len(shapes["features"]) == len(set(area_base(world).zones))


def test_a_run_names_what_is_internal_and_is_read_back(world, tmp_path):
    effort = Effort(AfterIterations(200), 1)
    result = study.run(world, Scenario(), day="mon", effort=effort)
    files = write_result(result, world, tmp_path, made_on=MADE_ON)
    internal = ["INTERNAL_plan.csv", "INTERNAL_rounds.geojson", "INTERNAL_unserved.csv"]
    assert [path.name for path in files] == [*internal, "INTERNAL_costs.csv", "summary.json"]
    for path in files:
        if path.suffix == ".csv":
            text = path.read_text(encoding="utf-8-sig")
            assert text.startswith("INTERNAL,") and "pence" not in text
            assert beside(path)["dc:rights"].startswith("INTERNAL")
    earlier = tmp_path / "plan.csv"  # what scripts of earlier versions read: nothing stands twice
    assert earlier.is_symlink() and earlier.resolve() == files[0].resolve()
    plan = read_plan(files[0], "mon")
    assert {stop.visit_id for one in plan.rounds for stop in one.stops} == {
        stop.visit_id for one in result.plan.rounds for stop in one.stops
    }
    summary = json.loads(files[-1].read_text(encoding="utf-8"))
    assert summary["marking"].startswith("INTERNAL: small numbers")
    named = json.dumps([summary["unserved"], summary["violations"]])
    assert not any(f'"{visit.id}"' in named for visit in result.case.workload.visits)
