"""A store that is damaged in one place, cannot be used at all, or cannot be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from office.jobs.startup import close_stores, open_store
from office.store import scenarios, worlds

ROOT = Path(__file__).parents[2]
CURE = "put the file from your last backup in its place"


def zero(folder: Path, table: str) -> None:
    """Zero the first page of a table or an index, as a bad block of a disk does."""
    open_store()
    close_stores()
    path = folder / "homerounds.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (number,) = connection.execute(query, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((number - 1) * size)
        file.write(bytes(size))


def opened(page: str) -> AppTest:
    return AppTest.from_file(str(ROOT / page), default_timeout=120).run()


def test_where_the_jobs_are_damaged_other_pages_draw_and_rounds_says_so(data_folder: Path) -> None:
    zero(data_folder, "jobs")
    for name in ("overview", "roads", "demand", "data"):
        page = opened(f"pages/{name}.py")
        assert not page.exception and not page.error, name
    for name, title in (("rounds", "Rounds"), ("costs", "Costs")):  # costs of planned rounds
        page = opened(f"pages/{name}.py")
        assert not page.exception
        assert page.title[0].value == title
        assert any(CURE in error.value for error in page.error)


def test_where_what_was_open_last_is_damaged_the_first_county_is_opened(data_folder: Path) -> None:
    zero(data_folder, "sqlite_autoindex_settings_1")
    page = opened("dashboard/app.py")
    assert not page.exception and not page.error
    assert page.title[0].value == "Overview"
    assert any("is not known any more" in toast.value for toast in page.toast)


@pytest.mark.parametrize("table", ["worlds", "scenarios"])
def test_where_nothing_can_be_opened_each_page_says_why_and_the_cure(
    data_folder: Path, table: str
) -> None:
    zero(data_folder, table)
    page = opened("dashboard/app.py")
    assert not page.exception
    assert any(CURE in error.value for error in page.error)


def test_a_store_that_is_no_database_is_said_until_it_is_mended(data_folder: Path) -> None:
    path = data_folder / "homerounds.sqlite"
    path.write_bytes(b"not a database at all" * 1_000)
    page = opened("dashboard/app.py")
    assert not page.exception
    assert any("is damaged" in error.value and CURE in error.value for error in page.error)
    path.unlink()  # moved away, as it says
    page = page.run()
    assert not page.exception and not page.error
    assert page.title[0].value == "Overview"


def test_pages_draw_where_nothing_can_be_written_and_an_edit_is_said_not_to_be_saved(
    data_folder: Path,
) -> None:
    store = open_store()
    world = worlds.every(store)[0]
    first = opened("dashboard/app.py")  # the county's hash is noted
    assert not first.error
    store.close()

    @event.listens_for(store._engine, "connect")
    def read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    page = opened("dashboard/app.py")
    assert not page.exception and not page.error
    assert page.title[0].value == "Overview"
    name = next(box for box in page.sidebar.button if box.label == "Duplicate")
    page = name.click().run()
    assert not page.exception
    assert any("not saved" in toast.value for toast in page.toast)
    assert len(scenarios.every(store, world.id)) == len(first.sidebar.selectbox[0].options)
