"""Packages move by rule or by hand, never by a border; each change is listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from villages import COLUMNS, ROWS, area_id, village_world

from solver import demand
from solver.domain import MarketChoices, Scenario, ZoneChoices
from solver.zones import kept_packages, package_rates, transfers, zone_table

WORLD = village_world()
AREAS = [area_id(r, c) for r in range(ROWS) for c in range(COLUMNS)]
MOVES = st.lists(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(["West", "East", "South East"])), max_size=8
).map(tuple)


def scenario_of(*moves, transfer="primes", **choices):
    return Scenario(zones=ZoneChoices(moves=moves, transfer=transfer, **choices))


@settings(deadline=None, max_examples=40)
@given(moves=MOVES)
def test_under_keep_a_border_moves_no_package_and_no_price(moves):
    scenario = scenario_of(*moves, transfer="keep")
    assert transfers(WORLD, scenario).empty
    assert (package_rates(WORLD, scenario) == package_rates(WORLD, Scenario())).all()
    cost = zone_table(WORLD, scenario)["weekly_pence"].sum()
    assert cost == pytest.approx(zone_table(WORLD, Scenario())["weekly_pence"].sum(), abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(moves=MOVES)
def test_under_primes_only_packages_of_moved_areas_move(moves):
    scenario = scenario_of(*moves)
    moved = transfers(WORLD, scenario)
    table = demand.packages(WORLD, scenario).set_index("package_id")
    changed = table[table["provider_id"] != table["provider_from"]]
    assert list(moved["package_id"]) == list(changed.index)
    assert (moved["zone_from"] != moved["zone_to"]).all()
    roles = {"West": {"ash"}, "East": {"elm", "oak"}, "South East": {"elm", "fir"}}
    for row in moved.itertuples():
        assert row.provider_to in roles[row.zone_to]
        assert row.provider_to != row.provider_from


def test_a_moved_package_goes_to_a_prime_of_the_new_zone():
    moved = transfers(WORLD, scenario_of(("r0c2", "West")))
    assert len(moved) == 1
    row = moved.iloc[0]
    assert (row["package_id"], row["provider_from"], row["provider_to"]) == ("k02", "elm", "ash")
    assert (row["zone_from"], row["zone_to"]) == ("East", "West")
    assert row["carer_hours_week"] == 3.5
    assert row["reason"] == "Area 02 joins West; goes to its prime provider."


def test_a_zone_without_primes_takes_its_supplementary_ones():
    moved = transfers(WORLD, scenario_of(("r2c1", "South East")))
    assert moved.loc[0, "provider_to"] in {"elm", "fir"}
    assert "supplementary" in moved.loc[0, "reason"]


def test_a_package_already_with_a_provider_of_the_new_zone_stays():
    # Elm holds k12 and is supplementary in South East, which has no primes
    assert transfers(WORLD, scenario_of(("r1c2", "South East"))).empty


def test_the_packages_of_one_person_go_together():
    moved = transfers(WORLD, scenario_of(("r0c0", "East")))
    assert set(moved["package_id"]) == {"k00", "k00-double"}
    assert moved["provider_to"].nunique() == 1


def test_packages_are_shared_by_the_hours_that_providers_hold():
    # Elm holds 14 h, Oak none yet and so counts as an average one (14): turn and turn about
    moves = [(area_id(r, c), "East") for r, c in ((0, 1), (1, 0), (1, 1), (2, 0))]
    moved = transfers(WORLD, scenario_of(*moves))
    hours = moved.groupby("provider_to")["carer_hours_week"].sum()
    assert dict(hours) == {"elm": 7.0, "oak": 7.0}


def test_a_larger_provider_takes_more():
    # now Elm holds 14 h and Oak 3.5 h: of 17.5 h Oak should take about a fifth
    by_hand = MarketChoices(transfers=(("k03", "oak"),))
    packages = WORLD.tables.packages.copy()
    packages.loc[packages["package_id"] == "k03", "contract_id"] = "t-oak"
    world = village_world(packages=packages)
    moves = [(area_id(r, c), "East") for r, c in ((0, 1), (1, 0), (1, 1), (2, 0), (2, 1))]
    hours = transfers(world, scenario_of(*moves)).groupby("provider_to")["carer_hours_week"].sum()
    assert dict(hours) == {"elm": 14.0, "oak": 3.5}
    assert len(transfers(WORLD, Scenario(market=by_hand))) == 1


def test_a_specialist_package_stays_and_says_why():
    packages = WORLD.tables.packages.copy()
    packages.loc[packages["package_id"] == "k02", "contract_id"] = "t-bay"
    world = village_world(packages=packages)
    scenario = scenario_of(("r0c2", "West"))
    assert transfers(world, scenario).empty
    kept = kept_packages(world, scenario)
    assert list(kept["package_id"]) == ["k02"]
    assert "specialist" in kept.loc[0, "reason"]


def test_a_zone_without_providers_leaves_packages_where_they_are_and_says_so():
    scenario = scenario_of(("r0c2", "North"), new_zones=("North",))
    assert transfers(WORLD, scenario).empty
    kept = kept_packages(WORLD, scenario)
    assert list(kept["package_id"]) == ["k02"]
    assert kept.loc[0, "reason"].startswith("North has neither prime nor supplementary providers")


def test_the_hand_has_the_last_word():
    scenario = Scenario(
        zones=ZoneChoices(moves=(("r0c2", "West"),), transfer="primes"),
        market=MarketChoices(transfers=(("k02", "elm"),)),
    )
    assert transfers(WORLD, scenario).empty  # back with today's provider: nobody changes


def test_a_renamed_zone_keeps_its_providers():
    scenario = scenario_of(("r0c2", "Left"), renames=(("West", "Left"),))
    row = transfers(WORLD, scenario).iloc[0]
    assert (row["zone_to"], row["provider_to"]) == ("Left", "ash")


def test_a_rename_alone_moves_nothing():
    assert transfers(WORLD, scenario_of(renames=(("West", "Left"),))).empty


def test_moving_by_primes_can_change_the_price_of_what_moves():
    # k23-other is spot at £26; with Elm it is supplementary at the Rural rate, £23
    scenario = scenario_of(("r2c3", "East"))
    before = zone_table(WORLD, Scenario())["weekly_pence"].sum()
    after = zone_table(WORLD, scenario)["weekly_pence"].sum()
    assert after - before == pytest.approx(1.75 * (2_300 - 2_600))
