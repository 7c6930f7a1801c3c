"""Jobs in their own processes: progress, cancel, crashes, the queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest
from rehearsal import COMMAND, PLAN

from office import jobs as face
from office.jobs.process import alive, mark_of
from office.jobs.runner import Runner
from office.store import job_rows, worlds
from office.store.database import Store
from office.store.schema import JobRow
from office.store.watch import Watch
from solver.domain import PriceChoices, RoundChoices, Scenario, ZoneChoices
from solver.errors import PlanError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


@pytest.fixture
def runner(store):
    return Runner(store, COMMAND, limit=1)


@pytest.fixture
def ask(store, world, runner):
    def ask(kind="count", seconds=60.0):
        job_id = job_rows.add(
            store,
            world.id,
            Scenario(),
            kind=kind,
            day="mon",
            parameters={"seconds": seconds, "seed": 1},
            owner="Ann",
        )
        runner.move()
        return job_id

    yield ask
    for job in job_rows.in_state(store, "queued", "running"):
        job_rows.ask_to_end(store, job.id, "cancel")
        if alive(job.process):
            os.kill(job.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while job_rows.in_state(store, "running") and time.monotonic() < deadline:
        runner.mark_dead()


def wait(store, job_id, reached, seconds=90.0, each=lambda: None):
    """Look at a job until something is true of it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        each()
        job = job_rows.get(store, job_id)
        if reached(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"still {job_rows.get(store, job_id)}")


def counting(job):
    return job.state == "running" and job.message == "Counting"


def over(job):
    return job.over


def test_a_job_runs_to_its_end_and_leaves_a_plan(store, ask):
    job = wait(store, ask(seconds=0.2), over)
    assert (job.state, job.message, job.fraction, job.error) == ("done", "Counted", 1.0, "")
    assert job.started_at and job.ended_at and job.ended_at >= job.started_at
    solved = face.result(job.id, store=store)
    assert solved.plan == PLAN
    assert solved.summary == {"served": 2, "asked": 0.2}
    assert solved.job.scenario == Scenario()


def test_progress_and_the_best_so_far_are_seen(store, ask):
    job = wait(store, ask(), counting)
    assert 0 < job.fraction < 1
    assert job.best["miles"] < 100
    with pytest.raises(PlanError, match="it is running"):
        face.plan(job.id, store=store)


def test_cancel_stops_within_seconds_and_leaves_no_plan(store, world, ask):
    job = wait(store, ask(), counting)
    begun = time.monotonic()
    face.cancel(job.id, store=store)
    job = wait(store, job.id, over)
    assert time.monotonic() - begun < 4
    assert (job.state, job.plan_hash) == ("cancelled", "")
    assert not (worlds.home(store, world.id) / "plans").exists()
    wait(store, job.id, lambda job: not alive(job.process))


def test_finish_keeps_the_best_plan_so_far(store, ask):
    job = wait(store, ask(), counting)
    face.finish(job.id, store=store)
    job = wait(store, job.id, over)
    assert job.state == "done"
    assert face.plan(job.id, store=store) == PLAN


def test_work_that_does_not_look_at_the_flag_is_ended_all_the_same(store, ask):
    job = wait(store, ask("deaf"), lambda job: job.pid is not None)
    face.cancel(job.id, store=store)
    job = wait(store, job.id, over)
    assert job.state == "cancelled"
    wait(store, job.id, lambda job: not alive(job.process))


def test_a_killed_worker_is_interrupted(store, ask, runner):
    job = wait(store, ask(), counting)
    os.kill(job.pid, signal.SIGKILL)
    job = wait(store, job.id, over, each=runner.mark_dead)
    assert job.state == "interrupted"
    assert "start it again" in job.error
    with pytest.raises(PlanError, match="interrupted"):
        face.plan(job.id, store=store)


@pytest.mark.parametrize("ended", ["cancelled", "interrupted"])
def test_the_workers_of_a_job_end_with_it(store, ask, runner, monkeypatch, ended):
    monkeypatch.setenv("HOMEROUNDS_WORKERS", "2")
    job = wait(store, ask("spread"), lambda job: job.best.get("workers") == 2, seconds=60)
    workers = psutil.Process(job.pid).children()
    assert len(workers) == 2
    if ended == "cancelled":
        face.cancel(job.id, store=store)
    else:
        os.kill(job.pid, signal.SIGKILL)
    assert wait(store, job.id, over, each=runner.mark_dead).state == ended
    assert psutil.wait_procs(workers, timeout=90)[1] == []


def test_a_job_whose_number_was_given_to_another_process_is_interrupted(store, world, runner):
    job_id = job_rows.add(
        store, world.id, Scenario(), kind="count", day="mon", parameters={}, owner=""
    )
    assert job_rows.claim_next(store, at_once=1) == job_id
    mark = mark_of(os.getpid())
    assert mark is not None
    earlier = replace(mark, created=mark.created - 1_000, ticks=mark.ticks and mark.ticks - 100_000)
    assert job_rows.adopt(store, job_id, earlier)
    runner.mark_dead()
    assert job_rows.get(store, job_id).state == "interrupted"  # and this very process lives on


def test_a_silent_process_is_ended_and_its_job_interrupted(store, world, runner):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as silent:
        job_id = job_rows.add(
            store, world.id, Scenario(), kind="count", day="mon", parameters={}, owner=""
        )
        job_rows.claim_next(store, at_once=1)
        job_rows.adopt(store, job_id, mark_of(silent.pid))
        seconds = [0.0]
        store.watch = Watch(clock=lambda: seconds[0])
        for second in range(46):
            seconds[0] = second
            runner.mark_dead()
            assert job_rows.get(store, job_id).state == "running"
        for second in range(46, 51):  # it is doubted, and has time for a last beat
            seconds[0] = second
            runner.mark_dead()
        job = job_rows.get(store, job_id)
        assert job.state == "interrupted"
        assert not alive(job.process)


