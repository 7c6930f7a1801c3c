"""The closed loop: solved travel by band against the price of the band."""

from __future__ import annotations

import pytest
from score_town import carer, plan, town, visit, workload

from solver.costs.loop import minutes_bought, price_check
from solver.costs.needed import PayTerms, band_build_up
from solver.costs.travel import BandTravel, band_travel
from solver.domain import PriceChoices
from solver.errors import RatesError
from solver.rates import default_rates
from solver.rates.pay import pay_rules
from solver.score import score

RATES = default_rates().on("2020-01-20")
BANDS = {"Urban": 1_875, "Fringe": 2_020, "Rural": 2_300, "Isolated": 2_635}


@pytest.mark.parametrize(
    ("premium", "on_cost", "minutes"),
    [
        (145, 0.30, 3.7),
        (145, 0.25, 3.8),
        (425, 0.30, 10.9),
        (425, 0.25, 11.1),
        (760, 0.30, 19.5),
        (760, 0.25, 19.9),
    ],
)
def test_minutes_that_the_premium_buys(premium, on_cost, minutes):
    bought = minutes_bought(premium, wage_pence=930, on_cost=on_cost, mph=25, mileage_pence=45)
    assert round(bought, 1) == minutes


def solved(times=1):
    """Two half-hour visits: an Urban one, then a Rural one 3 miles and 6 minutes away."""
    visits = (visit("a", "08:00"), visit("b", "09:00", band="Rural"))
    doors = {"person:p-a": 0.0, "person:p-b": 3.0, "home:anna": 0.0}
    day = score(
        plan({"anna": [("a", "08:00"), ("b", "09:00")]}),
        workload(visits, (carer("anna"),)),
        town(doors),
        rules=pay_rules(RATES, PriceChoices()),
        price_pence={"k-a": 1_875, "k-b": 2_300},
    )
    return {item.band: item for item in band_travel(*[day.by("band")] * times)}


def test_travel_per_contact_hour_is_read_from_the_score():
    found = solved()
    assert found["Rural"].travel_minutes == 12
    assert found["Rural"].miles == pytest.approx(6, abs=0.001)
    assert found["Rural"].waiting_minutes == 48
    assert found["Rural"].mileage_pence == pytest.approx(45, abs=0.01)
    assert found["Urban"].travel_minutes == 0


def test_several_days_are_added_up():
    once, twice = solved(), solved(times=2)
    assert twice["Rural"].contact_minutes == 2 * once["Rural"].contact_minutes
    assert twice["Rural"].travel_minutes == once["Rural"].travel_minutes
    assert twice["Rural"].mileage_pence == once["Rural"].mileage_pence


def test_the_rate_needed_stands_beside_the_rate_offered():
    travel = tuple(solved().values())
    table = price_check(travel, RATES, BANDS, {"Urban": 100, "Rural": 10}, "52")
    assert table.index.tolist() == ["Urban", "Rural"]
    rural = table.loc["Rural"]
    by_hand = band_build_up(solved()["Rural"], RATES).price_pence
    assert rural["needed_pence"] == round(by_hand)
    assert rural["surplus_pence"] == 2_300 - round(by_hand)
    # the year is the shortfall as shown, to the penny, × hours × weeks
    assert rural["surplus_annual_pence"] == rural["surplus_pence"] * 10 * 52
    assert rural["sector_pence"] == 1_893  # 2019/20
    assert rural["extra_minutes"] == 12
    assert rural["premium_pence"] == 425
    assert table.loc["Urban", "bought_minutes"] == 0
    assert rural["needed_low_pence"] < rural["needed_pence"] < rural["needed_high_pence"]
    assert rural["needed_with_waiting_pence"] > rural["needed_pence"]


def test_a_dearer_wage_needs_a_dearer_rate():
    travel = tuple(solved().values())
    hours = {"Urban": 1, "Rural": 1}
    now = price_check(travel, RATES, BANDS, hours, "52")
    dearer = price_check(travel, RATES, BANDS, hours, "52", PayTerms(wage_pence=1_030))
    assert (dearer["needed_pence"] > now["needed_pence"]).all()


def test_a_solved_band_without_a_rate_is_named():
    with pytest.raises(RatesError, match="band 'Rural' has no rate"):
        price_check(tuple(solved().values()), RATES, {"Urban": 1_875}, {}, "52")


def test_a_band_where_nothing_was_solved_is_left_out():
    frame = score(
        plan({}),
        workload((visit("a", "08:00"),), (carer("anna"),)),
        town({"person:p-a": 0.0, "home:anna": 0.0}),
        rules=pay_rules(RATES, PriceChoices()),
        price_pence={"k-a": 1_875},
    ).by("band")
    assert frame.index.tolist() == ["Urban"]
    assert band_travel(frame) == ()


def test_a_plan_without_miles_has_no_mileage_to_pay():
    still = BandTravel("Urban", 60, 0, 0, 0, 0)
    table = price_check((still,), RATES, BANDS, {}, "52")
    assert table.loc["Urban", "bought_minutes"] == 0
    assert table.loc["Urban", "surplus_annual_pence"] == 0


def test_the_price_check_of_four_bands(golden):
    """Travel rising from Urban to Isolated, at the paper's prices and hours."""
    travel = (
        BandTravel("Urban", 6_000, 10.0, 3.0, 4.0, 45.0),
        BandTravel("Fringe", 3_000, 13.0, 4.5, 5.0, 45.0),
        BandTravel("Rural", 1_000, 24.0, 10.0, 6.0, 45.0),
        BandTravel("Isolated", 300, 30.0, 13.0, 6.0, 44.0),
    )
    hours = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
    table = price_check(travel, RATES, BANDS, hours, "52")
    golden("price_check.csv", table.to_csv(float_format="%.4f", lineterminator="\n"))
    assert (table["needed_pence"].diff().dropna() > 0).all()
