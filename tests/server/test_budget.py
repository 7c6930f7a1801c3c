"""What sessions share stays within its budget, is worked out once, and is held once."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from villages import village_world

from dashboard import cache, garbage, kept
from solver import demand, study
from solver.base.keeper import Keeper, mapped, travel_size
from solver.base.kept import Cache, size_of
from solver.domain import RoadChoices, Scenario, ZoneChoices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = Scenario()
MOVED = Scenario(zones=ZoneChoices(moves=(("r0c1", "East"),), bands=(("r0c0", "Rural"),)))
PRICED = replace(BASE, prices=replace(BASE.prices, band_pence=(("Urban", 2_222),)))


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kept.start_anew()
    yield
    monkeypatch.undo()
    kept.start_anew()


def open_villages(folder: Path):
    return replace(village_world(), keeper=kept.keeper(folder))


def matrices(case):
    return [one.durations_s for periods in case.travel.by_mode.values() for one in periods]


# --- a shelf ------------------------------------------------------------------------------


def test_what_was_used_longest_ago_goes_when_the_budget_is_full() -> None:
    shelf = Cache(3_000, lambda value: value.nbytes)
    made = []

    def ask(name: str):
        def build():
            made.append(name)
            return np.zeros(1_000, np.int8)

        return shelf.get(name, build)

    for name in "abcad":
        ask(name)
    assert shelf.held == 3_000
    assert shelf.listed() == ["c", "a", "d"]
    ask("b")
    assert made == ["a", "b", "c", "d", "b"]


def test_what_is_heavier_than_the_budget_is_given_and_not_kept() -> None:
    shelf = Cache(10, lambda value: 11)
    assert shelf.get("a", lambda: "one") == "one"
    assert shelf.get("a", lambda: "two") == "two"
    assert (len(shelf), shelf.held) == (0, 0)


def test_two_who_ask_for_one_thing_wait_for_one_computation() -> None:
    shelf, asked, found = Cache(1_000, lambda _: 1), [], []
    begin = threading.Barrier(4)

    def build() -> object:
        asked.append(1)
        time.sleep(0.05)
        return object()

    def ask() -> None:
        begin.wait()
        found.append(shelf.get("key", build))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    assert len(found) == 4
    assert len(set(map(id, found))) == 1


def test_what_fails_is_not_kept_and_the_next_tries_again() -> None:
    shelf = Cache(1_000, lambda _: 1)
    with pytest.raises(ZeroDivisionError):
        shelf.get("key", lambda: 1 // 0)
    assert shelf.get("key", lambda: 7) == 7


def test_sizes_are_those_of_the_content() -> None:
    @dataclass
    class Holds:
        numbers: object
        table: object

    numbers = np.zeros((100, 100), np.int32)
    table = pd.DataFrame({"n": np.arange(1_000), "text": [f"name {i}" for i in range(1_000)]})
    assert 40_000 <= size_of(numbers) < 41_000
    assert 8_000 + 1_000 * 7 < size_of(table) < 100_000
    assert size_of(Holds(numbers, table)) > size_of(numbers) + size_of(table) - 1_000
    assert size_of([numbers, numbers]) < 41_000  # the same thing twice is held once
    assert size_of((numbers, table), [numbers]) < 60_000  # and not here where another keeps it
    assert size_of(tuple(f"{i:09d}" for i in range(10_000))) > 10_000 * 50  # weighed by a sample


# --- the budgets --------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "most"), [("250", 250), ("", 1_000), ("much", 1_000), ("0", 1)])
def test_a_setting_names_the_budget_of_all(monkeypatch, said: str, most: int) -> None:
    monkeypatch.setenv(kept.SETTING, said)
    assert kept.budget_mb() == most
    assert sum(kept.SHARES.values()) == pytest.approx(1)
    assert sum(may for _, may in kept.held().values()) <= most * 1_000_000


def test_values_are_kept_by_what_is_read() -> None:
    asked = []

    @kept.kept("figures")
    def build(number: int, _world: object) -> int:
        asked.append(number)
        return 2 * number

    assert [build(1, "a"), build(1, "b"), build(2, "a")] == [2, 2, 4]
    assert asked == [1, 2]

    @kept.kept("figures")
    def together(*numbers: int, _world: object) -> int:
        return sum(numbers)

    assert [together(1, 2, _world="a"), together(1, 3, _world="a")] == [3, 4]


# --- travel -------------------------------------------------------------------------------


def test_an_edit_of_zone_band_or_price_reuses_the_very_same_travel(tmp_path: Path) -> None:
    world = open_villages(tmp_path)
    cases = [cache.case(world, scenario, "mon") for scenario in (BASE, MOVED, PRICED)]
    assert len({id(case.travel) for case in cases}) == 1
    assert kept.held()["travel"][0] == travel_size(cases[0].travel)
    other = replace(BASE, roads=RoadChoices(speed_factor=0.8))
    assert cache.case(world, other, "mon").travel is not cases[0].travel
    days = kept.held()["days"][0]
    assert days < 50_000 * 4, "no case holds matrices of its own"


def test_travel_in_use_is_not_held_twice_though_the_budget_is_full() -> None:
    keeper = Keeper()
    world = replace(village_world(), keeper=keeper)
    first = study.prepare(world, BASE, "mon")
    assert keeper.travel.held == 0
    assert study.prepare(world, MOVED, "mon").travel is first.travel


def test_travel_goes_with_its_last_user(tmp_path: Path) -> None:
    world = open_villages(tmp_path)
    gone = weakref.ref(cache.case(world, BASE, "mon").travel)
    assert gone() is not None
    kept.forget()
    garbage.look_through()
    assert gone() is None


def test_matrices_are_read_only_maps_that_leave_no_file(tmp_path: Path) -> None:
    travel = study.prepare(village_world(), BASE, "mon").travel
    on_file = mapped(travel, tmp_path / "cache")
    for mode, periods in travel.by_mode.items():
        for one, other in zip(periods, on_file.by_mode[mode], strict=True):
            assert np.array_equal(one.durations_s, other.durations_s)
            assert np.array_equal(one.lengths_m, other.lengths_m)
            with pytest.raises(ValueError, match="read-only"):
                other.durations_s[0, 0] = 1
    assert list((tmp_path / "cache").iterdir()) == []


def test_travel_stays_in_memory_where_no_file_can_be_made(tmp_path: Path) -> None:
    travel = study.prepare(village_world(), BASE, "mon").travel
    (tmp_path / "taken").write_text("a file, not a folder")
    assert mapped(travel, tmp_path / "taken") is travel


# --- figures ------------------------------------------------------------------------------


def test_figures_are_the_same_with_hardly_any_budget(tmp_path: Path, monkeypatch) -> None:
    def figures():
        world = open_villages(tmp_path)
        return [
            (
                cache.today_score(world, scenario, "mon").stops.to_csv(),
                cache.case(world, scenario, "mon").price_pence,
                demand.packages(world, scenario).to_csv(),
            )
            for scenario in (BASE, MOVED, PRICED, BASE)
        ]

    roomy = figures()
    monkeypatch.setenv(kept.SETTING, "1")
    kept.start_anew()
    for shelf in map(kept.shelf, kept.SHARES):
        shelf.most = 2_000
    assert figures() == roomy
    assert all(held <= 2_000 for held, _ in kept.held().values())


def test_a_score_at_other_prices_is_the_score_that_would_be_worked_out(tmp_path: Path) -> None:
    world = open_villages(tmp_path)
    cache.today_score(world, BASE, "mon")
    before = kept.held()["days"][0]
    priced = cache.today_score(world, PRICED, "mon")
    anew = study.score_today(study.prepare(village_world(), PRICED, "mon"))
    assert priced.totals == anew.totals
    assert priced.visits.equals(anew.visits)
    assert priced.by("band").equals(anew.by("band"))
    base = cache.today_score(world, BASE, "mon")
    assert priced.stops is base.stops
    assert priced.totals.council_pence != base.totals.council_pence
    assert kept.held()["days"][0] - before < size_of(base) / 2


def test_a_table_that_is_written_to_is_not_the_one_that_is_kept() -> None:
    world = village_world()
    frame = demand.packages(world, BASE)
    frame["zone"] = "Nowhere"
    frame.loc[:, "carer_hours_week"] = 0.0
    again = demand.packages(world, BASE)
    assert "Nowhere" not in set(again["zone"])
    assert again["carer_hours_week"].sum() > 0


def test_what_is_set_apart_from_the_search_is_still_found_in_the_end() -> None:
    class Circle:
        pass

    one = Circle()
    one.itself = one
    gone = weakref.ref(one)
    before = list(gc.callbacks)
    try:
        garbage.leave_alone()
        del one
        garbage.look_through()
        assert gone() is None
    finally:
        gc.callbacks[:] = before
        gc.unfreeze()
