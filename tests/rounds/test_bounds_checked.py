"""No write past the end of an array: towns planned with each index looked at, and uncompiled.

Both are switches of the compiler, read when it is loaded: each run is a process of its own.
Compiled code is kept apart, for what is kept does not know of the switch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CHECKED_S, UNCOMPILED_S = 240, 60
"""Processor seconds that a run may take, compiling included."""


def towns(
    root: Path, *words: str, seconds: int, **switches: str
) -> subprocess.CompletedProcess[str]:
    """Plan the named towns in a process of its own, where every warning is an error."""
    paths = os.pathsep.join((str(root), str(root / "tests")))
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "rounds.edge_towns", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths, **switches},
        capture_output=True,
        text=True,
        timeout=20 * seconds,
        check=False,
    )


def spent_s() -> float:
    """Processor seconds of processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.slow
@pytest.mark.xdist_group("bounds")
def test_named_towns_keep_within_every_array(root: Path, tmp_path: Path) -> None:
    switches = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    began = spent_s()
    caught = towns(root, "--past-the-end", seconds=CHECKED_S, **switches)
    assert caught.returncode != 0
    assert "IndexError" in caught.stderr  # else the switch did nothing
    done = towns(root, "--steps", "2000", seconds=CHECKED_S, **switches)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert spent_s() - began < CHECKED_S
    assert json.loads(done.stdout)["a log too short"] > 0


@pytest.mark.slow
def test_named_towns_are_planned_uncompiled_without_a_warning(root: Path) -> None:
    began = spent_s()
    done = towns(root, "--steps", "40", seconds=UNCOMPILED_S, NUMBA_DISABLE_JIT="1")
    assert done.returncode == 0, done.stderr[-2_000:]
    assert spent_s() - began < UNCOMPILED_S
    assert len(json.loads(done.stdout)) > 20
