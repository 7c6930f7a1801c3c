"""Demand to come: growth, care that is missing, a provider that leaves, flatter peaks."""

from __future__ import annotations

import math

import pytest
from villages import village_world

from solver import demand
from solver.demand import (
    Growth,
    implied_residents,
    project,
    providers_leave,
    unmet,
    yearly,
)
from solver.domain import Scenario
from solver.errors import ScenarioError
from solver.zones import zone_table

WORLD = village_world()


def test_the_papers_growth_is_2_28_per_cent_a_year():
    assert yearly(demand.GROWTH_2018_TO_2038, 20) == pytest.approx(0.0228, abs=5e-5)
    for total, years in ((-1.0, 5), (0.5, 0)):
        with pytest.raises(ScenarioError, match="makes no sense"):
            yearly(total, years)


def test_growth_compounds_and_the_base_stays():
    rate = yearly(demand.GROWTH_2018_TO_2038, 20)
    table = project(WORLD, Scenario(), Growth(overall=rate), 20)
    assert table["carer_hours_week"].sum() == pytest.approx(50.75)
    assert table["carer_hours_then"].sum() == pytest.approx(50.75 * 1.57)
    assert (table["factor"] - 1.57).abs().max() < 1e-12


def test_zone_and_age_have_their_own_growth():
    people = WORLD.tables.people.copy()
    people.loc[people["person_id"] == "p00", "age"] = 90
    people.loc[people["person_id"] == "p03", "age"] = None
    world = village_world(people=people)
    growth = Growth(overall=0.01, by_zone=(("East", 0.1),), by_age=(("85 and over", 0.5),))
    table = project(world, Scenario(), growth, 1).set_index(["zone", "age"])
    assert table.loc[("West", "85 and over"), "factor"] == pytest.approx(1.5)
    assert table.loc[("West", "75 to 84"), "factor"] == pytest.approx(1.01)
    assert table.loc[("East", "75 to 84"), "factor"] == pytest.approx(1.1)
    assert table.loc[("East", "age not known"), "people"] == 1
    assert table.loc[("West", "85 and over"), "people"] == 1  # two packages, one person


def test_growth_of_nobody_known_is_refused():
    for growth, message in (
        (Growth(by_zone=(("Wst", 0.1),)), "no zone 'Wst'.*'West'"),
        (Growth(by_age=(("85+", 0.1),)), "no age group '85"),
        (Growth(overall=-1.0), "cannot shrink by 100%"),
    ):
        with pytest.raises(ScenarioError, match=message):
            project(WORLD, Scenario(), growth, 1)


def test_missing_care_is_expected_less_actual():
    layer = WORLD.tables.areas.assign(population=[100] * 12)
    table = zone_table(village_world(areas=layer), Scenario())
    found = unmet(table, 40.0).set_index("zone")
    assert found.loc["West", "expected_hours"] == pytest.approx(24)  # 600 people
    assert found.loc["West", "unmet_hours"] == pytest.approx(24 - 28)
    assert found.loc["East", "unmet_hours"] == pytest.approx(16 - 14)
    by_zone = unmet(table, {"West": 50.0, "East": 35.0, "South East": 0.0}).set_index("zone")
    assert by_zone.loc["West", "unmet_share"] == pytest.approx(2 / 30)
    assert math.isnan(by_zone.loc["South East", "unmet_share"])
    with pytest.raises(ScenarioError, match="residents of 'East'"):
        unmet(table, {"West": 50.0, "South East": 1.0})
    with pytest.raises(ScenarioError, match="cannot be negative"):
        unmet(table, -1.0)


def test_a_zone_of_3600_hours_implies_90_to_103_thousand_people():
    assert implied_residents(3_600, 40) == pytest.approx(90_000)
    assert implied_residents(3_600, 35) == pytest.approx(102_857, abs=1)


def test_a_provider_that_leaves_hands_its_packages_on():
    scenario = providers_leave(WORLD, Scenario(), ["elm"])
    table = demand.packages(WORLD, scenario)
    assert "elm" not in set(table["provider_id"])
    assert set(table.loc[table["provider_from"] == "elm", "provider_id"]) == {"oak"}  # East's other
    both = providers_leave(WORLD, scenario, ["elm", "oak"])
    left = demand.packages(WORLD, both)
    # nobody else is called on in East: the packages stay, and can be seen to
    assert (left.loc[left["zone"] == "East", "provider_id"] == "oak").all()
    with pytest.raises(ScenarioError, match=r"no provider 'elmm'.*'elm'"):
        providers_leave(WORLD, Scenario(), ["elmm"])
