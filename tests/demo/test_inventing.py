"""Inventing on a small ground: the same seed gives the same county, and it holds together."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from straight import straight_travel

from solver.domain import Place, TravelSet
from solver.invent.dispatch import DispatchChoices, RunCall, dispatch
from solver.invent.land.areas import band_of
from solver.invent.land.targets import hours_from_postcodes
from solver.invent.names import provider_names
from solver.invent.people import NEAREST_M, Homes
from solver.invent.tables import InventChoices, invent_tables

if TYPE_CHECKING:
    from solver.invent.land.ground import Ground


def tables(ground: Ground, seed: int) -> dict[str, pd.DataFrame]:
    place = ground.areas.set_index("area_id").loc[ground.postcodes["area_id"]]
    cells = hours_from_postcodes(pd.crosstab(place["zone"], place["band"]))
    primes = {cell.zone: 2 for cell in cells}
    return invent_tables(ground, cells, primes, straight_travel, InventChoices(seed, 8))


def test_the_same_seed_gives_the_same_tables(ground: Ground) -> None:
    first, second, other = tables(ground, 4), tables(ground, 4), tables(ground, 5)
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, second[name])
    assert not first["people"].equals(other["people"])
    assert not first["rounds"].equals(other["rounds"])


def test_the_ground_is_divided(ground: Ground) -> None:
    town = ground.areas[ground.areas["settlement"] == "Greatham"]
    assert len(town) >= 2
    assert set(ground.areas["settlement"]) == set(ground.settlements["settlement"])
    assert ground.areas["zone"].nunique() == 2
    assert set(town["band"]) == {"Urban"}


@pytest.mark.parametrize(
    ("crowd", "band"), [(155, "Urban"), (154, "Fringe"), (45, "Rural"), (16, "Isolated")]
)
def test_bands_follow_crowding(crowd: float, band: str) -> None:
    assert band_of(crowd) == band


def test_doors_keep_their_distance(ground: Ground) -> None:
    doors = Homes(ground, np.random.default_rng(1))
    xy = ground.postcodes[["x", "y"]].to_numpy()
    lon, lat = zip(*(doors.near(row) for row in range(0, len(xy), 7)), strict=True)
    from solver.invent.land.ground import to_grid

    found = np.stack(to_grid(lon, lat), axis=1)
    away = np.hypot(*(found[:, None] - xy[None, :]).transpose(2, 0, 1))
    assert away.min() >= NEAREST_M - 0.2


def town_calls(n: int, seed: int) -> tuple[list[RunCall], TravelSet]:
    rng = np.random.default_rng(seed)
    places = [
        Place(str(i), -1.1 + x, 52.6 + y) for i, (x, y) in enumerate(rng.uniform(0, 0.05, (n, 2)))
    ]
    calls = [
        RunCall(f"V{i:03d}", i, int(rng.integers(84, 270)) * 300, 1_800, 1 + i % 2, True, 0.5)
        for i in range(n)
    ]
    return calls, straight_travel(places)


def test_every_call_is_dispatched_once_for_each_carer() -> None:
    calls, travel = town_calls(150, 1)
    runs = dispatch(calls, travel, np.random.default_rng(2), DispatchChoices())
    starts: dict[str, list[int]] = {}
    for run in runs:
        for call, start_s in zip(run.calls, run.starts_s, strict=True):
            starts.setdefault(call.key, []).append(start_s)
    for call in calls:
        assert len(starts[call.key]) == call.carers
        assert len(set(starts[call.key])) == 1


def test_runs_move_forward_and_end_in_time() -> None:
    calls, travel = town_calls(150, 3)
    for run in dispatch(calls, travel, np.random.default_rng(2), DispatchChoices()):
        assert run.free_s <= run.limit_s
        pairs = zip(run.calls, run.starts_s, run.starts_s[1:], strict=False)
        for call, start_s, after_s in pairs:
            assert start_s + call.service_s <= after_s


def test_walkers_do_not_walk_far() -> None:
    calls, travel = town_calls(150, 5)
    choices = dataclasses.replace(DispatchChoices(), walking_share=1.0)
    runs = dispatch(calls, travel, np.random.default_rng(2), choices)
    walked = [run for run in runs if run.mode == "foot"]
    assert walked
    seconds = travel.by_mode["foot"][0].durations_s
    for run in walked:
        for before, after in zip(run.calls, run.calls[1:], strict=False):
            assert seconds[before.place, after.place] <= 600


def test_names_are_fictional_and_enough() -> None:
    names = provider_names(86, np.random.default_rng(1))
    assert len(set(names)) == 86
    assert all(name.endswith("(invented)") for name in names)
    with pytest.raises(ValueError, match="86 fictional names, not 87"):
        provider_names(87, np.random.default_rng(1))
