"""Suggested bands, with limits that move and a reason for each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from villages import EAST, NORTH, StraightRoads, _degrees, village_world

from solver.domain import UNREACHABLE, Scenario, Travel, TravelSet, ZoneChoices
from solver.errors import ScenarioError
from solver.zones.banding.bands import (
    Limits,
    accept,
    from_travel,
    measured,
    overridden,
    starting_limits,
    travel_by_area,
)
from solver.zones.banding.why import why

LON, LAT = _degrees(EAST + 500, NORTH - 500)
TOWN = pd.DataFrame({"settlement": ["Ashby"], "lon": [LON], "lat": [LAT], "population": [12_000]})
WORLD = village_world(settlements=TOWN)
BANDS = ("Urban", "Fringe", "Rural", "Isolated")


def test_minutes_to_the_nearest_town():
    # straight roads at 10 m/s: a kilometre is 100 s
    limits = Limits("minutes_to_town", BANDS, (1.0, 2.0, 4.0))
    table = from_travel(WORLD, Scenario(), limits).set_index("area_id")
    assert table.loc["r0c0", "value"] == pytest.approx(0, abs=0.02)
    assert table.loc["r0c1", "value"] == pytest.approx(100 / 60, abs=0.02)
    assert table.loc["r0c3", "value"] == pytest.approx(300 / 60, abs=0.02)
    assert list(table.loc[["r0c0", "r0c1", "r0c2", "r0c3"], "suggested"]) == list(BANDS)
    assert table.loc["r0c3", "sentence"] == (
        "Area 03 is 5.0 minutes by car from Ashby, the nearest town: Isolated."
    )


def test_moving_a_limit_moves_the_bands():
    wide = Limits("minutes_to_town", BANDS, (1.0, 2.0, 6.0))
    table = from_travel(WORLD, Scenario(), wide).set_index("area_id")
    assert table.loc["r0c3", "suggested"] == "Rural"


def test_hours_within_ten_minutes_fall_the_further_out():
    limits = Limits("hours_within_ten", ("Urban", "Rural"), (50.0,))
    table = from_travel(WORLD, Scenario(), limits)
    # ten minutes are 6 km here: all 50.75 hours of the county
    assert set(table["value"]) == {50.75}
    assert set(table["suggested"]) == {"Urban"}
    higher = Limits("hours_within_ten", ("Urban", "Rural"), (51.0,))
    assert set(from_travel(WORLD, Scenario(), higher)["suggested"]) == {"Rural"}


def test_solved_travel_decides_where_it_is_the_measure():
    stops = pd.DataFrame(
        {
            "area_id": ["r0c0", "r0c0", "r0c1", "r0c2"],
            "travel_s": [300, 300, 900, 60],
            "contact_s": [1_800, 1_800, 1_800, 0],
        }
    )
    minutes = travel_by_area(stops)
    assert dict(minutes) == {"r0c0": 10.0, "r0c1": 30.0}
    limits = Limits("travel_per_contact_hour", ("Urban", "Rural"), (12.0,))
    table = from_travel(WORLD, Scenario(), limits, travel_per_contact_hour=minutes)
    table = table.set_index("area_id")
    assert list(table.loc[["r0c0", "r0c1"], "suggested"]) == ["Urban", "Rural"]
    assert table.loc["r0c2", "suggested"] == table.loc["r0c2", "band"]
    assert "cannot be measured" in table.loc["r0c2", "sentence"]
    with pytest.raises(ScenarioError, match="Run the rounds first"):
        from_travel(WORLD, Scenario(), limits)


def test_limits_must_be_as_many_as_needed_and_in_order():
    for measure, at in (
        ("minutes_to_town", (2.0, 1.0, 4.0)),
        ("hours_within_ten", (1.0, 2.0, 4.0)),
        ("minutes_to_town", (1.0, 2.0)),
    ):
        with pytest.raises(ScenarioError, match="4 bands need 3 limits"):
            Limits(measure, BANDS, at)


def test_the_first_limits_leave_each_band_about_the_hours_that_it_has():
    found = starting_limits(
        WORLD, Scenario(), "minutes_to_town", measured(WORLD, Scenario(), "minutes_to_town")
    )
    assert found.bands == BANDS
    table = from_travel(WORLD, Scenario(), found)
    # no area is Fringe or Isolated now, so none is after; the others keep about their hours
    assert set(table["suggested"]) == {"Urban", "Rural"}
    near = table["suggested"] == "Urban"
    assert near.sum() in (5, 6, 7)
    assert table.loc[near, "value"].max() <= found.at[0] < table.loc[~near, "value"].min()
    far = Scenario(zones=ZoneChoices(bands=tuple((a, "Rural") for a in table["area_id"])))
    none = starting_limits(WORLD, far, "hours_within_ten", measured(WORLD, far, "hours_within_ten"))
    assert len(none.at) == len(none.bands) - 1


def test_a_town_is_priced_as_a_whole_whatever_was_measured():
    limits = Limits("minutes_to_town", ("Urban", "Rural"), (1.0,))
    table = from_travel(WORLD, Scenario(), limits)
    fixed = overridden(WORLD, table, {"Ashby": "Fringe"}).set_index("area_id")
    assert list(fixed.loc[["r0c0", "r0c1"], "suggested"]) == ["Fringe", "Fringe"]
    assert fixed.loc["r0c1", "sentence"] == (
        "Area 01 is part of Ashby, priced at Fringe as a whole; by itself it would be Rural."
    )
    assert fixed.loc["r0c2", "suggested"] == "Rural"  # not of the town
    assert overridden(WORLD, table, {}).equals(table)


def test_no_town_is_said():
    limits = Limits("minutes_to_town", BANDS, (1.0, 2.0, 4.0))
    with pytest.raises(ScenarioError, match="No settlement has 50,000 residents"):
        from_travel(WORLD, Scenario(), limits, town_population=50_000)


def test_accepting_makes_edits():
    limits = Limits("minutes_to_town", BANDS, (1.0, 2.0, 4.0))
    table = from_travel(WORLD, Scenario(), limits)
    choices = accept(WORLD, ZoneChoices(), table)
    again = from_travel(WORLD, Scenario(zones=choices), limits)
    assert (again["band"] == again["suggested"]).all()


def test_why_names_the_base_or_the_edit_and_the_facts():
    scenario = Scenario(zones=ZoneChoices(bands=(("r0c1", "Fringe"),)))
    table = why(WORLD, scenario).set_index("area_id")
    assert table.loc["r0c1", "sentence"] == (
        "Area 01 is Fringe by an edit of this scenario (loaded as Urban): 2 minutes by car from "
        "Ashby, the nearest town, with 51 carer-hours a week within ten minutes."
    )
    assert "is Urban as loaded" in table.loc["r0c0", "sentence"]


class NoWay(StraightRoads):
    """No road leads to the area in the corner."""

    def travel(self, places, modes, choices):
        """Cut one area off."""
        found = super().travel(places, modes, choices)
        one = found.by_mode["car"][0]
        seconds = one.durations_s.copy()
        if "area:11" in found.index:
            row = found.index["area:11"]
            seconds[row, :] = seconds[:, row] = UNREACHABLE
        return TravelSet(found.places, {"car": (Travel(one.places, seconds, one.lengths_m),)})


def test_an_area_without_a_road_keeps_its_band_and_says_so():
    world = village_world(settlements=TOWN)
    object.__setattr__(world, "roads", NoWay())
    limits = Limits("minutes_to_town", BANDS, (1.0, 2.0, 4.0))
    row = from_travel(world, Scenario(), limits).set_index("area_id").loc["r2c3"]
    assert np.isnan(row["value"])
    assert row["suggested"] == "Rural"
    assert row["sentence"] == "Area 23 cannot be measured, and stays at Rural."
    assert (
        "no road reaches it" in why(world, Scenario()).set_index("area_id").loc["r2c3", "sentence"]
    )
