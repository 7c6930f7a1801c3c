"""Two judges of a plan that share no code: each rule, broken alone, is seen by both of them.

Without a rule in one of the two they disagree, so neither can lose a rule unseen.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import Path

import naive.judge
import numpy as np
import pytest
from naive.judge import RULES, Day, broken
from score_town import carer, plan, town, visit, workload

import solver.check
from solver.domain import Plan, RoundChoices, Shift, Unserved
from solver.domain.clock import seconds_of

HOUR = 3_600
NOBODY = Plan("mon", ())
FREE = RoundChoices(cap_s=4 * HOUR)
A, B = visit("a", "08:00"), visit("b", "09:00")
ANN, BOB = carer("ann"), carer("bob")
WASH = replace(A, id="wash", person_id="p", place="person:p", service_s=2_700)
MEAL = replace(B, id="meal", person_id="p", place="person:p")


@dataclass(frozen=True)
class Broken:
    """A day that breaks one rule: what was planned and asked, and who in the checker sees it."""

    seen_by: str
    rounds: dict
    visits: tuple = (A,)
    carers: tuple = (ANN, BOB)
    choices: RoundChoices = FREE
    today: Plan = NOBODY
    miles: tuple[tuple[str, float], ...] = ()
    cut_off: str = ""

    def day(self) -> Day:
        load = workload(self.visits, self.carers)
        miles = {place.id: 0.0 for place in load.places} | dict(self.miles)
        travel = town(miles)
        if self.cut_off:
            i = travel.index[self.cut_off]
            (way,) = travel.by_mode["car"]
            durations_s = way.durations_s.copy()
            durations_s[i] = np.where(np.arange(len(miles)) == i, 0, -1)
            travel = replace(travel, by_mode={"car": (replace(way, durations_s=durations_s),)})
        made = plan(self.rounds)
        served = {stop.visit_id for item in made.rounds for stop in item.stops}
        left = tuple(
            Unserved(v.id, "no-room", "No room.") for v in self.visits if v.id not in served
        )
        if self.rounds:
            made = replace(made, unserved=left)
        return Day(made, load, travel, self.choices, self.today)


def shift(*spans: str) -> tuple[Shift, ...]:
    ends = [span.split("-") for span in spans]
    return tuple(Shift(seconds_of(start), seconds_of(end)) for start, end in ends)


ALONE = {"ann": [("a", "08:00")]}
PAIR = replace(A, carers_required=2)
DAN, RIA = carer("dan"), replace(carer("ria"), home="home:dan", rides_with="dan")

BREAKS = {
    "once": Broken("each_visit_once", {}),
    "together": Broken(
        "each_visit_once", {"ann": [("a", "08:00")], "bob": [("a", "08:05")]}, (PAIR,)
    ),
    "in_window": Broken(
        "within_window", {"ann": [("a", "08:31")]}, choices=RoundChoices(cap_s=1_800)
    ),
    "time_locks": Broken(
        "within_window", {"ann": [("a", "08:05")]}, choices=replace(FREE, locks=(("a", "time"),))
    ),
    "carer_locks": Broken(
        "locked_carers",
        {"bob": [("a", "08:00")]},
        choices=replace(FREE, locks=(("a", "carer"),)),
        today=plan(ALONE),
    ),
    "providers": Broken("may_call", ALONE, carers=(replace(ANN, provider_id="B"),)),
    "skills": Broken("may_call", ALONE, (replace(A, skills=("peg",)),)),
    "refused": Broken("may_call", ALONE, (replace(A, excluded_carers=("ann",)),)),
    "genders": Broken("may_call", ALONE, (replace(A, carer_gender="woman"),)),
    "shifts": Broken(
        "within_shift",
        {"ann": [("a", "07:59")]},
        carers=(replace(ANN, shifts=shift("08:00-09:00")),),
    ),
    "ways": Broken(
        "ways", {"ann": [("a", "08:00"), ("b", "08:35")]}, (A, B), miles=((B.place, 10.0),)
    ),
    "homes": Broken("ways", ALONE, cut_off="home:ann"),
    "between_shifts": Broken(
        "between_rounds",
        {"ann": [("a", "10:30")], "ann/2": [("b", "11:05")]},
        (A, B),
        (replace(ANN, shifts=shift("07:00-11:00", "11:00-15:00")),),
        miles=((B.place, 10.0),),
    ),
    "breaks": Broken(
        "rested",
        {"ann": [("a", "08:00"), ("b", "11:10")]},
        (replace(A, service_s=3 * HOUR), replace(B, service_s=3 * HOUR)),
    ),
    "hours": Broken(
        "within_hours",
        {"ann": [("a", "08:00"), ("b", "09:00")]},
        (A, B),
        (replace(ANN, most_s=HOUR),),
    ),
    "crews": Broken(
        "crews_together",
        {"ann": [("a", "08:00")], "dan": [("a", "08:00")]},
        (PAIR,),
        (ANN, DAN, RIA),
    ),
    "doses": Broken(
        "between_visits",
        {"ann": [("wash", "08:00"), ("meal", "08:50")]},
        (replace(WASH, apart_s=HOUR), replace(MEAL, apart_s=1_800)),
    ),
    "following": Broken(
        "between_visits",
        {"ann": [("wash", "08:00"), ("meal", "08:50")]},
        (WASH, replace(MEAL, after="wash", gap_least_s=HOUR)),
    ),
    "in_order": Broken(
        "one_after_the_other",
        {"ann": [("wash", "08:00")], "bob": [("meal", "08:44")]},
        (WASH, MEAL),
    ),
    "todays_carers": Broken(
        "same_carers",
        {"bob": [("a", "08:00")]},
        choices=replace(FREE, freedom="re-sequence"),
        today=plan(ALONE),
    ),
    "todays_order": Broken(
        "same_order",
        {"ann": [("b", "08:00"), ("a", "08:30")]},
        (A, B),
        choices=replace(FREE, freedom="re-time"),
        today=plan({"ann": [("a", "08:00"), ("b", "09:00")]}),
    ),
}


def found(day: Day) -> bool:
    return bool(
        solver.check.violations(
            day.plan, day.workload, day.travel, choices=day.choices, today=day.today
        )
    )


def test_every_rule_has_a_day_that_breaks_it() -> None:
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("rule", BREAKS)
def test_without_a_rule_in_one_of_them_the_judges_disagree(rule: str, monkeypatch) -> None:
    case = BREAKS[rule]
    day = case.day()
    assert {line.split(":")[0] for line in broken(day)} == {rule}
    assert found(day)
    assert broken(day, without=rule) == []  # the second judge without the rule: disagrees
    monkeypatch.setattr(solver.check, case.seen_by, lambda *_: ())
    assert not found(day)  # the checker without the rule: disagrees


def test_the_second_judge_imports_nothing_of_the_solver() -> None:
    folder = Path(naive.judge.__file__).parent
    files = [path for path in folder.glob("*.py") if not path.name.startswith("test_")]
    assert len(files) == 4
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {
        (node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)
    }
    assert names == {"__future__", "collections", "dataclasses", "naive", "typing"}
    assert not any(isinstance(node, ast.Import) for node in nodes)
