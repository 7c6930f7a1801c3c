"""Each rule of a valid plan, kept and broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from score_town import carer, plan, town, visit, workload

from solver.check import violations
from solver.domain import Plan, Round, RoundChoices, Shift, Stop, TravelSet, Unserved
from solver.domain.travel import UNREACHABLE, Travel

MORNING = (Shift(7 * 3_600, 13 * 3_600),)
SPLIT = (Shift(7 * 3_600, 11 * 3_600), Shift(11 * 3_600, 15 * 3_600))


def found(made: Plan, visits, carers, *, travel=None, today=None, **choices) -> list[str]:
    """Rules that the plan breaks, on a road where door n stands at mile n."""
    load = workload(visits, carers)
    # homes sort before persons; put every home at mile 0 and each person a mile further
    doors = [place.id for place in load.places if place.id.startswith("person:")]
    miles = {place.id: 0.0 for place in load.places} | {
        door: 1.0 + i for i, door in enumerate(doors)
    }
    roads = travel or town(miles)
    broken = violations(made, load, roads, choices=RoundChoices(**choices), today=today)
    assert all(item.detail for item in broken)
    return [item.rule for item in broken]


A, B = visit("a", "08:00"), visit("b", "08:40")
PAIR = visit("d", "09:00", carers=2)
ANN, BEN = carer("ann", shifts=MORNING), carer("ben", shifts=MORNING)


def test_a_plan_that_keeps_every_rule_is_valid() -> None:
    made = plan(
        {
            "ann": [("a", "08:00"), ("b", "08:40"), ("d", "09:20")],
            "ben": [("d", "09:20")],
        }
    )
    assert found(made, [A, B, PAIR], [ANN, BEN]) == []


def test_the_way_must_fit_to_the_second() -> None:
    # a ends 08:30:00, the way to b (one mile further) takes 120 s
    def arriving(seconds: int) -> Plan:
        stops = (Stop("a", 8 * 3_600), Stop("b", 8 * 3_600 + 1_800 + seconds))
        return Plan("mon", (Round("ann", 0, stops),))

    assert found(arriving(120), [A, B], [ANN]) == []
    assert found(arriving(119), [A, B], [ANN]) == ["travel"]
    overlapping = plan({"ann": [("a", "08:00"), ("b", "08:20")]})
    assert found(overlapping, [A, B], [ANN]) == ["travel"]


def test_a_way_that_is_not_there_cannot_be_taken() -> None:
    load = workload([A, B], [ANN])
    roads = town({place.id: 0.0 for place in load.places})
    base = roads.by_mode["car"][0]
    durations = base.durations_s.copy()
    i, j = roads.index[A.place], roads.index[B.place]
    durations[i, j] = UNREACHABLE
    cut = TravelSet(roads.places, {"car": (Travel(base.places, durations, base.lengths_m),)})
    made = plan({"ann": [("a", "08:00"), ("b", "08:40")]})
    assert found(made, [A, B], [ANN], travel=cut) == ["travel"]
    durations[i, j] = 0
    durations[:, roads.index[ANN.home]] = UNREACHABLE
    stuck = TravelSet(roads.places, {"car": (Travel(base.places, durations, base.lengths_m),)})
    assert found(made, [A, B], [ANN], travel=stuck) == ["travel"]


def test_the_cap_counts_from_todays_start_and_both_ends_belong_to_it() -> None:
    for start, rules in (
        ("08:30", []),
        ("07:30", []),
        ("08:31", ["window"]),
        ("07:29", ["window"]),
    ):
        assert found(plan({"ann": [("a", start)]}), [A], [ANN]) == rules
    assert found(plan({"ann": [("a", "08:16")]}), [A], [ANN], cap_s=900) == ["window"]


def test_the_packages_own_window_binds_within_the_cap() -> None:
    early = replace(A, latest_s=8 * 3_600 + 600)
    assert found(plan({"ann": [("a", "08:10")]}), [early], [ANN]) == []
    assert found(plan({"ann": [("a", "08:11")]}), [early], [ANN]) == ["window"]


def test_a_visit_whose_window_is_empty_keeps_todays_start() -> None:
    odd = replace(A, earliest_s=10 * 3_600, latest_s=11 * 3_600)
    assert found(plan({"ann": [("a", "08:00")]}), [odd], [ANN]) == []
    assert found(plan({"ann": [("a", "08:01")]}), [odd], [ANN]) == ["window"]


def test_both_carers_of_a_double_handed_visit_are_there_together() -> None:
    alone = plan({"ann": [("d", "09:00")]})
    assert found(alone, [PAIR], [ANN, BEN]) == ["carers"]
    apart = plan({"ann": [("d", "09:00")], "ben": [("d", "09:05")]})
    assert found(apart, [PAIR], [ANN, BEN]) == ["together"]
    same = plan({"ann": [("d", "09:00"), ("d", "09:00")]})
    assert "carers" in found(same, [PAIR], [ANN, BEN])


def test_each_visit_is_served_once_or_listed_once() -> None:
    left = Unserved("b", "no-room", "Rounds are full.")
    assert found(plan({"ann": [("a", "08:00")]}, [left]), [A, B], [ANN]) == []
    assert found(plan({"ann": [("a", "08:00")]}), [A, B], [ANN]) == ["lost"]
    assert found(plan({}, [left, left]), [B], [ANN]) == ["lost"]
    both = plan({"ann": [("b", "08:40")]}, [left])
    assert found(both, [B], [ANN]) == ["served-twice"]
    twice = plan({"ann": [("a", "08:00")], "ben": [("a", "08:00")]})
    assert set(found(twice, [A], [ANN, BEN])) == {"served-twice", "carers"}
    wordless = Unserved("b", "no-room", "")
    assert found(plan({}, [wordless]), [B], [ANN]) == ["lost"]


def test_what_the_day_does_not_have_is_unknown() -> None:
    assert found(plan({"ann": [("x", "08:00")]}), [A], [ANN]) == ["unknown"]
    assert found(plan({"zoe": [("a", "08:00")]}), [A], [ANN]) == ["unknown"]
    assert found(plan({"ann/2": [("a", "08:00")]}), [A], [ANN]) == ["unknown"]


def test_a_shift_binds_the_first_start_and_the_last_end() -> None:
    short = carer("ann", shifts=(Shift(8 * 3_600, 8 * 3_600 + 1_800),))
    assert found(plan({"ann": [("a", "08:00")]}), [A], [short]) == []
    assert found(plan({"ann": [("a", "07:59")]}), [A], [short]) == ["shift"]
    assert found(plan({"ann": [("a", "08:01")]}), [A], [short]) == ["shift"]


def test_a_shift_may_end_past_midnight() -> None:
    late = visit("n", "23:50", latest_s=90_000)
    night = carer("ann", shifts=(Shift(22 * 3_600, 86_400 + 3_600),))
    assert found(plan({"ann": [("n", "23:50")]}), [late], [night]) == []
    early_end = carer("ann", shifts=(Shift(22 * 3_600, 86_400),))
    assert found(plan({"ann": [("n", "23:50")]}), [late], [early_end]) == ["shift"]


def test_the_way_between_two_shifts_must_fit() -> None:
    two = carer("ann", shifts=SPLIT)
    before, after = visit("a", "10:30"), visit("b", "11:02")
    made = plan({"ann": [("a", "10:30")], "ann/2": [("b", "11:02")]})
    assert found(made, [before, after], [two]) == []
    tight = plan({"ann": [("a", "10:30")], "ann/2": [("b", "11:01")]})
    assert found(tight, [before, after], [two]) == ["travel"]


def test_every_carer_has_every_skill() -> None:
    hoist = replace(A, skills=("hoist",))
    made = plan({"ann": [("a", "08:00")]})
    assert found(made, [hoist], [replace(ANN, skills=("hoist", "peg"))]) == []
    assert found(made, [hoist], [replace(ANN, skills=("peg",))]) == ["skill"]


def test_an_excluded_carer_stays_away() -> None:
    made = plan({"ann": [("a", "08:00")]})
    assert found(made, [replace(A, excluded_carers=("ann",))], [ANN]) == ["excluded"]
    assert found(made, [replace(A, excluded_carers=("ben",))], [ANN]) == []


def test_a_visit_stays_with_its_provider_unless_the_planner_is_free() -> None:
    made = plan({"ann": [("a", "08:00")]})
    theirs = [replace(A, provider_id="B")]
    assert found(made, theirs, [ANN]) == ["provider"]
    assert found(made, theirs, [ANN], freedom="re-provide") == []


@pytest.mark.parametrize("freedom", ["re-time", "re-sequence"])
def test_less_free_planners_keep_todays_carers(freedom: str) -> None:
    today = plan({"ann": [("a", "08:00"), ("b", "08:40")]})
    swapped = plan({"ben": [("a", "08:00")], "ann": [("b", "08:40")]})
    assert found(swapped, [A, B], [ANN, BEN], today=today, freedom=freedom) == ["freedom"]
    assert found(swapped, [A, B], [ANN, BEN], today=today) == []
    assert found(today, [A, B], [ANN, BEN], today=today, freedom=freedom) == []


def test_re_time_keeps_todays_order() -> None:
    one, two = visit("a", "08:30"), visit("b", "08:40")
    today = plan({"ann": [("a", "08:05"), ("b", "08:40")]})
    turned = plan({"ann": [("b", "08:15"), ("a", "08:50")]})
    assert found(turned, [one, two], [ANN], today=today, freedom="re-time") == ["freedom"]
    assert found(turned, [one, two], [ANN], today=today, freedom="re-sequence") == []


def test_re_time_keeps_todays_order_from_shift_to_shift() -> None:
    split = carer("ann", shifts=(Shift(7 * 3_600, 9 * 3_600), Shift(9 * 3_600, 13 * 3_600)))
    one, two = visit("a", "08:30"), visit("b", "08:40")
    today = plan({"ann": [("a", "08:05"), ("b", "08:40")]})
    turned = plan({"ann": [("b", "08:15")], "ann/2": [("a", "09:00")]})
    assert found(turned, [one, two], [split], today=today, freedom="re-time") == ["freedom"]
    assert found(turned, [one, two], [split], today=today, freedom="re-sequence") == []


def test_a_round_over_six_hours_needs_a_break() -> None:
    long = carer("ann", shifts=(Shift(7 * 3_600, 20 * 3_600),))
    first, second = visit("a", "08:00", minutes=190), visit("b", "11:14", minutes=180)
    busy = plan({"ann": [("a", "08:00"), ("b", "11:14")]})
    assert found(busy, [first, second], [long]) == ["break"]
    rested = plan({"ann": [("a", "08:00"), ("b", "11:32")]})
    assert found(rested, [first, second], [long]) == []
    short = plan({"ann": [("a", "08:00"), ("b", "11:12")]})
    assert found(short, [first, replace(second, service_s=10_080)], [long]) == []


def test_period_of_a_leg_is_that_of_the_visit_it_leads_to() -> None:
    load = workload([A, B], [ANN])
    places = tuple(place.id for place in load.places)
    quick = np.zeros((len(places), len(places)), np.int32)
    slow = np.full_like(quick, 1_200)
    np.fill_diagonal(slow, 0)
    roads = TravelSet(
        places,
        {"car": (Travel(places, quick, quick), Travel(places, slow, quick))},
        period_starts_s=(0, 8 * 3_600 + 1_800),
    )
    made = plan({"ann": [("a", "08:00"), ("b", "08:40")]})  # b's today is 08:40: the slow period
    assert found(made, [A, B], [ANN], travel=roads) == ["travel"]
    sooner = replace(B, start_s=8 * 3_600 + 1_740)
    assert found(made, [A, sooner], [ANN], travel=roads) == []
