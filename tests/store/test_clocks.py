"""Jobs outlive clocks: sleep, steps of the wall clock, a restart, numbers given anew, servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from rehearsal import COMMAND, STEPS

from office.jobs import process as processes, runner as runners
from office.jobs.process import alive, mark_of
from office.jobs.runner import Runner
from office.store import job_rows
from office.store.database import Store
from office.store.records import ProcessMark
from office.store.watch import Watch
from solver.domain import Scenario

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="start times since the boot are Linux's")

SERVER = """
import sys, time
sys.path[:0] = ['.', 'tests/store']
from pathlib import Path
from rehearsal import COMMAND
from office.jobs import runner
from office.store import watch
from office.store.database import Store
runner.SILENT_S, runner.DOUBT_S, watch.PAUSE_S = float(sys.argv[2]), 1.0, 1.0
store = Store(Path(sys.argv[1]))
look = runner.Runner(store, COMMAND, limit=2)
print('open', flush=True)
while True:
    look.move()
    time.sleep(0.1)
"""
"""A server that looks at its jobs ten times a second; how long it bears silence is given."""


@pytest.fixture
def runner(store):
    return Runner(store, COMMAND, limit=1)


@pytest.fixture
def add(store, world):
    def add(kind="count", seconds=60.0):
        asked = {"seconds": seconds, "seed": 1}
        return job_rows.add(
            store, world.id, Scenario(), kind=kind, day="mon", parameters=asked, owner=""
        )

    yield add
    for job in job_rows.in_state(store, "running"):
        if job.pid != os.getpid() and alive(job.process):
            os.kill(job.pid, signal.SIGKILL)


@pytest.fixture
def serve(store):
    started = []

    def serve(silent_s=45.0):
        command = [sys.executable, "-c", SERVER, str(store.folder), str(silent_s)]
        one = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(one)
        return one

    yield serve
    for one in started:
        one.kill()
        one.communicate()


def wait(store, reached, *job_ids, each=lambda: None, seconds=40.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        each()
        found = [job_rows.get(store, job_id) for job_id in job_ids]
        if all(reached(job) for job in found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found}")


def counting(job):
    return job.message == "Counting"


def over(job):
    return job.over


def look_for(runner, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        runner.move()
        time.sleep(0.1)


def test_a_job_that_is_suspended_for_longer_than_silence_goes_on(store, add, runner, monkeypatch):
    job_id = add(seconds=5.0)
    (job,) = wait(store, counting, job_id, each=runner.move)
    monkeypatch.setattr(runners, "SILENT_S", 3.0)
    os.kill(job.pid, signal.SIGSTOP)
    look_for(runner, 8.0)
    assert job_rows.get(store, job_id).state == "running"
    os.kill(job.pid, signal.SIGCONT)
    (job,) = wait(store, over, job_id, each=runner.move)
    assert (job.state, job.error) == ("done", "")


@linux
def test_a_machine_asleep_loses_no_job_whoever_wakes_first(store, add, runner, serve):
    job_id = add(seconds=18.0)
    (job,) = wait(store, counting, job_id, each=runner.move)
    server = serve(silent_s=3.0)
    assert server.stdout.readline() == "open\n"
    time.sleep(0.5)
    for pid in (job.pid, server.pid):
        os.kill(pid, signal.SIGSTOP)
    time.sleep(8.0)
    os.kill(server.pid, signal.SIGCONT)
    time.sleep(0.7)  # looks many times before the job's heart beats again
    assert job_rows.get(store, job_id).state == "running"
    os.kill(job.pid, signal.SIGCONT)
    assert wait(store, over, job_id)[0].state == "done"


@pytest.mark.parametrize("seconds", [3_600.0, -3_600.0])
def test_a_wall_clock_that_steps_an_hour_loses_no_job(store, add, runner, monkeypatch, seconds):
    monkeypatch.setenv(STEPS, str(seconds))  # the job's own clock steps at each beat
    job_id = add(seconds=4.0)
    wait(store, counting, job_id, each=runner.move)
    right = job_rows.now
    monkeypatch.setattr(job_rows, "now", lambda: right().replace(year=2001))  # and so does ours
    if sys.platform == "linux":
        began = psutil.boot_time()
        monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: began + seconds)
    look_for(runner, 2.0)
    assert job_rows.get(store, job_id).state == "running"
    assert wait(store, over, job_id, each=runner.move)[0].state == "done"


def test_jobs_keep_their_turn_when_the_clock_steps_back(store, add, world, monkeypatch):
    first = add()
    right = job_rows.now
    monkeypatch.setattr(job_rows, "now", lambda: right().replace(year=2001))
    second = add()
    assert [job.id for job in job_rows.in_state(store, "queued")] == [first, second]
    assert [job.id for job in job_rows.recent(store, world.id)] == [second, first]
    assert job_rows.claim_next(store, at_once=1) == first


@linux
def test_a_job_of_before_a_restart_of_the_machine_is_interrupted_and_says_so(
    store, add, runner, tmp_path, monkeypatch
):
    job_id = add()
    job_rows.claim_next(store, at_once=1)
    mark = mark_of(os.getpid())  # by chance, a process of the new start has its number and ticks
    assert mark is not None and mark.boot
    job_rows.adopt(store, job_id, mark)
    other = tmp_path / "boot_id"
    other.write_text("11111111-2222-3333-4444-555555555555\n")
    monkeypatch.setattr(processes, "BOOT_ID", other)
    runner.mark_dead()
    job = job_rows.get(store, job_id)
    assert job.state == "interrupted"
    assert "computer was started anew" in job.error and "start it again" in job.error


@linux
def test_a_number_given_anew_is_told_apart_even_within_the_same_second():
    mark = mark_of(os.getpid())
    assert mark is not None and mark.ticks is not None
    assert alive(mark)
    assert not alive(ProcessMark(mark.pid, mark.created, mark.boot, mark.ticks + 1))
    by_time = ProcessMark(mark.pid, mark.created)  # as rows of an earlier version have it
    assert alive(by_time)
    assert not alive(ProcessMark(mark.pid, mark.created - 60))


def test_silence_is_counted_while_somebody_looks_and_a_pause_is_forgiven():
    at = [0.0]
    watch = Watch(clock=lambda: at[0])

    def after(seconds, beats):
        at[0] += seconds
        return watch.same_s("job", "heart", beats)

    assert after(0.0, 1) == 0.0
    assert [after(1.0, 1) for _ in range(3)] == [1.0, 2.0, 3.0]
    assert after(3_600.0, 1) == 3.0  # asleep: not counted, and one look of grace
    assert after(1.0, 2) == 0.0  # its heart beat: all is forgotten
    assert [after(60.0, 2) for _ in range(3)] == [0.0, 5.0, 10.0]  # who looks seldom still sees
    watch.forget("job")
    assert after(1.0, 2) == 0.0


def test_two_servers_on_one_store_run_each_job_once(store, add, serve):
    ids = [add("note", seconds=0.2) for _ in range(5)]
    servers = [serve(), serve()]
    found = wait(store, over, *ids, seconds=90.0)
    assert {job.state for job in found} == {"done"}
    assert sorted((store.folder / "ran.txt").read_text().split()) == sorted(ids)
    assert [one.poll() for one in servers] == [None, None]


def test_two_servers_open_an_older_store_at_the_same_moment(tmp_path):
    with zipfile.ZipFile(Path(__file__).with_name("earlier_store.zip")) as packed:
        packed.extractall(tmp_path / "data")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER, str(tmp_path / "data"), "45"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        assert [one.stdout.readline().strip() for one in both] == ["open", "open"]
    finally:
        for one in both:
            one.kill()
            one.communicate()
    store = Store(tmp_path / "data")
    try:
        assert len(job_rows.in_state(store, "done")) == 5
    finally:
        store.close()


def test_a_job_that_runs_while_homerounds_is_brought_up_to_date_is_heard(store, add, runner):
    """A worker of an earlier version counts no beats and knows no boot; it writes when it beat."""
    job_id = add()
    job_rows.claim_next(store, at_once=1)
    mark = mark_of(os.getpid())
    job_rows.adopt(store, job_id, ProcessMark(os.getpid(), mark.created))
    seconds = [0.0]
    store.watch = Watch(clock=lambda: seconds[0])
    with store.write() as session:
        session.connection().exec_driver_sql("UPDATE jobs SET beats = 0")
    for second in range(10):
        seconds[0] = float(second)
        moment = f"2026-01-05T08:00:{second:02d}.000000+00:00"
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE jobs SET heartbeat_at = ?", (moment,))
        runner.mark_dead()
        assert job_rows.get(store, job_id).state == "running"
