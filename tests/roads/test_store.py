"""The cache on disk is quick, shared and never trusted blindly."""

from __future__ import annotations

import threading

import pytest
from towns import node, place, town, way

from solver.domain import RoadChoices
from solver.roads import open_roads, store
from solver.roads.store import fabric_path, load_fabric, source_key

DOORS = [place("person:a", 0.2, 0.1), place("home:b", 2.9, 2.2)]


@pytest.fixture
def extract(tmp_path):
    return town(
        tmp_path, node(1, 0, 0), node(2, 3, 0), node(3, 3, 3),
        way(1, [1, 2, 3], highway="residential", name="A Street"),
        way(2, [3, 1], highway="track"),
    )  # fmt: skip


def answer(roads):
    return [
        roads.travel(DOORS, [mode], RoadChoices()).leg(mode, "person:a", "home:b")
        for mode in ("car", "bicycle", "foot")
    ]


def test_the_second_time_comes_from_disk_and_is_the_same(extract, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    first = open_roads(extract, cache=cache)
    monkeypatch.setattr("solver.roads.roads.read_roads", None)  # reading again would fail
    second = open_roads(extract, cache=cache)
    assert answer(first) == answer(second)
    assert second.report == first.report
    assert second.fabric.names == first.fabric.names
    assert [p.suffix for p in cache.iterdir()] == [".roads"]


@pytest.mark.parametrize("where", [0, 30, 60, 500, -70, -1])
def test_a_flipped_byte_anywhere_is_noticed_and_repaired(extract, tmp_path, where):
    cache = tmp_path / "cache"
    want = answer(open_roads(extract, cache=cache))
    path = fabric_path(cache, source_key(extract))
    data = bytearray(path.read_bytes())
    data[where] ^= 0x41
    path.write_bytes(data)
    assert load_fabric(cache, source_key(extract)) is None
    assert answer(open_roads(extract, cache=cache)) == want
    assert load_fabric(cache, source_key(extract)) is not None


@pytest.mark.parametrize("length", [0, 10, 100, 5_000])
def test_a_cut_cache_is_rebuilt(extract, tmp_path, length):
    cache = tmp_path / "cache"
    want = answer(open_roads(extract, cache=cache))
    path = fabric_path(cache, source_key(extract))
    path.write_bytes(path.read_bytes()[:length])
    assert answer(open_roads(extract, cache=cache)) == want


def test_other_code_or_another_source_makes_it_stale(extract, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    open_roads(extract, cache=cache)
    source = source_key(extract)
    fabric_path(cache, "f" * 64).write_bytes(fabric_path(cache, source).read_bytes())
    assert load_fabric(cache, "f" * 64) is None
    monkeypatch.setattr(store, "code_key", lambda: "other")
    assert load_fabric(cache, source) is None


def test_a_changed_extract_is_read_anew(extract, tmp_path):
    cache = tmp_path / "cache"
    before = answer(open_roads(extract, cache=cache))
    extract.write_text(
        extract.read_text().replace("residential", "footway").replace("track", "residential")
    )
    assert answer(open_roads(extract, cache=cache)) != before


def test_many_threads_open_and_ask_at_once(extract, tmp_path):
    cache = tmp_path / "cache"
    want = answer(open_roads(extract))
    answers, roads = [], open_roads(extract, cache=cache)

    def work():
        answers.append(answer(open_roads(extract, cache=cache)))
        answers.append(answer(roads))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [want] * 12
