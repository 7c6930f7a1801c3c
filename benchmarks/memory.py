"""What one officer's edits cost the server in memory: one JSON line an edit.

``python -m benchmarks.memory --edits 14``

One session gives areas other bands and zones in turn and looks at the Overview and the
Rounds after each edit. Lines give megabytes resident in the server (files mapped into it
are among them, and told apart), above what was resident before the first edit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from benchmarks.server.gauge import Gauge
from benchmarks.server.started import ROOT, Server, serving
from benchmarks.server.steps import Sitting

LEFT_S = 20


def _say(gauge: Gauge, what: str, before_mb: float, **more: object) -> None:
    now = gauge.resident_mb()
    line = {
        "step": what,
        "resident_mb": round(now),
        "above_mb": round(now - before_mb),
        "of_files_mb": round(gauge.mapped_mb()),
        "peak_mb": round(gauge.peak_mb),
        **more,
    }
    print(json.dumps(line), flush=True)


async def _session(server: Server, edits: int) -> None:
    with Gauge(server.pid) as gauge:
        visit = Sitting(server, 0)
        await visit.come()
        for page in ("zones", "costs", "rounds", ""):
            await visit.go(page)
        before = gauge.resident_mb()
        _say(gauge, "before", before)
        for edit in range(edits):
            await visit.go("zones")
            await (visit.zone if edit % 2 else visit.band)()
            await visit.go("rounds")
            await visit.go("")
            faults = [step.fault for step in visit.steps if step.fault]
            _say(gauge, f"edit {edit + 1}", before, faults=faults)
        await visit.officer.close()
        await asyncio.sleep(LEFT_S)
        _say(gauge, f"{LEFT_S} s after", before)


def main() -> None:
    """Start a server, edit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=14)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout that is measured")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", asked.root) as it:
        asyncio.run(_session(it, asked.edits))


if __name__ == "__main__":
    main()
