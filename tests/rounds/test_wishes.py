"""What people prefer, and what a carer is paid, steer the search; a weight of 0 switches it off."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import RULES, Town, build, searched
from score_town import carer, plan, visit

from solver.domain import Plan, RoundChoices, Scenario
from solver.domain.freedom import Preference
from solver.errors import ScenarioError
from solver.rates.pay import METRES_PER_MILE
from solver.rates.preferences import POINTS, preferences_of
from solver.rounds.effort import Effort
from solver.rounds.plan import search_day
from solver.rounds.translation.prices import COMMUTE_SHARE
from solver.rounds.translation.translate import UNSERVED
from solver.score import score
from solver.stop.rules import AfterIterations

PENNY = 1_000


def who_calls(made: Plan) -> dict[str, list[str]]:
    return {item.carer_id: sorted(stop.visit_id for stop in item.stops) for item in made.rounds}


def two_carers(today: Plan, **of_ben: object) -> Town:
    """A visit beside Ben's home, four miles from Anna's."""
    miles = {"home:anna": 0.0, "home:ben": 4.0, "person:p-a": 4.0}
    carers = [carer("anna"), replace(carer("ben"), **of_ben)]
    return build([visit("a", "08:00")], carers, miles, today)


def test_a_carer_who_is_new_comes_only_where_it_saves_more_than_the_points() -> None:
    town = two_carers(plan({"anna": [("a", "08:00")]}))
    usual, _ = searched(town)
    assert who_calls(usual) == {"ben": ["a"]}  # eight miles to and fro cost more than 20 points
    dear, _ = searched(town, points=(("continuity", 1_000.0),))
    assert who_calls(dear) == {"anna": ["a"]}


def test_another_provider_comes_only_where_it_saves_more_than_the_points() -> None:
    town = two_carers(Plan("mon", ()), provider_id="B")
    free = {"freedom": "re-provide"}
    near, _ = searched(town, **free, points=(("provider", 0.0),))
    assert who_calls(near) == {"ben": ["a"]}
    own, _ = searched(town, **free, points=(("provider", 1_000.0),))
    assert who_calls(own) == {"anna": ["a"]}


def test_the_call_goes_to_whom_it_costs_less_with_their_own_wage() -> None:
    today = Plan("mon", ())
    level, _ = searched(two_carers(today))
    assert who_calls(level) == {"ben": ["a"]}
    dear, cost = searched(two_carers(today, wage_pence=5_000))
    assert who_calls(dear) == {"anna": ["a"]}
    assert cost > 0


def test_no_wage_is_so_high_that_a_call_is_left_undone() -> None:
    town = build(
        [visit("a", "08:00", minutes=350), visit("b", "08:00")],
        [carer("anna", wage_pence=500), carer("ben", wage_pence=20_000)],
        {"home:anna": 0.0, "home:ben": 0.0, "person:p-a": 0.0, "person:p-b": 0.0},
        plan({"ben": [("a", "08:00")]}),
        locks=(("a", "carer"),),
    )
    assert who_calls(searched(town)[0]) == {"anna": ["b"], "ben": ["a"]}


def test_even_rounds_are_made_where_the_points_ask_for_them() -> None:
    visits = [visit(name, f"{8 + k // 2:02}:{30 * (k % 2):02}") for k, name in enumerate("abcd")]
    miles = {"home:anna": 0.0, "home:ben": 0.1} | {item.place: 0.0 for item in visits}
    town = build(
        visits,
        [carer("anna"), carer("ben")],
        miles,
        plan({"ben": [("d", "10:00")]}),
        locks=(("d", "carer"),),
        points=(("continuity", 0.0),),
    )
    off = (("continuity", 0.0), ("imbalance", 0.0))
    assert who_calls(searched(town, points=off)[0])["ben"] == ["d"]
    shared, _ = searched(town, points=(("continuity", 0.0), ("imbalance", 50.0)))
    assert [len(calls) for calls in who_calls(shared).values()] == [2, 2]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data())
def test_the_search_minimises_what_the_score_counts(data: st.DataObject) -> None:
    # and ways from and to home, which are nobody's money
    rules = replace(RULES, pay_waiting=False)
    some = st.integers(0, 12).map(float)
    carers = [
        carer(f"c{k}", provider="AAB"[k], wage_pence=data.draw(st.sampled_from([None, 1_100, 900])))
        for k in range(3)
    ]
    visits = [
        visit(f"v{k}", data.draw(st.sampled_from(START)), carers=data.draw(st.integers(1, 2)))
        for k in range(5)
    ]
    visits[0] = replace(visits[0], regular_carers=("c0",))
    places = [item.place for item in visits] + [item.home for item in carers]
    miles = {place: data.draw(some) for place in places}
    town = build(visits, carers, miles, Plan("mon", ()))
    choices = replace(
        town.choices,
        freedom="re-provide",
        points=tuple((name, data.draw(st.sampled_from([0.0, 3.0]))) for name in POINTS),
    )
    case = town.case(rules).with_choices(choices)
    made, cost = search_day(case, Effort(AfterIterations(100), 1))
    ran = score(
        made,
        town.workload,
        town.travel,
        rules=rules,
        price_pence={item.package_id: 2_000 for item in visits},
        preferences=preferences_of(choices),
    )
    by_carer = {one.id: one for one in carers}
    home = 0.0
    for item in made.rounds:
        one = by_carer[item.carer_id]
        second = (one.wage_pence or rules.wage_pence) * (1 + rules.on_cost_share) / 3_600
        first, last = (town.workload.visit[item.stops[k].visit_id].place for k in (0, -1))
        for a, b in ((one.home, first), (last, one.home)):
            metres, seconds = way(town, a, b)
            mileage = metres * rules.mileage("car") / METRES_PER_MILE
            home += COMMUTE_SHARE * (seconds * second + mileage)
    left = sum(item.carers_required for item in visits) - len(ran.stops)
    pence = ran.totals.provider_pence + sum(ran.points.values()) + home
    assert cost / PENNY == pytest.approx(pence + left * UNSERVED / PENNY, rel=0.002, abs=2)


def way(town: Town, a: str, b: str) -> tuple[int, int]:
    """Metres and seconds by car between two places."""
    travel = town.travel.by_mode["car"][0]
    i, j = town.travel.index[a], town.travel.index[b]
    return int(travel.lengths_m[i, j]), int(travel.durations_s[i, j])


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ('[["patience", 1.0]]', "'patience' is not known"),
        ('[["moved", 1.0], ["moved", 2.0]]', "'moved' is given twice"),
        ('[["moved", -1.0]]', "moved must lie between 0 and 1000"),
        ('[["imbalance", 200]]', "imbalance must lie between 0 and 100"),
        ('[["moved", nan]]', "moved must lie between 0 and 1000"),
        ('[["moved", "much"]]', "must be a pair"),
        ('["moved"]', "must be a pair"),
    ],
)
def test_points_that_make_no_sense_are_named(points: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        Scenario.from_toml(f"[rounds]\npoints = {points}\n")


def test_points_are_kept_in_the_scenario_file() -> None:
    asked = Scenario(rounds=RoundChoices(points=(("continuity", 5.0), ("imbalance", 0.0))))
    kept = Scenario.from_toml(asked.to_toml())
    assert kept == asked
    wishes = preferences_of(kept.rounds)
    assert (wishes.continuity, wishes.imbalance, wishes.provider) == (5.0, 0.0, 50.0)
    assert set(POINTS) == set(get_args(Preference))


START = ("08:00", "08:40", "09:20", "10:00")
