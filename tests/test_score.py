"""Scoring a plan: rounds whose figures can be checked by eye, and what must always hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from score_town import carer, plan, town, visit, workload

from solver.domain import PriceChoices, Shift, Unserved
from solver.errors import PlanError, RatesError
from solver.rates import default_rates
from solver.rates.pay import pay_rules
from solver.rates.preferences import Preferences
from solver.score import TERMS, score, whole_pence

RULES = pay_rules(default_rates().on("2020-01-20"), PriceChoices(wage_pence=900))
# Three doors at miles 0, 3 and 5; the carer's home at mile 1.
DOORS = {"person:p-a": 0.0, "person:p-b": 3.0, "person:p-c": 5.0, "home:anna": 1.0}
VISITS = (visit("a", "08:00"), visit("b", "09:00", band="Rural"), visit("c", "10:00", minutes=60))
ANNA = plan({"anna": [("a", "08:00"), ("b", "09:00"), ("c", "10:00")]})
ONE = (carer("anna"),)
PRICES = {f"k-{name}": 1_875 for name in "abcdefgh"}


def scored(the_plan=ANNA, visits=VISITS, carers=ONE, doors=DOORS, **more):
    options = {"rules": RULES, "price_pence": PRICES, **more}
    modes = tuple(sorted({c.mode for c in carers}))
    return score(the_plan, workload(visits, carers), town(doors, modes), **options)


def at(result, visit_id, column):
    return result.stops.set_index("visit_id")[column][visit_id].tolist()


def test_times_miles_and_money_of_one_round():
    result = scored()
    totals = result.totals
    # legs: home→a 1 mile, a→b 3 miles, b→c 2 miles, c→home 4 miles
    assert totals.miles == pytest.approx(5, abs=0.001)
    assert totals.commute_miles == pytest.approx(5, abs=0.001)
    assert totals.travel_minutes == 10
    assert totals.contact_minutes == 120
    # a ends 08:30, b is reached 08:36, waits 24; b ends 09:30, c reached 09:34, waits 26
    assert totals.waiting_minutes == 50
    assert totals.paid_minutes == 180
    assert result.terms["contact_pay"] == 1_800
    assert result.terms["travel_pay"] == 150
    assert result.terms["waiting_pay"] == 750
    assert result.terms["mileage"] == 225  # 5 miles at 45p
    assert result.terms["commute_mileage"] == 0
    assert result.terms["holiday"] == round(2_700 * 0.1207)
    assert totals.council_pence == 2 * 1_875  # two carer-hours
    assert totals.late_visits == 0
    assert totals.co2e_kg == pytest.approx(10 * 0.28502, rel=0.001)


def test_a_carer_arrives_when_the_roads_let_them():
    late = plan({"anna": [("a", "08:00"), ("b", "08:31"), ("c", "09:00")]})
    result = scored(late)
    assert at(result, "b", "start_s") == 8 * 3_600 + 36 * 60
    assert at(result, "b", "late_s") == 5 * 60
    # b then ends 09:06, c is reached 09:10
    assert at(result, "c", "late_s") == 10 * 60
    assert result.totals.late_visits == 2
    assert result.totals.late_minutes == 15
    assert result.totals.latest_minutes == 10


def test_a_double_handed_visit_starts_when_both_are_there():
    visits = (visit("a", "08:00"), visit("b", "08:30", carers=2))
    doors = {**DOORS, "home:ben": 3.0}
    both = plan({"anna": [("a", "08:00"), ("b", "08:30")], "ben": [("b", "08:30")]})
    result = scored(both, visits, (carer("anna"), carer("ben")), doors)
    stops = result.stops.set_index(["visit_id", "carer_id"])
    assert stops.loc[("b", "ben"), "arrival_s"] == 8 * 3_600 + 30 * 60
    assert stops.loc[("b", "ben"), "start_s"] == 8 * 3_600 + 36 * 60
    assert stops.loc[("b", "ben"), "waiting_s"] == 6 * 60
    assert stops.loc[("b", "anna"), "waiting_s"] == 0
    assert result.totals.contact_minutes == 90
    assert result.totals.carer_hours == 1.5
    assert result.totals.served == 2


def test_a_long_gap_is_free_time():
    late = plan({"anna": [("a", "08:00"), ("b", "09:37")]})
    result = scored(late, VISITS[:2])  # b is reached 08:36: 61 minutes
    assert result.totals.waiting_minutes == 0
    assert result.totals.break_minutes == 61
    assert result.terms["waiting_pay"] == 0


def test_the_leg_home_is_commute_with_mileage_by_a_switch():
    paid = scored(rules=dataclasses.replace(RULES, commute_mileage=True))
    assert paid.terms["commute_mileage"] == 225
    assert paid.totals.provider_pence == scored().totals.provider_pence + 225
    assert paid.totals.paid_minutes == scored().totals.paid_minutes


def test_pay_for_contact_alone_leaves_working_time_as_it_is():
    result = scored(rules=dataclasses.replace(RULES, pay_travel=False, pay_waiting=False))
    assert result.totals.travel_minutes == 10
    assert result.totals.waiting_minutes == 50
    assert result.totals.paid_minutes == 120
    assert result.terms["travel_pay"] == result.terms["waiting_pay"] == 0


def test_a_carers_own_wage_counts():
    result = scored(carers=(carer("anna", wage_pence=1_800),))
    assert result.terms["contact_pay"] == 3_600


def test_a_bicycle_costs_less_a_mile_and_emits_nothing():
    result = scored(carers=(carer("anna", mode="bicycle"),))
    assert result.terms["mileage"] == 100
    assert result.totals.co2e_kg == 0
    assert result.totals.travel_minutes == 30


def test_a_later_shift_begins_after_the_earlier_one_is_over():
    shifts = (Shift(6 * 3_600, 12 * 3_600), Shift(12 * 3_600, 20 * 3_600))
    visits = (visit("a", "08:00", minutes=90), visit("b", "08:45"))
    two = plan({"anna": [("a", "08:00")], "anna/2": [("b", "08:45")]})
    result = scored(two, visits, (carer("anna", shifts=shifts),))
    assert at(result, "b", "start_s") == 9 * 3_600 + 36 * 60
    assert result.totals.miles == 0  # both legs are commute
    assert result.legs["kind"].tolist() == ["out", "home", "out", "home"]


def test_legs_are_listed_in_driving_order():
    legs = scored().legs
    assert legs["kind"].tolist() == ["out", "between", "between", "home"]
    assert legs["depart_s"].tolist()[:2] == [8 * 3_600 - 120, 8 * 3_600 + 1_800]
    assert legs["target"].tolist()[-1] == "home:anna"
    assert (legs["arrive_s"] - legs["depart_s"]).tolist() == legs["duration_s"].tolist()


def test_rounds_that_wait_for_each_other_are_reported_not_awaited():
    visits = (visit("a", "08:00", carers=2), visit("b", "09:00", carers=2), visit("c", "10:00"))
    doors = {**DOORS, "home:ben": 3.0}
    crossed = plan(
        {
            "anna": [("a", "08:00"), ("b", "09:00"), ("c", "10:00")],
            "ben": [("b", "09:00"), ("a", "08:00")],
        }
    )
    result = scored(crossed, visits, (carer("anna"), carer("ben")), doors)
    assert [(u.visit_id, u.reason) for u in result.unserved] == [
        ("b", "rounds-wait-for-each-other")
    ]
    assert "wait for each other" in result.unserved[0].detail
    assert sorted(set(result.stops["visit_id"])) == ["a", "c"]
    assert (result.totals.visits, result.totals.served, result.totals.unserved) == (3, 2, 1)


def test_a_visit_called_on_twice_in_one_round_does_not_hang():
    twice = plan({"anna": [("a", "08:00"), ("a", "08:30"), ("b", "09:00")]})
    result = scored(twice, VISITS[:2])
    assert [u.visit_id for u in result.unserved] == ["a"]


def test_a_visit_without_a_way_is_reported_and_the_round_runs_on():
    travel = town(DOORS)
    b = travel.index["person:p-b"]
    travel.by_mode["car"][0].durations_s[b, :] = -1
    travel.by_mode["car"][0].durations_s[:, b] = -1
    result = score(
        ANNA, workload(VISITS, (carer("anna"),)), travel, rules=RULES, price_pence=PRICES
    )
    assert [(u.visit_id, u.reason) for u in result.unserved] == [("b", "unreachable")]
    assert result.totals.miles == pytest.approx(5, abs=0.001)  # a → c directly


def test_reasons_are_kept_and_silence_is_reported():
    given_up = (Unserved("b", "no-room", "No carer has room for it."),)
    result = scored(plan({"anna": [("a", "08:00")]}, given_up))
    assert [(u.visit_id, u.reason) for u in result.unserved] == [
        ("b", "no-room"),
        ("c", "not-in-plan"),
    ]


def test_a_double_handed_visit_with_one_carer_is_not_served():
    result = scored(ANNA, (VISITS[0], visit("b", "09:00", carers=2), VISITS[2]))
    assert [(u.visit_id, u.reason) for u in result.unserved] == [("b", "short-handed")]
    assert result.totals.served == 2


def test_the_council_pays_for_what_is_asked_whoever_serves_it():
    nobody = scored(plan({}))
    assert nobody.totals.council_pence == scored().totals.council_pence
    assert nobody.totals.unserved_council_pence == nobody.totals.council_pence
    assert nobody.totals.provider_pence == 0
    assert nobody.totals.carers == 0


def test_moved_visits_count_from_todays_start():
    moved = plan({"anna": [("a", "08:10"), ("b", "08:50"), ("c", "10:00")]})
    totals = scored(moved).totals
    assert (totals.moved, totals.moved_minutes, totals.most_moved_minutes) == (2, 20, 10)


def test_changes_against_today():
    doors = {**DOORS, "home:ben": 3.0}
    carers = (carer("anna"), carer("ben", provider="B"))
    today = scored(ANNA, VISITS, carers, doors)
    assert today.totals.released_carer_hours is None
    split = plan({"anna": [("a", "08:00")], "ben": [("b", "09:00"), ("c", "09:34")]})
    new = scored(split, VISITS, carers, doors, today=today).totals
    assert (new.carers_changed, new.providers_changed) == (2, 2)
    # today 10 min travel + 50 min waiting; now 4 min travel and no waiting
    assert new.released_carer_hours == pytest.approx(56 / 60)
    assert new.council_pence == today.totals.council_pence
    same = scored(ANNA, VISITS, carers, doors, today=today).totals
    assert (same.carers_changed, same.providers_changed, same.released_carer_hours) == (0, 0, 0)


def test_points_count_what_people_prefer_and_never_enter_the_money():
    visits = (
        visit("a", "08:00", regular_carers=("anna",)),
        visit("b", "09:00", regular_carers=("ben",)),
        visit("c", "10:00", provider_id="B"),
    )
    moved = plan({"anna": [("a", "08:10"), ("b", "08:40"), ("c", "10:00")]})
    result = scored(moved, visits)
    # b moves 20 minutes, 5 beyond the tolerance; b's regular carer is ben; c is B's visit
    assert result.points == {"moved": 5, "continuity": 20, "provider": 50, "imbalance": 0}
    off = Preferences(moved=0, continuity=0, provider=0, imbalance=0)
    silent = scored(moved, visits, preferences=off)
    assert set(silent.points.values()) == {0}
    assert silent.totals == result.totals


def test_the_account_lists_both_ledgers_and_the_points_apart():
    result = scored()
    table = result.account()
    assert table.loc["provider", "pence"].sum() == result.totals.provider_pence
    assert table.loc[("council", "carer_hours"), "pence"] == result.totals.council_pence
    assert table.loc["preference", "pence"].isna().all()
    assert table.loc["provider", "points"].isna().all()
    assert table["what"].str.endswith(".").all()


def test_imbalance_is_counted_within_a_provider():
    doors = {**DOORS, "home:ben": 3.0}
    both = plan({"anna": [("a", "08:00")], "ben": [("c", "10:00")]})
    carers = (carer("anna"), carer("ben"))
    # 30 and 60 paid minutes: each 15 off the average of 45
    assert scored(both, VISITS, carers, doors).points["imbalance"] == pytest.approx(3)
    apart = (carer("anna"), carer("ben", provider="B"))
    assert scored(both, VISITS, apart, doors).points["imbalance"] == 0


def test_people_handed_over_to_another_provider_count_as_changed():
    gone = (Unserved("b", "provider-changed", "The package goes from B to A."),)
    today = scored(plan({"anna": [("a", "08:00"), ("c", "10:00")]}, gone))
    new = scored(today=today).totals
    assert (new.carers_changed, new.providers_changed) == (1, 1)
    unmet = (Unserved("b", "no-room", "No carer has room for it."),)
    today = scored(plan({"anna": [("a", "08:00"), ("c", "10:00")]}, unmet))
    assert scored(today=today).totals.carers_changed == 0


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (plan({"zoe": [("a", "08:00")]}), "carer 'zoe'"),
        (plan({"anna": [("x", "08:00")]}), "visit 'x'"),
        (plan({"anna/2": [("a", "08:00")]}), "shift 2"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(bad, says):
    with pytest.raises(PlanError, match=says):
        scored(bad)


def test_travel_that_lacks_a_place_or_a_mode_is_refused():
    here = {key: mile for key, mile in DOORS.items() if key != "person:p-b"}
    with pytest.raises(PlanError, match="person:p-b"):
        scored(doors=here)
    with pytest.raises(PlanError, match="by foot"):
        score(
            ANNA,
            workload(VISITS, (carer("anna", mode="foot"),)),
            town(DOORS),
            rules=RULES,
            price_pence=PRICES,
        )


def test_a_package_without_a_price_is_refused():
    with pytest.raises(RatesError, match="1 packages have no price: k-b"):
        scored(price_pence={"k-a": 1, "k-c": 1})


def test_by_band_the_leg_belongs_to_the_visit_it_leads_to():
    bands = scored().by("band")
    assert bands.loc["Rural", "miles"] == pytest.approx(3, abs=0.001)
    assert bands.loc["Urban", "miles"] == pytest.approx(2, abs=0.001)
    assert bands.loc["Rural", "travel_minutes_per_contact_hour"] == 12  # 6 min for half an hour
    assert bands.loc["Urban", "commute_miles"] == pytest.approx(5, abs=0.001)


def test_unserved_council_pence_has_its_row_by_carer():
    table = scored(plan({"anna": [("a", "08:00")]})).by("carer")
    assert table.loc["anna", "council_pence"] in (937, 938)  # half of £18.75
    assert table["council_pence"].sum() == 3_750


@given(st.lists(st.floats(0, 1e6), max_size=30), st.integers(-5, 5))
def test_parts_rounded_to_whole_pence_add_up(parts, off):
    total = round(sum(parts)) + off
    whole = whole_pence(np.array(parts, float), total)
    assert whole.sum() == (total if parts else 0)


@st.composite
def days(draw):
    """A random day: doors on the line, single and double visits, two providers."""
    n = draw(st.integers(1, 8))
    visits, doors = [], {}
    for i in range(n):
        name = "abcdefgh"[i]
        doors[f"person:p-{name}"] = float(draw(st.integers(0, 20)))
        visits.append(
            visit(
                name,
                f"{draw(st.integers(7, 20)):02d}:{draw(st.integers(0, 59)):02d}",
                minutes=draw(st.sampled_from([15, 30, 45])),
                carers=draw(st.integers(1, 2)),
                zone=draw(st.sampled_from(["North", "South"])),
                band=draw(st.sampled_from(["Urban", "Rural"])),
                provider_id=draw(st.sampled_from(["A", "B"])),
            )
        )
    names = ["anna", "ben", "cora"]
    for name in names:
        doors[f"home:{name}"] = float(draw(st.integers(0, 20)))
    rounds: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for item in draw(st.permutations(visits)):
        if draw(st.integers(0, 5)):
            clock = f"{item.start_s // 3600:02d}:{item.start_s // 60 % 60:02d}"
            for name in draw(st.permutations(names))[: item.carers_required]:
                rounds[name].append((item.id, clock))
    carers = tuple(carer(name, provider="B" if name == "cora" else "A") for name in names)
    return plan(rounds), tuple(visits), carers, doors


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days())
def test_whatever_the_plan_the_ledgers_add_up(day):
    the_plan, visits, carers, doors = day
    result = scored(the_plan, visits, carers, doors)
    totals = result.totals
    assert tuple(result.terms) == tuple(TERMS)
    assert totals.provider_pence == sum(result.terms.values())
    assert totals.served + totals.unserved == totals.visits == len(visits)
    for level in ("carer", "provider", "zone", "band"):
        table = result.by(level)
        assert table["provider_pence"].sum() == totals.provider_pence
        assert table["council_pence"].sum() == totals.council_pence
        assert table["miles"].sum() == pytest.approx(totals.miles)
        assert table["contact_minutes"].sum() == pytest.approx(totals.contact_minutes)
    # routing does not change what the council pays
    assert totals.council_pence == scored(plan({}), visits, carers, doors).totals.council_pence
    # no carer is in two places at once, and pairs start together
    stops = result.stops
    assert (stops["start_s"] >= stops["planned_s"]).all()
    assert (stops["start_s"] >= stops["arrival_s"]).all()
    assert (stops.groupby("visit_id")["start_s"].nunique() == 1).all()
    inner = stops.groupby("carer_id")
    ready = inner["end_s"].shift() + stops["travel_s"]
    assert (stops["arrival_s"][ready.notna()] == ready[ready.notna()]).all()


@pytest.mark.slow
def test_a_whole_countys_day_with_crossing_rounds_is_scored():
    rng = np.random.default_rng(1)
    visits, rounds, doors = [], {}, {}
    n_carers, n_visits = 700, 3_940
    for i in range(n_carers):
        doors[f"home:c{i}"] = float(rng.uniform(0, 30))
        rounds[f"c{i}"] = []
    loads = []
    for i in range(n_visits):
        minute = int(rng.integers(420, 1_320))
        double = bool(rng.random() < 0.44)
        visits.append(visit(f"v{i}", f"{minute // 60:02d}:{minute % 60:02d}", carers=1 + double))
        doors[f"person:p-v{i}"] = float(rng.uniform(0, 30))
        for j in rng.choice(n_carers, 1 + double, replace=False):
            loads.append((minute, f"c{j}", f"v{i}"))
    for minute, name, visit_id in sorted(loads):
        rounds[name].append((visit_id, f"{minute // 60:02d}:{minute % 60:02d}"))
    prices = {f"k-v{i}": 1_875 for i in range(n_visits)}
    carers = tuple(carer(name) for name in rounds)
    travel, load, the_plan = town(doors), workload(visits, carers), plan(rounds)
    result = score(the_plan, load, travel, rules=RULES, price_pence=prices)
    assert result.totals.calls == len(loads)
    assert result.totals.served + result.totals.unserved == n_visits
    assert result.totals.late_visits > 0
