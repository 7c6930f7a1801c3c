"""Packages moved by hand from a day on, who is called on in a zone, and whom either touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from villages import village_world

from solver import costs, demand
from solver.domain import DemandChoices, MarketChoices, Scenario, ZoneChoices
from solver.errors import ScenarioError
from solver.zones import (
    affected,
    appoint,
    by_providers,
    called_on,
    cannot_take,
    held_in_zone,
    kept_packages,
    move_packages,
    put_back,
    strategic_rates,
    transfers,
    zone_table,
)

WORLD = village_world()
TODAY = Scenario()
FIRST = date(2020, 4, 6)


def ledger(scenario: Scenario) -> float:
    """What the council pays a week, by its own ledger."""
    week = costs.council_week(WORLD, scenario)
    return float(week.loc[week["base"] == "all planned", "weekly_pence"].sum())


# --- packages moved by hand ---------------------------------------------------------------


def test_packages_move_from_a_day_and_go_back():
    moved = move_packages(WORLD, TODAY, ["k02", "k03"], "oak", FIRST)
    assert moved.market.transfers == (("k02", "oak"), ("k03", "oak"))
    assert moved.market.starts == (("k02", "2020-04-06"), ("k03", "2020-04-06"))
    assert list(transfers(WORLD, moved)["provider_to"]) == ["oak", "oak"]
    assert set(transfers(WORLD, moved)["reason"]) == {"Moved by hand from 6 April 2020."}
    assert put_back(moved, ["k02"]).market.starts == (("k03", "2020-04-06"),)
    assert put_back(moved, ["k02", "k03"]) == TODAY
    assert Scenario.from_toml(moved.to_toml()) == moved


def test_a_package_is_moved_once_and_not_at_all_to_where_it_is():
    twice = move_packages(WORLD, move_packages(WORLD, TODAY, ["k02"], "oak"), ["k02"], "yew", FIRST)
    assert twice.market.transfers == (("k02", "yew"),)
    assert move_packages(WORLD, twice, ["k02"], "elm", FIRST) == TODAY  # Elm holds it today
    by_rule = Scenario(zones=ZoneChoices(moves=(("r0c2", "West"),), transfer="primes"))
    kept = move_packages(WORLD, by_rule, ["k02"], "elm")  # the rule would give it to Ash
    assert kept.market.transfers == (("k02", "elm"),)
    assert transfers(WORLD, kept).empty


def test_whom_a_move_touches_adds_up_to_the_ledger():
    # k23-other: 1.75 h at Yew's own £26; with Fir, supplementary there, at the Rural rate of £23
    moved = move_packages(WORLD, TODAY, ["k23-other", "k02"], "fir", FIRST)
    found = affected(WORLD, TODAY, moved).set_index("package_id")
    assert list(found.index) == ["k02", "k23-other"]
    row = found.loc["k23-other"]
    assert (row["provider_from"], row["tier_from"]) == ("yew", "spot")
    assert (row["provider_to"], row["tier_to"], row["start"]) == (
        "fir",
        "supplementary",
        "2020-04-06",
    )
    assert (row["visits_week"], row["carer_hours_week"]) == (3.5, 1.75)
    assert row["weekly_pence_before"] == pytest.approx(1.75 * 2_600)
    assert row["weekly_pence_after"] == pytest.approx(1.75 * 2_300)
    change = (found["weekly_pence_after"] - found["weekly_pence_before"]).sum()
    assert change == pytest.approx(ledger(moved) - ledger(TODAY), abs=1)
    assert affected(WORLD, TODAY, TODAY).empty


def test_those_affected_are_added_up_by_provider_and_day():
    moved = move_packages(WORLD, TODAY, ["k00", "k00-double", "k02"], "oak", FIRST)
    table = by_providers(affected(WORLD, TODAY, moved))
    assert list(table["provider_from"]) == ["ash", "elm"]
    assert list(table["people"]) == [1, 1]  # one person has two packages
    assert list(table["packages"]) == [2, 1]
    assert list(table["visits_week"]) == [14, 7]
    assert list(table["carer_hours_week"]) == [10.5, 3.5]
    assert set(table["start"]) == {"2020-04-06"}


def test_the_day_changes_no_weekly_figure():
    early = move_packages(WORLD, TODAY, ["k23-other"], "fir", FIRST)
    late = move_packages(WORLD, TODAY, ["k23-other"], "fir", date(2021, 4, 5))
    assert ledger(early) == ledger(late)
    assert early.key != late.key


# --- who cannot take a package ------------------------------------------------------------


def test_nothing_is_refused_that_can_go():
    assert cannot_take(WORLD, TODAY, ["k02", "k03"], "oak").empty


def test_a_provider_without_carers_takes_nothing():
    carers = WORLD.tables.carers
    world = village_world(carers=carers[carers["provider_id"] != "oak"])
    found = cannot_take(world, TODAY, ["k02", "k03"], "oak")
    assert list(found["package_id"]) == ["k02", "k03"]
    assert found.loc[0, "reason"] == (
        "Oak Care has no carers: add them to carers.csv, or choose another provider."
    )


def test_a_provider_without_a_contract_of_the_tier_takes_nothing_there():
    appointed = appoint(WORLD, TODAY, "West", ["ash"], ["oak"])
    found = cannot_take(WORLD, appointed, ["k00", "k02"], "oak")
    assert list(found["package_id"]) == ["k00"]  # in East it is prime, and has that contract
    assert found.loc[0, "reason"] == (
        "Oak Care has no supplementary contract: add a row to contracts.csv (oak, supplementary), "
        "or choose a provider that has one."
    )
    contracts = WORLD.tables.contracts
    world = village_world(contracts=contracts[contracts["provider_id"] != "oak"])
    assert "has no contract" in cannot_take(world, TODAY, ["k02"], "oak").loc[0, "reason"]


def test_a_visit_needs_as_many_carers_with_its_skills_as_it_has_places():
    visits, carers = WORLD.tables.visits.copy(), WORLD.tables.carers.copy()
    visits.loc[visits["package_id"].isin(["k00-double", "k02"]), "skills"] = "PEG feeding"
    carers.loc[carers["carer_id"] == "c-oak1", "skills"] = "medication;peg feeding"
    found = cannot_take(village_world(visits=visits, carers=carers), TODAY, ["k00-double"], "oak")
    assert found.loc[0, "reason"] == (
        "Visit s-k00-double needs 2 carers with PEG feeding, and Oak Care has 1: add the skill or "
        "the carer to carers.csv, or choose another provider."
    )
    world = village_world(visits=visits, carers=carers)
    assert cannot_take(world, TODAY, ["k02"], "oak").empty
    assert "Fir Care has none" in cannot_take(world, TODAY, ["k02"], "fir").loc[0, "reason"]


def test_a_provider_that_leaves_takes_nothing():
    leaves = Scenario(demand=DemandChoices(leaving=("oak",)))
    assert "leaves in this scenario" in cannot_take(WORLD, leaves, ["k02"], "oak").loc[0, "reason"]


# --- who is called on ---------------------------------------------------------------------


def test_a_zone_calls_on_whom_the_scenario_says():
    scenario = appoint(WORLD, TODAY, "South East", ["fir"], ["elm"])
    assert scenario.market.appointed == (("South East", "fir", "prime"),)
    called = called_on(WORLD, scenario)
    assert (called.primes["South East"], called.supplementary["South East"]) == (("fir",), ("elm",))
    assert called.supplementary["West"] == ("fir",)  # the other zones stay
    table = zone_table(WORLD, scenario).set_index("zone")
    assert list(table.loc["South East", ["primes", "supplementary"]]) == [1, 1]
    assert transfers(WORLD, scenario).empty  # nobody moves by it alone
    assert ledger(scenario) == ledger(TODAY)
    assert appoint(WORLD, scenario, "South East", [], ["elm", "fir"]) == TODAY


def test_packages_that_follow_a_zone_go_to_those_appointed():
    follows = Scenario(zones=ZoneChoices(moves=(("r0c2", "West"),), transfer="primes"))
    assert list(transfers(WORLD, follows)["provider_to"]) == ["ash"]
    after = appoint(WORLD, follows, "West", ["oak"], ["fir"])
    assert list(transfers(WORLD, after)["provider_to"]) == ["oak"]
    found = affected(WORLD, follows, after)
    assert list(found["package_id"]) == ["k02"]
    assert (found.loc[0, "provider_from"], found.loc[0, "provider_to"]) == ("ash", "oak")


def test_a_new_zone_gets_providers():
    """What "appoint one" asks for can be done."""
    new = Scenario(
        zones=ZoneChoices(moves=(("r0c2", "North"),), new_zones=("North",), transfer="primes")
    )
    assert len(kept_packages(WORLD, new)) == 1
    assert kept_packages(WORLD, appoint(WORLD, new, "North", ["oak"], [])).empty


def test_a_renamed_zone_is_known_by_both_names():
    renamed = Scenario(zones=ZoneChoices(renames=(("West", "Left"),)))
    scenario = appoint(WORLD, renamed, "Left", ["ash", "oak"], ["fir"])
    assert scenario.market.appointed == (("West", "oak", "prime"),)
    by_hand = replace(renamed, market=MarketChoices(appointed=(("Left", "oak", "prime"),)))
    assert called_on(WORLD, by_hand) == called_on(WORLD, scenario)


def test_leavers_are_not_called_on_and_others_take_over():
    leaves = Scenario(demand=DemandChoices(leaving=("ash",)))
    scenario = appoint(WORLD, leaves, "West", ["ash", "oak"], [])
    assert demand.leaving(WORLD, scenario).zones.loc[0, "primes_left"] == 1
    assert set(transfers(WORLD, scenario)["provider_to"]) == {"oak"}


def test_strategic_rates_are_those_of_who_is_called_on():
    nobody = strategic_rates(WORLD, appoint(WORLD, TODAY, "South East", [], []))
    here = (demand.packages(WORLD, TODAY)["zone"] == "South East").to_numpy()
    assert np.isnan(nobody[here]).all()
    assert (nobody[~here] == strategic_rates(WORLD, TODAY)[~here]).all()


def test_what_a_provider_holds_in_a_zone_is_added_up():
    held = held_in_zone(WORLD, TODAY, "South East")
    assert dict(held["packages"]) == {"fir": 2, "yew": 1}
    assert dict(held["carer_hours_week"]) == {"fir": 7.0, "yew": 1.75}
    assert held.loc["yew", "weekly_pence"] == pytest.approx(1.75 * 2_600)


def test_a_provider_is_not_prime_and_supplementary():
    with pytest.raises(ScenarioError, match="Ash Care would be prime and supplementary in West"):
        appoint(WORLD, TODAY, "West", ["ash"], ["ash"])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("Wost", "ash", "prime"), "no zone 'Wost'.*'West'"),
        (("West", "asch", "prime"), "no provider 'asch'.*'ash'"),
    ],
)
def test_an_appointment_names_what_there_is(row, words):
    scenario = Scenario(market=MarketChoices(appointed=(row,)))
    with pytest.raises(ScenarioError, match=words):
        transfers(WORLD, scenario)
