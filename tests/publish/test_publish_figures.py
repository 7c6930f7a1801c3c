"""Public figures add up, hide small numbers at every level, and carry one base."""

from __future__ import annotations

import pandas as pd
import pytest

from solver.domain import Scenario, ZoneChoices
from solver.publish import marked, public_figures
from solver.publish.public import ALL, FIGURES


@pytest.fixture(scope="module")
def figures(village):
    return public_figures(village, Scenario(), threshold=8)


def test_people_of_each_zone_are_rounded(figures):
    by_zone = figures.by_zone.set_index("zone")
    # West: 40 + 1 + 12 + 3 + 1 + 1 = 58; East: 20 + 1 + 9 + 1 = 31; South East: 11 + 30 = 41
    assert by_zone["people"].to_dict() == {"East": 30, "South East": 40, "West": 60, ALL: 130}


def test_small_areas_are_hidden_and_not_to_be_worked_out(figures):
    areas = figures.by_area.set_index("area_id")
    for name in ("r1c1", "r0c1", "r2c0", "r2c1", "r0c3", "r1c3"):  # 3 people, or 1
        assert areas.loc[name, "suppressed"]
    assert not areas.loc[["r0c0", "r2c3"], "suppressed"].any()
    # East has two small areas and two others; its two small ones sum to 2, so a third goes.
    assert areas[areas["zone"] == "East"]["suppressed"].sum() >= 3


def test_hours_and_cost_go_where_people_go(figures):
    for frame in (figures.by_zone_band, figures.by_area):
        hidden = frame["suppressed"]
        assert hidden.dtype == bool
        assert frame.loc[hidden, list(FIGURES)].isna().all(axis=None)
        assert frame.loc[~hidden, list(FIGURES)].notna().all(axis=None)


def test_hours_carry_the_base(village):
    """West has 3.5 hours a head and week, 7 more for a double-handed package."""
    everything = public_figures(village, Scenario(), threshold=5)
    maintenance = public_figures(village, Scenario(), basis="maintenance", threshold=5)
    by_zone = [
        frame.by_zone.set_index("zone")["carer_hours_week"] for frame in (everything, maintenance)
    ]
    assert by_zone[0]["West"] == by_zone[1]["West"] == 58 * 3.5 + 7
    # every other week a sitting of half an hour a day: 1.75 a week
    assert by_zone[0]["South East"] - by_zone[1]["South East"] == pytest.approx(1.75)


def test_a_moved_area_moves_its_figures(village):
    moved = Scenario(zones=ZoneChoices(moves=(("r0c0", "East"),)))
    by_zone = public_figures(village, moved).by_zone.set_index("zone")
    assert by_zone.loc["East", "people"] == 70  # 31 + 40
    assert by_zone.loc["West", "people"] == 20  # 18
    assert public_figures(village, moved).by_area.set_index("area_id")["moved"].sum() == 1


def test_a_star_stands_where_a_number_is_hidden(figures):
    read = marked(figures.by_area.drop(columns="geometry"))
    assert "suppressed" not in read.columns
    hidden = figures.by_area["suppressed"].to_numpy()
    assert (read.loc[hidden, list(FIGURES)] == "*").all(axis=None)
    assert not (read.loc[~hidden, list(FIGURES)] == "*").any(axis=None)


def test_all_areas_zones_and_bands_are_there(figures, village):
    assert set(figures.by_area["area_id"]) == set(village.tables.areas["area_id"])
    assert figures.by_band["band"].tolist() == ["Urban", "Rural", ALL]
    assert figures.zones["zone"].tolist() == ["East", "South East", "West"]
    assert isinstance(figures.by_zone_band, pd.DataFrame)


def test_no_column_names_a_person(figures):
    for frame in (figures.by_zone_band, figures.by_area, figures.zones):
        assert not {"person_id", "package_id", "lon", "lat"} & set(frame.columns)
