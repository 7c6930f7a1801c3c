"""Ranges of a saving: both plans run again as days may turn out, against what a score says."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import RULES, case_of, planned, towns
from score_town import carer, plan, town, visit, workload

from solver.domain import UNREACHABLE, RoadChoices, Round, Travel, TravelSet, Workload
from solver.errors import PlanError
from solver.score import run, score
from solver.score.retime import retime
from solver.study.compare import saving
from solver.study.range_words import CLAIM, CLAIM_HEADING, more_words, range_rows, range_words
from solver.study.ranges import (
    RULE,
    RangeRule,
    draw,
    ranges_of,
    ranges_of_week,
    spent_more,
    sweep,
)

PLAIN = RangeRule(overrun=(0.0, 0.0), delivery=(1.0, 1.0))
"""A rule that draws speeds alone."""


def scored(case, made, today=None):
    return score(
        made,
        case.workload,
        case.travel,
        rules=case.rules,
        price_pence=case.price_pence,
        today=today,
    )


def apart(second="08:50", **choices):
    """Two visits 10 miles apart: today one carer drives between them, in the plan nobody does."""
    visits = [visit("a", "08:00"), visit("b", second)]
    load = workload(visits, [carer("one"), carer("two")])
    miles = {"home:one": 0.0, "home:two": 10.0, "person:p-a": 0.0, "person:p-b": 10.0}
    case = case_of(load, town(miles), plan({"one": [("a", "08:00"), ("b", second)]}))
    roads = RoadChoices(stop_s=120)
    rounds = replace(case.scenario.rounds, **choices)
    case = replace(case, scenario=replace(case.scenario, roads=roads, rounds=rounds))
    return case, plan({"one": [("a", "08:00")], "two": [("b", second)]})


def test_two_visits_worked_by_hand() -> None:
    """Slower by 15 %, a tenth longer, every visit made.

    The way takes 1,200 s, of which 120 s at the door: 120 + 1,080 / 0.85 = 1,390.6, so 1,391 s.
    The first visit lasts 33 minutes: the carer is there at 08:33:00 + 23:11 = 08:56:11, which is
    371 s late. Saved is the pay of the way with on-costs, and ten miles.
    """
    case, new = apart(cap_s=300)
    rule = RangeRule(draws=3, speed=(0.85, 0.85), overrun=(0.1, 0.1), delivery=(1.0, 1.0))
    found = ranges_of(case, new, rule)
    pay = 1_391 * RULES.wage_pence / 3_600
    on_costs = sum(
        round((2 * 1_980 * RULES.wage_pence / 3_600 + pay) * share)
        - round(2 * 1_980 * RULES.wage_pence / 3_600 * share)
        for _, share in RULES.on_costs
    )
    by_hand = round(pay) + on_costs + 10 * RULES.mileage("car")
    saved = found.spans["provider_saved_pence"]
    assert saved.low == saved.high == by_hand
    assert found.spans["released_carer_hours"].high == pytest.approx(1_391 / 3_600)
    assert found.spans["miles_saved"].low == pytest.approx(10, abs=0.001)
    assert found.spans["late_beyond_cap_today"].high == 1  # 371 s are more than the cap of 300
    assert found.spans["late_beyond_cap_plan"].high == 0
    wide, _ = apart(cap_s=400)
    assert ranges_of(wide, new, rule).spans["late_beyond_cap_today"].high == 0


@given(town=towns(), data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_draw_is_what_a_score_says_of_the_day_that_was_drawn(town, data) -> None:
    """Each draw against a day made so: roads at its speed, longer visits, some visits gone."""
    starts = st.sampled_from(["home", "home", "base", "free"])
    crew = tuple(replace(one, starts_from=data.draw(starts)) for one in town.workload.carers)
    case = replace(town.case(), workload=replace(town.workload, carers=crew))
    new = planned(replace(town, workload=case.workload), steps=20)
    rule = RangeRule(draws=4, seed=data.draw(st.integers(0, 99)), delivery=(0.5, 0.9))
    drawn, outturns = sweep(case, new, rule), draw(case, rule)
    for turn, row in drawn.iterrows():
        for of, made in (("today", case.today), ("plan", new)):
            there = scored(*made_so(case, made, outturns, turn))
            totals = there.totals
            assert row[f"provider_pence_{of}"] == totals.provider_pence
            assert row[f"miles_{of}"] == pytest.approx(totals.miles)
            assert row[f"late_visits_{of}"] == totals.late_visits
            late_s = there.stops.groupby("visit_id")["late_s"].max()
            assert row[f"late_beyond_cap_{of}"] == (late_s > case.choices.cap_s).sum()


def made_so(case, made, outturns, turn):
    """Give a day as a draw has it, and a plan's rounds with what is left of their visits."""
    stop_s, speed = case.scenario.roads.stop_s, outturns.speed[turn]
    gone = {item.visit_id for item in run(made, case.workload, case.travel).unrun}
    left = []
    for i, one in enumerate(case.workload.visits):
        if outturns.delivered[turn, i] and one.id not in gone:
            longer = round(one.service_s * (1 + outturns.overrun[turn, i]))
            left.append(replace(one, service_s=longer))
    names = {one.id for one in left}
    rounds = (
        Round(item.carer_id, item.shift, tuple(s for s in item.stops if s.visit_id in names))
        for item in made.rounds
    )
    person = np.array([name.startswith("person:") for name in case.travel.places])
    by_mode = dict(case.travel.by_mode)
    if "car" in by_mode:
        ways = by_mode["car"][0]
        fixed = np.minimum(ways.durations_s, np.where(person, stop_s, 0))
        slower = fixed + np.rint((ways.durations_s - fixed) / speed).astype(np.int32)
        by_mode["car"] = (replace(ways, durations_s=slower),)
    day = replace(
        case,
        workload=replace(case.workload, visits=tuple(left)),
        travel=TravelSet(case.travel.places, by_mode),
    )
    return day, replace(made, rounds=tuple(item for item in rounds if item.stops))