def test_a_worker_that_was_given_up_writes_nothing_more(store, ask):
    job = wait(store, ask(), counting)
    job_rows.end(store, job.id, job.pid, job_rows.Ending("interrupted", "", "given up"))
    process = psutil.Process(job.pid)
    deadline = time.monotonic() + 10
    while alive(job.process) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    job = job_rows.get(store, job.id)
    assert (job.state, job.error) == ("interrupted", "given up")


def test_a_job_outlives_the_server_that_started_it(store, world, tmp_path):
    script = (
        "import sys; sys.path[:0] = ['.', 'tests/store']\n"
        "from pathlib import Path\n"
        "from rehearsal import COMMAND\n"
        "from office.store import job_rows\n"
        "from office.store.database import Store\n"
        "from office.jobs.runner import Runner\n"
        "from solver.domain import Scenario\n"
        "store = Store(Path(sys.argv[1]))\n"
        "job = job_rows.add(store, sys.argv[2], Scenario(), kind='count', day='mon',\n"
        "               parameters={'seconds': 3.0}, owner='')\n"
        "Runner(store, COMMAND).move()\n"
        "print(job, flush=True)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    server = subprocess.run(
        [sys.executable, "-c", script, str(store.folder), world.id],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert server.returncode == -signal.SIGKILL
    job_id = server.stdout.strip()
    assert not job_rows.get(store, job_id).over
    assert wait(store, job_id, over).state == "done"


def test_one_runs_and_the_next_begins_by_itself(store, ask):
    first, second = ask(seconds=1.0), ask(seconds=0.2)
    wait(store, first, lambda job: job.state == "running")
    assert job_rows.get(store, second).state == "queued"
    assert wait(store, second, over).state == "done"
    first_job, second_job = job_rows.get(store, first), job_rows.get(store, second)
    assert second_job.started_at >= first_job.ended_at


def test_the_queue_moves_on_after_a_crash_when_somebody_looks(store, ask, runner):
    first, second = ask(), ask(seconds=0.2)
    job = wait(store, first, counting)
    os.kill(job.pid, signal.SIGKILL)
    assert wait(store, second, over, each=runner.move).state == "done"
    assert job_rows.get(store, first).state == "interrupted"


def test_a_queued_job_is_cancelled_at_once(store, ask):
    first, second = ask(), ask()
    face.cancel(second, store=store)
    job = job_rows.get(store, second)
    assert (job.state, job.pid) == ("cancelled", None)
    wait(store, first, counting)


def test_many_lookers_start_each_job_once(store, world, runner):
    ids = [
        job_rows.add(store, world.id, Scenario(), kind="count", day="mon", parameters={}, owner="")
        for _ in range(4)
    ]
    taken = [job_rows.claim_next(store, at_once=2) for _ in range(4)]
    assert taken == [*ids[:2], None, None]


def test_a_known_fault_is_told_in_its_own_words(store, ask):
    job = wait(store, ask("known"), over)
    assert job.state == "failed"
    assert job.error == "roads.osm.pbf has no drivable road. Load another extract."


def test_an_unknown_fault_is_told_without_anyones_data(store, ask):
    job = wait(store, ask("unknown"), over)
    assert job.state == "failed"
    assert "ValueError at rehearsal.py, line" in job.error
    assert "Station Road" not in job.error


def test_a_command_that_cannot_start_fails_the_job(store, world):
    runner = Runner(store, (str(store.folder / "no such program"),))
    job_id = job_rows.add(
        store, world.id, Scenario(), kind="count", day="mon", parameters={}, owner=""
    )
    runner.move()
    assert job_rows.get(store, job_id).state == "failed"


def test_deleting_a_world_ends_its_jobs_first(store, world, ask, runner):
    job = wait(store, ask(), counting)
    runner.delete_world(world.id)
    assert not alive(job.process)
    assert not (store.folder / "worlds" / world.id).exists()
    time.sleep(1.2)  # a beat later nothing has come back
    assert not (store.folder / "worlds" / world.id).exists()


def test_two_processes_write_at_once(store, world):
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\n"
        "from office.store import scenarios\n"
        "from office.store.database import Store\n"
        "from solver.domain import Scenario\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for i in range(40):\n"
        "    scenarios.create(store, sys.argv[2], Scenario(name=f'{sys.argv[3]} {i}'), owner='')\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(store.folder), world.id, name])
        for name in ("left", "right")
    ]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    from office.store import scenarios

    assert len(scenarios.every(store, world.id)) == 81


def test_the_newest_solve_of_the_same_choices_is_found(store, world, ask):
    job = wait(store, ask(seconds=0.1), over)
    assert face.latest(world.id, Scenario(name="Other name"), "mon", store=store) is None
    with store.write() as session:
        session.get(JobRow, job.id).kind = "solve"
    same = Scenario(name="Other name", zones=ZoneChoices(bands=(("a", "Urban"),)))
    found = face.latest(world.id, same, "mon", store=store)
    assert found is not None and found.id == job.id
    assert face.latest(world.id, Scenario(), "tue", store=store) is None
    for other in (
        Scenario(rounds=RoundChoices(cap_s=900)),
        Scenario(zones=ZoneChoices(moves=(("a", "Z"),))),
        Scenario(prices=PriceChoices(wage_pence=1_300)),
    ):
        assert face.latest(world.id, other, "mon", store=store) is None


def test_reopening_sees_the_same_jobs(store, world, ask):
    job = wait(store, ask(seconds=0.1), over)
    other = Store(store.folder)
    try:
        assert job_rows.recent(other, world.id) == (job,)
    finally:
        other.close()
