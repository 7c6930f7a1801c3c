"""What cannot be planned is reported with its reason: no crash, no endless loop, no lost visit."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from rounds.towns import HOUR, Town, build, planned
from score_town import carer, plan, visit

from solver.domain import Plan, RoundChoices, Shift, TravelSet
from solver.domain.clock import clock
from solver.domain.travel import UNREACHABLE, Travel
from solver.errors import PlanError
from solver.rounds import plan_day
from solver.rounds.curve import cap_steps, freer_plans
from solver.rounds.effort import Effort
from solver.search import Problem
from solver.stop.rules import AfterIterations, AfterSeconds

ANN = carer("ann", shifts=(Shift(7 * HOUR, 11 * HOUR),))
BOB = carer("bob", shifts=(Shift(7 * HOUR, 11 * HOUR),))
FINE = visit("fine", "08:00", 30)
NOBODY = Plan("mon", ())


def town(visits, carers, today: Plan = NOBODY, travel: TravelSet | None = None, **choices) -> Town:
    miles = {one.home: 0.0 for one in carers}
    miles |= {item.place: 1.0 + k for k, item in enumerate(visits)}
    made = build(visits, carers, miles, today, **choices)
    return made if travel is None else replace(made, travel=travel)


def left(day: Town, steps: int = 150) -> dict[str, str]:
    """Unserved visits with their reasons, of a plan that breaks no rule."""
    made = planned(day, steps=steps)
    assert all(item.detail.endswith(".") for item in made.unserved)
    return {item.visit_id: item.reason for item in made.unserved}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (visit("odd", "08:00", 300), "longer-than-every-shift"),
        (visit("odd", "08:00", skills=("peg",)), "no-carer-with-skill"),
        (visit("odd", "08:00", excluded_carers=("ann",)), "excluded"),
        (visit("odd", "08:00", carers=2), "no-carer"),
        (visit("odd", "20:00"), "outside-every-shift"),
        (visit("odd", "08:00", provider_id="Z"), "no-carer"),
    ],
)
def test_what_nobody_can_make_is_left_with_its_reason(odd, reason: str) -> None:
    assert left(town([FINE, odd], [ANN])) == {"odd": reason}


def test_what_only_one_of_two_can_make_is_left_with_its_reason() -> None:
    pair = visit("pair", "08:00", carers=2, skills=("hoist",))
    staff = [replace(ANN, skills=("hoist",)), BOB]
    assert left(town([FINE, pair], staff)) == {"pair": "no-carer-with-skill"}
    unwanted = visit("pair", "08:00", carers=2, excluded_carers=("bob",))
    assert left(town([FINE, unwanted], [ANN, BOB])) == {"pair": "excluded"}


def test_a_full_round_leaves_what_does_not_fit() -> None:
    calls = [visit(f"v{k}", "08:00", 60) for k in range(4)]
    found = left(town(calls, [ANN], cap_s=0))
    assert len(found) == 3
    assert set(found.values()) == {"no-room"}


def test_where_cap_and_window_do_not_meet_today_is_kept() -> None:
    # the package allows 10:00 to 10:30 and the cap 07:30 to 08:30: today's start stays
    apart = visit("apart", "08:00", 30, earliest_s=10 * HOUR, latest_s=10 * HOUR + 1_800)
    made = planned(town([apart], [ANN]))
    assert [stop.start_s for item in made.rounds for stop in item.stops] == [8 * HOUR]


def test_a_door_without_a_way_is_left_as_unreachable() -> None:
    day = town([FINE, visit("island", "09:00")], [ANN])
    base = day.travel.by_mode["car"][0]
    durations, lengths = base.durations_s.copy(), base.lengths_m.copy()
    i = day.travel.index["person:p-island"]
    for matrix in (durations, lengths):
        matrix[i, :] = matrix[:, i] = UNREACHABLE
        matrix[i, i] = 0
    cut = TravelSet(base.places, {"car": (Travel(base.places, durations, lengths),)})
    assert left(replace(day, travel=cut)) == {"island": "unreachable"}


def test_todays_carer_who_cannot_make_it_is_named_as_the_reason() -> None:
    skilled = visit("skilled", "08:00", skills=("peg",))
    staff = [ANN, replace(BOB, skills=("peg",))]
    today = plan({"ann": [("skilled", "08:00")]})
    day = town([skilled], staff, today, freedom="re-sequence")
    assert left(day) == {"skilled": "todays-carer-cannot"}
    assert left(replace(day, choices=replace(day.choices, freedom="re-allocate"))) == {}


def test_a_day_without_visits_is_an_empty_plan() -> None:
    began = time.monotonic()
    day = town([], [ANN])
    made = plan_day(day.case(), Effort(AfterSeconds(600), 1))
    assert made == NOBODY
    assert time.monotonic() - began < 60  # it does not wait for the time to pass


def test_a_day_without_carers_leaves_every_visit() -> None:
    assert left(town([FINE, visit("b", "09:00")], [])) == {"fine": "no-carer", "b": "no-carer"}
    assert left(town([FINE], [], freedom="re-provide")) == {"fine": "no-carer"}


def test_a_carer_without_a_shift_makes_no_call() -> None:
    day = town([FINE], [replace(ANN, shifts=())])
    assert left(day) == {"fine": "no-carer"}


def test_one_carer_twice_in_a_pair_of_today_is_mended() -> None:
    pair = visit("pair", "08:00", carers=2)
    today = plan({"ann": [("pair", "08:00"), ("pair", "08:00")]})
    assert left(town([FINE, pair], [ANN, BOB], today)) == {}
    assert left(town([FINE, pair], [ANN], today)) == {"pair": "no-carer"}


def test_todays_rounds_that_nobody_could_drive_are_mended() -> None:
    calls = [visit(f"v{k}", "08:00", 30) for k in range(3)]
    today = plan({"ann": [("v2", "08:00"), ("v0", "08:00"), ("v1", "08:00")]})
    assert left(town(calls, [ANN, BOB], today, cap_s=HOUR)) == {}


def test_todays_plan_may_name_what_the_day_does_not_have() -> None:
    today = plan(
        {"ghost": [("fine", "08:00")], "ann": [("gone", "09:00")], "ann/7": [("b", "09:00")]}
    )
    assert left(town([FINE, visit("b", "09:00")], [ANN], today)) == {}


def test_a_pair_may_not_be_made_by_the_two_shifts_of_one_carer() -> None:
    twice = replace(ANN, shifts=(Shift(7 * HOUR, 11 * HOUR), Shift(7 * HOUR, 11 * HOUR)))
    made = left(town([visit("pair", "08:00", carers=2)], [twice]))
    assert made == {"pair": "no-carer"}


def test_caps_that_make_no_sense_are_refused() -> None:
    for caps_s in ([], [-60, 0], [600, 600]):
        with pytest.raises(PlanError, match="Give each cap once"):
            cap_steps(RoundChoices(), caps_s)
    day = town([FINE], [ANN])
    steps = [RoundChoices(freedom="re-provide"), RoundChoices(freedom="re-time")]
    with pytest.raises(PlanError, match="re-time within 30 minutes is less free"):
        next(freer_plans(day.case(), steps, stop=lambda: AfterIterations(1), seed=1))


def test_arrays_that_do_not_agree_are_refused_by_name() -> None:
    short = np.zeros(1, np.int32)
    with pytest.raises(PlanError, match="service_s must have one value a task"):
        Problem(
            place=np.zeros(2, np.int32),
            service_s=short,
            earliest_s=np.zeros(2, np.int32),
            latest_s=np.zeros(2, np.int32),
            price=np.zeros(2, np.int64),
            origin=short,
            target=short,
            opens_s=short,
            closes_s=short,
            mode=short,
            person=short,
            second_cost=short.astype(np.int64),
            metre_cost=short.astype(np.int64),
            fit=np.zeros((2, 1), np.int32),
            durations_s=np.zeros((1, 1, 1), np.int32),
            lengths_m=np.zeros((1, 1, 1), np.int32),
        )


def test_a_window_that_closes_before_it_opens_keeps_todays_start() -> None:
    odd = visit("odd", "08:00", 30, earliest_s=9 * HOUR, latest_s=7 * HOUR)
    assert left(town([FINE, odd], [ANN, BOB])) == {}
    night = replace(odd, start_s=3 * HOUR)
    assert left(town([FINE, night], [ANN, BOB])) == {"odd": "outside-every-shift"}


@pytest.mark.slow
def test_twenty_thousand_visits_are_planned_and_none_is_lost() -> None:
    carers = [
        carer(f"c{p}-{k}", provider=f"P{p}", shifts=(Shift(7 * HOUR, 21 * HOUR),))
        for p in range(20)
        for k in range(60)
    ]
    calls = [
        visit(
            f"v{k:05d}",
            clock(7 * HOUR + 60 * (k * 7 % 780)),
            20,
            carers=2 if k % 25 == 0 else 1,
            provider_id=f"P{k % 20}",
            place=f"person:p{k % 400:03d}",
        )
        for k in range(20_000)
    ]
    miles = {one.home: float(i % 20) for i, one in enumerate(carers)}
    miles |= {f"person:p{i:03d}": i % 97 / 5 for i in range(400)}
    day = build(calls, carers, miles, NOBODY)
    found = left(day, steps=0)
    assert len(found) < 2_000
    assert set(found.values()) <= {"no-room"}
