"""The audit of given rounds: gaps against ways, and the late starts that follow."""

from __future__ import annotations

import numpy as np
import pytest
from score_town import carer, plan, town, visit, workload

from solver.domain import TravelSet
from solver.domain.travel import UNREACHABLE, Travel
from solver.study.audit import ALL, audit

# a mile takes two minutes: b lies 5 miles from a, c 5 miles from b
MILES = {"home:ann": 0.0, "home:bob": 0.0, "person:p-a": 0.0, "person:p-b": 5.0, "person:p-c": 10.0}
VISITS = [visit("a", "08:00"), visit("b", "08:35"), visit("c", "09:15")]


def audited(**rounds):
    staff = [carer("ann"), carer("bob", provider="B")]
    made = plan({name: list(stops) for name, stops in rounds.items()})
    return audit(made, workload(VISITS, staff), town(MILES))


def test_a_gap_shorter_than_the_way_makes_the_next_start_late() -> None:
    # a ends 08:30; the way to b takes 10 minutes and 5 are planned: b starts 08:40, ends 09:10;
    # the way to c takes 10 minutes, as planned from 09:05 to 09:15, so c starts 5 minutes late
    found = audited(ann=[("a", "08:00"), ("b", "08:35"), ("c", "09:15")])
    assert found.legs["gap_s"].tolist() == [300, 600]
    assert found.legs["travel_s"].tolist() == [600, 600]
    assert found.legs["short_s"].tolist() == [300, 0]
    assert found.legs["kept"].tolist() == [False, True]
    assert found.starts["late_s"].tolist() == [0, 300, 300]
    row = found.by_provider().loc["A"]
    assert (row["calls"], row["legs"], row["not_kept"], row["late_calls"]) == (3, 2, 1, 2)
    assert row["not_kept_share"] == pytest.approx(1 / 2)
    assert row["late_share"] == pytest.approx(2 / 3)
    assert row["planned_minutes"] == 15
    assert row["travel_minutes"] == 20
    assert row["short_minutes_mean"] == row["late_minutes_mean"] == row["latest_minutes"] == 5


def test_lateness_within_the_tolerance_does_not_count() -> None:
    found = audited(ann=[("a", "08:00"), ("b", "08:35"), ("c", "09:15")])
    assert found.by_provider(tolerance_s=300).loc["A", "late_calls"] == 0
    assert found.by_provider(tolerance_s=299).loc["A", "late_calls"] == 2


def test_providers_are_told_apart_and_added_up() -> None:
    found = audited(ann=[("a", "08:00"), ("b", "08:35")], bob=[("c", "09:15")])
    table = found.by_provider()
    assert table.index.tolist() == ["A", "B", ALL]
    assert table["calls"].tolist() == [2, 1, 3]
    assert table["legs"].tolist() == [1, 0, 1]
    assert np.isnan(table.loc["B", "not_kept_share"])
    assert np.isnan(table.loc["B", "late_minutes_mean"])


def test_calls_that_overlap_have_a_negative_gap() -> None:
    found = audited(ann=[("a", "08:00"), ("b", "08:20")])
    assert found.legs["gap_s"].tolist() == [-600]
    assert found.legs["short_s"].tolist() == [1_200]
    assert found.legs["kept"].tolist() == [False]


def test_a_leg_without_a_way_cannot_be_kept() -> None:
    roads = town(MILES)
    base = roads.by_mode["car"][0]
    durations = base.durations_s.copy()
    durations[roads.index["person:p-a"], roads.index["person:p-b"]] = UNREACHABLE
    cut = TravelSet(roads.places, {"car": (Travel(base.places, durations, base.lengths_m),)})
    made = plan({"ann": [("a", "08:00"), ("b", "09:35")]})
    staff = [carer("ann"), carer("bob", provider="B")]
    found = audit(made, workload(VISITS, staff), cut)
    assert found.legs["travel_s"].isna().tolist() == [True]
    assert found.legs["kept"].tolist() == [False]
    assert found.unrun == 1
    assert found.by_provider().loc["A", "not_kept"] == 1


def test_rounds_without_calls_make_an_empty_audit() -> None:
    found = audited()
    assert found.legs.empty
    assert found.by_provider().index.tolist() == [ALL]
    assert found.by_provider().loc[ALL, "calls"] == 0
