"""Homerounds' roads beside their peers: one JSON line an engine, in one run.

``python -m benchmarks.roads --graph county --n 1000 --peers`` prints ``engine,
graph, junctions, edges, n, prepare_s, reweight_s, matrix_s, peak_mb,
max_diff_s`` (against scipy, over the first sources), and CPU seconds beside, which a
busy machine disturbs less. Durations only, one core,
each engine warmed up once and in a process of its own; a figure from fewer
sources carries ``extrapolated: true``. Other figures: ``--growth``, ``--read``,
``--paths``, ``--snap``, ``--first``, ``--reweight``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.roads.graphs import CACHE, ROOT, RUTLAND, Graph, copies_of_rutland, load_graph
from benchmarks.roads.peers import ENGINES, OWN_SPEEDS

SAMPLE = 3
_MOST_SECONDS = 900
ONE_CORE = {
    "OMP_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
}


def peers_python(python: str) -> dict[str, str]:
    """Set up the peers' own environment; return engine → its Python, or why not."""
    version = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    home = CACHE / f"peers-{version}"
    inside = str(home / "bin" / "python")
    if not Path(inside).exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run([python, "-m", "venv", str(home)], check=True)
    found: dict[str, str] = {}
    lines = (ROOT / "benchmarks" / "requirements.txt").read_text().splitlines()
    wanted = [line.split(";")[0].strip() for line in lines if line and not line.startswith("#")]
    for package in wanted:
        engine = ENGINES.get(package)
        module = engine.module if engine else package
        have = subprocess.run([inside, "-c", f"import {module}"], capture_output=True, check=False)
        if have.returncode:
            subprocess.run(
                [inside, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", package],
                capture_output=True, check=False,
            )  # fmt: skip
            have = subprocess.run(
                [inside, "-c", f"import {module}"], capture_output=True, check=False
            )
        found[package] = "" if have.returncode else inside
    return found


def write_graph(graph: Graph, n: int, seed: int, extract: Path, folder: Path) -> Path:
    """Write what every engine gets: arcs, coordinates, sources and targets."""
    rng = np.random.default_rng(seed)
    size = min(n, graph.junctions)
    sources, targets = (rng.choice(graph.junctions, size, replace=False) for _ in range(2))
    path = folder / "graph.npz"
    np.savez(
        path, lon=graph.lon, lat=graph.lat, tail=graph.tail, head=graph.head, ticks=graph.ticks,
        sources=sources, targets=targets, sample=np.int64(SAMPLE), extract=np.array(str(extract)),
    )  # fmt: skip
    return path


def run(command: list[str]) -> dict[str, Any]:
    """Run one engine on one core; its last line is its figures."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **ONE_CORE},
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer within {_MOST_SECONDS} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    answer: dict[str, Any] = json.loads(
        [line for line in done.stdout.splitlines() if line.startswith("{")][-1]
    )
    return answer


def compare(graph: Graph, n: int, options: argparse.Namespace) -> None:
    """Print a line for Homerounds and, where asked, one for each peer."""
    head = {
        "graph": graph.name,
        "junctions": graph.junctions,
        "edges": int(graph.tail.size),
        "n": n,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write_graph(graph, n, options.seed, options.extract, folder)
        oracle = folder / "rows-scipy.npy"
        timed = ("-m", "benchmarks.roads.timed")

        def show(engine: str, line: dict[str, Any]) -> None:
            print(json.dumps({"engine": engine, **head, **line, **_difference(engine, oracle)}))
            sys.stdout.flush()

        own = run([sys.executable, "-m", "benchmarks.roads.own", "matrix", str(path)])
        scipy = run([sys.executable, *timed, "scipy", str(path)])
        show("homerounds", own)
        if not options.peers:
            return
        show("scipy", scipy)
        pythons: dict[str, str] = {}
        for python in options.python or [sys.executable]:
            found = peers_python(python).items()
            pythons = {**{name: inside for name, inside in found if inside}, **pythons}
        for engine in ENGINES:
            if engine == "scipy" or (options.only and engine not in options.only.split(",")):
                continue
            if engine in pythons:
                show(engine, run([pythons[engine], *timed, engine, str(path)]))
            else:
                show(engine, {"skipped": "no wheel for this Python"})


def _difference(engine: str, oracle: Path) -> dict[str, Any]:
    """Greatest difference from scipy over the rows of the first sources, seconds."""
    rows = oracle.with_name(f"rows-{engine}.npy")
    if engine in OWN_SPEEDS or not rows.exists() or not oracle.exists():
        return {"max_diff_s": None}
    want, got = np.load(oracle), np.load(rows)
    count = min(len(want), len(got))
    want, got = want[:count], got[:count]
    same = np.isinf(want) & np.isinf(got)
    gap = np.abs(np.where(same, 0.0, want) - np.where(same, 0.0, got))
    return {"max_diff_s": round(float(gap.max()), 6)}


def main() -> None:
    """Read the options and print the lines."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roads", description=__doc__)
    parser.add_argument("--graph", default="county", help="rutland, county or a path")
    parser.add_argument("--n", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="measure the peers beside")
    parser.add_argument("--only", default="", help="peers to measure, by commas")
    parser.add_argument("--python", action="append", help="Pythons to look for peers in")
    parser.add_argument("--growth", action="store_true", help="N and copies that grow")
    parser.add_argument("--read", action="store_true", help="reading an extract of 64 copies")
    for part in ("paths", "snap", "first", "reweight"):
        parser.add_argument(f"--{part}", action="store_true")
    options = parser.parse_args()
    own = [sys.executable, "-m", "benchmarks.roads.own"]
    parts = [part for part in ("paths", "snap", "first", "reweight") if getattr(options, part)]
    if parts:
        load_graph(options.graph)  # write the extract and fill the cache first
        for part in parts:
            print(json.dumps(run([*own, part, options.graph])))
    if options.read:
        copies_of_rutland(8)
        print(json.dumps(run([*own, "read", "8"])))
        read_with_osmnx()
    if options.growth:
        for columns, rows in ((1, 1), (5, 1), (5, 5)):
            options.extract = copies_of_rutland(columns, rows)
            graph = load_graph(str(options.extract))
            for n in (100, 300, 1_000, 3_000, 10_000) if rows == 5 else (1_000,):
                compare(graph, n, options)
    if not (parts or options.read or options.growth):
        graph = load_graph(options.graph)
        options.extract = {"county": copies_of_rutland(5), "rutland": RUTLAND}.get(
            options.graph
        ) or Path(options.graph).resolve()
        compare(graph, options.n, options)


def read_with_osmnx() -> None:
    """Read Rutland itself with OSMnx and with Homerounds, for comparison."""
    own = [sys.executable, "-m", "benchmarks.roads.own"]
    print(json.dumps(run([*own, "read", "rutland"])))
    print(json.dumps(run([*own, "osmnx", "rutland"])))


if __name__ == "__main__":
    main()
