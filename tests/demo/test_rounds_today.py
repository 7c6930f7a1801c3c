"""Today's rounds hold together: carers, shifts, skills, pairs, and no call forgotten."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from solver.domain import BANDS, DAYS, MODES, Place, RoadChoices
from solver.domain.clock import DAY_S, seconds_of
from solver.roads import open_roads

if TYPE_CHECKING:
    from pathlib import Path


def shifts_of(text: str) -> list[tuple[int, int]]:
    """Shifts in seconds; an end before its start is past midnight."""
    shifts = []
    for part in text.split("; "):
        start_s, end_s = (seconds_of(clock) for clock in part.split("-"))
        shifts.append((start_s, end_s if end_s > start_s else end_s + DAY_S))
    return shifts


def on_days(text: str) -> set[str]:
    return set(DAYS) if text == "daily" else set(text.split())


@pytest.fixture(scope="module")
def calls(files: dict[str, pd.DataFrame], visits: pd.DataFrame) -> pd.DataFrame:
    """Every call with its carer and its visit."""
    frame = files["rounds"].rename(columns={"start": "planned"})
    frame = frame.merge(visits, on="visit_id", suffixes=("", "_visit"))
    contracts = files["contracts"].set_index("contract_id")["provider_id"]
    frame["provider_id"] = frame["contract_id"].map(contracts)
    carers = (
        files["carers"].add_prefix("of_carer_").rename(columns={"of_carer_carer_id": "carer_id"})
    )
    return frame.merge(carers, on="carer_id")


def test_each_call_suits_its_carer(calls: pd.DataFrame) -> None:
    for call in calls.itertuples():
        start_s, end_s = shifts_of(call.of_carer_shifts)[int(call.shift) - 1]
        assert start_s <= call.start_s
        assert call.start_s + call.minutes * 60 <= end_s
        assert call.day in on_days(call.of_carer_days)
        assert call.day in on_days(call.days)
        assert call.provider_id == call.of_carer_provider_id
        assert {s for s in call.skills.split("; ") if s} <= set(call.of_carer_skills.split("; "))
        assert call.planned == call.start


def test_every_visit_of_week_one_is_made_by_its_carers(
    calls: pd.DataFrame, visits: pd.DataFrame
) -> None:
    made = Counter(zip(calls["visit_id"], calls["day"], strict=True))
    wanted = {
        (visit.visit_id, day): visit.carers
        for visit in visits.itertuples()
        if visit.first_week == 1
        for day in on_days(visit.days)
    }
    assert dict(made) == wanted
    pairs = calls[calls["carers"] == 2].groupby(["visit_id", "day"])
    assert (pairs["carer_id"].nunique() == 2).all()


def test_excluded_carers_are_colleagues_who_do_not_call(
    files: dict[str, pd.DataFrame], calls: pd.DataFrame
) -> None:
    people = files["people"].set_index("person_id")["excluded_carers"]
    excluding = people[people != ""]
    assert 5 <= len(excluding) <= 60
    provider = files["carers"].set_index("carer_id")["provider_id"]
    visited = calls.groupby("person_id")
    for person, carer in excluding.items():
        own = visited.get_group(person)
        assert carer not in set(own["carer_id"])
        assert provider[carer] in set(own["provider_id"])


def test_shifts_are_split_and_end_past_midnight(files: dict[str, pd.DataFrame]) -> None:
    carers = files["carers"]
    shifts = carers["shifts"].map(shifts_of)
    assert (shifts.map(len) == 2).mean() > 0.2
    assert (shifts.map(lambda own: own[-1][1]) > DAY_S).sum() >= 10
    for own in shifts:
        assert all(before[1] < after[0] for before, after in pairwise(own))
    assert set(carers["mode"]) == set(MODES)


@pytest.fixture(scope="module")
def legs(
    demo: Path, files: dict[str, pd.DataFrame], calls: pd.DataFrame, area_of: pd.DataFrame
) -> pd.DataFrame:
    """Monday's legs between visits, and how late each call would really begin.

    Summed here from the roads alone, apart from the solver's own ledger; a pair
    of carers is run as two single ones.
    """
    people = files["people"]
    places = [
        Place(f"person:{person}", float(lon), float(lat))
        for person, lon, lat in zip(people["person_id"], people["lon"], people["lat"], strict=True)
    ]
    travel = open_roads(demo / "roads.osm.pbf").travel(places, MODES, RoadChoices())
    rows = []
    monday = calls[calls["day"] == "mon"].sort_values(["carer_id", "shift", "start_s"])
    for _, round_ in monday.groupby(["carer_id", "shift"]):
        free_s, last = None, None
        for call in round_.itertuples():
            door = f"person:{call.person_id}"
            leg_s, leg_m = 0, 0
            arrival_s = call.start_s
            if last is not None:
                leg_s, leg_m = travel.leg(call.of_carer_mode, last, door)
                assert leg_s >= 0
                arrival_s = free_s + leg_s
            start_s = max(call.start_s, arrival_s)
            free_s, last = start_s + call.minutes * 60, door
            late_s = start_s - call.start_s
            rows.append((call.band, leg_s, leg_m, call.minutes, 1 / call.carers, late_s))
    return pd.DataFrame(rows, columns=["band", "leg_s", "leg_m", "minutes", "visits", "late_s"])


def test_travel_is_calibrated(legs: pd.DataFrame) -> None:
    """11–12 minutes a contact hour, 2.5–3.6 miles a visit, rising with rurality."""
    contact_h = legs["minutes"].sum() / 60
    assert 11.0 <= legs["leg_s"].sum() / 60 / contact_h <= 12.0
    assert 2.5 <= legs["leg_m"].sum() / 1609.344 / legs["visits"].sum() <= 3.6
    by_band = legs.groupby("band")[["leg_s", "minutes"]].sum()
    rate = (by_band["leg_s"] / by_band["minutes"])[list(BANDS)]
    assert rate.is_monotonic_increasing


def test_rounds_run_nearly_as_planned(legs: pd.DataFrame) -> None:
    late = legs["late_s"].to_numpy()
    assert 0.05 < np.mean(late > 0) < 0.60
    assert np.mean(late > 600) < 0.01
    assert late.max() < 1_800
