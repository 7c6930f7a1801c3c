"""Mutated files of a small world: each loads or ends in a sentence, within 20 s and 1 GB.

One worker reads many, one after another; it is ended and another begun where
one takes too long. The clock is the worker's processor time, so that a busy
machine fails nothing; one that waits for five minutes by the wall hangs too.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz.worker import MEMORY_MB, mutated, put, serve, tried
from benchmarks.fuzz.world import forms

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

SECONDS = 20.0
_HANGS_S = 300.0
_LOOK_S = 1.0
KINDS = ("loaded", "refused", "tracebacks", "over_time", "over_memory")


def run(options: argparse.Namespace) -> int:
    """Print a line for each failure and one with the counts; 1 where something failed."""
    if options.only is not None:
        return _alone(options.seed, options.only, options.keep)
    kept: Path | None = options.results
    known = {found["k"]: found for found in _earlier(kept, options.seed)}
    wanted = range(options.first, options.first + options.files)
    began = time.perf_counter()
    counts = dict.fromkeys(KINDS, 0)
    for found in _all(known, options.seed, wanted, kept):
        failures = failed(found)
        for kind in failures or [found["outcome"]]:
            counts[kind] += 1
        if failures:
            print(
                json.dumps({"failed": failures, **found, "said": found["said"][-200:]}), flush=True
            )
    total = {"files": len(wanted), "seed": options.seed, "first": options.first, **counts}
    print(json.dumps({**total, "seconds": round(time.perf_counter() - began, 1)}), flush=True)
    return int(any(counts[kind] for kind in KINDS[2:]))


def failed(found: dict[str, Any]) -> list[str]:
    """Name what an outcome failed in; none where it is as it should be."""
    kinds = []
    if found["outcome"] == "traceback":
        kinds.append("tracebacks")
    if found["outcome"] == "hang" or found["cpu_s"] > SECONDS:
        kinds.append("over_time")
    if found["mb"] > MEMORY_MB:
        kinds.append("over_memory")
    return kinds


def outcomes(seed: int, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Read each mutated world in a worker; yield how it ended."""
    context = multiprocessing.get_context("spawn")
    worker: BaseProcess | None = None
    line: Connection | None = None
    for number in numbers:
        if worker is None or line is None:
            line, end = context.Pipe()
            worker = context.Process(target=serve, args=(end,), daemon=True)
            worker.start()
            end.close()
            line.recv()
        line.send((seed, number))
        try:
            ended = _answers(line, worker)
            found = line.recv() if ended else {"outcome": "hang", "said": ""}
        except (EOFError, ConnectionError):
            worker.join()
            ended, found = False, {"outcome": "traceback", "said": f"exit code {worker.exitcode}"}
        if not ended:
            worker.kill()
            worker.join()
            worker = None
        yield {"seed": seed, "k": number, "cpu_s": 0.0, "mb": 0, **found}
    if line is not None:
        line.close()
    if worker is not None:
        worker.join(10)


def _answers(line: Connection, worker: BaseProcess) -> bool:
    """Wait for an answer; False where the worker is over its time."""
    end_s = _processor_s(worker) + SECONDS + _LOOK_S
    hangs = time.monotonic() + _HANGS_S
    while not line.poll(_LOOK_S):
        if time.monotonic() > hangs or _processor_s(worker) > end_s:
            return False
    return True


def _processor_s(worker: BaseProcess) -> float:
    """Processor time that a worker has used, seconds; 0 where it is gone."""
    try:
        text = Path(f"/proc/{worker.pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    used = text.rpartition(")")[2].split()[11:13]  # in the system and in the program itself
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def _all(
    known: dict[int, dict[str, Any]], seed: int, wanted: range, kept: Path | None
) -> Iterator[dict[str, Any]]:
    """Yield what is known already, then the rest, each noted as soon as it is known."""
    yield from (known[number] for number in wanted if number in known)
    for found in outcomes(seed, [number for number in wanted if number not in known]):
        if kept is not None:
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(found) + "\n")
        yield found


def _earlier(kept: Path | None, seed: int) -> list[dict[str, Any]]:
    if kept is None or not kept.is_file():
        return []
    found = [json.loads(text) for text in kept.read_text(encoding="utf-8").splitlines()]
    return [one for one in found if one["seed"] == seed]


def _alone(seed: int, number: int, keep: Path | None) -> int:
    """Read one mutated world in this very process and print all that it said."""
    file, done, files = mutated(forms(), seed, number)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) if keep is None else keep
        put(files, folder)
        found = {"seed": seed, "k": number, "file": file, "change": done, **tried(folder)}
    print(json.dumps({key: value for key, value in found.items() if key != "said"}))
    print(found["said"])
    return int(bool(failed(found)))
