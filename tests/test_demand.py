"""Packages under a scenario, the visits of a day, and today's rounds."""

from __future__ import annotations

import pandas as pd
import pytest
from villages import CONTRACTS, village_world

from solver import demand
from solver.domain import MarketChoices, RoundChoices, Scenario, Shift, ZoneChoices
from solver.errors import ScenarioError


@pytest.fixture(scope="module")
def world():
    return village_world()


def frame_of(world, **choices):
    return demand.packages(world, Scenario(**choices)).set_index("package_id")


def test_hours_are_carer_hours_a_week(world):
    table = frame_of(world)
    assert table.loc["k00", "carer_hours_week"] == 7 * 0.5
    assert table.loc["k00-double", "carer_hours_week"] == 7 * 0.5 * 2  # two carers at the door
    assert table.loc["k00-double", "double_handed_hours_week"] == 7
    assert table.loc["k23-other", "carer_hours_week"] == 7 * 0.5 / 2  # every other week
    assert table.loc["k23-other", "visits_week"] == 3.5


def test_zone_band_and_contract_are_those_of_the_base(world):
    row = frame_of(world).loc["k23-other"]
    assert (row["zone"], row["band"], row["area_id"]) == ("South East", "Rural", "r2c3")
    assert (row["tier"], row["basis"], row["price_pence"]) == ("spot", "spot", 2_600)
    assert (row["maintenance"], row["provider_id"]) == (False, "yew")
    assert pd.isna(frame_of(world).loc["k00", "price_pence"])  # the band's rate


def test_a_package_moved_by_hand_follows_the_new_contract(world):
    market = MarketChoices(transfers=(("k23-other", "elm"),))
    row = frame_of(world, market=market).loc["k23-other"]
    # Elm Care is supplementary in South East: its supplementary contract, at the band's rate
    assert (row["provider_id"], row["contract_id"]) == ("elm", "t-elm-s")
    assert (row["tier"], row["basis"]) == ("supplementary", "hour")
    assert pd.isna(row["price_pence"])
    assert row["provider_from"] == "yew"


def test_a_package_given_to_a_spot_provider_is_paid_its_spot_price(world):
    row = frame_of(world, market=MarketChoices(transfers=(("k00", "yew"),))).loc["k00"]
    assert (row["tier"], row["basis"], row["price_pence"]) == ("spot", "spot", 2_600)


def test_a_provider_without_a_contract_of_the_tier_is_paid_the_band_rate():
    contracts = [row for row in CONTRACTS if row[0] != "t-elm-s"]
    frame = pd.DataFrame(
        contracts, columns=["contract_id", "provider_id", "tier", "basis", "price_pence"]
    ).astype({"price_pence": "Int64"})
    world = village_world(contracts=frame)
    row = frame_of(world, market=MarketChoices(transfers=(("k22", "elm"),))).loc["k22"]
    assert (row["contract_id"], row["tier"], row["basis"]) == ("", "supplementary", "hour")
    assert pd.isna(row["price_pence"])


def test_back_by_hand_is_as_if_nothing_had_moved(world):
    there_and_back = MarketChoices(transfers=(("k00", "yew"), ("k00", "ash")))
    pd.testing.assert_frame_equal(frame_of(world), frame_of(world, market=there_and_back))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"market": MarketChoices(transfers=(("k0", "ash"),))}, "no package 'k0'.*'k00'"),
        ({"market": MarketChoices(transfers=(("k00", "ashe"),))}, "no provider 'ashe'.*'ash'"),
        ({"zones": ZoneChoices(moves=(("r0c", "West"),))}, "no area 'r0c'.*'r0c0'"),
        ({"zones": ZoneChoices(moves=(("r0c0", "Wset"),))}, "no zone 'Wset'.*'West'"),
        ({"zones": ZoneChoices(bands=(("r0c0", "Rurl"),))}, "no band 'Rurl'.*'Rural'"),
    ],
)
def test_unknown_names_are_answered_with_the_nearest(world, choices, message):
    with pytest.raises(ScenarioError, match=message):
        demand.packages(world, Scenario(**choices))


def test_the_workload_holds_every_visit_and_every_door_once(world):
    workload = demand.workload(world, Scenario(), "mon")
    assert len(workload.visits) == 14
    assert [v.id for v in workload.visits] == sorted(v.id for v in workload.visits)
    places = [place.id for place in workload.places]
    assert places == sorted(set(places))
    assert {v.place for v in workload.visits} | {c.home for c in workload.carers} == set(places)


def test_a_visit_carries_what_the_planner_needs(world):
    visit = demand.workload(world, Scenario(), "mon").visit["s-k00-double"]
    assert (visit.zone, visit.band, visit.provider_id) == ("West", "Urban", "ash")
    assert (visit.carers_required, visit.service_s) == (2, 1_800)
    assert visit.regular_carers == ("c-ash1", "c-ash2")
    # rounds say a minute later than the visits table, and today is what the rounds say
    assert visit.start_s == 27_000 + 600 * 12 + 60
    assert visit.earliest_s == 27_000 + 600 * 12 - 7_200


def test_without_rounds_the_visits_table_says_the_start(world):
    assert demand.workload(world, Scenario(), "tue").visit["s-k00"].start_s == 27_000


def test_days_and_weeks_are_kept():
    base = village_world()
    visits = base.tables.visits.copy()
    visits.loc[visits["visit_id"] == "s-k00", "days"] = 0b0000010  # Tuesday only
    other = visits["visit_id"] == "s-k23-other"
    visits.loc[other, "first_week"] = 2  # not in week 1
    world = village_world(visits=visits)
    assert "s-k00" not in demand.workload(world, Scenario(), "mon").visit
    assert "s-k00" in demand.workload(world, Scenario(), "tue").visit
    assert "s-k23-other" not in demand.workload(world, Scenario(), "tue").visit


