"""Full disks, folders that may not be written, and too many uploads: a sentence with the cure.

The disks are real: a small file system in memory, where this machine lets one be mounted; in CI it
must. A limit on the size of files does the same everywhere.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest
from rehearsal import COMMAND, PLAN

from office import jobs
from office.jobs import runner as runners
from office.jobs.process import alive
from office.jobs.runner import Runner
from office.jobs.tasks.solve import Solve
from office.loading import packs, uploads
from office.loading.quota import A_SESSION, IN_ALL, Brought, held
from office.store import (
    StoreError,
    job_rows,
    plans,
    results,
    scenarios,
    settings,
    staging,
    worlds,
)
from office.store.database import Store
from office.store.errors import UNSAVED
from solver.domain import Scenario

posix = pytest.mark.skipif(os.name != "posix", reason="mounts and limits are POSIX")


@pytest.fixture
def disk(tmp_path, needed):
    """Give a file system of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        why = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        why = str(error)
    needed(not why, f"this account may not mount a small disk ({why})")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small(disk):
    """A store on the small disk, with a county."""
    store = Store(disk / "data")
    yield store, a_world(store)
    store.close()


def a_world(store):
    with staging.staged(store) as folder:
        staging.put(folder, "world.toml", io.BytesIO(b'name = "Testshire"\n'))
        return worlds.add(store, folder, owner="Ann")


@contextmanager
def filled(disk):
    """Fill a disk to its last byte for a while."""
    stuffing = disk / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    try:
        yield
    finally:
        stuffing.unlink()


def save_until_refused(store, world):
    """Save scenarios until one is refused; give the names that were acknowledged, and why."""
    saved = []
    for number in range(10_000):
        try:
            scenarios.create(store, world.id, Scenario(name=f"Plan {number}"), owner="Ann")
        except StoreError as error:
            return saved, str(error)
        saved.append(f"Plan {number}")
    raise AssertionError("the disk never filled")


@posix
def test_what_was_acknowledged_is_there_and_the_rest_is_said_not_to_be(small, disk):
    store, world = small
    with filled(disk):
        saved, why = save_until_refused(store, world)
        assert "is full" in why and UNSAVED in why and "Make room" in why
        names = [one.name for one in scenarios.every(store, world.id)]  # pages still draw
        assert names[1:] == saved
        jobs.recent(world.id, store=store)
    scenarios.create(store, world.id, Scenario(name="After"), owner="Ann")
    store.close()
    again = Store(store.folder)
    assert [one.name for one in scenarios.every(again, world.id)][1:] == [*saved, "After"]
    again.close()


@posix
@pytest.mark.parametrize(
    "write",
    [
        lambda store, world: plans.save(store, world.id, PLAN),
        lambda store, world: results.save(store, world.id, {"a": "b" * 100_000}),
        lambda store, world: settings.remember(store, "x", {"a": "b" * 900_000}),
        lambda store, world: a_world(store),
        lambda store, world: packs.unpacked(store, "a.zip", bytes(100_000)),
        lambda store, world: jobs.ask(
            world.id, Scenario(note="x" * 900_000), "mon", Solve(60.0), owner="Ann", store=store
        ),
        lambda store, world: uploads.load(
            store, [("people.csv", io.BytesIO(bytes(100_000)))], owner="Ann"
        ),
    ],
    ids=["plan", "result", "setting", "county", "archive", "job", "upload"],
)
def test_nothing_of_what_a_full_disk_refused_is_left(small, disk, write):
    store, world = small
    with filled(disk):
        before = {path for path in store.folder.rglob("*") if path.is_file()}
        with pytest.raises(StoreError, match=r"(?s)is full.*Make room"):
            write(store, world)
        left = {path for path in store.folder.rglob("*") if path.is_file()} - before
        assert {path.name for path in left} <= {"homerounds.sqlite-wal", "homerounds.sqlite-shm"}
    assert len(worlds.every(store)) == 1
    assert job_rows.recent(store, world.id) == ()


