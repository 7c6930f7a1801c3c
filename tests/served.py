"""The dashboard as its users start it, on a free port, with a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from dashboard.server.keys import QUERY, KeyRing

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
WAIT_S = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_rings: dict[str, KeyRing] = {}


def with_key(address: str) -> str:
    """Ask for a key, as ``make key`` does, to the server of an address; add it to the address.

    What no server of these tests answers stays as it is.
    """
    parts = urlsplit(address)
    ring = _rings.get(parts.netloc)
    return address if ring is None else urlunsplit(parts._replace(query=f"{QUERY}={ring.mint()}"))


class Running(NamedTuple):
    """A server: where it answers, its process, and the file with what it printed."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running(data: Path, *options: str, port: int | None = None) -> Iterator[Running]:
    """Run the dashboard with its own data folder, on a free port or on one."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    log = data.parent / f"server-{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "--server.port", str(port), "--", *options],
            cwd=ROOT,
            env={**os.environ, "HOMEROUNDS_DATA": str(data)},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    _rings[f"127.0.0.1:{port}"] = KeyRing.of(data, port)
    try:
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, "the server ended: see its log"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.2)
        yield Running(address, process, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=WAIT_S)


@contextmanager
def serving(data: Path, *options: str, port: int | None = None) -> Iterator[str]:
    """Run the dashboard; yields its address, whose pages are first opened :func:`with_key`."""
    with running(data, *options, port=port) as server:
        yield server.address
