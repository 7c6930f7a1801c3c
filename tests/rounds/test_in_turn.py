"""One person's visits keep today's order and do not overlap: in the search, the checker, locks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import HOUR, Town, build, planned, towns
from score_town import carer, plan, town, visit, workload

from solver.check import violations
from solver.domain import Plan, Shift
from solver.domain.clock import seconds_of
from solver.rounds.locks import contradictions
from solver.rounds.translation.links import links_of
from solver.study.audit import audit

ANN, BOB = carer("ann"), carer("bob")
NOBODY = Plan("mon", ())


def mine(name: str, start: str, minutes: int = 30, **more):
    return visit(name, start, minutes, person_id="p", place="person:p", **more)


def town_of(visits, staff=(ANN, BOB), today: Plan = NOBODY, **choices) -> Town:
    miles = {one.home: 3.0 * k for k, one in enumerate(staff)}
    return build(
        list(visits), list(staff), miles | {v.place: 2.0 for v in visits}, today, **choices
    )


def starts(made: Plan) -> dict[str, int]:
    return {stop.visit_id: stop.start_s // 60 for item in made.rounds for stop in item.stops}


WASH, BREAKFAST = mine("wash", "08:00", 45), mine("breakfast", "09:00")


def shift(begin: str, end: str) -> tuple[Shift, ...]:
    return (Shift(seconds_of(begin), seconds_of(end)),)


SHORT = (
    replace(ANN, shifts=shift("07:55", "08:50")),
    replace(BOB, shifts=shift("08:00", "08:35")),
)
"""Two shifts that would put both at one door at once."""


def test_breakfast_waits_for_the_wash() -> None:
    # one shift holds only breakfast before the wash, or both at once: one of them is left
    made = planned(town_of([WASH, BREAKFAST], SHORT, cap_s=HOUR))
    (left,) = made.unserved
    assert left.reason == "order"
    assert "the same person's" in left.detail
    free = planned(town_of([WASH, replace(BREAKFAST, order="free")], SHORT, cap_s=HOUR))
    assert free.unserved == ()


def test_a_double_handed_visit_is_one_visit() -> None:
    hoist, call = replace(WASH, carers_required=2), replace(BREAKFAST, start_s=8 * HOUR + 600)
    made = planned(town_of([hoist, call], cap_s=HOUR))
    assert made.unserved == ()
    found = starts(made)
    assert found["breakfast"] >= found["wash"] + 45


def test_a_link_comes_before_todays_order() -> None:
    # the wash follows breakfast today and is to come after it with no time given: end to start
    turned = replace(WASH, after="breakfast")
    found = starts(planned(town_of([turned, BREAKFAST], cap_s=2 * HOUR)))
    assert found["wash"] >= found["breakfast"] + 30
    # a time that is given holds alone, though they overlap then
    near = replace(BREAKFAST, after="wash", gap_least_s=0, gap_most_s=600)
    found = starts(planned(town_of([WASH, near], cap_s=HOUR)))
    assert 0 <= found["breakfast"] - found["wash"] <= 10


def test_a_chain_of_links_turns_the_rest_of_the_day_with_it() -> None:
    # today a, b, c; a follows c: so b, c, a, and never a circle
    a, b, c = (
        mine(name, start) for name, start in (("a", "08:00"), ("b", "08:40"), ("c", "09:00"))
    )
    found = starts(planned(town_of([replace(a, after="c"), b, c], cap_s=2 * HOUR)))
    assert found["b"] + 30 <= found["c"]
    assert found["c"] + 30 <= found["a"]


def test_visits_whose_windows_lie_apart_need_no_link() -> None:
    choices = town_of([WASH], cap_s=1_800).choices
    assert links_of([WASH, mine("lunch", "12:00")], choices) == []
    assert len(links_of([WASH, BREAKFAST], choices)) == 1
    assert links_of([WASH, replace(BREAKFAST, person_id="q")], choices) == []


@pytest.mark.parametrize(
    ("breakfast", "start", "rules"),
    [
        (BREAKFAST, "08:45", []),
        (BREAKFAST, "08:44", ["order"]),
        (BREAKFAST, "07:30", ["order"]),
        (replace(BREAKFAST, order="free"), "07:30", []),
        (replace(BREAKFAST, after="wash", gap_most_s=2_400), "08:30", []),
        (replace(BREAKFAST, person_id="q"), "08:30", []),
    ],
)
def test_the_checker_sees_an_overlap(breakfast, start: str, rules: list[str]) -> None:
    made = plan({"ann": [("wash", "08:00")], "bob": [("breakfast", start)]})
    its = town_of([WASH, breakfast], cap_s=2 * HOUR)
    found = violations(made, its.workload, its.travel, choices=its.choices, today=NOBODY)
    assert [one.rule for one in found] == rules


def test_locks_that_force_an_overlap_are_named() -> None:
    early = mine("early", "08:30")
    (found,) = contradictions(
        town_of([WASH, early], locks=(("early", "time"), ("wash", "time"))).case()
    )
    assert set(found.visit_ids) == {"wash", "early"}
    assert "has ended" in found.detail
    # held by the shifts of the carers that they are locked to
    today = plan({"ann": [("wash", "08:00")], "bob": [("breakfast", "09:00")]})
    held = town_of(
        [WASH, BREAKFAST],
        SHORT,
        today,
        cap_s=HOUR,
        locks=(("breakfast", "carer"), ("wash", "carer")),
    )
    assert any("has ended" in one.detail for one in contradictions(held.case()))
    kept = town_of([WASH, BREAKFAST], locks=(("breakfast", "time"), ("wash", "time")))
    assert contradictions(kept.case()) == ()


def test_the_audit_shows_an_overlap_of_today() -> None:
    made = plan({"ann": [("wash", "08:00")], "bob": [("early", "08:30")]})
    load = workload([WASH, mine("early", "08:30")], [ANN, BOB])
    (one,) = audit(made, load, town({"home:ann": 0, "home:bob": 0, "person:p": 2})).out_of_turn
    assert (one.rule, one.visit_id) == ("order", "early")


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.data(), towns(), st.sampled_from(["re-time", "re-allocate", "re-provide"]))
def test_any_day_keeps_its_order(data, drawn: Town, freedom: str) -> None:
    """Few people with many visits each, some of them free; the plan is checked."""
    visits = tuple(
        replace(
            item,
            person_id=f"p{k % 3}",
            place=drawn.workload.visits[k % 3].place,
            order=data.draw(st.sampled_from(["today", "today", "free"])),
        )
        for k, item in enumerate(drawn.workload.visits)
    )
    planned(replace(drawn, workload=replace(drawn.workload, visits=visits)), freedom=freedom)


def test_three_visits_that_leave_no_time_for_each_other_say_so() -> None:
    # each two of them fit, all three do not: 08:00 to 08:10, an hour each, the last by 09:10
    row = [mine(name, "08:00", 40, earliest_s=8 * HOUR, latest_s=9 * HOUR) for name in "abc"]
    (left,) = planned(town_of(row, cap_s=HOUR)).unserved
    assert left.reason == "order"
    assert "keep its turn" in left.detail
