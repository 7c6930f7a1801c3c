"""Demand to come: growth, care that is missing, a provider that leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from villages import village_world

from solver import demand
from solver.demand import (
    Expectation,
    Growth,
    growth_of,
    missing,
    people_implied,
    project,
    unmet,
    yearly,
)
from solver.domain import DemandChoices, MarketChoices, Scenario, ZoneChoices
from solver.errors import ScenarioError
from solver.zones import kept_packages, transfers, zone_table

WORLD = village_world()


def test_the_papers_growth_is_2_28_per_cent_a_year():
    assert yearly(demand.GROWTH_2018_TO_2038, 20) == pytest.approx(0.0228, abs=5e-5)
    for total, years in ((-1.0, 5), (0.5, 0)):
        with pytest.raises(ScenarioError, match="makes no sense"):
            yearly(total, years)


def test_growth_compounds_and_the_base_stays():
    rate = yearly(demand.GROWTH_2018_TO_2038, 20)
    table = project(WORLD, Scenario(), Growth(overall=rate), 20)
    assert table["carer_hours_week"].sum() == pytest.approx(50.75)
    assert table["carer_hours_then"].sum() == pytest.approx(50.75 * 1.57)
    assert (table["factor"] - 1.57).abs().max() < 1e-12


def test_zone_and_age_have_their_own_growth():
    people = WORLD.tables.people.copy()
    people.loc[people["person_id"] == "p00", "age"] = 90
    people.loc[people["person_id"] == "p03", "age"] = None
    world = village_world(people=people)
    growth = Growth(overall=0.01, by_zone=(("East", 0.1),), by_age=(("85 and over", 0.5),))
    table = project(world, Scenario(), growth, 1).set_index(["zone", "age"])
    assert table.loc[("West", "85 and over"), "factor"] == pytest.approx(1.5)
    assert table.loc[("West", "75 to 84"), "factor"] == pytest.approx(1.01)
    assert table.loc[("East", "75 to 84"), "factor"] == pytest.approx(1.1)
    assert table.loc[("East", "age not known"), "people"] == 1
    assert table.loc[("West", "85 and over"), "people"] == 1  # two packages, one person


def test_growth_of_nobody_known_is_refused():
    for growth, message in (
        (Growth(by_zone=(("Wst", 0.1),)), "no zone 'Wst'.*'West'"),
        (Growth(by_age=(("85+", 0.1),)), "no age group '85"),
        (Growth(overall=-1.0), "cannot shrink by 100%"),
    ):
        with pytest.raises(ScenarioError, match=message):
            project(WORLD, Scenario(), growth, 1)


def test_growth_costs_what_the_hours_cost_today():
    choices = DemandChoices(growth_percent=10, by_zone=(("East", 50),))
    table = project(WORLD, Scenario(), growth_of(choices), 1)
    base = zone_table(WORLD, Scenario()).set_index("zone")["weekly_pence"]
    then = table.groupby("zone")["weekly_pence_then"].sum()
    assert then["West"] == pytest.approx(1.1 * base["West"])
    assert then["East"] == pytest.approx(1.5 * base["East"])


def test_a_growth_leaves_the_plan_as_it_is():
    grown = Scenario(demand=DemandChoices(growth_percent=57, year=2038))
    pd.testing.assert_frame_equal(demand.packages(WORLD, grown), demand.packages(WORLD, Scenario()))
    assert demand.workload(WORLD, grown, "mon") == demand.workload(WORLD, Scenario(), "mon")


# --- care that is missing ---


def aged_world(young=90.0, old=10.0, west_old=None):
    """Give every area residents by age; ``west_old`` replaces the old of West's areas."""
    layer = WORLD.tables.areas
    aged = np.where(layer["zone"] == "West", west_old or old, old)
    layer = layer.assign(
        population=young + aged, population_65=aged, population_75=aged, population_85=0.0
    )
    return village_world(areas=layer)


def test_missing_care_is_expected_less_actual():
    found = unmet(aged_world(), Scenario(), Expectation("residents", 40.0)).set_index("zone")
    assert found.loc["West", "expected_hours"] == pytest.approx(24)  # 600 people
    assert found.loc["West", "unmet_hours"] == pytest.approx(24 - 28)
    assert found.loc["East", "unmet_hours"] == pytest.approx(16 - 14)
    assert found.loc["East", "unmet_per_1000"] == pytest.approx(2 / 0.4)
    assert found.loc["East", "unmet_share"] == pytest.approx(2 / 16)
    with pytest.raises(ScenarioError, match="cannot be negative"):
        unmet(aged_world(), Scenario(), Expectation("residents", -1.0))


