"""Independent searches side by side: in processes of this machine, or through Dask.

The plans advance in slices. A slice is a pure function of arrays: it is sent out, and what comes
back replaces the plan it was made from. So a worker that dies costs only the slice it was on,
which is run again, and stop rules and progress stay with whoever started the search. What is sent
holds numbers alone: no names, no ids, no coordinates.
"""

from __future__ import annotations

import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from solver.errors import PlanError
from solver.rounds.solve import cooled
from solver.rounds.stop import fraction_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solver.domain import StopRule
    from solver.rounds.search import Progressed, Search

SLICE = 12
"""Steps a task in one slice."""

ATTEMPTS = 5
"""How often a slice is sent out before a dying worker counts as a fault."""


class Map(Protocol):
    """What works through a list of pieces, in order of the list."""

    def __call__(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """Apply ``function`` to each item."""
        ...


@dataclass(frozen=True, eq=False)
class Slice:
    """A search, how many steps it is to run, and its temperature (share of a leg's cost)."""

    search: Search
    steps: int
    heat: float


def advance(item: Slice) -> Progressed:
    """Run one slice of one search, wherever this is called."""
    item.search.run(item.steps, item.heat, item.heat)
    return item.search.progressed()


def anneal_apart(
    searches: Sequence[Search],
    stop: StopRule,
    spread: Map,
    *,
    from_start: bool = False,
    on_batch: Callable[[Search], None] | None = None,
) -> None:
    """Improve independent plans like :func:`~solver.rounds.solve.anneal`, slice by slice.

    Steps, temperatures and random numbers depend on iterations alone: the number of workers, and
    workers that die, change nothing in the plan.
    """
    live = [search for search in searches if search.data.n and search.data.m]
    total = sum(search.data.n for search in live)
    spent = 0
    while live and not stop(spent, float(sum(search.best_cost for search in live))):
        heat = cooled(live[0].params, fraction_of(stop, spent), spent, total, from_start)
        largest_first = sorted(live, key=lambda search: -search.data.n)
        slices = [Slice(search, SLICE * search.data.n, heat) for search in largest_first]
        for search, item in zip(largest_first, spread(advance, slices), strict=True):
            search.adopt(item)
            if on_batch is not None:
                on_batch(search)
        spent += SLICE * total


class _Processes:
    """A pool that outlives its workers."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context)

    def __call__(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        done: dict[int, Any] = {}
        for _ in range(ATTEMPTS):
            left = [i for i in range(len(items)) if i not in done]
            if not left:
                break
            try:
                futures = {self.pool.submit(function, items[i]): i for i in left}
                for future in as_completed(futures):
                    done[futures[future]] = future.result()
            except BrokenProcessPool:
                self.pool.shutdown(wait=False, cancel_futures=True)
                self.pool = self._new()
        if len(done) < len(items):
            raise PlanError(f"A worker died {ATTEMPTS} times; is there enough memory?")
        return [done[i] for i in range(len(items))]


@contextmanager
def processes(workers: int) -> Iterator[Map]:
    """Work in ``workers`` processes of this machine.

    Raises
    ------
    PlanError
        From the map, where workers die again and again.
    """
    spread = _Processes(workers)
    try:
        yield spread
    finally:
        spread.pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def dask_workers(workers: int = 2, address: str = "") -> Iterator[Map]:
    """Work through Dask: a local cluster on 127.0.0.1, or a remote scheduler by its address.

    Parameters
    ----------
    workers
        Processes of the local cluster; it opens no dashboard.
    address
        ``tls://host:port`` of a scheduler; Dask reads the certificates from its own settings.
        Empty starts the local cluster.

    Raises
    ------
    PlanError
        When the address is not ``tls://``: plans do not travel in the clear.
    """
    dask: Any = importlib.import_module("distributed")
    if address and not address.startswith("tls://"):
        raise PlanError(f"A remote scheduler is reached by tls://, not {address.split(':')[0]}://.")
    if address:
        with dask.Client(address) as client:
            yield _through(client)
        return
    with (
        dask.LocalCluster(
            host="127.0.0.1",
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            memory_limit=0,
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield _through(client)


def _through(client: Any) -> Map:
    """Map through a Dask client; a lost worker's slice is run again by the scheduler."""

    def spread(function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        futures = client.map(function, items, pure=False, retries=ATTEMPTS)
        gathered: list[Any] = client.gather(futures)
        return gathered

    return spread
