"""Small towns at random, planned and judged twice: crashes, hangs, and plans that are not right.

Each town is drawn from the seed and its number, so any of them can be looked at again:
``--only K``. They are planned in a process of their own; one that dies or hangs is named, and the
next goes on with the town after it.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

ROOT = Path(__file__).resolve().parents[2]

HANGS_S = 120.0
"""A town that takes longer than this hangs."""

STARTS_S = 900.0
"""Time for a process to be ready: the search may have to be compiled first."""

COLUMNS = ("crash", "hang", "error", "invalid", "invalid_naive", "disagree", "worse", "differs")
"""What may go wrong: the process died; took too long; an error was raised; the checker, or the
second judge, finds a plan broken; the two disagree on a spoiled plan; a start was made worse; one
seed gave two plans."""


class Worker:
    """A process that plans towns, one at a time."""

    def __init__(self, seed: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fuzz.town_worker", str(seed)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._line(STARTS_S)

    def plan(self, number: int) -> dict[str, Any]:
        """Plan a town; name how the process ended where it gave no answer."""
        stdin = self.process.stdin
        assert stdin is not None
        try:
            stdin.write(f"{number}\n")
            stdin.flush()
        except BrokenPipeError:
            return {"town": number, "crash": "the process had ended"}
        line = self._line(HANGS_S)
        if line is None:
            self.close()
            return {"town": number, "hang": f"over {HANGS_S:g} s"}
        if not line:
            return {"town": number, "crash": f"exit code {self.process.wait()}"}
        found: dict[str, Any] = json.loads(line)
        return found

    def _line(self, seconds: float) -> str | None:
        """Read a line: empty where the process has ended, ``None`` where none came in time."""
        stdout = self.process.stdout
        assert stdout is not None
        ready, _, _ = select.select([stdout], [], [], seconds)
        return stdout.readline() if ready else None

    def close(self) -> None:
        """End the process."""
        with self.process as ended:  # closes its pipes
            ended.kill()


def main(
    towns: int, seed: int, *, first: int = 0, results: Path | None = None, seconds: float = 0
) -> dict[str, Any]:
    """Plan towns; print a JSON line for each that shows something, and the counts last.

    Parameters
    ----------
    towns, seed, first
        How many, of which draw, from which number on.
    results
        File with a line for each town; those in it are not planned again.
    seconds
        Stop after so long; 0 for when all are done.

    Returns
    -------
    counts
        ``towns`` planned, and how many showed each of :data:`COLUMNS`.
    """
    known = _known(results, seed)
    until = time.monotonic() + seconds if seconds else float("inf")
    counts: Counter[str] = Counter()
    worker: Worker | None = None
    for number in range(first, first + towns):
        found = known.get(number)
        if found is None:
            if time.monotonic() > until:
                break
            worker = worker or Worker(seed)
            found = {"seed": seed, **worker.plan(number)}
            if "crash" in found or "hang" in found:
                worker.close()
                worker = None
            if results is not None:
                with results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(found) + "\n")
        wrong = [name for name in COLUMNS if name in found]
        counts.update(["towns", *wrong])
        if wrong:
            print(json.dumps(found), flush=True)
    if worker is not None:
        worker.close()
    summed = {name: counts[name] for name in ("towns", *COLUMNS)}
    print(json.dumps({"seed": seed, **summed}), flush=True)
    return summed


def _known(results: Path | None, seed: int) -> dict[int, dict[str, Any]]:
    """Read the towns of a draw that are done; a line that was cut short is not."""
    found: dict[int, dict[str, Any]] = {}
    if results is None or not results.is_file():
        return found
    for line in results.read_text(encoding="utf-8").splitlines():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        if one.get("seed") == seed:
            found[one["town"]] = one
    return found


def run(options: argparse.Namespace) -> int:
    """Do what the command asks for; 1 where something went wrong."""
    if options.only is not None:
        counts = main(1, options.seed, first=options.only)
    else:
        counts = main(options.towns, options.seed, first=options.first, results=options.results)
    return int(any(counts[name] for name in COLUMNS))