def test_the_rate_expected_is_by_band_and_blank_until_it_is_set():
    """The report gives urban areas a figure, and no other [002 para 29a]."""
    found = unmet(aged_world(), Scenario(), Expectation()).set_index("zone")
    west = found.loc["West"]  # its areas are urban; the others' are rural
    assert west["expected_hours"] == pytest.approx(600 / 1_000 * 37.5)
    assert west["unmet_hours"] == pytest.approx(22.5 - 28)
    assert (
        found.loc[["East", "South East"], ["expected_hours", "unmet_hours"]].isna().all(axis=None)
    )
    both = Expectation(per_band=(("Urban", 37.5), ("Rural", 60.0)))
    rural = unmet(aged_world(), Scenario(), both).set_index("zone")
    assert rural.loc["East", "expected_hours"] == pytest.approx(24)
    assert rural.loc["East", "unmet_hours"] == pytest.approx(24 - 14)
    with pytest.raises(ScenarioError, match="no band 'Fen'"):
        unmet(aged_world(), Scenario(), Expectation(per_band=(("Fen", 40.0),)))
    with pytest.raises(ScenarioError, match="cannot be negative"):
        unmet(aged_world(), Scenario(), Expectation(per_band=(("Rural", -1.0),)))


def test_a_zone_of_two_bands_counts_the_residents_and_hours_of_those_with_a_rate():
    rebanded = Scenario(zones=ZoneChoices(bands=(("r0c0", "Rural"),)))
    found = unmet(aged_world(), rebanded, Expectation()).set_index("zone").loc["West"]
    hours = demand.packages(aged_world(), rebanded)
    urban = hours[(hours["zone"] == "West") & (hours["band"] == "Urban")]
    assert found["residents_counted"] == 500  # of 600
    assert found["carer_hours_counted"] == pytest.approx(urban["carer_hours_week"].sum())
    assert found["expected_hours"] == pytest.approx(500 / 1_000 * 37.5)


def test_gross_and_net_are_two_sums_of_one_table():
    table = unmet(aged_world(), Scenario(), Expectation("residents", 40.0))
    found = missing(table)
    # West has 4 more than expected, East lacks 2, South East has 0.75 more (8 expected, 8.75)
    assert found.gross == pytest.approx(2)
    assert found.beyond == pytest.approx(table["unmet_hours"].clip(upper=0).abs().sum())
    assert found.net == pytest.approx(found.expected - found.actual)
    assert found.net == pytest.approx(table["unmet_hours"].sum())
    assert (found.zones_short, found.zones_known, found.zones) == (1, 3, 3)
    urban = missing(unmet(aged_world(), Scenario(), Expectation()))
    assert (urban.zones_known, urban.zones, urban.actual) == (1, 3, 28)


def test_the_county_average_only_shares_out_what_there_is():
    for basis in ("residents", "aged-75", "ages"):
        found = unmet(aged_world(west_old=30.0), Scenario(), Expectation(basis, 0.0))
        assert found["unmet_hours"].sum() == pytest.approx(0)


def test_an_older_zone_is_expected_to_need_more():
    # every person with care is 84: at the county's rates by age, only the old need any
    found = unmet(aged_world(west_old=30.0), Scenario(), Expectation("ages")).set_index("zone")
    hours = zone_table(WORLD, Scenario())["carer_hours_week"].sum()
    assert found.loc["West", "expected_hours"] == pytest.approx(hours * 6 * 30 / (6 * 30 + 60))
    rates = demand.hours_per_head(aged_world(), Scenario())
    assert rates == {
        "under 65": 0.0,
        "75 to 84": pytest.approx(hours / 0.120),
    }  # nobody is 65 to 74 or 85: no rate is made up


def test_without_residents_nothing_is_said_to_be_missing():
    layer = WORLD.tables.areas.assign(population=pd.NA)
    found = unmet(village_world(areas=layer), Scenario(), Expectation())
    assert found["unmet_hours"].isna().all()


