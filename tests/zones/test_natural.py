"""Natural operating areas, and zone sets side by side."""

from __future__ import annotations

import pytest
from villages import village_world

from solver.domain import Scenario, ZoneChoices
from solver.errors import ScenarioError
from solver.zones.natural import natural_areas
from solver.zones.versions import compare_sets

WORLD = village_world()


def test_everything_near_enough_is_one_cluster():
    found = natural_areas(WORLD, Scenario(), within_minutes=60)
    assert list(found.clusters["cluster"]) == ["Ashby"]  # it has most hours
    row = found.clusters.iloc[0]
    assert (row["areas"], row["zones"], row["main_zone"]) == (12, 3, "West")
    assert row["main_share"] == pytest.approx(28 / 50.75)


def test_nothing_near_enough_leaves_every_area_alone():
    found = natural_areas(WORLD, Scenario(), within_minutes=1)
    assert len(found.clusters) == 12
    assert found.areas["cluster"].nunique() == 12


def test_clusters_hold_what_is_close_by_road():
    # two groups of areas, 40 km apart
    people = WORLD.tables.people.copy()
    far = people["person_id"].isin(["p03", "p13", "p23"])
    people.loc[far, "lon"] += 0.6
    found = natural_areas(village_world(people=people), Scenario(), within_minutes=15)
    together = found.areas.groupby("cluster")["area_id"].apply(set).tolist()
    assert {"r0c3", "r1c3", "r2c3"} in together
    assert len(together) == 2


def test_an_area_without_packages_joins_the_nearest():
    tables = WORLD.tables
    packages = tables.packages[tables.packages["person_id"] != "p23"]
    visits = tables.visits[tables.visits["package_id"].isin(packages["package_id"])]
    world = village_world(packages=packages, visits=visits)
    found = natural_areas(world, Scenario(), within_minutes=1)
    table = found.areas.set_index("area_id")
    assert table.loc["r2c3", "cluster"] in {"Area 13", "Area 22"}
    assert len(found.clusters) == 11


def test_no_minutes_make_no_cluster():
    with pytest.raises(ScenarioError, match="0 minutes make no cluster"):
        natural_areas(WORLD, Scenario(), within_minutes=0)


def test_zone_sets_stand_side_by_side_on_the_same_packages():
    other = ZoneChoices(moves=(("r0c1", "East"), ("r2c0", "South East")))
    table = compare_sets(WORLD, Scenario(), {"today": ZoneChoices(), "2016 lots": other})
    assert list(table.index) == ["today", "2016 lots"]
    assert list(table["carer_hours_week"]) == [50.75, 50.75]
    assert list(table["split_settlements"]) == [0, 1]
    assert list(table["islands"]) == [0, 1]
    assert list(table["areas_moved"]) == [0, 2]
    assert table.loc["today", "most_hours"] == 28
    assert table.loc["2016 lots", "most_hours"] == 21
    assert (table["minutes_between"] > 0).all()
