"""Public figures add up, hide small numbers at every level, and carry one base."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from solver.base.world import World
from solver.costs import band_hours, zone_hours
from solver.domain import PRICE_BASES, PriceChoices, Scenario, ZoneChoices
from solver.intake import read_tables
from solver.publish import marked, public_figures
from solver.publish.public import ALL, FIGURES, RATE
from solver.rates import read_rates
from solver.selftest import DEMO


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
        assert frame.loc[hidden, [*FIGURES, RATE]].isna().all(axis=None)
        assert frame.loc[~hidden, [*FIGURES, RATE]].notna().all(axis=None)


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


@pytest.fixture(scope="module")
def own_price(village):
    """Give a county whose South East, all Rural, is cared for at a price of its own: £26."""
    contracts = village.tables.contracts.copy()
    contracts.loc[contracts["contract_id"] == "t-fir", "price_pence"] = 2_600
    tables = SimpleNamespace(**vars(village.tables) | {"contracts": contracts})
    return replace(village, tables=tables)


def at_band_rates(world, basis):
    hours = band_hours(world, Scenario(), basis)
    return hours["Urban"] * 1_875 + hours["Rural"] * 2_300


@pytest.mark.parametrize(
    ("prices", "more"), [(None, 0), ("band rates", 0), ("contract prices", 300)]
)
def test_maintenance_hours_stand_at_band_rates_unless_asked_otherwise(own_price, prices, more):
    """Paragraph 39 knows no price but the band's; a contract's own stands apart, named."""
    found = public_figures(own_price, Scenario(), basis="maintenance", prices=prices, threshold=5)
    everything = found.by_band.iloc[-1]
    week = at_band_rates(own_price, "maintenance")
    week += more * zone_hours(own_price, Scenario(), "maintenance")["South East"]
    assert found.prices == (prices or "band rates")
    assert everything["weekly_pence"] == week
    assert everything["rate_pence"] == pytest.approx(
        week / everything["carer_hours_week"], abs=0.01
    )
    assert (everything["base"], everything["prices"]) == ("maintenance hours", f"at {found.prices}")


def test_a_band_at_band_rates_has_its_rate(own_price):
    by_band = public_figures(own_price, Scenario(), prices="band rates", threshold=5).by_band
    rates = by_band.set_index("band")["rate_pence"]
    assert (rates["Urban"], rates["Rural"]) == (1_875, 2_300)


def test_all_planned_hours_stand_at_what_the_council_pays(own_price):
    found = public_figures(own_price, Scenario(), threshold=5)
    assert found.prices == "contract prices"
    south_east = found.by_zone.set_index("zone").loc["South East"]
    assert south_east["rate_pence"] == 2_600
    assert south_east["weekly_pence"] == south_east["carer_hours_week"] * 2_600


def test_enhancements_come_on_top_of_contract_prices_alone(own_price):
    dearer = Scenario(prices=PriceChoices(enhancements=(("30 minutes", 10),)))
    published = {
        prices: public_figures(
            own_price, dearer, basis="maintenance", prices=prices, threshold=5
        ).by_zone.set_index("zone")["rate_pence"]["West"]
        for prices in PRICE_BASES
    }
    assert published["contract prices"] == pytest.approx(1.1 * published["band rates"], abs=0.01)


def test_the_demo_publishes_the_table_of_paragraph_39():
    """£352,155.25 on 18,000 hours, and not £355,530.74, which spot prices would make of them."""
    demo = World(DEMO, read_tables(DEMO), None, read_rates(DEMO / "rates.toml"), "")
    published = public_figures(demo, Scenario(), basis="maintenance").by_band.set_index("band")
    assert published["weekly_pence"].to_dict() == {
        "Urban": 22_006_875,
        "Fringe": 9_388_960,
        "Rural": 2_992_300,
        "Isolated": 827_390,
        ALL: 35_215_525,
    }
    assert published.loc[ALL, "rate_pence"] == 1_956.42
    assert published.loc["Isolated", "rate_pence"] == 2_635
    paid = public_figures(demo, Scenario(), basis="maintenance", prices="contract prices")
    assert paid.by_band.iloc[-1]["weekly_pence"] == 35_553_074


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
    assert (read.loc[hidden, [*FIGURES, RATE]] == "*").all(axis=None)
    assert not (read.loc[~hidden, [*FIGURES, RATE]] == "*").any(axis=None)


def test_all_areas_zones_and_bands_are_there(figures, village):
    assert set(figures.by_area["area_id"]) == set(village.tables.areas["area_id"])
    assert figures.by_band["band"].tolist() == ["Urban", "Rural", ALL]
    assert figures.zones["zone"].tolist() == ["East", "South East", "West"]
    assert isinstance(figures.by_zone_band, pd.DataFrame)


def test_no_column_names_a_person(figures):
    for frame in (figures.by_zone_band, figures.by_area, figures.zones):
        assert not {"person_id", "package_id", "lon", "lat"} & set(frame.columns)
