"""Files with single people carry their marking first."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
from harm import HOSTILE, MADE_ON
from villages import village_world

from solver import demand
from solver.domain import Plan, Round, Scenario, Stop
from solver.errors import PublishError
from solver.publish import colophon
from solver.publish.internal import INTERNAL, internal_name, write_rounds


@pytest.fixture(scope="module")
def monday(village):
    workload = demand.workload(village, Scenario(), "mon")
    return workload, demand.today(village, workload)


def test_rounds_are_lines_from_home_to_home_marked_internal(village, monday, tmp_path):
    workload, today = monday
    path = tmp_path / internal_name("rounds mon", "geojson")
    scenario = Scenario(name=HOSTILE[0])
    about = colophon(village, scenario, made_on=MADE_ON, threshold=None)
    write_rounds(today, workload, village, scenario, path, about=about)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert list(data)[:2] == ["type", "marking"]
    assert data["marking"] == INTERNAL
    assert data["scenario"] == HOSTILE[0]
    assert ["Data of", "20 January 2020"] in data["about"]
    rounds = [one for one in today.rounds if one.stops]
    assert len(data["features"]) == len(rounds)
    for feature, one in zip(data["features"], rounds, strict=True):
        assert next(iter(feature["properties"])) == "marking"
        assert feature["properties"]["visits"] == [stop.visit_id for stop in one.stops]
        assert feature["properties"]["calls"] == len(one.stops)
        assert feature["geometry"]["type"] == "LineString"
    back = gpd.read_file(path)
    assert len(back) == len(rounds)
    assert (back["miles"] > 0).all()


def test_a_plan_of_another_day_is_refused(village, monday, tmp_path):
    workload, _ = monday
    plan = Plan("mon", (Round("nobody", 0, (Stop("nothing", 0),)),))
    with pytest.raises(PublishError, match="'nobody'"):
        write_rounds(
            plan,
            workload,
            village,
            Scenario(),
            tmp_path / "x.geojson",
            about=colophon(village, Scenario(), made_on=MADE_ON, threshold=None),
        )
    assert list(tmp_path.iterdir()) == []


def test_the_name_says_internal():
    assert internal_name("rounds: Mon/Tue", ".geojson") == "INTERNAL rounds Mon Tue.geojson"
    assert village_world().tables.about.invented