@given(town=towns())
@settings(max_examples=20, deadline=None)
def test_the_draw_as_planned_is_the_saving_that_is_shown(town) -> None:
    case, new = town.case(), planned(town, steps=20)
    before = scored(case, town.today)
    after = scored(case, new, before)
    spans = ranges_of(case, new, RangeRule(draws=2)).spans
    saved = before.totals.provider_pence - after.totals.provider_pence
    assert spans["provider_saved_pence"].plan == saved
    assert spans["released_carer_hours"].plan == pytest.approx(after.totals.released_carer_hours)
    assert spans["miles_saved"].plan == pytest.approx(before.totals.miles - after.totals.miles)
    assert spans["late_visits_today"].plan == before.totals.late_visits


def test_one_seed_gives_one_range_and_another_gives_another() -> None:
    case, new = apart()
    again = (ranges_of(case, new, RangeRule(seed=seed)).plain()["figures"] for seed in (1, 1, 2))
    first, same, other = again
    assert first == same != other


def test_wider_speeds_give_a_wider_range() -> None:
    case, new = apart("08:30")  # never early: what is driven faster is not waited for
    narrow, usual, wide = (
        ranges_of(case, new, replace(PLAIN, speed=speed)).spans["provider_saved_pence"]
        for speed in ((0.95, 1.05), (0.85, 1.15), (0.7, 1.3))
    )
    assert wide.low < usual.low < narrow.low < narrow.plan < narrow.high < usual.high < wide.high
    assert narrow.plan == usual.plan == wide.plan


def test_what_becomes_of_a_visit_hangs_on_its_id_alone() -> None:
    """Two scenarios that share visits meet the same draws of them, whatever else they have."""
    case, _ = apart()
    load = case.workload
    more = Workload(
        load.day, (visit("new", "07:00"), *reversed(load.visits)), load.carers, load.places
    )
    one, other = draw(case, RULE), draw(replace(case, workload=more), RULE)
    assert (one.speed == other.speed).all()
    for name in ("a", "b"):
        mine, theirs = one.column[name], other.column[name]
        assert (one.overrun[:, mine] == other.overrun[:, theirs]).all()
        assert (one.delivered[:, mine] == other.delivered[:, theirs]).all()
    tuesday = draw(replace(case, day="tue"), RULE)
    assert (one.overrun != tuesday.overrun).any()  # the same visit, another day


def test_a_carer_on_foot_is_no_slower_where_driving_is() -> None:
    visits = [visit("a", "08:00"), visit("b", "08:50")]
    load = workload(visits, [carer("one", mode="foot")])
    miles = {"home:one": 0.0, "person:p-a": 0.0, "person:p-b": 0.5}
    today = plan({"one": [("a", "08:00"), ("b", "08:50")]})
    case = case_of(load, town(miles, ("foot",)), today)
    drawn = sweep(case, today, PLAIN)
    assert drawn["provider_pence_today"].nunique() == 1


def test_a_visit_stays_where_its_carer_would_have_no_way_without_it() -> None:
    visits = [visit(name, at) for name, at in (("a", "08:00"), ("b", "09:00"), ("c", "10:00"))]
    load = workload(visits, [carer("one")])
    miles = {"home:one": 0.0, "person:p-a": 1.0, "person:p-b": 2.0, "person:p-c": 3.0}
    travel = town(miles)
    ways = travel.by_mode["car"][0]
    cut = ways.durations_s.copy()
    cut[travel.index["person:p-a"], travel.index["person:p-c"]] = UNREACHABLE
    travel = TravelSet(travel.places, {"car": (Travel(travel.places, cut, ways.lengths_m),)})
    today = plan({"one": [("a", "08:00"), ("b", "09:00"), ("c", "10:00")]})
    case = case_of(load, travel, today)
    rule = RangeRule(draws=30, delivery=(0.5, 0.5))
    outturns = draw(case, rule)
    around = outturns.delivered[:, 0] & ~outturns.delivered[:, 1] & outturns.delivered[:, 2]
    assert around.any()
    _, mended = retime(run(today, load, travel), travel, outturns, stop_s=120)
    assert mended is not None and mended.delivered[around].all()
    drawn = sweep(case, today, rule)
    assert (drawn.loc[around, "delivered"] == 1).all()
    assert drawn["provider_saved_pence"].eq(0).all()


