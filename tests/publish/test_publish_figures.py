"""Public figures add up, hide small numbers at every level, and carry one base."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from solver.base.world import World
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


def test_hours_carry_the_base_and_are_rounded(village):
    """West has 3.5 hours a head and week, 7 more for a double-handed package: 210."""
    everything = public_figures(village, Scenario(), threshold=5)
    maintenance = public_figures(village, Scenario(), basis="maintenance", threshold=5)
    by_zone = [
        frame.by_zone.set_index("zone")["carer_hours_week"] for frame in (everything, maintenance)
    ]
    assert by_zone[0]["West"] == by_zone[1]["West"] == 58 * 3.5 + 7
    # 41 people, 143.5 hours; every other week a sitting of half an hour a day: 1.75 a week
    assert by_zone[0]["South East"] == by_zone[1]["South East"] == 145
    to_ten = public_figures(village, Scenario(), threshold=8).by_zone.set_index("zone")
    assert to_ten["carer_hours_week"]["South East"] == 150  # 145.25


@pytest.fixture(scope="module")
def own_price(village):
    """Give a county whose South East, all Rural, is cared for at a price of its own: £26."""
    contracts = village.tables.contracts.copy()
    contracts.loc[contracts["contract_id"] == "t-fir", "price_pence"] = 2_600
    tables = SimpleNamespace(**vars(village.tables) | {"contracts": contracts})
    return replace(village, tables=tables)


@pytest.mark.parametrize("prices", PRICE_BASES)
def test_the_price_of_one_contract_is_not_published(own_price, village, prices):
    """One provider with a price of its own: cost over hours is the band's rate, as without it."""
    tables = [
        public_figures(world, Scenario(), basis="maintenance", prices=prices, threshold=5)
        for world in (own_price, village)
    ]
    assert tables[0].uplift == 0
    pd.testing.assert_frame_equal(tables[0].by_zone_band, tables[1].by_zone_band)
    row = tables[0].by_band.iloc[-1]
    assert (row["base"], row["prices"]) == ("maintenance hours", f"at {prices}")


@pytest.mark.parametrize("prices", PRICE_BASES)
def test_cost_is_what_everybody_can_work_out(village, prices):
    """Shown hours times the rates of the bands: nothing that hours and rates do not tell."""
    found = public_figures(village, Scenario(), prices=prices, threshold=5)
    frame = found.by_zone_band[~found.by_zone_band["suppressed"]]
    for band, rate in (("Urban", 1_875), ("Rural", 2_300)):
        rows = frame[frame["band"] == band]
        assert len(rows)
        assert (rows["weekly_pence"] == rows["carer_hours_week"] * rate).all()
    zones = frame[(frame["band"] == ALL)]
    assert zones["rate_pence"].between(1_875, 2_300).all()


def test_a_band_at_band_rates_has_its_rate(own_price):
    by_band = public_figures(own_price, Scenario(), prices="band rates", threshold=5).by_band
    rates = by_band.set_index("band")["rate_pence"]
    assert (rates["Urban"], rates["Rural"]) == (1_875, 2_300)


def test_enhancements_come_on_top_of_contract_prices_alone(village):
    """10 % on short visits of all: one share for the county, in steps of 5 people of 130."""
    dearer = Scenario(prices=PriceChoices(enhancements=(("30 minutes", 10),)))
    published = {
        prices: public_figures(village, dearer, basis="maintenance", prices=prices, threshold=5)
        for prices in PRICE_BASES
    }
    assert published["band rates"].uplift == 0
    assert published["contract prices"].uplift == 0.1


def test_the_demo_publishes_the_table_of_paragraph_39_rounded():
    """£352,155.25 on 18,000 hours on the page of costs; to 10 hours of each band here."""
    demo = World(DEMO, read_tables(DEMO), None, read_rates(DEMO / "rates.toml"), "")
    published = public_figures(demo, Scenario(), basis="maintenance").by_band.set_index("band")
    assert published["weekly_pence"].to_dict() == {
        "Urban": 11_740 * 1_875,
        "Fringe": 4_650 * 2_020,
        "Rural": 1_300 * 2_300,
        "Isolated": 310 * 2_635,
        ALL: 35_212_350,
    }
    assert published.loc[ALL, "rate_pence"] == pytest.approx(1_956.42, abs=0.5)
    assert published.loc["Isolated", "rate_pence"] == 2_635
    paid = public_figures(demo, Scenario(), basis="maintenance", prices="contract prices")
    assert paid.uplift == 0.01  # £355,530.74 is 0.96 % more; steps of 1 %: 8 people of 1,334
    assert paid.by_band.iloc[-1]["weekly_pence"] == pytest.approx(35_553_074, rel=0.005)


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


def test_a_coarser_form_shows_totals_and_says_what_it_leaves_out(village):
    found = public_figures(village, Scenario(), detail="zones")
    assert found.by_area["suppressed"].all()
    pairs = found.by_zone_band[
        (found.by_zone_band["zone"] != ALL) & (found.by_zone_band["band"] != ALL)
    ]
    alone = pairs.groupby("zone")["band"].transform("size") == 1  # such a pair is its zone
    assert (pairs["suppressed"] | alone).all()
    assert not found.by_zone["suppressed"].any()
    assert "left out of the form chosen" in set(found.hidden["why"])
    shown = [cell for cell in found.released.pack.cells if cell.people is not None]
    assert len(shown) == int((~found.by_zone_band["suppressed"]).sum())
