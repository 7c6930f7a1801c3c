"""One engine timed in a process of its own, so that its memory is its own.

``python -m benchmarks.roads.timed ENGINE GRAPH.npz`` runs in the peers' environment: only numpy and
the engine are there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.roads.peers import ENGINES

if TYPE_CHECKING:
    from benchmarks.roads.peers import Peer


def peak_mb() -> int | None:
    """Greatest memory of this process, its parent's left out; None but on Linux."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


def cpu_s() -> float:
    """CPU seconds of this process and of those that it ran: what a busy machine leaves alone."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(peer: Peer, graph: dict[str, np.ndarray]) -> dict[str, Any]:
    """Time one engine, warmed up once.

    Returns
    -------
    line
        prepare_s, reweight_s, matrix_s, peak_mb, extrapolated, prepare_cpu_s,
        matrix_cpu_s, and the rows of the first sources in ``rows`` (for the
        comparison with the others).
    """
    sources, targets = graph["sources"], graph["targets"]
    begin, spent = time.perf_counter(), cpu_s()
    peer.prepare(graph)
    prepare_s, prepare_cpu_s = time.perf_counter() - begin, cpu_s() - spent
    begin = time.perf_counter()
    again = peer.reweight()
    reweight_s = time.perf_counter() - begin if again else None
    run = sources[: peer.most_sources]
    peer.matrix(run[:1], targets)
    begin, spent = time.perf_counter(), cpu_s()
    rows = peer.matrix(run, targets)
    matrix_s, matrix_cpu_s = time.perf_counter() - begin, cpu_s() - spent
    return {
        "prepare_s": round(prepare_s, 4),
        "reweight_s": None if reweight_s is None else round(reweight_s, 4),
        "matrix_s": round(matrix_s * sources.size / run.size, 4),
        "peak_mb": peak_mb(),
        "extrapolated": run.size < sources.size,
        "prepare_cpu_s": round(prepare_cpu_s, 4),
        "matrix_cpu_s": round(matrix_cpu_s * sources.size / run.size, 4),
        "rows": rows[: graph["sample"]],
    }


def main(engine: str, path: str) -> None:
    """Measure one engine and print its line; rows go to a file beside the graph."""
    with np.load(path) as file:
        graph = {name: file[name] for name in file.files}
    line = measure(ENGINES[engine](), graph)
    np.save(Path(path).with_name(f"rows-{engine}.npy"), line.pop("rows"))
    print("\n" + json.dumps(line), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
