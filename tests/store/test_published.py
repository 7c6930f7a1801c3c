"""What is out is kept with the hash of each file, and outlives its world."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from office.store import Store, exports
from office.store.earlier.migrations import MIGRATIONS
from office.store.exports import published
from solver.domain import Scenario
from solver.errors import PublishError
from solver.publish.disclosure import PublicPack, PublishedCell

CELLS = (
    PublishedCell("Melton, Rural", ("a", "b"), "all planned", 30, 120),
    PublishedCell("Bell End", ("a",), "all planned", None, None),
)
PACK = PublicPack("Today", "Rutland", "2026-01-05", "beef", 8, CELLS)
FILE = published.PublicFile("officer", "zones.csv", b"zone,people", Scenario(), 3, "cafe")


@pytest.fixture
def world(add_world) -> str:
    return add_world().id


def test_a_pack_is_read_back_as_it_went_out(store, world):
    published.keep(store, world, FILE, PACK, beside=0)
    assert published.packs(store, "Rutland") == (PACK,)
    assert published.packs(store, "Leicestershire") == ()


def test_nine_files_of_one_pack_are_one_pack_and_nine_lines(store, world):
    for i in range(9):
        published.keep(store, world, replace(FILE, what=f"{i}.csv"), PACK, beside=min(i, 1))
    assert len(published.packs(store, "Rutland")) == 1
    assert len(exports.recent(store, world)) == 9


def test_a_line_says_version_input_threshold_and_hash(store, world):
    published.keep(store, world, FILE, PACK, beside=0)
    (line,) = exports.recent(store, world)
    found = published.of(store, line)
    assert found is not None
    assert (found.scenario_version, found.input_hash, found.threshold) == (3, "cafe", 8)
    assert found.sha256 == hashlib.sha256(FILE.content).hexdigest()


def test_a_pack_that_was_not_checked_beside_another_does_not_leave(store, world):
    published.keep(store, world, FILE, PACK, beside=0)
    with pytest.raises(published.OtherPackError, match="meanwhile"):
        published.keep(store, world, FILE, replace(PACK, name="Other"), beside=0)
    assert len(published.packs(store, "Rutland")) == 1
    assert len(exports.recent(store, world)) == 1


def test_a_damaged_line_stops_publishing(store, world):
    published.keep(store, world, FILE, PACK, beside=0)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE packs SET pack = '{\"name\": 1}'")
    with pytest.raises(PublishError, match="cannot be read"):
        published.packs(store, "Rutland")


def test_a_store_of_before_is_moved_on(tmp_path):
    old = Store(tmp_path, migrations=MIGRATIONS[:1])
    with old.write() as session:
        for table in ("packs", "published"):
            session.connection().exec_driver_sql(f"DROP TABLE {table}")
    old.close()
    moved = Store(tmp_path)
    with moved.write() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO worlds VALUES ('w', 'W', 'loaded', 'input', '', 'me', '', '', 1, 0)"
        )
    published.keep(moved, "w", FILE, PACK, beside=0)
    assert published.packs(moved, "Rutland") == (PACK,)
    moved.close()
