"""A week's figures, checked by eye: continuity, sums, the rota, and rules that today breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rounds.towns import HOUR, RULES
from score_town import carer, plan, town, visit, workload

from solver.check.week import week_violations
from solver.domain import DAYS, Plan, Round, Shift, Stop, WeekRules
from solver.score import score
from solver.score.continuity import continuity, continuity_table

MILES = {"home:a": 0.0, "home:b": 0.0, "person:ann": 1.0, "person:ben": 2.0}


def scored(rounds: dict[str, list[tuple[str, str]]]):
    """Score a day with two breakfasts (Ann's double-handed) and Ben's lunch."""
    of_ann = {"person_id": "ann", "place": "person:ann"}
    of_ben = {"person_id": "ben", "place": "person:ben"}
    visits = [
        visit("ann", "08:00", carers=2, **of_ann),
        visit("ben", "09:00", **of_ben),
        visit("lunch", "12:00", **of_ben),
    ]
    load = workload(visits, [carer("a"), carer("b")])
    prices = {item.package_id: 2_000 for item in visits}
    return score(plan(rounds), load, town(MILES), rules=RULES, price_pence=prices)


def test_continuity_counts_carers_and_the_visits_of_the_usual_one() -> None:
    both = {"a": [("ann", "08:00"), ("ben", "09:00")], "b": [("ann", "08:00"), ("lunch", "12:00")]}
    alone = {"a": [("ben", "09:00"), ("lunch", "12:00")]}  # Ann has nobody that day
    week = {"mon": scored(both), "tue": scored(alone)}
    table = continuity_table(week)
    assert table.loc["ann", ["visits", "carers", "usual_visits"]].tolist() == [1, 2, 1]
    assert table.loc["ben", ["visits", "carers", "usual_carer"]].tolist() == [4, 2, "a"]
    assert table.loc["ben", "usual_share"] == 0.75
    summed = continuity(week)
    assert (summed.people, summed.carers_a_person, summed.usual_share) == (2, 2.0, 4 / 5)
    assert summed.new_carers is None
    before = {"mon": scored({"b": [("ben", "09:00"), ("lunch", "12:00")]})}
    assert continuity(week, before).new_carers == 1  # Ben sees a; nobody came to Ann before


def test_half_a_double_handed_visit_is_no_visit_made() -> None:
    week = {"mon": scored({"a": [("ann", "08:00")]})}
    assert continuity_table(week).empty
    assert continuity(week).people == 0


def worked(days: dict[str, tuple[str, str]]):
    """One carer's week: for each day the start of the first call and of the last, 30 minutes."""
    loads, plans = {}, {}
    for day, (first, last) in days.items():
        visits = [visit("first", first), visit("last", last)]
        shift = (Shift(0, 27 * HOUR),)
        loads[day] = replace(workload(visits, [carer("c", shifts=shift)]), day=day)
        stops = tuple(Stop(item.id, item.start_s) for item in visits)
        plans[day] = Plan(day, (Round("c", 0, stops),))
    return plans, loads


@pytest.mark.parametrize(
    ("days", "rules"),
    [
        ({"mon": ("07:00", "20:00"), "tue": ("07:30", "12:00")}, []),
        ({"mon": ("07:00", "20:01"), "tue": ("07:30", "12:00")}, ["rest"]),
        ({"mon": ("07:00", "22:00"), "wed": ("07:00", "12:00")}, []),
        ({"sun": ("07:00", "22:00"), "mon": ("07:00", "12:00")}, ["rest"]),
        (dict.fromkeys(DAYS[:6], ("09:00", "16:30")), []),
        (dict.fromkeys(DAYS[:6], ("09:00", "16:31")), ["week-hours"]),
        (dict.fromkeys(DAYS, ("09:00", "12:00")), ["day-off"]),
    ],
)
def test_the_checker_draws_the_line_where_the_rules_do(days, rules) -> None:
    plans, loads = worked(days)
    assert [item.rule for item in week_violations(plans, loads, week=WeekRules())] == rules
    none = WeekRules(rest_s=0, days_off=0, most_week_s=0)
    assert week_violations(plans, loads, week=none) == ()