def test_a_day_without_visits_or_without_rounds_has_a_range_of_nothing() -> None:
    case, new = apart()
    nobody = replace(case, today=plan({}))
    spans = ranges_of(nobody, new, RangeRule(draws=2)).spans
    assert spans["provider_saved_pence"].high < 0  # today nothing is spent, since nobody calls
    empty = replace(nobody, workload=Workload("mon", (), case.workload.carers, ()))
    assert ranges_of(empty, plan({}), RangeRule(draws=2)).spans["provider_saved_pence"].high == 0


def test_a_week_adds_its_days_up_draw_by_draw() -> None:
    case, new = apart()
    days = [(case, new), (replace(case, day="tue"), new)]
    week = ranges_of_week(days)
    one, other = (sweep(*pair, RULE)["provider_saved_pence"] for pair in days)
    assert week.draws["provider_saved_pence"].to_list() == (one + other).to_list()
    assert (week.draws["speed"] == sweep(case, new, RULE)["speed"]).all()
    assert week.spans["miles_saved_share"].plan == pytest.approx(1.0)


def result(case, new):
    before = scored(case, case.today)
    return SimpleNamespace(
        case=case,
        plan=new,
        today=before,
        score=scored(case, new, before),
        ranges=ranges_of(case, new),
    )


def test_the_sentence_tells_of_late_visits_before_money_and_states_the_rule() -> None:
    case, new = apart()
    text = saving(result(case, new))
    about = text[text.index("Range: ") :]
    assert about.index("start more than 30 minutes late") < about.index("providers save £")
    for part in ("15% slower and 15% faster", "0% to 20% (assumed)", "95% to 98%", "40 draws"):
        assert part in about
    assert "seed 1" in about and "not planned anew" in about
    assert text.index("Every visit is made") < text.index("£")
    invented = saving(result(replace(case, invented=True), new))
    assert "Range, on invented rounds: with driving" in invented


def test_a_saving_outside_its_range_says_why_and_one_inside_says_nothing() -> None:
    case, new = apart("08:30")
    inside = range_words(ranges_of(case, new, PLAIN).plain(), invented=False)
    assert "lies" not in inside
    fast = ranges_of(case, new, replace(PLAIN, speed=(1.1, 1.15))).plain()
    assert "lies above its range, since the draws do not lie" in range_words(fast, invented=False)
    slow = ranges_of(case, new, replace(RULE, speed=(0.8, 0.9), delivery=(1.0, 1.0))).plain()
    assert "lies below its range, since it counts on no visit" in range_words(slow, invented=False)


def test_rows_are_the_figures_of_the_sentence_people_before_money() -> None:
    case, new = apart()
    found = ranges_of(case, new).plain()
    rows = range_rows(found).set_index("figure")
    assert list(rows["unit"])[:4] == ["visits"] * 4
    low, high = rows.loc["provider_saved_pence", ["low", "high"]]
    words = range_words(found, invented=False)
    assert f"£{low / 100:,.0f} to £{high / 100:,.0f} (5th" in words


def test_between_two_plans_of_one_day_each_draw_is_set_against_its_like() -> None:
    case, new = apart()
    same = spent_more(ranges_of(case, new), ranges_of(case, new))
    assert (same.low, same.plan, same.high) == (0, 0, 0)
    more = spent_more(ranges_of(case, new), ranges_of(case, case.today))
    saved = ranges_of(case, new).spans["provider_saved_pence"]
    assert (more.low, more.plan, more.high) == (saved.low, saved.plan, saved.high)
    text = more_words(("A", "B"), more, RULE, invented=True)
    assert text.startswith("B against A: on invented rounds, providers spend £")
    assert " more as planned, and £" in text and " more in the range (5th" in text
    assert "spend the same" in more_words(("A", "B"), same, RULE, invented=False)


def test_the_claim_of_the_papers_is_under_a_heading_of_its_own() -> None:
    case, new = apart()
    assert "30–40%" in CLAIM and "[000]" in CLAIM and "claim" in CLAIM
    assert "not measured here" in CLAIM_HEADING
    assert "30–40" not in saving(result(case, new))


@pytest.mark.parametrize(
    "wrong",
    [
        {"draws": 0},
        {"speed": (1.1, 0.9)},
        {"speed": (0.0, 1.0)},
        {"delivery": (0.9, 1.2)},
        {"overrun": (-1.5, 0.0)},
    ],
)
def test_a_rule_that_nothing_can_be_drawn_from_is_refused(wrong: dict) -> None:
    with pytest.raises(PlanError):
        RangeRule(**wrong)
