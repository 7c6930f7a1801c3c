"""Seconds and peak memory of each link of the chain: ``python -m benchmarks.chain``.

Prints a JSON line a link and world: ``link, world, seconds, peak_mb``. The demo county is always
measured; a world invented on the real roads of Rutland where the shared data folder stands beside
the project. Each world runs in a process of its own, so that its peak memory is its own; the roads
are prepared once before (``roads_first``), as on the first start of the dashboard.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "assets" / "demo" / "leicestershire"
SHARED = ROOT.parent / "shared" / "data"


@contextmanager
def link(name: str, world: str) -> Iterator[None]:
    """Time one link and print its line."""
    begin = time.perf_counter()
    yield
    seconds = time.perf_counter() - begin
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = {
        "link": name,
        "world": world,
        "seconds": round(seconds, 3),
        "peak_mb": round(peak_mb),
    }
    print(json.dumps(line), flush=True)


def measure(folder: Path, name: str, cache: Path, seconds: float) -> None:
    """Walk the chain once in this process."""
    with link("import", name):
        from solver import study
        from solver.domain import Scenario
        from solver.rounds.effort import Effort
        from solver.stop.rules import AfterSeconds
        from solver.study import outcome
    with link("open", name):
        world = study.open_world(folder, cache=cache)
    with link("baseline", name):
        case = study.prepare(world, Scenario(), "mon")
        study.score_today(case)
    with link("prepare_again", name):
        study.prepare(world, Scenario(), "mon")
    with link(f"run_{seconds:g}s", name):
        result = study.run(world, Scenario(), day="mon", effort=Effort(AfterSeconds(seconds), 1))
    with link("write", name), tempfile.TemporaryDirectory() as out:
        outcome.write_result(result, world, Path(out))


def separate(folder: Path, name: str, cache: Path, seconds: float, *, only_open: bool) -> None:
    """Run this module again in a new process for one world."""
    command = [sys.executable, "-m", "benchmarks.chain", "--world", str(folder)]
    command += ["--name", name, "--cache", str(cache), "--seconds", str(seconds)]
    if only_open:
        command.append("--only-open")
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    """Measure the demo county, and Rutland where its data is present."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="time for the search")
    parser.add_argument("--world", type=Path, help="measure this folder in this process")
    parser.add_argument("--name", default="")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--only-open", action="store_true")
    options = parser.parse_args()
    if options.world:
        if options.only_open:
            from solver import study

            with link("roads_first", options.name):
                study.open_world(options.world, cache=options.cache)
        else:
            measure(options.world, options.name, options.cache, options.seconds)
        return
    with tempfile.TemporaryDirectory() as scratch:
        worlds = [("demo", DEMO)]
        extract = SHARED / "osm" / "rutland-2022-07-20.osm.pbf"
        if extract.is_file():
            rutland = Path(scratch) / "rutland"
            postcodes = SHARED / "postcodes" / "postcodes_leics_rutland.csv.gz"
            invent = [sys.executable, "-m", "solver", "invent", str(extract)]
            invent += ["--postcodes", str(postcodes), "--seed", "1", "--out", str(rutland)]
            subprocess.run(invent, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            worlds.append(("rutland", rutland))
        else:
            print("rutland: left out, its extract is absent", file=sys.stderr)
        for name, folder in worlds:
            cache = Path(scratch) / f"cache-{name}"
            separate(folder, name, cache, options.seconds, only_open=True)
            separate(folder, name, cache, options.seconds, only_open=False)


if __name__ == "__main__":
    main()
