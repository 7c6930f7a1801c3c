"""The council's week: contracts' own prices, band rates, and two bases never mixed."""

from __future__ import annotations

import dataclasses

import pytest
from villages import village_world

from solver.costs import (
    band_hours,
    cost_table,
    council_week,
    package_prices,
    rate_change,
    zone_hours,
)
from solver.domain import PriceChoices, Scenario, ZoneChoices
from solver.errors import RatesError
from solver.rates import read_rates

TODAY = Scenario()


@pytest.fixture(scope="module")
def world():
    return village_world()


def test_a_package_costs_its_contract_price_else_its_band_rate(world):
    prices = package_prices(world, TODAY)
    assert prices["k00"] == 1_875  # Urban, by band
    assert prices["k02"] == 2_300  # Rural, by band
    assert prices["k23-other"] == 2_600  # spot, its own price


def test_a_changed_rate_moves_band_priced_packages_only(world):
    dearer = Scenario(prices=PriceChoices(band_pence=(("Rural", 2_400),)))
    prices = package_prices(world, dearer)
    assert (prices["k00"], prices["k02"], prices["k23-other"]) == (1_875, 2_400, 2_600)


def test_an_area_that_changes_zone_changes_no_price(world):
    moved = Scenario(zones=ZoneChoices(moves=(("r0c1", "East"),)))
    assert package_prices(world, moved) == package_prices(world, TODAY)


def test_an_area_that_changes_band_changes_its_price(world):
    rebanded = Scenario(zones=ZoneChoices(bands=(("r0c1", "Fringe"),)))
    assert package_prices(world, rebanded)["k01"] == 2_020


def test_hours_by_band_and_zone_carry_their_base(world):
    # 7 visits of half an hour: 3.5 h a package; the double-handed one 7; the other 1.75
    assert band_hours(world, TODAY, "maintenance") == {"Urban": 28, "Rural": 21}
    assert band_hours(world, TODAY, "all planned") == {"Urban": 28, "Rural": 22.75}
    assert zone_hours(world, TODAY) == {"West": 28, "East": 14, "South East": 8.75}
    assert zone_hours(world, TODAY, "maintenance")["South East"] == 7


def test_the_papers_table_for_a_world(world):
    table = cost_table(world, TODAY)
    assert table["weekly_pence"].to_dict() == {"Urban": 52_500, "Rural": 48_300}
    change = rate_change(table, world.tables.about.current_rate_pence, TODAY.prices.weeks)
    assert change.current_weekly_pence == 49 * 1_845
    assert change.uplift_weekly_pence == 49 * 30
    assert change.premium_weekly_pence == 21 * 425
    planned = cost_table(world, TODAY, "all planned")
    assert planned.loc["Rural", "hours"] == 22.75


def test_the_week_by_zone_band_and_tier(world):
    week = council_week(world, TODAY)
    planned = week[week["base"] == "all planned"].set_index(["zone", "band", "tier"])
    assert planned.loc[("West", "Urban", "prime"), "weekly_pence"] == 28 * 1_875
    assert planned.loc[("South East", "Rural", "supplementary"), "weekly_pence"] == 7 * 2_300
    assert planned.loc[("South East", "Rural", "spot"), "weekly_pence"] == 4_550
    assert planned["weekly_pence"].sum() == 52_500 + 32_200 + 16_100 + 4_550
    maintenance = week[week["base"] == "maintenance"]
    assert maintenance["weekly_pence"].sum() == 52_500 + 32_200 + 16_100
    assert maintenance["carer_hours"].sum() == 49
    assert planned.loc[("South East", "Rural", "spot"), "average_pence"] == 2_600


def test_a_band_without_a_rate_is_named():
    world = village_world()
    areas = world.tables.areas.copy()
    areas.loc[areas["band"] == "Rural", "band"] = "Remote"
    with pytest.raises(RatesError, match="Remote"):
        package_prices(village_world(areas=areas), TODAY)


def test_enhancements_raise_band_rates_and_leave_contract_prices(world):
    paid = Scenario(prices=PriceChoices(enhancements=(("weekend", 35), ("30 minutes", 10))))
    prices = package_prices(world, paid)
    # daily half hours: 35 % on two days of seven and 10 % on all
    assert prices["k00"] == round(1_875 * 1.20)
    assert prices["k23-other"] == 2_600
    week = council_week(world, paid).query("base == 'maintenance' and zone == 'West'")
    assert week["weekly_pence"].sum() == 28 * 2_250


def test_a_band_marked_unknown_has_no_rate_unless_the_scenario_gives_one(tmp_path):
    path = tmp_path / "rates.toml"
    path.write_text('["band Rural"]\nvalues = [{ from = 2011-04-06, unknown = "not set" }]\n')
    world = dataclasses.replace(village_world(), rates=read_rates(path))
    with pytest.raises(RatesError, match="'Rural' has no rate: give it one in the scenario"):
        package_prices(world, TODAY)
    given = Scenario(prices=PriceChoices(band_pence=(("Rural", 2_500),)))
    assert package_prices(world, given)["k02"] == 2_500


def test_a_band_priced_only_later_names_the_day(tmp_path):
    path = tmp_path / "rates.toml"
    path.write_text('["band Remote"]\nvalues = [{ from = 2030-01-01, value = 25, source = "x" }]\n')
    areas = village_world().tables.areas.copy()
    areas.loc[areas["band"] == "Rural", "band"] = "Remote"
    world = dataclasses.replace(village_world(areas=areas), rates=read_rates(path))
    says = r"'Remote' has no rate on 20 January 2020.*1 January 2030"
    with pytest.raises(RatesError, match=says):
        package_prices(world, TODAY)
