"""The data folder is private, the database moves on, and damage is said."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from office.store import StoreError, plans, scenarios, settings
from office.store.database import Store
from office.store.folder import data_folder, written_whole
from solver.domain import Plan, Round, Scenario, Stop

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def test_the_variable_chooses_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOMEROUNDS_DATA", str(tmp_path / "elsewhere"))
    assert data_folder() == tmp_path / "elsewhere"


@pytest.mark.skipif(os.name != "posix", reason="the POSIX default")
def test_the_default_lies_outside_the_code(monkeypatch, tmp_path):
    monkeypatch.delenv("HOMEROUNDS_DATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder() == tmp_path / ".local" / "share" / "homerounds"


@posix
def test_only_the_owner_may_look(store, world):
    store_plan = plans.save(
        store, world.id, Plan(day="mon", rounds=(Round("c", 0, (Stop("v", 1),)),))
    )
    assert store_plan
    modes = {
        path: stat.S_IMODE(path.stat().st_mode) for path in [store.folder, *store.folder.rglob("*")]
    }
    assert len(modes) > 8
    for path, mode in modes.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path


@posix
def test_a_loose_folder_is_tightened(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    Store(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_a_file_is_refused_in_plain_words(tmp_path):
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(StoreError, match="HOMEROUNDS_DATA"):
        Store(tmp_path / "data")


def test_a_crash_while_writing_leaves_the_old_file(tmp_path):
    path = tmp_path / "summary.json"
    path.write_text("old")

    def crash() -> None:
        with written_whole(path) as draft:
            draft.write_text("ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crash()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "homerounds.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        Store(tmp_path)


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    Store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "homerounds.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Homerounds"):
        Store(tmp_path)


def test_an_older_file_is_moved_on_once(tmp_path):
    Store(tmp_path, migrations=()).close()
    steps = [["ALTER TABLE worlds ADD COLUMN colour TEXT DEFAULT 'green'"]]
    for _ in range(2):  # the second time there is nothing left to do
        Store(tmp_path, migrations=steps).close()
    with closing(sqlite3.connect(tmp_path / "homerounds.sqlite")) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(worlds)")]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    assert "colour" in names
    assert version == 2


def test_a_migration_that_fails_leaves_the_old_version(tmp_path):
    Store(tmp_path, migrations=()).close()
    steps = [["ALTER TABLE worlds ADD COLUMN colour TEXT", "ALTER TABLE nowhere ADD COLUMN x TEXT"]]
    with pytest.raises(StoreError):
        Store(tmp_path, migrations=steps)
    with closing(sqlite3.connect(tmp_path / "homerounds.sqlite")) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(worlds)")]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    assert "colour" not in names


def test_a_setting_is_remembered_until_its_world_goes(store):
    settings.remember(store, "mapping:mosaic", {"Client ref": "person_id"})
    settings.remember(store, "mapping:mosaic", {"Client no": "person_id"})
    assert settings.recall(store, "mapping:mosaic") == {"Client no": "person_id"}
    assert settings.recall(store, "mapping:las") is None


def test_many_sessions_write_at_once(store, world):
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            for i in range(10):
                scenarios.create(store, world.id, Scenario(name=f"{number} {i}"), owner="x")
                scenarios.every(store, world.id)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(scenarios.every(store, world.id)) == 1 + 12 * 10


def test_the_code_holds_no_data(root):
    assert not any(Path(root).rglob("homerounds.sqlite"))