@posix
def test_a_job_outlives_a_full_disk(small, disk, monkeypatch):
    store, world = small
    asked = {"seconds": 14.0, "seed": 1}
    job_id = job_rows.add(
        store, world.id, Scenario(), kind="count", day="mon", parameters=asked, owner=""
    )
    runner = Runner(store, COMMAND)
    look(runner, lambda: job_rows.get(store, job_id).message == "Counting", 40.0)
    monkeypatch.setattr(runners, "SILENT_S", 3.0)
    with filled(disk):
        refused = save_until_refused(store, world)[1]
        assert "is full" in refused
        look(runner, lambda: False, 6.0)
        assert alive(job_rows.get(store, job_id).process)
    look(runner, lambda: job_rows.get(store, job_id).over, 40.0)
    job = job_rows.get(store, job_id)
    assert (job.state, job.error) == ("done", ""), job
    assert jobs.plan(job_id, store=store) == PLAN


def look(runner, reached, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not reached():
        with suppress(StoreError):
            runner.move()
        time.sleep(0.1)


@posix
def test_a_folder_that_may_only_be_read_is_said_with_the_cure(small, disk):
    store, _ = small
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        with pytest.raises(StoreError, match=r"may not write to .*HOMEROUNDS_DATA"):
            Store(disk / "data")
        with pytest.raises(StoreError, match=r"may not write to .*HOMEROUNDS_DATA"):
            Store(disk / "elsewhere")
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    Store(disk / "data").close()


LIMITED = """
import resource, sys
sys.path[:0] = ['.', 'tests/store']
from pathlib import Path
from rehearsal import PLAN
from office.store import StoreError, plans, scenarios, worlds
from office.store.database import Store
from solver.domain import Scenario
store = Store(Path(sys.argv[1]))
size = store.path.with_name('homerounds.sqlite-wal').stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for number in range(1000):
    try:
        scenarios.create(store, sys.argv[2], Scenario(name=f'Plan {number}'), owner='')
    except StoreError as error:
        print(error)
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (100, size))
try:
    plans.save(store, sys.argv[2], PLAN)
except StoreError as error:
    print(error)
print(len(scenarios.every(store, sys.argv[2])) - 1 == number)
"""


@posix
def test_files_that_may_not_grow_are_said_wherever_this_runs(store, world):
    command = [sys.executable, "-c", LIMITED, str(store.folder), world.id]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    database, plan, told_truly = done.stdout.splitlines()
    assert UNSAVED in database and "then do it again" in database
    assert UNSAVED in plan and "is full" in plan
    assert told_truly == "True"


def test_a_database_of_no_bytes_beside_counties_is_not_taken_for_a_new_one(store, world):
    store.close()
    for file in store.folder.glob("homerounds.sqlite*"):
        file.unlink()
    store.path.touch()
    with pytest.raises(StoreError, match=r"is empty.*last backup"):
        Store(store.folder)
    store.path.unlink()  # as the sentence says
    Store(store.folder).close()


def test_uploads_have_a_limit_in_all_and_in_a_session(store, world, monkeypatch):
    monkeypatch.setenv(IN_ALL, "1")
    before = held(store)
    file = ("people.csv", io.BytesIO(bytes(1_100_000)))
    with pytest.raises(StoreError, match=r"people\.csv.*0\.0 MB.*1\.0 MB allowed in all.*Delete"):
        uploads.load(store, [file], owner="Ann")
    with pytest.raises(StoreError, match=r"county\.zip.*allowed in all"):
        packs.unpacked(store, "county.zip", bytes(1_100_000))
    assert held(store) == before
    monkeypatch.delenv(IN_ALL)
    monkeypatch.setenv(A_SESSION, "2")
    brought = Brought(1_500_000)
    file = ("people.csv", io.BytesIO(bytes(600_000)))
    with pytest.raises(StoreError, match=r"loaded 1\.5 MB.*2\.0 MB allowed in one.*new window"):
        uploads.load(store, [file], owner="Ann", brought=brought)
    assert (brought.size, held(store)) == (1_500_000, before)
    monkeypatch.setenv(A_SESSION, "plenty")
    with pytest.raises(StoreError, match=r"'plenty'.*whole number"):
        uploads.load(store, [file], owner="Ann")
