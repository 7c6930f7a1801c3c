"""Work spread over processes: the same plan as at home, and a dead worker costs only time."""

from __future__ import annotations

import operator
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import distributed
import numpy as np
import psutil
import pytest
from tiny import Call, Worker, problem

from solver.errors import PlanError
from solver.search import Params, Search
from solver.search.parallel.cluster import Scheduler, local_cluster, remote_cluster
from solver.search.parallel.processes import Processes, processes
from solver.search.parallel.searches import Slice, advance, anneal_apart
from solver.search.parallel.where import open_spread
from solver.stop.rules import AfterIterations

ROOT = Path(__file__).parents[2]


def day(calls: int, seed: int):
    """Draw a morning on a straight road: every third call takes two."""
    rng = np.random.default_rng(seed)
    starts = rng.integers(480, 720, calls)
    asked = [
        Call(int(rng.integers(0, 30)), 30, int(at) - 30, int(at) + 30, 2 if k % 3 == 0 else 1)
        for k, at in enumerate(starts)
    ]
    workers = [Worker(int(rng.integers(0, 30)), 420, 840) for _ in range(calls // 2)]
    return problem(asked, workers)


def searches() -> list[Search]:
    """Three independent days, begun."""
    made = [Search(day(30 + 10 * seed, seed), seed, Params()) for seed in range(3)]
    for search in made:
        search.begin()
    return made


def outcome(made: list[Search]) -> list[tuple]:
    """Routes and costs."""
    return [(search.solution().routes, search.solution().cost) for search in made]


@pytest.fixture(scope="module")
def at_home() -> list[tuple]:
    """What 3,000 steps find in this process."""
    made = searches()
    anneal_apart(made, AfterIterations(3_000))
    return outcome(made)


def test_slices_improve_on_the_first_plan(at_home: list[tuple]) -> None:
    """The search goes on from slice to slice."""
    first = [search.best_cost for search in searches()]
    assert sum(cost for _, cost in at_home) < sum(first)


def test_processes_find_the_same_plan(at_home: list[tuple]) -> None:
    """Where a slice runs changes nothing."""
    made = searches()
    with processes(2) as spread:
        anneal_apart(made, AfterIterations(3_000), spread)
    assert outcome(made) == at_home


def test_a_killed_worker_costs_only_time(at_home: list[tuple]) -> None:
    """Killing a worker in the middle of its work loses no slice: the plan is the same."""
    made = searches()
    killed: list[int] = []
    with processes(2) as spread:
        await_worker(spread)

        def kill_one(_search: Search) -> None:
            if not killed:  # it stands still, is sent a bundle, and dies before it answers
                killed.append(spread.pids[0])
                os.kill(killed[0], signal.SIGSTOP)
                threading.Timer(0.5, os.kill, (killed[0], signal.SIGKILL)).start()

        anneal_apart(made, AfterIterations(3_000), spread, on_batch=kill_one)
        assert killed
        assert killed[0] not in spread.pids
    assert outcome(made) == at_home


def await_worker(spread: Processes) -> None:
    """Give work until a worker takes it."""
    token = spread.keep(40)
    deadline = time.monotonic() + 60
    while not spread.ready and time.monotonic() < deadline:
        assert spread.work(operator.add, [[(token, 2)]]) == [[42]]
        time.sleep(0.02)
    assert spread.ready


def test_workers_that_always_die_are_a_fault() -> None:
    """An endless loop of dying workers ends with a sentence."""
    with processes(1) as spread:
        await_worker(spread)
        token = spread.keep(os._exit)
        with pytest.raises(PlanError, match="A worker died 5 times"):
            spread.work(operator.call, [[(token, 1)]])


def test_a_fault_of_the_work_comes_home_and_leaves_the_pool_usable() -> None:
    """What is raised in a worker is raised here; later work is not confused by it."""
    with processes(2) as spread:
        await_worker(spread)
        token = spread.keep(40)
        with pytest.raises(ZeroDivisionError):
            spread.work(operator.truediv, [[(token, 0)] for _ in range(20)])
        assert spread.work(operator.add, [[(token, 1)], [(token, 2)]]) == [[41], [42]]
        spread.forget([token])
        with pytest.raises(KeyError):
            spread.work(operator.add, [[(token, 1)]])


def test_workers_end_with_whoever_started_them() -> None:
    """A parent that is killed leaves no worker behind."""
    script = (
        "import time\n"
        "from solver.search.parallel.processes import Processes\n"
        "spread = Processes(2)\n"
        "token = spread.keep(0)\n"
        "while not spread.ready:\n"
        "    spread.work(max, [[(token, 1)]])\n"
        "print(*spread.pids, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as one:
        assert one.stdout is not None
        pids = [int(text) for text in one.stdout.readline().split()]
        one.kill()
    assert pids
    _gone, alive = psutil.wait_procs([psutil.Process(p) for p in pids if psutil.pid_exists(p)], 90)
    assert not alive


@pytest.mark.slow
def test_dask_finds_the_same_plan_though_a_worker_is_killed(at_home: list[tuple]) -> None:
    """A local Dask cluster on 127.0.0.1 gives the same plan, with one worker killed."""
    made = searches()
    with local_cluster(2) as spread:
        killed: list[int] = []

        def kill_one(_search: Search) -> None:
            if not killed:
                pid = next(iter(spread.client.run(os.getpid).values()))
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

        anneal_apart(made, AfterIterations(3_000), spread, on_batch=kill_one)
        listening = {
            one.laddr.ip
            for process in (psutil.Process(), *psutil.Process().children(recursive=True))
            for one in process.net_connections("tcp")
            if one.status == psutil.CONN_LISTEN
        }
    assert killed
    assert listening == {"127.0.0.1"}
    assert outcome(made) == at_home


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "10.0.0.1:8786", "tls://", ""])
def test_a_remote_scheduler_needs_tls(address: str) -> None:
    """Plans do not travel in the clear."""
    with pytest.raises(PlanError, match="tls://host:port"):
        Scheduler(address)


def test_what_is_sent_has_no_names() -> None:
    """What is kept and what is sent are arrays and numbers: no text and no coordinates."""
    search = searches()[0]
    fixed, moving = search.fixed(), search.progressed()
    sent = (*fixed.data, *fixed.work, fixed.scale, fixed.limit, *moving.memory)
    for value in (*sent, moving.rows, moving.totals, moving.iterations, moving.stamp):
        assert np.asarray(value).dtype.kind in "if"


def test_advance_reports_without_the_problem() -> None:
    """What comes back is small: the plan, not the travel."""
    search = searches()[0]
    item = advance(search.fixed(), Slice(search.progressed(), 50, 0.1))
    assert item.iterations == 50
    assert not hasattr(item, "data")


@pytest.mark.parametrize(
    ("workers", "environment", "wanted"),
    [
        (0, {}, "Give 1 worker or more, not 0"),
        (2, {"HOMEROUNDS_DASK": "tcp://10.0.0.1:8786"}, "Give tls://host:port"),
    ],
)
def test_where_a_search_runs_must_make_sense(workers: int, environment, wanted: str) -> None:
    """A number of workers below one, and a scheduler in the clear, are refused with the cure."""
    with pytest.raises(PlanError, match=wanted):
        open_spread(workers, environment)


@pytest.mark.slow
def test_a_scheduler_over_tls_does_the_work(tmp_path: Path, needed) -> None:
    """With a certificate the work is done; without one, a sentence says what is wrong."""
    openssl = shutil.which("openssl")
    needed(openssl is not None, "no openssl found")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = [str(tmp_path / name) for name in ("cert.pem", "key.pem")]
    command = [str(openssl), *made, "-out", files[0], "-keyout", files[1]]
    subprocess.run(command, check=True, capture_output=True)
    sides = [f"tls_{side}" for side in ("client", "scheduler", "worker")]
    named = {f"{side}_cert": files[0] for side in sides} | {
        f"{side}_key": files[1] for side in sides
    }
    security = distributed.Security(tls_ca_file=files[0], require_encryption=True, **named)
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host="tls://127.0.0.1",
        protocol="tls",
        security=security,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
    ) as cluster:
        address = cluster.scheduler_address
        with remote_cluster(Scheduler(address, files[0], *files)) as spread:
            token = spread.keep(40)
            assert spread.work(operator.add, [[(token, 2)], [(token, 3)]]) == [[42], [43]]
        bare = Scheduler(address)
        with pytest.raises(PlanError, match="are the certificates the right"), remote_cluster(bare):
            pass