def test_a_zone_of_3600_hours_implies_90_to_103_thousand_people():
    assert people_implied(3_600, 40) == pytest.approx(90_000)
    assert people_implied(3_600, 35) == pytest.approx(102_857, abs=1)


# --- a provider leaves ---


def leave(*providers, **parts):
    return Scenario(demand=DemandChoices(leaving=providers), **parts)


def test_a_provider_that_leaves_hands_its_packages_on():
    table = demand.packages(WORLD, leave("elm"))
    assert "elm" not in set(table["provider_id"])
    assert set(table.loc[table["provider_from"] == "elm", "provider_id"]) == {"oak"}  # East's other
    assert len(transfers(WORLD, leave("elm"))) == 4
    with pytest.raises(ScenarioError, match=r"no provider 'elmm'.*'elm'"):
        demand.packages(WORLD, leave("elmm"))


def test_where_nobody_else_is_called_on_packages_stay_and_are_listed():
    left = demand.packages(WORLD, leave("elm", "oak"))
    assert (left.loc[left["zone"] == "East", "provider_id"] == "elm").all()
    kept = kept_packages(WORLD, leave("elm", "oak"))
    assert len(kept) == 4
    assert kept["reason"].str.contains("East has no other to call on").all()


def test_a_leaver_gets_nothing_by_any_other_rule():
    by_hand = MarketChoices(transfers=(("k00", "elm"),))
    assert "elm" not in set(demand.packages(WORLD, leave("elm", market=by_hand))["provider_id"])
    joins = ZoneChoices(moves=(("r0c1", "East"),), transfer="primes")
    table = demand.packages(WORLD, leave("elm", zones=joins)).set_index("package_id")
    assert table.loc["k01", "provider_id"] == "oak"


def test_specialist_packages_go_to_other_specialists():
    contracts = WORLD.tables.contracts
    more = contracts.iloc[[-1]].assign(contract_id="t-fir-x", provider_id="fir")
    packages = WORLD.tables.packages.copy()
    packages.loc[packages["package_id"] == "k00", "contract_id"] = "t-bay"
    one = village_world(packages=packages)
    two = village_world(packages=packages, contracts=pd.concat([contracts, more]))
    alone = demand.packages(one, leave("bay")).set_index("package_id")
    assert alone.loc["k00", "provider_id"] == "bay"
    row = demand.packages(two, leave("bay")).set_index("package_id").loc["k00"]
    assert (row["provider_id"], row["tier"]) == ("fir", "specialist")
    assert demand.leaving(one, leave("bay")).zones["nobody"].tolist() == [3.5]


def test_zones_count_the_primes_that_stay():
    table = zone_table(WORLD, leave("elm", "fir")).set_index("zone")
    assert table["primes"].to_dict() == {"East": 1, "South East": 0, "West": 1}
    assert table["supplementary"].sum() == 0


def test_who_loses_care_who_takes_it_and_what_it_costs():
    found = demand.leaving(WORLD, leave("elm"))
    assert found.packages["provider_to"].tolist() == ["oak"] * 4
    zone = found.zones.set_index("zone").loc["East"]
    assert (zone["people"], zone["carer_hours_week"], zone["prime"]) == (4, 14.0, 14.0)
    assert (zone["nobody"], zone["primes_left"]) == (0.0, 1)
    assert zone["weekly_pence_after"] == pytest.approx(zone["weekly_pence_before"])
    taker = found.providers.set_index("provider_id").loc["oak"]
    # its two carers: 4 h + 6.5 h, and 7 h, every day
    assert taker["shift_hours"] == pytest.approx(7 * 17.5)
    assert taker["used_after"] == pytest.approx(14 / (7 * 17.5))
    dearer = demand.leaving(WORLD, leave("yew")).zones.iloc[0]
    assert dearer["weekly_pence_before"] == pytest.approx(1.75 * 2_600)
    assert dearer["weekly_pence_after"] != dearer["weekly_pence_before"]  # from spot to the band


def test_its_carers_are_off_duty_and_its_rounds_are_gone():
    workload = demand.workload(WORLD, leave("ash"), "mon")
    assert "ash" not in {carer.provider_id for carer in workload.carers}
    plan = demand.today(WORLD, workload)
    assert {item.visit_id for item in plan.unserved} == {
        visit.id for visit in workload.visits if visit.zone == "West"
    }
