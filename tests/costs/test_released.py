"""Released hours are worth the spot hours that they replace, and never more."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from villages import village_world

from solver.base.world import World
from solver.costs import released_worth, spot_gaps
from solver.demand import packages
from solver.domain import DemandChoices, PriceChoices, Scenario, ZoneChoices
from solver.intake import read_tables
from solver.rates import read_rates
from solver.selftest import DEMO

TODAY = Scenario()
VISITS = pd.DataFrame(
    {
        "package_id": ["spot-a", "spot-a", "spot-b", "cheap", "prime"],
        "carer_seconds": [1_800, 1_800, 7_200, 36_000, 36_000],
    }
)
GAPS = {"spot-a": 500.0, "spot-b": 240.0, "cheap": -150.0, "another day": 900.0}


@pytest.fixture(scope="module")
def world():
    return village_world()


def with_contract(world, contract_id, price_pence):
    contracts = world.tables.contracts.copy()
    contracts.loc[contracts["contract_id"] == contract_id, "price_pence"] = price_pence
    return village_world(contracts=contracts)


# --- the worth ----------------------------------------------------------------------------


def test_released_hours_are_worth_the_average_difference_of_what_they_replace():
    worth = released_worth(2.0, VISITS, GAPS)
    # an hour of a, two of b and ten of the cheap one could move
    gap = (500 + 2 * 240 - 10 * 150) / 13
    assert worth.gap_pence == pytest.approx(gap)
    assert (worth.hours, worth.spot_hours) == (2.0, 13.0)
    assert worth.pence == 0  # on average spot is cheaper: never below 0
    dear = {name: gap for name, gap in GAPS.items() if gap > 0}
    assert released_worth(2.0, VISITS, dear).pence == round(2 * (500 + 2 * 240) / 3)


def test_they_replace_no_more_spot_hours_than_there_are():
    dear = {"spot-a": 500.0, "spot-b": 240.0}
    worth = released_worth(36.7, VISITS, dear)  # not 36.7 h at the average price
    assert worth.pence == 500 + 2 * 240
    assert (worth.hours, worth.spot_hours) == (3.0, 3.0)


@pytest.mark.parametrize("released", [-4.0, 0.0, None])
def test_nothing_released_replaces_nothing(released):
    worth = released_worth(released, VISITS, {"spot-a": 500.0})
    assert (worth.pence, worth.hours, worth.spot_hours) == (0, 0.0, 1.0)


def test_where_no_spot_package_is_there_is_nothing_to_replace():
    worth = released_worth(10.0, VISITS, {"another day": 900.0})
    assert (worth.pence, worth.hours, worth.spot_hours) == (0, 0.0, 0.0)


def test_a_saving_of_2_40_an_hour_on_36_7_hours_is_88_pounds():
    visits = pd.DataFrame({"package_id": ["spot"], "carer_seconds": [40 * 3_600]})
    assert released_worth(36.7, visits, {"spot": 240.0}).pence == 8_808


def test_the_demos_spot_care_costs_2_40_an_hour_more_than_strategic_care():
    """36.7 hours released are worth about £88, not £767.89."""
    demo = World(DEMO, read_tables(DEMO), None, read_rates(DEMO / "rates.toml"), "")
    hours = packages(demo, TODAY).set_index("package_id")["carer_hours_week"]
    visits = pd.DataFrame({"package_id": hours.index, "carer_seconds": 3_600 * hours.to_numpy()})
    worth = released_worth(36.7, visits, spot_gaps(demo, TODAY))
    assert worth.pence == pytest.approx(8_800, abs=50)
    assert worth.spot_hours == pytest.approx(1_267)


# --- what a package would cost with a strategic provider -------------------------------------


def test_a_spot_package_is_set_beside_its_bands_rate(world):
    assert spot_gaps(world, TODAY) == {"k23-other": 2_600 - 2_300}  # Rural


def test_a_dearer_band_leaves_less_to_save_and_may_cost_more(world):
    dearer = Scenario(prices=PriceChoices(band_pence=(("Rural", 2_700),)))
    assert spot_gaps(world, dearer) == {"k23-other": -100}


def test_enhancements_raise_what_a_strategic_provider_would_be_paid(world):
    paid = Scenario(prices=PriceChoices(enhancements=(("30 minutes", 10),)))
    assert spot_gaps(world, paid) == pytest.approx({"k23-other": 2_600 - 2_530})


def test_a_strategic_provider_with_a_price_of_its_own_is_paid_that(world):
    assert spot_gaps(with_contract(world, "t-fir", 2_450), TODAY) == {"k23-other": 150}
    # the others of the zone are paid by the band: the dearest counts
    assert spot_gaps(with_contract(world, "t-fir", 2_000), TODAY) == {"k23-other": 300}


def test_a_package_that_nobody_is_called_on_for_cannot_move(world):
    left = Scenario(demand=DemandChoices(leaving=("elm", "fir")))
    assert spot_gaps(world, left) == {}


def test_a_new_zone_without_providers_can_take_nothing(world):
    alone = ZoneChoices(moves=(("r2c3", "Alone"),), new_zones=("Alone",))
    assert spot_gaps(world, Scenario(zones=alone)) == {}


def test_a_package_that_has_moved_is_spot_no_more(world):
    moved = dataclasses.replace(TODAY, market=type(TODAY.market)((("k23-other", "fir"),)))
    assert spot_gaps(world, moved) == {}
