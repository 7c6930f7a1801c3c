"""A server of its own for a benchmark: on loopback, on a free port, in a private data folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 300


@dataclass(frozen=True)
class Server:
    """A server that answers: its address and its process."""

    address: str
    pid: int


@contextmanager
def started(
    data: Path, root: Path = ROOT, *, asked: tuple[str, ...] = ()
) -> Iterator[tuple[str, int, subprocess.Popen[bytes]]]:
    """Start the dashboard of a checkout; gives address, port and process before it answers.

    Parameters
    ----------
    data
        The data folder of the server.
    root
        The checkout that is measured; this one by default.
    asked
        What the dashboard itself is asked for, such as ``--open``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--", *asked],
        cwd=root,
        env={**os.environ, "HOMEROUNDS_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", port, process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


@contextmanager
def serving(data: Path, root: Path = ROOT) -> Iterator[Server]:
    """Start the dashboard as on a trusted desk and wait until it answers; see :func:`started`."""
    with started(data, root, asked=("--open",)) as (address, _, process):
        until_it_answers(address, process)
        yield Server(address, process.pid)


def until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server that was started answers; raises where it ends first."""
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
