"""The cheap figures of a zone map, checked by eye on the villages."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from villages import village_world

from solver.domain import PriceChoices, Scenario, ZoneChoices
from solver.errors import RatesError, ScenarioError
from solver.zones import (
    areas,
    border_report,
    package_rates,
    zone_band_table,
    zone_shapes,
    zone_table,
)


@pytest.fixture(scope="module")
def world():
    return village_world()


def table_of(world, **zones):
    return zone_table(world, Scenario(zones=ZoneChoices(**zones))).set_index("zone")


def test_the_base_by_eye(world):
    table = table_of(world)
    assert list(table.index) == ["East", "South East", "West"]
    west, south = table.loc["West"], table.loc["South East"]
    assert (west["areas"], west["people"], west["packages"]) == (6, 6, 7)
    assert west["carer_hours_week"] == 6 * 3.5 + 7
    assert south["carer_hours_week"] == 2 * 3.5 + 1.75
    assert south["maintenance_hours_week"] == 2 * 3.5  # the sitting service is another base
    assert west["double_handed_share"] == 7 / 49  # of visits
    assert west["double_handed_hours_share"] == 7 / 28  # of carer-hours
    assert list(table["primes"]) == [2, 0, 1]
    assert list(table["supplementary"]) == [0, 2, 1]
    assert table["share"].sum() == pytest.approx(1)
    assert table["balance"].mean() == pytest.approx(0)


def test_cost_is_hours_at_the_band_rate_or_the_contract_price(world):
    table = table_of(world)
    assert table.loc["West", "weekly_pence"] == 28 * 1_875  # Urban, £18.75
    assert table.loc["East", "weekly_pence"] == 14 * 2_300  # Rural, £23.00
    assert table.loc["South East", "weekly_pence"] == 7 * 2_300 + 1.75 * 2_600  # spot at £26


def test_shapes_by_eye(world):
    table = table_of(world)
    assert table.loc["East", "area_km2"] == pytest.approx(4, rel=1e-3)
    assert table.loc["East", "compactness"] == pytest.approx(math.pi / 4, rel=1e-3)  # a square
    assert table.loc["West", "compactness"] == pytest.approx(4 * math.pi * 6 / 100, rel=1e-3)
    assert (table["parts"] == 1).all()
    assert (table["holes"] == 0).all()


def test_compactness_without_dissolving_is_that_of_the_dissolved_border(world):
    moves = (("r1c1", "East"), ("r0c2", "West"))
    table = table_of(world, moves=moves)
    shapes = zone_shapes(world, Scenario(zones=ZoneChoices(moves=moves))).to_crs(27700)
    for zone, shape in zip(shapes["zone"], shapes.geometry, strict=True):
        expected = 4 * math.pi * shape.area / shape.length**2
        assert table.loc[zone, "compactness"] == pytest.approx(expected, rel=1e-6)
        assert table.loc[zone, "area_km2"] == pytest.approx(shape.area / 1e6, rel=1e-6)


def test_residents_of_a_town_are_shared_by_postcodes(world):
    table = table_of(world, moves=(("r0c1", "East"),))
    # 1,000 people in Ashby; three postcodes in r0c0, one in r0c1
    assert table.loc["West", "residents"] == pytest.approx(750)
    assert table.loc["East", "residents"] == pytest.approx(250)
    assert table.loc["West", "hours_per_1000"] == pytest.approx((28 - 3.5) / 0.75)
    assert math.isnan(table.loc["South East", "residents"])  # no settlement: not known
    assert table["residents_estimated"].all()


def test_loaded_residents_are_taken_as_they_are():
    base = village_world()
    layer = base.tables.areas.assign(population=[100.0] * 12, population_75=[10.0] * 12)
    table = table_of(village_world(areas=layer))
    assert table.loc["West", "residents"] == 600
    assert table.loc["West", "hours_per_1000_75"] == pytest.approx(28 / 0.06)
    assert not table["residents_estimated"].any()


def test_a_town_split_by_a_border_is_named_on_both_sides(world):
    assert (table_of(world)["split_settlements"] == "").all()
    table = table_of(world, moves=(("r0c1", "East"),))
    assert table.loc["West", "split_settlements"] == "Ashby"
    assert table.loc["East", "split_settlements"] == "Ashby"
    report = border_report(world, Scenario(zones=ZoneChoices(moves=(("r0c1", "East"),))))
    assert set(report["kind"]) == {"split"}
    assert "Ashby is split: Area 01 in East." in set(report["sentence"])


def test_islands_are_reported_by_name(world):
    moves = (("r2c0", "East"),)
    assert table_of(world, moves=moves).loc["East", "parts"] == 2
    report = border_report(world, Scenario(zones=ZoneChoices(moves=moves)))
    assert report.loc[0, "kind"] == "island"
    assert report.loc[0, "areas"] == "r2c0"
    assert report.loc[0, "sentence"] == "Area 20: cut off from the rest of East."


def test_holes_are_reported_by_name(world):
    moves = (*((f"r{r}c{c}", "West") for r in range(3) for c in (2, 3)), ("r1c1", "East"))
    table = table_of(world, moves=moves)
    assert list(table.index) == ["East", "West"]  # South East has no areas left
    assert table.loc["West", "holes"] == 1
    report = border_report(world, Scenario(zones=ZoneChoices(moves=moves)))
    hole = report[report["kind"] == "hole"].iloc[0]
    assert hole["sentence"] == "West encloses Area 11 of East."


def test_areas_that_touch_in_a_corner_only_do_not_hang_together(world):
    moves = tuple((f"r{r}c{c}", "West") for r in range(3) for c in (2, 3))
    moves += (("r0c0", "East"), ("r1c1", "East"))
    assert table_of(world, moves=moves).loc["East", "parts"] == 2


def test_a_new_zone_is_shown_before_it_has_areas(world):
    table = table_of(world, new_zones=("North",))
    assert table.loc["North", "areas"] == 0
    assert table.loc["North", "weekly_pence"] == 0


def test_locked_zones_say_so(world):
    assert dict(table_of(world, locked=("West",))["locked"]) == {
        "East": False,
        "South East": False,
        "West": True,
    }


def test_zone_by_band_adds_up_to_the_zones(world):
    scenario = Scenario(zones=ZoneChoices(bands=(("r0c0", "Fringe"),), moves=(("r1c2", "West"),)))
    bands = zone_band_table(world, scenario)
    zones = zone_table(world, scenario).set_index("zone")
    sums = bands.groupby("zone")[["areas", "people", "packages", "weekly_pence"]].sum()
    pd.testing.assert_frame_equal(sums, zones[sums.columns])
    fringe = bands[bands["band"] == "Fringe"].iloc[0]
    assert fringe["carer_hours_week"] == 3.5 + 7
    assert fringe["weekly_pence"] == 10.5 * 2_020
    west = bands[bands["zone"] == "West"]
    assert list(west["band"]) == ["Urban", "Fringe", "Rural"]  # nearest town first


def test_a_band_without_a_rate_is_refused():
    base = village_world()
    layer = base.tables.areas.assign(band="Moorland")
    world = village_world(areas=layer)
    with pytest.raises(RatesError, match="'Moorland' has no rate"):
        package_rates(world, Scenario())
    priced = Scenario(prices=PriceChoices(band_pence=(("Moorland", 3_000),)))
    assert set(package_rates(world, priced)) == {3_000, 2_600}


def test_a_band_that_only_the_scenario_knows_can_be_used(world):
    choices = Scenario(
        zones=ZoneChoices(bands=(("r0c0", "Hilltop"),)),
        prices=PriceChoices(band_pence=(("Hilltop", 4_000),)),
    )
    assert set(zone_band_table(world, choices)["band"]) == {"Urban", "Rural", "Hilltop"}


def test_names_must_be_new_and_their_own(world):
    for choices, message in [
        (ZoneChoices(new_zones=("West",)), "would be named 'West'"),
        (ZoneChoices(renames=(("West", "East"),)), "would be named 'East'"),
        (ZoneChoices(renames=(("West", " "),)), "needs a name"),
        (ZoneChoices(renames=(("Wst", "Left"),)), "no zone 'Wst'.*'West'"),
    ]:
        with pytest.raises(ScenarioError, match=message):
            areas(world, Scenario(zones=choices))


def test_areas_show_what_changed(world):
    choices = ZoneChoices(moves=(("r0c2", "West"),), bands=(("r0c0", "Rural"),))
    table = areas(world, Scenario(zones=choices)).set_index("area_id")
    assert table.loc["r0c2", "zone"] == "West"
    assert table.loc["r0c2", "zone_base"] == "East"
    assert list(table.index[table["moved"]]) == ["r0c2"]
    assert (table.loc["r0c0", "band"], table.loc["r0c0", "band_base"]) == ("Rural", "Urban")


def test_zone_shapes_neither_overlap_nor_leave_gaps(world):
    choices = ZoneChoices(moves=(("r1c1", "East"), ("r2c3", "West")))
    shapes = zone_shapes(world, Scenario(zones=choices)).to_crs(27700)
    assert shapes.geometry.is_valid.all()
    whole = world.tables.areas.to_crs(27700).union_all()
    assert shapes.geometry.area.sum() == pytest.approx(whole.area, rel=1e-7)
    assert shapes.union_all().symmetric_difference(whole).area < 1e-5 * whole.area
    labels = shapes.to_crs(4326)
    for row in labels.itertuples():
        assert row.geometry.contains(type(row.geometry.centroid)(row.label_lon, row.label_lat))
