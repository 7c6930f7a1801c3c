"""Today beside the plan, and scenario beside scenario."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from villages import village_world

from solver import demand
from solver.base.chosen_rates import rates_for
from solver.costs import spot_gaps
from solver.domain import MarketChoices, Plan, Round, RoundChoices, Scenario, Stop
from solver.errors import ScenarioError
from solver.rates.pay import pay_rules
from solver.score import score
from solver.study import Case
from solver.study.affected import lost
from solver.study.compare import (
    BREAKDOWN,
    base_of,
    compare,
    compare_by,
    deltas,
    pounds,
    saving,
)
from solver.study.measures import MEASURES
from solver.study.ranges import ranges_of
from solver.zones import package_rates


def result_of(world, scenario, *, later_s=0, drop=0):
    """Score today and a plan that starts everything later and drops the last calls."""
    workload = demand.workload(world, scenario, "mon")
    today = demand.today(world, workload)
    travel = world.roads.travel(workload.places, ["car"], scenario.roads)
    frame = demand.packages(world, scenario)
    price = dict(zip(frame["package_id"], package_rates(world, scenario).astype(int), strict=True))
    rules = pay_rules(rates_for(world, scenario), scenario.prices)
    rounds = []
    for item in today.rounds:
        stops = item.stops[: len(item.stops) - drop] if item.carer_id == "c-elm1" else item.stops
        rounds.append(
            Round(
                item.carer_id,
                item.shift,
                tuple(Stop(s.visit_id, s.start_s + later_s) for s in stops),
            )
        )
    plan = Plan("mon", tuple(rounds), today.unserved)
    before = score(today, workload, travel, rules=rules, price_pence=price)
    after = score(plan, workload, travel, rules=rules, price_pence=price, today=before)
    case = Case(
        scenario=scenario,
        day="mon",
        workload=workload,
        travel=travel,
        today=today,
        rules=rules,
        rates=rates_for(world, scenario),
        price_pence=price,
        spot_gap_pence=spot_gaps(world, scenario),
    )
    return SimpleNamespace(
        scenario=scenario,
        day="mon",
        case=case,
        today=before,
        score=after,
        ranges=ranges_of(case, plan),
        input_hash=world.input_hash,
    )


@pytest.fixture(scope="module")
def world():
    return village_world()


@pytest.fixture(scope="module")
def same(world):
    return result_of(world, Scenario())


@pytest.fixture(scope="module")
def dropped(world):
    return result_of(world, Scenario(name="Fewer calls"), later_s=300, drop=1)


def test_every_figure_of_every_scenario_carries_unit_and_base(same, dropped):
    frame = compare([same, dropped])
    assert list(frame.index.names) == ["scenario", "figure"]
    assert len(frame) == 2 * len(MEASURES)
    assert frame[["title", "unit", "base"]].notna().all().all()
    assert set(frame["base"]) == {"All planned visits of one Monday, all zones"}


def test_figures_are_those_of_the_scores(dropped):
    frame = compare([dropped]).loc["Fewer calls"]
    assert frame.loc["miles", "today"] == dropped.today.totals.miles
    assert frame.loc["miles", "plan"] == dropped.score.totals.miles
    assert frame.loc["miles", "change"] < 0  # a call less, a leg less
    assert frame.loc["served", "change"] == -1
    assert frame.loc["moved", "plan"] == 13  # 14 visits, each moved but the one dropped
    assert frame.loc["most_moved_minutes", "plan"] == 5
    assert pd.isna(frame.loc["moved", "today"])


def test_routing_never_changes_what_the_council_pays(same, dropped):
    frame = compare([same, dropped])
    assert (frame.xs("council_pence", level="figure")["change"] == 0).all()
    assert frame.loc[("Fewer calls", "provider_pence"), "change"] < 0


def test_scenarios_of_one_name_are_told_apart(same):
    frame = compare([same, same])
    assert list(frame.index.get_level_values("scenario").unique()) == [
        "Starting scenario",
        "Starting scenario (2)",
    ]


def test_deltas_are_plan_against_the_first_plan(same, dropped):
    table = deltas([same, dropped])
    expected = dropped.score.totals.miles - same.score.totals.miles
    assert table.loc["miles", "Fewer calls: change"] == pytest.approx(expected)
    assert "Starting scenario: change" not in table


def test_deltas_refuse_other_days_and_other_data(same, dropped):
    tuesday = SimpleNamespace(**{**vars(dropped), "day": "tue"})
    with pytest.raises(ScenarioError, match="Monday and 'Fewer calls' of Tuesday"):
        deltas([same, tuesday])
    other = SimpleNamespace(**{**vars(dropped), "input_hash": "other"})
    with pytest.raises(ScenarioError, match="different data"):
        deltas([same, other])


def test_nothing_to_compare_is_said(same):
    for function in (compare, lambda results: compare_by(results, "provider")):
        with pytest.raises(ScenarioError, match="run a scenario first"):
            function([])


def test_a_row_for_each_provider_adds_up_to_the_totals(dropped):
    table = compare_by([dropped], "provider").loc["Fewer calls"]
    assert sorted(table.index) == ["ash", "elm", "fir", "yew"]
    for name in set(BREAKDOWN) - {"travel_minutes_per_contact_hour"}:
        for when, scored in (("today", dropped.today), ("plan", dropped.score)):
            assert table[f"{name}_{when}"].sum() == pytest.approx(getattr(scored.totals, name))
    assert table.loc["elm", "miles_change"] < 0
    assert table.loc["ash", "miles_change"] == 0


def test_the_saving_keeps_the_ledgers_apart(dropped):
    text = saving(dropped)
    spent = dropped.today.totals.provider_pence - dropped.score.totals.provider_pence
    assert f"Council pays: unchanged. Providers save {pounds(spent)}" in text
    # of 8 minutes released, all fill with spot care that costs £3 an hour more than strategic
    released = dropped.score.totals.released_carer_hours
    assert f"; {released:,.1f} carer-hours released, worth at most" in text
    assert f"at most {pounds(round(released * 300))} to the council that day, and only if" in text
    assert "(they cost £3.00 an hour more than a strategic provider)" in text
    assert "; all this with 1 fewer visit made than in today's rounds. Range: with " in text


def test_visits_unmade_and_people_come_before_money(dropped):
    text = saving(dropped)
    assert text.startswith("1 of 14 visits is left unmade (today's rounds make every one). ")
    assert text.index("13 of 13 starts (100%) move") < text.index("Council pays")


def test_the_sentence_and_the_table_are_of_the_same_figures(dropped):
    frame, text = compare([dropped]).loc["Fewer calls"], saving(dropped)
    assert list(frame.index[:2]) == ["unserved", "served"]
    assert f"{frame.loc['unserved', 'plan']:.0f} of {frame.loc['visits', 'plan']:.0f}" in text
    assert f"{frame.loc['moved', 'plan']:.0f} of {frame.loc['served', 'plan']:.0f} starts" in text
    assert frame.loc["moved_share", "plan"] == 1
    assert frame.loc["carers_changed_share", "plan"] == 0


def test_a_move_within_the_tolerance_is_counted_as_a_move(world):
    """With a cap of 15 minutes nothing can move further than the 15 that are free."""
    cap = Scenario(rounds=RoundChoices(cap_s=900, tolerance_s=900))
    frame = compare([result_of(world, cap, later_s=300)]).droplevel("scenario")
    assert frame.loc["moved_beyond", "title"] == "Starts moved by more than 15 minutes"
    assert frame.loc["moved_beyond", "plan"] == 0
    assert frame.loc["moved", "plan"] == frame.loc["served", "plan"] > 0


def test_tolerances_that_differ_are_not_named_as_one(world, same):
    other = result_of(world, Scenario(name="B", rounds=RoundChoices(tolerance_s=600)))
    assert "not the same for all" in deltas([same, other]).loc["moved_beyond", "title"]


def test_what_today_loses_to_another_provider_is_counted(world):
    package = demand.packages(world, Scenario()).set_index("package_id")["provider_id"]
    visits = {v.id: v for v in demand.workload(world, Scenario(), "mon").visits}
    first = next(v for v in visits.values() if package[v.package_id] == "elm")
    moved = Scenario(name="Moved", market=MarketChoices(transfers=((first.package_id, "ash"),)))
    result = result_of(world, moved)
    gone = [v for v in visits.values() if v.package_id == first.package_id]
    found = lost(result.today)
    assert (found.visits, found.people) == (len(gone), len({v.person_id for v in gone}))
    many = "1 visit" if len(gone) == 1 else f"{len(gone)} visits"
    assert f"Today's rounds lose {many} of 1 person under this scenario" in saving(result)
    assert lost(result_of(world, Scenario()).today).words() == ""


def test_the_saving_says_when_nothing_changes(same):
    text = saving(same)
    assert text.startswith("Every visit is made. Council pays: unchanged. Providers save £0.00. ")
    assert "and providers save £0 (5th to 95th" in text  # the same rounds meet the same draws


def test_a_sentence_that_rests_on_invented_rounds_says_so_in_itself(same):
    case = replace(same.case, invented=True)
    said = saving(SimpleNamespace(**{**vars(same), "case": case}))
    assert "Council pays: unchanged. On invented rounds, providers save £0.00." in said
    assert " Range, on invented rounds: with " in said


def test_carbon_of_the_commute_stands_apart(same):
    frame = compare([same]).loc["Starting scenario"]
    totals = same.today.totals
    assert frame.loc["travel_co2e_kg", "today"] == pytest.approx(totals.miles * 0.28502)
    assert frame.loc["commute_co2e_kg", "today"] == pytest.approx(totals.commute_miles * 0.28502)
    assert totals.co2e_kg == pytest.approx((totals.miles + totals.commute_miles) * 0.28502)


def test_the_base_names_the_zones_that_were_planned(world):
    scenario = replace(Scenario(), rounds=RoundChoices(zones=("West",)))
    assert base_of(result_of(world, scenario)) == "All planned visits of one Monday, West"


def test_pounds_are_written_as_officers_read_them():
    assert pounds(35_215_525) == "£352,155.25"
    assert pounds(-5) == "-£0.05"
