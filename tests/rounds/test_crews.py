"""Crews of two in one car: together all day, two people's time, one car's miles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import HOUR, RULES, Town, build, planned, searched, towns
from score_town import carer, plan, visit

from solver.check import violations
from solver.domain import Plan, Shift
from solver.errors import PlanError
from solver.score import score

DAN = carer("dan", shifts=(Shift(7 * HOUR, 14 * HOUR),))
RIA = replace(carer("ria", shifts=(Shift(8 * HOUR, 13 * HOUR),)), home="home:dan", rides_with="dan")
ANN, BOB = carer("ann"), carer("bob")
NOBODY = Plan("mon", ())


def line(visits, carers, today: Plan = NOBODY, **choices) -> Town:
    miles = {one.home: 0.0 for one in carers}
    miles |= {item.place: 4.0 + k for k, item in enumerate(visits)}
    return build(visits, carers, miles, today, **choices)


def calls(made: Plan) -> dict[str, list[str]]:
    return {item.carer_id: [stop.visit_id for stop in item.stops] for item in made.rounds}


PAIRS = [visit("p1", "09:00", carers=2), visit("p2", "10:00", carers=2)]


def test_a_crew_costs_two_peoples_time_and_one_cars_miles() -> None:
    town = line(PAIRS, [DAN, RIA], cap_s=0)
    made, _ = searched(town)
    assert calls(made) == {"dan": ["p1", "p2"], "ria": ["p1", "p2"]}
    two = line(PAIRS, [ANN, BOB], cap_s=0)
    apart, _ = searched(two)
    prices = {item.package_id: 2_000 for item in PAIRS}
    crew, pair = (
        score(found, where.workload, where.travel, rules=RULES, price_pence=prices).totals
        for found, where in ((made, town), (apart, two))
    )
    assert crew.miles == pytest.approx(pair.miles / 2) == pytest.approx(1, abs=0.01)
    assert crew.commute_miles == pytest.approx(pair.commute_miles / 2)
    assert crew.co2e_kg == pytest.approx(pair.co2e_kg / 2)
    assert crew.contact_minutes == pair.contact_minutes == 120
    assert crew.travel_minutes == pair.travel_minutes == 4  # two minutes of the way, twice
    assert crew.provider_pence < pair.provider_pence


def test_the_search_counts_a_crew_as_the_score_does() -> None:
    # what it saves over two carers in two cars is one car's mileage
    crew = searched(line(PAIRS, [DAN, RIA], cap_s=0))[1]
    pair = searched(line(PAIRS, [ANN, BOB], cap_s=0))[1]
    mileage = RULES.mileage("car") * 1_000
    saved = pair - crew
    # a mile between the doors, and a quarter of 4 + 5 miles from and to home
    assert saved == pytest.approx(mileage * (1 + 9 / 4), rel=0.01)


def test_a_crew_makes_what_it_makes_today_and_no_single_call() -> None:
    visits = [*PAIRS, visit("one", "11:00")]
    today = plan(
        {
            "dan": [("p1", "09:00")],
            "ria": [("p1", "09:00")],
            "ann": [("p2", "10:00")],
            "bob": [("p2", "10:00")],
        }
    )
    town = line(visits, [DAN, RIA, ANN, BOB], today)
    made = calls(searched(town)[0])
    assert made["dan"] == made["ria"] == ["p1"]
    assert "p2" in made["ann"] and "p2" in made["bob"]
    (left,) = searched(line([visits[2]], [DAN, RIA]))[0].unserved
    assert left.reason == "no-carer"


def test_both_of_a_crew_must_have_the_skill_and_be_wanted() -> None:
    skilled = visit("p1", "09:00", carers=2, skills=("hoist",))
    town = line([skilled], [replace(DAN, skills=("hoist",)), RIA])
    assert [left.reason for left in searched(town)[0].unserved] == ["no-carer-with-skill"]
    refused = visit("p1", "09:00", carers=2, excluded_carers=("ria",))
    assert [left.reason for left in searched(line([refused], [DAN, RIA]))[0].unserved] == [
        "excluded"
    ]
    early = visit("p1", "07:10", carers=2)  # the rider begins at eight
    assert searched(line([early], [DAN, RIA], cap_s=1_200))[0].unserved


def test_without_the_driver_the_rider_stays_and_without_the_rider_the_driver_goes() -> None:
    one = visit("one", "09:00")
    assert searched(line([one], [RIA]))[0].unserved
    assert calls(searched(line([one], [DAN]))[0]) == {"dan": ["one"]}


def test_the_checker_finds_a_crew_that_parts() -> None:
    town = line([PAIRS[0], visit("one", "11:00")], [DAN, RIA, ANN])
    parted = plan({"dan": [("p1", "09:00"), ("one", "11:00")], "ria": [("p1", "09:00")]})
    found = violations(parted, town.workload, town.travel, choices=town.choices)
    assert [(item.rule, item.visit_id) for item in found] == [("crew", "one")]
    lone = line([visit("one", "11:00")], [RIA])
    sent = plan({"ria": [("one", "11:00")]})
    found = violations(sent, lone.workload, lone.travel, choices=lone.choices)
    assert [item.rule for item in found] == ["crew"]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data(), towns(), st.sampled_from(["re-time", "re-sequence", "re-allocate", "re-provide"]))
def test_any_crews_stay_together(data, town: Town, freedom: str) -> None:
    carers = list(town.workload.carers)
    for k in range(1, len(carers), 2):
        driver = carers[k - 1]
        if data.draw(st.booleans()):
            carers[k] = replace(
                carers[k],
                rides_with=driver.id,
                provider_id=driver.provider_id,
                home=driver.home,
                mode=driver.mode,
            )
    load = replace(town.workload, carers=tuple(carers))
    made, _ = searched(replace(town, workload=load), freedom=freedom)
    prices = {item.package_id: 2_000 for item in load.visits}
    ran = score(made, load, town.travel, rules=RULES, price_pence=prices)
    riders = {one.id for one in carers if one.rides_with}
    assert (ran.legs.loc[ran.legs["carer_id"].isin(riders), "length_m"] == 0).all()


@pytest.mark.parametrize(
    ("drives", "rides"), [("car", "foot"), ("foot", "car"), ("car", "bicycle")]
)
def test_a_crew_of_two_modes_is_named_at_the_door(drives: str, rides: str) -> None:
    pair = visit("pair", "08:00", carers=2)
    staff = [carer("dan", mode=drives), replace(carer("ria", mode=rides), rides_with="dan")]
    town = build([pair], staff, {"home:dan": 0.0, "home:ria": 0.0, pair.place: 1.0}, NOBODY)
    with pytest.raises(PlanError, match=f"ria rides with dan and goes by {rides}"):
        planned(town)
