"""Edits keep the zones a partition of the areas, and can be read."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st
from villages import COLUMNS, ROWS, area_id, village_world

from solver.domain import Scenario, ZoneChoices
from solver.errors import ScenarioError
from solver.zones import areas, zone_shapes, zone_table
from solver.zones.edits import (
    back_to_base,
    lock_zone,
    merge_zones,
    move_areas,
    new_zone,
    normal,
    rename_zone,
    set_band,
    set_settlement_band,
    split_zone,
)
from solver.zones.sentences import edits

WORLD = village_world()
AREAS = [area_id(r, c) for r in range(ROWS) for c in range(COLUMNS)]
BASE = ZoneChoices()
NAMES = st.sampled_from(["West", "East", "South East", "North", "Left", "Vale"])
SOME_AREAS = st.lists(st.sampled_from(AREAS), min_size=1, max_size=4, unique=True)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(move_areas), SOME_AREAS, NAMES),
        st.tuples(st.just(set_band), SOME_AREAS, st.sampled_from(["Urban", "Rural", "Fringe"])),
        st.tuples(st.just(new_zone), NAMES),
        st.tuples(st.just(rename_zone), NAMES, NAMES),
        st.tuples(st.just(merge_zones), NAMES, NAMES),
        st.tuples(st.just(split_zone), NAMES, NAMES, SOME_AREAS),
        st.tuples(st.just(lock_zone), NAMES),
        st.tuples(st.just(back_to_base), SOME_AREAS),
    ),
    max_size=10,
)


def walk(steps):
    """Take the steps that are allowed; what is refused changes nothing."""
    choices = BASE
    for function, *arguments in steps:
        try:
            choices = function(WORLD, choices, *arguments)
        except ScenarioError:
            continue
    return choices


@settings(deadline=None, max_examples=80)
@given(steps=STEPS)
def test_zones_stay_a_partition_of_the_areas_under_any_edits(steps):
    scenario = Scenario(zones=walk(steps))
    table = areas(WORLD, scenario)
    assert list(table["area_id"]) == AREAS  # each area once, none lost, none new
    zones = zone_table(WORLD, scenario).set_index("zone")
    assert Counter(table["zone"]) == Counter(zones["areas"].to_dict()) - Counter()
    assert zones["packages"].sum() == 14
    assert zones["carer_hours_week"].sum() == pytest.approx(50.75)
    shapes = zone_shapes(WORLD, scenario).to_crs(27700)
    assert sorted(shapes["zone"]) == sorted(set(table["zone"]))
    assert shapes.geometry.area.sum() == pytest.approx(12e6, rel=1e-6)
    assert shapes.union_all().area == pytest.approx(12e6, rel=1e-6)  # so nothing overlaps


@settings(deadline=None, max_examples=40)
@given(steps=STEPS)
def test_edits_are_in_normal_form_and_survive_a_file(steps):
    choices = walk(steps)
    assert normal(WORLD, choices) == choices
    scenario = Scenario(zones=choices)
    assert Scenario.from_toml(scenario.to_toml()).zones == choices
    assert len(edits(WORLD, choices)) == (
        len(choices.moves)
        + len(choices.bands)
        + len(choices.new_zones)
        + len(choices.locked)
        + sum(old not in choices.new_zones for old, _ in choices.renames)
    )


def test_edits_read_as_sentences():
    choices = move_areas(WORLD, BASE, ["r0c2"], "West")
    choices = set_band(WORLD, choices, ["r0c0"], "Fringe")
    choices = rename_zone(WORLD, choices, "South East", "The Vale")
    choices = lock_zone(WORLD, choices, "The Vale")
    assert [str(edit) for edit in edits(WORLD, choices)] == [
        "South East is now called The Vale",
        "The Vale is locked",
        "Area 02: East → West",
        "Area 00: priced Urban → Fringe",
    ]


def test_moving_there_and_back_is_no_edit():
    there = move_areas(WORLD, BASE, ["r0c2"], "West")
    assert move_areas(WORLD, there, ["r0c2"], "East") == BASE
    assert back_to_base(WORLD, there, ["r0c2"]) == BASE


def test_a_settlement_is_priced_whole():
    choices = set_settlement_band(WORLD, BASE, "Ashby", "Fringe")
    assert choices.bands == (("r0c0", "Fringe"), ("r0c1", "Fringe"))
    with pytest.raises(ScenarioError, match=r"no settlement 'Asby'.*'Ashby'"):
        set_settlement_band(WORLD, BASE, "Asby", "Fringe")


def test_split_makes_a_zone_of_some_areas():
    choices = split_zone(WORLD, BASE, "West", "North West", ["r0c0", "r0c1"])
    table = zone_table(WORLD, Scenario(zones=choices)).set_index("zone")
    assert (table.loc["North West", "areas"], table.loc["West", "areas"]) == (2, 4)
    assert table.loc["North West", "primes"] == 0  # a new zone has to appoint its own
    west = [area_id(r, c) for r in range(3) for c in range(2)]
    for chosen in ([], west):
        with pytest.raises(ScenarioError, match="some, but not all"):
            split_zone(WORLD, BASE, "West", "North West", chosen)
    with pytest.raises(ScenarioError, match="'r0c2' is not in 'West'"):
        split_zone(WORLD, BASE, "West", "North West", ["r0c2"])


def test_merge_moves_everything_and_keeps_the_other_name():
    choices = merge_zones(WORLD, BASE, "South East", "East")
    assert choices.moves == (("r2c2", "East"), ("r2c3", "East"))
    with pytest.raises(ScenarioError, match="into itself"):
        merge_zones(WORLD, BASE, "East", "East")


def test_a_locked_zone_neither_loses_nor_gains():
    locked = lock_zone(WORLD, BASE, "West")
    for area, zone in (("r0c0", "East"), ("r0c2", "West")):
        with pytest.raises(ScenarioError, match="'West' is locked: unlock it"):
            move_areas(WORLD, locked, [area], zone)
    opened = lock_zone(WORLD, locked, "West", locked=False)
    assert move_areas(WORLD, opened, ["r0c2"], "West").moves == (("r0c2", "West"),)