def test_a_carer_is_on_duty_on_their_days_with_their_shifts():
    base = village_world()
    carers = base.tables.carers.copy()
    carers.loc[carers["carer_id"] == "c-fir2", "days"] = 0b0000010
    carers.loc[carers["carer_id"] == "c-fir1", "wage_pence"] = 1_000
    world = village_world(carers=carers)
    workload = demand.workload(world, Scenario(), "mon")
    assert "c-fir2" not in workload.carer
    carer = workload.carer["c-fir1"]
    assert carer.shifts == (Shift(25_200, 39_600), Shift(57_600, 81_000))
    assert (carer.wage_pence, carer.contracted_s) == (1_000, None)


def test_today_is_the_loaded_rounds(world):
    workload = demand.workload(world, Scenario(), "mon")
    plan = demand.today(world, workload)
    calls = [(r.carer_id, s.visit_id, s.start_s) for r in plan.rounds for s in r.stops]
    loaded = world.tables.rounds
    assert sorted(calls) == sorted(
        zip(loaded["carer_id"], loaded["visit_id"], loaded["start_s"], strict=True)
    )
    assert plan.unserved == ()
    for item in plan.rounds:
        assert list(item.stops) == sorted(item.stops, key=lambda stop: stop.start_s)


def test_a_visit_whose_provider_changed_leaves_todays_rounds_with_a_reason(world):
    moved = Scenario(market=MarketChoices(transfers=(("k00-double", "elm"),)))
    plan = demand.today(world, demand.workload(world, moved, "mon"))
    assert [(item.visit_id, item.reason) for item in plan.unserved] == [
        ("s-k00-double", "provider-changed")
    ]
    assert "from ash to elm" in plan.unserved[0].detail
    calls = [stop.visit_id for item in plan.rounds for stop in item.stops]
    assert "s-k00-double" not in calls  # neither of its two calls is left behind
    assert "s-k00" in calls


def test_visits_that_no_round_makes_are_listed(world):
    plan = demand.today(world, demand.workload(world, Scenario(), "tue"))
    assert {item.reason for item in plan.unserved} == {"not-in-rounds"}
    assert len(plan.unserved) == 14
    assert plan.rounds == ()


def test_half_a_pair_is_no_visit():
    base = village_world()
    rounds = base.tables.rounds
    world = village_world(rounds=rounds[rounds["carer_id"] != "c-ash2"])
    plan = demand.today(world, demand.workload(world, Scenario(), "mon"))
    assert [(item.visit_id, item.reason) for item in plan.unserved] == [
        ("s-k00-double", "not-in-rounds")
    ]
    assert "1 of 2 carers" in plan.unserved[0].detail


def test_a_carer_who_is_off_duty_is_no_part_of_today():
    base = village_world()
    carers = base.tables.carers.copy()
    carers.loc[carers["carer_id"] == "c-yew1", "days"] = 0b0000010
    world = village_world(carers=carers)
    plan = demand.today(world, demand.workload(world, Scenario(), "mon"))
    assert [(item.visit_id, item.reason) for item in plan.unserved] == [
        ("s-k23-other", "carer-off-duty")
    ]


def test_planning_one_zone_takes_its_visits_and_those_who_visit_there(world):
    scenario = Scenario(rounds=RoundChoices(zones=("South East",)))
    workload = demand.workload(world, scenario, "mon")
    assert sorted(workload.visit) == ["s-k22", "s-k23", "s-k23-other"]
    # both of Fir's and of Yew's carers: the second of each has nothing else to do
    assert sorted(workload.carer) == ["c-fir1", "c-fir2", "c-yew1", "c-yew2"]


def test_a_carer_who_works_elsewhere_too_keeps_that_time_free():
    base = village_world()
    contracts = base.tables.packages["contract_id"].mask(
        base.tables.packages["package_id"] == "k12", "t-fir"
    )
    packages = base.tables.packages.assign(contract_id=contracts)
    rounds = base.tables.rounds.copy()
    rounds.loc[rounds["visit_id"] == "s-k12", "carer_id"] = "c-fir1"
    rounds.loc[rounds["visit_id"] == "s-k12", "start_s"] = 33_400  # between s-k22 and s-k23
    world = village_world(packages=packages, rounds=rounds)
    starts = rounds.set_index("visit_id")["start_s"]
    scenario = Scenario(rounds=RoundChoices(zones=("South East",)))
    workload = demand.workload(world, scenario, "mon")
    assert workload.carer["c-fir1"].shifts == (
        Shift(25_200, int(starts["s-k22"]) + 1_800),  # until the end of the call before
        Shift(int(starts["s-k23"]), 39_600),  # from the start of the call after
        Shift(57_600, 81_000),
    )
    plan = demand.today(world, workload)
    own = {item.shift: item.stops for item in plan.rounds if item.carer_id == "c-fir1"}
    assert [stop.visit_id for stop in own[0]] == ["s-k22"]
    assert [stop.visit_id for stop in own[1]] == ["s-k23"]


def test_zones_to_plan_may_be_named_by_their_new_names(world):
    zones = ZoneChoices(renames=(("South East", "The Vale"),))
    for name in ("South East", "The Vale"):
        scenario = Scenario(zones=zones, rounds=RoundChoices(zones=(name,)))
        assert len(demand.workload(world, scenario, "mon").visits) == 3
    unknown = Scenario(zones=zones, rounds=RoundChoices(zones=("The Vail",)))
    with pytest.raises(ScenarioError, match=r"no zone 'The Vail'.*'The Vale'"):
        demand.workload(world, unknown, "mon")
