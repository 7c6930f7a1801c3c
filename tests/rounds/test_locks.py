"""Locks: kept at every freedom, named where they contradict each other, never broken."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import HOUR, Town, build, planned, towns
from score_town import carer, plan, visit
from villages import village_world

from solver import demand
from solver.check import violations
from solver.domain import Plan, RoundChoices, Scenario, Shift
from solver.errors import ScenarioError
from solver.rounds.curve import cap_steps, freer_plans
from solver.rounds.locks import contradictions
from solver.stop.rules import AfterIterations

MORNING = (Shift(7 * HOUR, 13 * HOUR),)
ANN, BOB = carer("ann", shifts=MORNING), carer("bob", shifts=MORNING)
FREEDOMS = ("re-time", "re-sequence", "re-allocate", "re-provide")


def calls(made: Plan) -> dict[str, list[tuple[str, int]]]:
    """Carers and starts of each visit."""
    out: dict[str, list[tuple[str, int]]] = {}
    for item in made.rounds:
        for stop in item.stops:
            out.setdefault(stop.visit_id, []).append((item.carer_id, stop.start_s))
    return {name: sorted(who) for name, who in out.items()}


@pytest.fixture
def crossed() -> Town:
    """Ann lives at mile 0 and calls at mile 10; Bob lives there and calls at mile 0."""
    visits = [visit("far", "09:00"), visit("near", "09:00")]
    miles = {"home:ann": 0.0, "home:bob": 10.0, "person:p-far": 10.0, "person:p-near": 0.0}
    today = plan({"ann": [("far", "09:00")], "bob": [("near", "09:00")]})
    return build(visits, [ANN, BOB], miles, today)


def test_a_locked_carer_stays_though_another_lives_next_door(crossed: Town) -> None:
    assert calls(planned(crossed))["far"][0][0] == "bob"
    held = calls(planned(crossed, locks=(("far", "carer"),)))
    assert held["far"][0][0] == "ann"


def test_a_locked_time_stays_though_waiting_costs() -> None:
    # 20 minutes of paid waiting between the two, unless one of them moves
    visits = [visit("one", "08:00", 30), visit("two", "08:52", 30)]
    miles = {"home:ann": 0.0, "person:p-one": 1.0, "person:p-two": 2.0}
    today = plan({"ann": [("one", "08:00"), ("two", "08:52")]})
    town = build(visits, [ANN], miles, today)
    starts = {name: made[0][1] for name, made in calls(planned(town)).items()}
    assert starts["two"] - starts["one"] == 32 * 60
    locks = (("one", "time"), ("two", "both"))
    assert {name: made[0][1] for name, made in calls(planned(town, locks=locks)).items()} == {
        "one": 8 * HOUR,
        "two": 8 * HOUR + 52 * 60,
    }


def test_two_visits_locked_to_one_carer_at_one_time_are_named_and_one_is_left() -> None:
    visits = [visit("one", "08:00", 30), visit("two", "08:10", 30)]
    miles = {"home:ann": 0.0, "home:bob": 0.0, "person:p-one": 1.0, "person:p-two": 2.0}
    today = plan({"ann": [("one", "08:00"), ("two", "08:10")]})
    town = build(visits, [ANN, BOB], miles, today, locks=(("one", "both"), ("two", "both")))
    (named,) = contradictions(replace(town, today=today).case())
    assert named.visit_ids == ("one", "two")
    made = planned(town)
    assert [left.reason for left in made.unserved] == ["locked-no-room"]
    assert "08:" in made.unserved[0].detail
    # as to the carer alone they can follow each other within the cap
    apart = replace(town.choices, locks=(("one", "carer"), ("two", "carer")))
    assert contradictions(replace(town, today=today, choices=apart).case()) == ()
    assert planned(town, locks=apart.locks).unserved == ()


def test_a_lock_without_a_round_today_is_named_and_left() -> None:
    town = build(
        [visit("one", "08:00"), visit("pair", "09:00", carers=2)],
        [ANN, BOB],
        {"home:ann": 0.0, "home:bob": 0.0, "person:p-one": 1.0, "person:p-pair": 2.0},
        plan({"ann": [("pair", "09:00")]}),
        locks=(("one", "carer"), ("pair", "both")),
    )
    named = contradictions(town.case())
    assert [item.visit_ids for item in named] == [("one",), ("pair",)]
    left = {item.visit_id: item.reason for item in planned(town).unserved}
    assert left == {"one": "locked-without-round", "pair": "locked-without-round"}
    # its time can be kept without a round: it is that of the visits table
    assert calls(planned(town, locks=(("one", "time"),)))["one"][0][1] == 8 * HOUR


def test_a_locked_carer_who_may_not_call_is_named_and_the_visit_left() -> None:
    odd = visit("odd", "08:00", skills=("peg",))
    town = build(
        [odd],
        [ANN, replace(BOB, skills=("peg",))],
        {"home:ann": 0.0, "home:bob": 0.0, odd.place: 1.0},
        plan({"ann": [("odd", "08:00")]}),
        locks=(("odd", "carer"),),
    )
    (named,) = contradictions(town.case())
    assert "ann, who lacks a skill" in named.detail
    assert [left.reason for left in planned(town).unserved] == ["locked-carer-cannot"]


def test_a_time_locked_outside_its_own_window_is_named_and_kept() -> None:
    early = visit("early", "08:00", earliest_s=9 * HOUR, latest_s=10 * HOUR)
    town = build([early], [ANN], {"home:ann": 0.0, early.place: 1.0}, plan({}), cap_s=2 * HOUR)
    locked = replace(town.choices, locks=(("early", "time"),))
    (named,) = contradictions(replace(town, choices=locked).case())
    assert "outside its own window 09:00 to 10:00" in named.detail
    assert calls(planned(town))["early"][0][1] >= 9 * HOUR
    assert calls(planned(town, locks=locked.locks))["early"][0][1] == 8 * HOUR


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data(), towns(), st.sampled_from(FREEDOMS))
def test_any_locks_are_kept_at_every_freedom(data, town: Town, freedom: str) -> None:
    what = st.sampled_from(["", "carer", "time", "both"])
    drawn = {item.id: data.draw(what) for item in town.workload.visits}
    locks = tuple((name, kind) for name, kind in drawn.items() if kind)
    made, today = calls(planned(town, freedom=freedom, locks=locks)), calls(town.today)
    for name, kind in locks:
        if name in made and kind != "time":
            assert [who for who, _ in made[name]] == [who for who, _ in today[name]]
        if name in made and kind != "carer":
            assert {start for _, start in made[name]} == {town.workload.visit[name].start_s}
    how = replace(town.choices, freedom=freedom, locks=locks)
    found = contradictions(replace(town, choices=how).case())
    assert {name for item in found for name in item.visit_ids} <= {name for name, _ in locks}


def test_locks_hold_along_the_curve(crossed: Town) -> None:
    how = replace(crossed.choices, locks=(("far", "both"),))
    found = list(
        freer_plans(
            crossed.case(),
            cap_steps(how, [0, 1_800, 3_600]),
            stop=lambda: AfterIterations(100),
            seed=1,
        )
    )
    assert [calls(item.plan)["far"] for item in found] == 3 * [[("ann", 9 * HOUR)]]
    assert all(one.cost >= two.cost for one, two in pairwise(found))


def test_the_checker_finds_a_broken_lock(crossed: Town) -> None:
    swapped = plan({"bob": [("far", "09:10")], "ann": [("near", "09:00")]})

    def found(*locks: tuple[str, str]) -> list[str]:
        how = replace(crossed.choices, locks=locks)
        broken = violations(
            swapped, crossed.workload, crossed.travel, choices=how, today=crossed.today
        )
        return [f"{item.rule} {item.visit_id}" for item in broken]

    assert found() == []
    assert found(("far", "time")) == ["locked far"]
    assert found(("near", "carer")) == ["locked near"]
    assert found(("near", "time")) == []
    assert sorted(found(("far", "both"))) == ["locked far", "locked far"]


def test_a_lock_of_a_visit_that_the_county_does_not_have_is_refused_by_name() -> None:
    world = village_world()
    known = world.tables.visits["visit_id"].iloc[0]
    locked = Scenario(rounds=RoundChoices(locks=((known, "time"),)))
    assert demand.workload(world, locked, "mon").visits
    strange = Scenario(rounds=RoundChoices(locks=((known, "time"), ("nope", "carer"))))
    with pytest.raises(ScenarioError, match="no such visit: nope"):
        demand.workload(world, strange, "mon")
