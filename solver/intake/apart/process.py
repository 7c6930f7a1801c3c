"""Running one module in a process of its own, with limits of memory and time.

On Linux and macOS the limits are the kernel's (address space, processor time,
size of any file written) as well as the clock's. Windows has no such limits:
there only the clock stops a process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]
"""Folder that holds the ``solver`` package."""

_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH",
         "PROJ_DATA", "GDAL_DATA")  # fmt: skip
"""The only environment that a process apart is given."""

CONNECTION = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
              "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")  # fmt: skip
"""What a process needs beside that to reach the internet from a council's network."""

_FRUGAL = {
    "OPENBLAS_NUM_THREADS": "1",  # each thread reserves address space
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUTF8": "1",
}

MOST_WRITTEN = 2_000_000_000
"""Largest file that a process apart may write, bytes."""


class TooLong(Exception):
    """The process did not end within its time."""


class TooMuchMemory(Exception):
    """The process needed more memory than its limit."""


class BrokeOff(Exception):
    """The process ended without a word, as one does that a damaged file broke.

    Parameters
    ----------
    code
        Its exit code; negative where a signal ended it.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def run_apart(
    module: str,
    arguments: Sequence[str],
    *,
    memory_mb: int,
    seconds: float,
    environment: Sequence[str] = (),
) -> int:
    """Run ``python -m module arguments`` apart and wait for it.

    The module calls :func:`limit_here` before it opens anything.

    Parameters
    ----------
    memory_mb
        Most address space, 10⁶ bytes, the libraries included.
    seconds
        Most time by the clock.
    environment
        Names of further variables that the process is given where they are
        set, such as :data:`CONNECTION`.

    Returns
    -------
    Exit code; negative where a signal ended the process.

    Raises
    ------
    TooLong
        When the time is over; the process and its children are gone by then.
    """
    kept = {name: os.environ[name] for name in (*_KEPT, *environment) if name in os.environ}
    command = [sys.executable, "-m", module, str(memory_mb), str(int(seconds) + 1), *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**kept, **_FRUGAL},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TooLong from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def limit_here(memory_mb: int, seconds: int) -> None:
    """Limit this very process: memory, processor time and the files it writes."""
    if sys.platform == "win32":
        return
    import resource

    # macOS refuses a limit of address space; the clock still holds there
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
