"""Workers through Dask: a local cluster, or a scheduler elsewhere over TLS."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.errors import PlanError
from solver.search.parallel.searches import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

ATTEMPTS = 5
"""How often the bundles are sent out before dying workers count as a fault."""


@dataclass(frozen=True)
class Scheduler:
    """A Dask scheduler elsewhere.

    Parameters
    ----------
    address
        ``tls://host:port``.
    ca_file, certificate, key
        PEM files: who signed the scheduler's certificate, and who we are. Where empty, Dask's own
        settings hold (``DASK_DISTRIBUTED__COMM__TLS__CA_FILE`` and the like).

    Raises
    ------
    PlanError
        When the address is not ``tls://``: plans do not travel in the clear.
    """

    address: str
    ca_file: str = ""
    certificate: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        """Check the address."""
        scheme, found, rest = self.address.partition("://")
        if not found or scheme != "tls" or not rest:
            raise PlanError(
                f"{self.address!r} is not the address of a scheduler over TLS: plans do not travel "
                "in the clear. Give tls://host:port."
            )


class _Through(Shelf):
    """Works through the bundles by a Dask client; what is kept is kept on every worker."""

    def __init__(self, dask: Any, client: Any) -> None:
        super().__init__()
        self._dask, self.client = dask, client
        self._there: dict[Hashable, Any] = {}

    def forget(self, tokens: Iterable[Hashable]) -> None:
        """Let go of values, here and there."""
        tokens = tuple(tokens)
        super().forget(tokens)
        for token in tokens:
            self._there.pop(token, None)

    def work(
        self,
        function: Callable[[Any, Any], Any],
        bundles: Sequence[Sequence[tuple[Hashable, Any]]],
    ) -> list[list[Any]]:
        """Apply ``function(kept value, item)`` to each (token, item), in order.

        Raises
        ------
        PlanError
            Where workers die again and again.
        """
        lost = (
            self._dask.scheduler.KilledWorker,
            self._dask.client.FutureCancelledError,
            self._dask.client.FuturesCancelledError,
            TimeoutError,
        )
        for _ in range(ATTEMPTS):
            try:
                self._send()
                pieces = [[(self._there[token], item) for token, item in one] for one in bundles]
                futures = self.client.map(
                    _work_through, [function] * len(pieces), pieces, pure=False
                )
                gathered: list[list[Any]] = self.client.gather(futures)
            except lost:
                self._there.clear()  # values that died with their workers are sent again
                continue
            return gathered
        raise PlanError(f"Workers died {ATTEMPTS} times; is there enough memory?")

    def _send(self) -> None:
        for token, value in self.kept.items():
            if token not in self._there:
                self._there[token] = self.client.scatter(value, broadcast=True, hash=False)


def _work_through(
    function: Callable[[Any, Any], Any], pieces: Sequence[tuple[Any, Any]]
) -> list[Any]:
    return [function(value, item) for value, item in pieces]


@contextmanager
def local_cluster(workers: int) -> Iterator[_Through]:
    """Work through a Dask cluster of this machine: on 127.0.0.1 alone, without a dashboard."""
    dask: Any = importlib.import_module("distributed")
    with (
        dask.LocalCluster(
            host="127.0.0.1",
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # any free port, not always 8787
            worker_dashboard_address=None,
            memory_limit=0,
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield _Through(dask, client)


@contextmanager
def remote_cluster(scheduler: Scheduler) -> Iterator[_Through]:
    """Work through a Dask scheduler elsewhere, over TLS.

    Raises
    ------
    PlanError
        When the scheduler cannot be reached, a certificate cannot be read, or it has no worker.
    """
    dask: Any = importlib.import_module("distributed")
    named = {
        "tls_ca_file": scheduler.ca_file,
        "tls_client_cert": scheduler.certificate,
        "tls_client_key": scheduler.key,
    }
    given = {name: value for name, value in named.items() if value}
    try:
        security = dask.Security(require_encryption=True, **given)
        client = dask.Client(scheduler.address, security=security)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise PlanError(
            f"The scheduler at {scheduler.address} cannot be used: {error}. Is it running, and are "
            "the certificates the right ones?"
        ) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise PlanError(f"The scheduler at {scheduler.address} has no worker yet.")
        yield _Through(dask, client)
