"""Four levels of freedom: each is enforced, and each can do what the one before cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rounds.towns import HOUR, Town, build, planned
from score_town import carer, plan, visit

from solver.check import violations
from solver.domain import Plan, Shift
from solver.rounds.curve import cap_steps, freedom_steps, freer_plans
from solver.stop.rules import AfterIterations

ANN = carer("ann", shifts=(Shift(7 * HOUR, 13 * HOUR),))
BOB = carer("bob", shifts=(Shift(7 * HOUR, 13 * HOUR),))
CAT = carer("cat", provider="B", shifts=(Shift(7 * HOUR, 13 * HOUR),))
STEPS = 400


def route(made: Plan, who: str) -> list[str]:
    return [stop.visit_id for item in made.rounds if item.carer_id == who for stop in item.stops]


@pytest.fixture
def zigzag() -> Town:
    """Ann goes east, west, east; Bob and Cat pass by those doors.

    Ann's home is at mile 0 and her calls stand at miles 10, 1 and 10. Bob lives at mile 1 and
    calls at mile 1; Cat, of another provider, lives at mile 10.
    """
    visits = [
        visit("east1", "09:00", 30),
        visit("west", "09:50", 30),
        visit("east2", "10:40", 30),
        visit("bobs", "09:00", 30),
    ]
    miles = {
        "home:ann": 0.0,
        "home:bob": 1.0,
        "home:cat": 10.0,
        "person:p-east1": 10.0,
        "person:p-east2": 10.0,
        "person:p-west": 1.0,
        "person:p-bobs": 1.0,
    }
    today = plan(
        {
            "ann": [("east1", "09:00"), ("west", "09:50"), ("east2", "10:40")],
            "bob": [("bobs", "09:00")],
        }
    )
    return build(visits, [ANN, BOB, CAT], miles, today, cap_s=HOUR)


def test_times_alone_keep_carer_and_order(zigzag: Town) -> None:
    made = planned(zigzag, freedom="re-time")
    assert route(made, "ann") == ["east1", "west", "east2"]
    assert route(made, "bob") == ["bobs"]


def test_order_may_change_with_the_same_carer(zigzag: Town) -> None:
    made = planned(zigzag, freedom="re-sequence")
    order = route(made, "ann")
    assert sorted(order) == ["east1", "east2", "west"]
    assert order != ["east1", "west", "east2"]  # both calls in the east are made in one go
    assert route(made, "bob") == ["bobs"]


def test_carers_may_change_within_the_provider(zigzag: Town) -> None:
    made = planned(zigzag, freedom="re-allocate")
    assert set(route(made, "ann")) | set(route(made, "bob")) == {"east1", "east2", "west", "bobs"}
    assert sorted(route(made, "ann")) != ["east1", "east2", "west"]
    assert route(made, "cat") == []


def test_providers_may_change_last(zigzag: Town) -> None:
    made = planned(zigzag, freedom="re-provide")
    assert set(route(made, "cat")) == {"east1", "east2"}


def test_each_freedom_costs_no_more_than_the_one_before(zigzag: Town) -> None:
    found = list(
        freer_plans(
            zigzag.case(),
            freedom_steps(replace(zigzag.choices, freedom="re-provide")),
            stop=lambda: AfterIterations(STEPS),
            seed=1,
        )
    )
    costs = [item.cost for item in found]
    assert [item.choices.freedom for item in found] == [
        *("re-time", "re-sequence", "re-allocate", "re-provide"),
    ]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == 4  # in this town each freedom is worth something
    for item in found:
        broken = violations(
            item.plan,
            zigzag.workload,
            zigzag.travel,
            choices=item.choices,
            today=zigzag.today,
        )
        assert broken == ()


def test_the_cap_binds_and_more_of_it_never_costs_more(zigzag: Town) -> None:
    steps = cap_steps(zigzag.choices, [3_600, 0, 1_800])
    assert [step.cap_s for step in steps] == [0, 1_800, 3_600]
    costs = []
    for item in freer_plans(zigzag.case(), steps, stop=lambda: AfterIterations(STEPS), seed=1):
        for round_ in item.plan.rounds:
            for stop in round_.stops:
                asked = zigzag.workload.visit[stop.visit_id].start_s
                assert abs(stop.start_s - asked) <= item.choices.cap_s
        costs.append(item.cost)
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1]


def test_times_alone_keep_the_shift_too() -> None:
    # both shifts meet at 11:00; with an hour either way the call would fit into either of them
    split = carer("ann", shifts=(Shift(7 * HOUR, 11 * HOUR), Shift(11 * HOUR, 15 * HOUR)))
    visits = [visit("a", "10:15", 30), visit("b", "11:15", 30)]
    miles = {"home:ann": 0.0, "person:p-a": 3.0, "person:p-b": 3.0}
    today = plan({"ann": [("a", "10:15")], "ann/2": [("b", "11:15")]})
    town = build(visits, [split], miles, today, cap_s=HOUR)
    made = planned(town, freedom="re-time")
    assert {(item.shift, *[stop.visit_id for stop in item.stops]) for item in made.rounds} == {
        (0, "a"),
        (1, "b"),
    }
    together = planned(town, freedom="re-sequence")
    assert len(together.rounds) == 1  # one round saves the second way from and to home


def test_both_of_a_pair_stay_with_it_whoever_is_named_first() -> None:
    visits = [visit("pair", "09:00", 30, carers=2), visit("late", "10:00", 30)]
    miles = {"home:ann": 0.0, "home:bob": 2.0, "home:cat": 0.0}
    miles |= {"person:p-pair": 1.0, "person:p-late": 4.0}
    staff = [ANN, BOB, replace(CAT, provider_id="A")]
    today = plan({"cat": [("pair", "09:00")], "bob": [("pair", "09:00"), ("late", "10:00")]})
    town = build(visits, staff, miles, today)
    made = planned(town, freedom="re-sequence")
    assert route(made, "ann") == []
    assert route(made, "cat") == ["pair"]
    assert route(made, "bob") == ["pair", "late"]
    turned = Plan("mon", tuple(reversed(made.rounds)))
    again = planned(town, steps=0, start=turned)
    assert again == planned(replace(town, today=made), freedom="re-time")


@pytest.mark.parametrize("between", [1, 2])
def test_re_time_keeps_the_order_across_visits_that_are_new(between: int) -> None:
    # ann makes first and last today; those between are in no round and may stand anywhere
    names = ["first", *(f"new{k}" for k in range(between)), "last"]
    day = [visit(name, "08:00", 15, earliest_s=7 * HOUR, latest_s=12 * HOUR) for name in names]
    today = plan({"ann": [("first", "08:00"), ("last", "08:00")]})
    # the way past last to the new ones and first is the shorter one
    miles = {"home:ann": 0.0} | {item.place: float(len(names) - k) for k, item in enumerate(day)}
    made = planned(build(day, [carer("ann")], miles, today, freedom="re-time", cap_s=2 * HOUR))
    (only,) = made.rounds
    order = [stop.visit_id for stop in only.stops]
    assert set(order) == set(names)
    assert order.index("first") < order.index("last")
