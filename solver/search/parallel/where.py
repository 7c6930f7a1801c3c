"""Where a search runs: in this process, in several of this machine, or through Dask."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from solver.errors import PlanError
from solver.search.parallel.cluster import Scheduler, local_cluster, remote_cluster
from solver.search.parallel.processes import processes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from solver.search.parallel.searches import Spread

LOCAL = "local"
"""What stands for Dask's own cluster on this machine, in place of an address."""

ADDRESS = "HOMEROUNDS_DASK"
FILES = {
    "ca_file": "HOMEROUNDS_DASK_CA",
    "certificate": "HOMEROUNDS_DASK_CERT",
    "key": "HOMEROUNDS_DASK_KEY",
}
"""Variables of the environment that name a scheduler and the certificates for it."""


def open_spread(
    workers: int, environment: Mapping[str, str], *, address: str = "", **files: str
) -> AbstractContextManager[Spread | None]:
    """Open what a search is spread over; processes do not start before they are needed.

    Parameters
    ----------
    workers
        Processes of this machine; 1 searches in this one.
    environment
        Where ``address`` and ``files`` are looked up when they are empty.
    address
        Of a Dask scheduler, or ``LOCAL``.
    files
        ``ca_file``, ``certificate``, ``key`` of :class:`~solver.search.parallel.cluster.Scheduler`.

    Raises
    ------
    PlanError
        When the number of workers or the address makes no sense; on entering, when the scheduler
        cannot be used.
    """
    if workers < 1:
        raise PlanError(f"Give 1 worker or more, not {workers}.")
    address = address or environment.get(ADDRESS, "")
    if address == LOCAL:
        return local_cluster(workers)
    if address:
        named = {
            name: files.get(name) or environment.get(variable, "")
            for name, variable in FILES.items()
        }
        return remote_cluster(Scheduler(address, **named))
    return nullcontext() if workers == 1 else processes(workers)
