"""Work spread over processes: the same plan as at home, and a dead worker costs only time."""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy as np
import pytest
from tiny import Call, Worker, problem

from solver.errors import PlanError
from solver.rounds import Params, Search
from solver.rounds.parallel import advance, anneal_apart, dask_workers, processes
from solver.rounds.stop import after_iterations


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


def here(function, items):
    """Map without leaving the process."""
    return [function(item) for item in items]


def outcome(made: list[Search]) -> list[tuple]:
    """Routes and costs."""
    return [(search.solution().routes, search.solution().cost) for search in made]


@pytest.fixture(scope="module")
def at_home() -> list[tuple]:
    """What 3,000 steps find in this process."""
    made = searches()
    anneal_apart(made, after_iterations(3_000), here)
    return outcome(made)


def test_slices_improve_on_the_first_plan(at_home: list[tuple]) -> None:
    """The search goes on from slice to slice."""
    first = [search.best_cost for search in searches()]
    assert sum(cost for _, cost in at_home) < sum(first)


def test_processes_find_the_same_plan(at_home: list[tuple]) -> None:
    """Where a slice runs changes nothing."""
    made = searches()
    with processes(2) as spread:
        anneal_apart(made, after_iterations(3_000), spread)
    assert outcome(made) == at_home


@pytest.mark.slow
def test_a_killed_worker_costs_only_time(at_home: list[tuple]) -> None:
    """Killing a worker half-way loses no slice: the plan is the same."""
    made = searches()
    killed: list[int] = []

    def kill_one(spread) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not killed:
            for pid in list(getattr(spread.pool, "_processes", None) or {}):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            time.sleep(0.01)

    with processes(2) as spread:
        assassin = threading.Thread(target=kill_one, args=(spread,))
        assassin.start()
        anneal_apart(made, after_iterations(3_000), spread)
        assassin.join()
    assert len(killed) == 1
    assert outcome(made) == at_home


def _die(_item: object) -> None:
    os._exit(1)


@pytest.mark.slow
def test_workers_that_always_die_are_a_fault() -> None:
    """An endless loop of dying workers ends with a sentence."""
    with processes(1) as spread, pytest.raises(PlanError, match="A worker died 5 times"):
        spread(_die, [1])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_dask_finds_the_same_plan(at_home: list[tuple]) -> None:
    """A local Dask cluster on 127.0.0.1 gives the same plan."""
    made = searches()
    with dask_workers(1) as spread:
        anneal_apart(made, after_iterations(3_000), spread)
    assert outcome(made) == at_home


def test_a_remote_scheduler_needs_tls() -> None:
    """Plans do not travel in the clear."""
    with (
        pytest.raises(PlanError, match="tls://, not tcp://"),
        dask_workers(address="tcp://10.0.0.1:8786"),
    ):
        pass


def test_what_is_sent_has_no_names() -> None:
    """A slice holds arrays and numbers, no text and no coordinates."""
    search = searches()[0]
    for value in (*search.data, *search.state, *search.memory):
        assert isinstance(value, (int, np.ndarray))
        assert np.issubdtype(np.asarray(value).dtype, np.integer)


def test_advance_reports_without_the_problem() -> None:
    """What comes back is small: the plan, not the travel."""
    from solver.rounds.parallel import Slice

    search = searches()[0]
    search.prepare()
    item = advance(Slice(search, 50, 0.1))
    assert item.iterations == 50
    assert not hasattr(item, "data")
