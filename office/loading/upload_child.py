"""What the process apart does with a staged upload: open the whole world once.

``python -m office.loading.upload_child MEMORY_MB SECONDS FOLDER CACHE OUT``
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from solver.errors import Fault, HomeroundsError, InputError
from solver.intake.apart.process import limit_here


def main(arguments: list[str]) -> int:
    """Open ``FOLDER`` within the limits; write its hash, or its faults, to ``OUT``."""
    memory_mb, seconds, folder, cache, out = arguments
    limit_here(int(memory_mb), int(seconds))
    faults: list[dict[str, Any]] = []
    input_hash = ""
    try:
        from solver import study

        input_hash = study.open_world(Path(folder), cache=Path(cache)).input_hash
    except InputError as error:
        faults = [asdict(fault) for fault in error.faults]
    except HomeroundsError as error:
        faults = [asdict(Fault("roads", None, "", str(error), ""))]
    except MemoryError:
        message = f"Preparing the roads needed more than {int(memory_mb):,} MB of memory."
        cure = "Cut the extract to the county with a margin of a few miles."
        faults = [asdict(Fault("roads", None, "", message, cure))]
    Path(out).write_text(json.dumps({"input_hash": input_hash, "faults": faults}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
