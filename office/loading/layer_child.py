"""What the process apart does with an uploaded layer of zones: read it once.

``python -m office.loading.layer_child MEMORY_MB SECONDS FOLDER OUT``
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from solver.errors import Fault
from solver.intake.apart.process import limit_here

TOO_LARGE = "Keep only the zones, with fewer corners, and save the layer again."


def main(arguments: list[str]) -> int:
    """Read the layer ``zones`` of ``FOLDER`` within the limits; write it, or its faults."""
    memory_mb, seconds, folder, out = arguments
    limit_here(int(memory_mb), int(seconds))
    said: dict[str, Any] = {"faults": [], "notices": []}
    try:
        from solver.intake.files.layers import read_layer
        from solver.intake.findings import Findings

        findings = Findings()
        found = read_layer(Path(folder), "zones", findings)
        said["faults"] = [asdict(fault) for fault in findings.faults]
        said["notices"] = [notice.message for notice in findings.notices]
        if found is not None:
            words = [name for name in found[1].columns if name != "geometry"]
            layer = found[1].astype({name: "string" for name in words})
            layer.to_parquet(Path(out) / "layer.parquet")
    except MemoryError:
        message = f"Reading the layer needed more than {int(memory_mb):,} MB of memory."
        said["faults"] = [asdict(Fault("zones", None, "", message, TOO_LARGE))]
    (Path(out) / "said.json").write_text(json.dumps(said), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
