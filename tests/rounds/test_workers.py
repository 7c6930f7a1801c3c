"""What a carer brings: hours of a day, where shifts start, and whom people ask for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from rounds.tiny import drawn, problem
from rounds.towns import HOUR, RULES, Town, build, planned, towns
from score_town import carer, plan, visit

from solver.check import violations
from solver.domain import Plan, Shift
from solver.score import score
from solver.search import solve
from solver.stop.rules import AfterIterations

NOBODY = Plan("mon", ())


def line(visits, carers, today: Plan = NOBODY, **choices) -> Town:
    """Homes at mile 0, the base at mile 10, the doors at miles 10, 11, …."""
    miles = {one.home: 10.0 if one.starts_from == "base" else 0.0 for one in carers}
    miles |= {item.place: 10.0 + k for k, item in enumerate(visits)}
    return build(visits, carers, miles, today, **choices)


def hours(made: Plan, town: Town) -> float:
    spans = [
        item.stops[-1].start_s
        + town.workload.visit[item.stops[-1].visit_id].service_s
        - item.stops[0].start_s
        for item in made.rounds
    ]
    return sum(spans) / 3_600


def test_a_carer_works_no_longer_than_the_day_allows() -> None:
    visits = [visit(f"v{k}", f"{8 + k:02d}:00", 40) for k in range(5)]
    ann = carer("ann")
    town = line(visits, [ann], cap_s=900)
    assert hours(planned(town), town) > 4
    short = line(visits, [replace(ann, most_s=3 * HOUR)], cap_s=900)
    made = planned(short)
    assert hours(made, short) <= 3
    assert len(made.unserved) == 2  # three calls an hour apart fit into three hours
    assert {left.reason for left in made.unserved} == {"no-room"}


def test_a_wait_is_shortened_before_a_visit_is_given_up() -> None:
    # from 07:30 at the earliest to 09:30 at the latest: two hours, if the first goes later
    visits = [visit("one", "08:00", 30), visit("two", "09:00", 30, earliest_s=9 * HOUR)]
    town = line(visits, [carer("ann", most_s=HOUR + 1_800)], cap_s=1_800)
    made = planned(town)
    assert made.unserved == ()
    assert hours(made, town) <= 1.5


def test_hours_count_over_all_shifts_of_the_day() -> None:
    split = (Shift(7 * HOUR, 11 * HOUR), Shift(16 * HOUR, 20 * HOUR))
    visits = [visit("am1", "08:00", 60), visit("am2", "09:30", 60), visit("pm", "17:00", 60)]
    ann = carer("ann", shifts=split, most_s=3 * HOUR + 600)
    assert len(planned(line(visits, [ann], cap_s=0)).unserved) == 1
    both = line(visits, [ann], cap_s=1_800)
    made = planned(both)  # with half an hour either way the wait of the morning goes
    assert made.unserved == ()
    assert hours(made, both) <= 3 + 1 / 6
    longer = visit("long", "08:00", 240)
    (left,) = planned(line([longer], [replace(ann, shifts=(Shift(0, 24 * HOUR),))])).unserved
    assert left.reason == "longer-than-every-shift"


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_is_never_over_hours_and_keeps_what_it_can(seed: int) -> None:
    calls, staff = drawn(np.random.default_rng([seed, 8]), 6, 2, 1, wide=True)
    free = solve(problem(calls, staff), AfterIterations(500), seed)
    p = problem(calls, staff, most=90)
    found = solve(p, AfterIterations(1_000), seed)
    assert found.served <= free.served
    assert found.served > 0
    for route in found.routes:
        if route:
            assert sum(int(p.service_s[x]) for x in route) <= 90


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data(), towns(), st.sampled_from(["re-time", "re-allocate", "re-provide"]))
def test_any_hours_starts_and_genders_are_kept(data, town: Town, freedom: str) -> None:
    carers = tuple(
        replace(
            one,
            most_s=data.draw(st.sampled_from([None, 5_400, 4 * HOUR, 8 * HOUR])),
            starts_from=data.draw(st.sampled_from(["home", "base", "free"])),
            gender=data.draw(st.sampled_from(["", "woman", "man"])),
        )
        for one in town.workload.carers
    )
    visits = tuple(
        replace(item, carer_gender=data.draw(st.sampled_from(["", "", "", "woman", "man"])))
        for item in town.workload.visits
    )
    load = replace(town.workload, carers=carers, visits=visits)
    made = planned(replace(town, workload=load), freedom=freedom)
    prices = {item.package_id: 2_000 for item in visits}
    ran = score(made, load, town.travel, rules=RULES, price_pence=prices)
    assert (ran.stops["late_s"] == 0).all()


def test_a_person_who_asks_for_a_woman_gets_one_or_is_left() -> None:
    asks = visit("asks", "08:00", carer_gender="woman")
    ann, bob, cat = (
        carer("ann", gender="woman", shifts=(Shift(12 * HOUR, 16 * HOUR),)),
        carer("bob", gender="man"),
        carer("cat"),  # not known
    )
    (left,) = planned(line([asks], [bob, cat])).unserved
    assert left.reason == "asks-for-gender"
    assert "asks for a woman" in left.detail
    late = line([replace(asks, start_s=13 * HOUR)], [ann, bob, cat])
    assert [item.carer_id for item in planned(late).rounds] == ["ann"]
    sent = plan({"bob": [("asks", "08:00")]})
    town = line([asks], [bob])
    found = violations(sent, town.workload, town.travel, choices=town.choices)
    assert [item.rule for item in found] == ["gender"]


def test_a_carer_who_starts_free_has_no_way_to_the_first_door() -> None:
    calls = [visit("one", "08:00"), visit("two", "09:00")]
    prices = {item.package_id: 2_000 for item in calls}
    rows = {}
    near = partial(pytest.approx, abs=0.01)
    for starts_from in ("home", "base", "free"):
        town = line(calls, [carer("ann", starts_from=starts_from)], cap_s=0)
        ran = score(planned(town), town.workload, town.travel, rules=RULES, price_pence=prices)
        rows[starts_from] = (ran.totals, ran.legs["kind"].tolist())
    home, base, free = (rows[name][0] for name in ("home", "base", "free"))
    # doors at miles 10 and 11; the base is at mile 10, the home at mile 0
    assert (home.miles, home.commute_miles) == (near(1), near(21))
    assert (base.miles, base.commute_miles) == (near(2), 0)
    assert (free.miles, free.commute_miles) == (near(1), 0)
    assert base.travel_minutes == home.travel_minutes + 2  # the way back to the base is worked
    assert base.provider_pence > home.provider_pence == free.provider_pence
    assert rows["free"][1] == ["between"]
    assert rows["home"][1] == ["out", "between", "home"]


def test_a_base_next_door_is_worth_more_than_a_home_next_door() -> None:
    # the way from a base is worked and paid, the way from home is not
    call = visit("one", "08:00")
    based, ann = carer("based", starts_from="base"), carer("ann")
    town = build(
        [call], [based, ann], {"home:based": 0.0, "home:ann": 5.0, call.place: 8.0}, NOBODY
    )
    assert [item.carer_id for item in planned(town).rounds] == ["ann"]


def test_the_checker_adds_up_the_hours_of_a_day() -> None:
    calls = [visit("one", "08:00", 60), visit("two", "10:00", 60)]
    made = plan({"ann": [("one", "08:00"), ("two", "10:00")]})
    for most_s, rules in ((3 * HOUR, []), (3 * HOUR - 1, ["hours"])):
        town = line(calls, [carer("ann", most_s=most_s)])
        found = violations(made, town.workload, town.travel, choices=town.choices)
        assert [item.rule for item in found] == rules
