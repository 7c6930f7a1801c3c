"""A week of small towns: rest, days off and hours bind, and people keep their carers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import HOUR, case_of, towns
from score_town import carer, plan, town, visit, workload

from solver.check import violations
from solver.check.week import week_violations
from solver.domain import DAYS, Plan, RoundChoices, Shift, WeekRules
from solver.rounds import plan_day
from solver.rounds.effort import Effort
from solver.rounds.week.plan import plan_week
from solver.stop.rules import AfterIterations

LONG = (Shift(6 * HOUR, 24 * HOUR),)
examples = settings(max_examples=25, deadline=None, derandomize=True)


def week_of(loads, miles, today=None, *, steps=600, seed=1, week=None, **choices):
    """Plan a week of workloads by day and check every rule of it."""
    travel = {day: town(miles) for day in loads}
    today = today or {day: Plan(day, ()) for day in loads}
    how = RoundChoices(**choices)
    cases = {day: case_of(load, travel[day], today[day], how) for day, load in loads.items()}
    found = plan_week(cases, Effort(AfterIterations(steps), seed), week)
    for day, load in loads.items():
        broken = violations(found[day], load, travel[day], choices=how, today=today[day])
        assert broken == ()
    assert week_violations(found, loads, week=week or WeekRules()) == ()
    return found


def served(plan: Plan) -> dict[str, set[str]]:
    made: dict[str, set[str]] = {}
    for item in plan.rounds:
        for stop in item.stops:
            made.setdefault(stop.visit_id, set()).add(item.carer_id)
    return made


def bed_and_breakfast(carers: int):
    """Bed calls end at 22:30, breakfast begins at 07:00: nine hours and a half between them."""
    staff = [carer(f"c{k}", shifts=LONG) for k in range(carers)]
    calls = [visit("bed", "22:00"), visit("breakfast", "07:00")]
    miles = {one.home: 1.0 + k for k, one in enumerate(staff)}
    miles |= {call.place: 0.0 for call in calls}
    loads = {day: replace(workload(calls, staff), day=day) for day in ("mon", "tue")}
    return loads, miles


def test_a_night_is_split_between_two_carers_where_day_by_day_plans_break_the_rest() -> None:
    loads, miles = bed_and_breakfast(carers=2)
    greedy = {
        day: plan_day(
            case_of(load, town(miles), choices=RoundChoices(cap_s=0)),
            Effort(AfterIterations(100), 1),
        )
        for day, load in loads.items()
    }
    assert [item.rule for item in week_violations(greedy, loads, week=WeekRules())] == ["rest"]
    found = week_of(loads, miles, cap_s=0)
    assert all(len(served(found[day])) == 2 for day in loads)


def test_what_rest_shuts_out_is_unserved_and_says_so() -> None:
    loads, miles = bed_and_breakfast(carers=1)
    found = week_of(loads, miles, cap_s=0)
    left = [item for day in loads for item in found[day].unserved]
    assert len(left) == 1
    assert left[0].reason == "rest-of-the-week"
    assert "rest" in left[0].detail
    free = week_of(loads, miles, cap_s=0, week=WeekRules(rest_s=0))
    assert not any(free[day].unserved for day in loads)


def test_monday_follows_sunday() -> None:
    loads, miles = bed_and_breakfast(carers=1)
    turned = {"sun": replace(loads["mon"], day="sun"), "mon": loads["mon"]}
    found = week_of(turned, miles, cap_s=0)
    assert sum(len(found[day].unserved) for day in turned) == 1


@pytest.mark.parametrize(("days_off", "left"), [(0, 0), (1, 1), (2, 2)])
def test_each_carer_has_days_off(days_off: int, left: int) -> None:
    calls, staff = [visit("v", "10:00")], [carer("c")]
    load = workload(calls, staff)
    loads = {day: replace(load, day=day) for day in DAYS}
    miles = {staff[0].home: 0.0, calls[0].place: 1.0}
    week = WeekRules(days_off=days_off)
    found = week_of(loads, miles, week=week)
    assert sum(len(found[day].unserved) for day in DAYS) == left
    two = {day: replace(workload(calls, [*staff, carer("d")]), day=day) for day in DAYS}
    found = week_of(two, miles | {"home:d": 9.0}, week=week)
    assert not any(found[day].unserved for day in DAYS)


def test_todays_own_day_off_and_rest_are_kept_whole() -> None:
    """Today is feasible as it stands, on six of seven days on duty: nothing may be lost."""
    staff = [carer("c", shifts=LONG)]
    calls = {day: [visit(f"{day}{k}", f"{9 + k}:00") for k in range(3)] for day in DAYS}
    loads = {day: replace(workload(calls[day], staff), day=day) for day in DAYS}
    empty = replace(workload([], staff), day="thu")
    loads["thu"] = empty
    miles = {"home:c": 0.0} | {call.place: 2.0 for made in calls.values() for call in made}
    today = {
        day: replace(plan({"c": [(f"{day}{k}", f"{9 + k:02d}:00") for k in range(3)]}), day=day)
        for day in DAYS
    }
    today["thu"] = Plan("thu", ())
    found = week_of(loads, miles, today, steps=0)
    assert not any(found[day].unserved for day in DAYS)


def test_hours_of_the_week_are_shared_out_over_its_days() -> None:
    """Three calls of an hour a day for one carer, who may be on rounds nine hours of the week."""
    staff = [carer("c", shifts=LONG)]
    calls = [visit(f"v{k}", f"{9 + k}:00", minutes=60) for k in range(3)]
    loads = {day: replace(workload(calls, staff), day=day) for day in DAYS[:5]}
    miles = {"home:c": 0.0} | {call.place: 0.0 for call in calls}
    week = WeekRules(most_week_s=9 * HOUR)
    found = week_of(loads, miles, week=week)
    assert sum(len(served(found[day])) for day in loads) == 9
    enough = week_of(loads, miles, week=WeekRules(most_week_s=15 * HOUR))
    assert not any(enough[day].unserved for day in loads)


def test_a_person_is_left_with_the_usual_carer_of_the_week() -> None:
    """Today five carers take turns at one door; roads are equal, so one of them can take all."""
    staff = [carer(f"c{k}") for k in range(5)]
    calls = [visit("v", "10:00")]
    miles = {one.home: 1.0 for one in staff} | {calls[0].place: 0.0}
    days = DAYS[:5]
    loads = {day: replace(workload(calls, staff), day=day) for day in days}
    today = {day: replace(plan({f"c{k}": [("v", "10:00")]}), day=day) for k, day in enumerate(days)}
    found = week_of(loads, miles, today, steps=3_000)
    assert len({who for day in days for who in served(found[day])["v"]}) < 5


@st.composite
def weeks(draw):
    """Draw a week of up to three days of one town; the same carers, other visits each day."""
    base = draw(towns())
    days = draw(st.sampled_from([("mon", "tue"), ("sat", "sun", "mon"), ("sun", "mon", "tue")]))
    loads, today = {}, {}
    for day in days:
        kept = tuple(v for v in base.workload.visits if draw(st.integers(0, 3)))
        loads[day] = replace(base.workload, visits=kept, day=day)
        ids = {item.id for item in kept}
        rounds = (
            replace(item, stops=tuple(stop for stop in item.stops if stop.visit_id in ids))
            for item in base.today.rounds
        )
        today[day] = replace(base.today, day=day, rounds=tuple(r for r in rounds if r.stops))
    return loads, dict.fromkeys(days, base.travel), today


@examples
@given(weeks(), st.sampled_from(["re-time", "re-sequence", "re-allocate", "re-provide"]))
def test_every_week_is_valid_whole_and_repeatable(drawn, freedom: str) -> None:
    loads, travel, today = drawn
    how, week = RoundChoices(freedom=freedom), WeekRules(most_week_s=20 * HOUR)

    cases = {day: case_of(load, travel[day], today[day], how) for day, load in loads.items()}

    def made(steps: int):
        return plan_week(cases, Effort(AfterIterations(steps), 3), week)

    found = made(300)
    assert week_violations(found, loads, week=week) == ()
    for day, load in loads.items():
        assert violations(found[day], load, travel[day], choices=how, today=today[day]) == ()
        listed = [*served(found[day]), *(item.visit_id for item in found[day].unserved)]
        assert sorted(listed) == sorted(item.id for item in load.visits)
    assert made(300) == found


def test_a_week_stopped_at_once_is_whole() -> None:
    loads, miles = bed_and_breakfast(carers=2)
    cases = {day: case_of(load, town(miles)) for day, load in loads.items()}
    found = plan_week(cases, Effort(lambda _iterations, _best_cost: True))
    assert sorted(found) == ["mon", "tue"]
    assert week_violations(found, loads, week=WeekRules()) == ()


def test_a_week_without_days_is_no_rounds_at_all() -> None:
    assert plan_week({}, Effort(AfterIterations(1))) == {}
