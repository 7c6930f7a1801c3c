"""What a process apart does: call one function within the limits, and leave what it left.

``python -m solver.intake.apart.child MEMORY_MB SECONDS MODULE:FUNCTION ROOM PATH …``

The function is given the paths and a folder for its results. ``ROOM`` holds that folder
(:data:`LEFT`) and, once the call is over, :data:`SAID`: the faults and notices as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from solver.errors import InputError
from solver.intake.apart.process import limit_here

LEFT = "left"
SAID = "said.json"

TOO_MUCH_MEMORY = 3
"""Exit code where the memory ran out."""


def main(arguments: list[str]) -> int:
    """Call the function within the limits; write what it says to the room."""
    memory_mb, seconds, work, room, *paths = arguments
    limit_here(int(memory_mb), int(seconds))
    said: dict[str, list[Any]] = {"faults": [], "notices": []}
    module, _, name = work.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        said["notices"] = list(function(*map(Path, paths), Path(room) / LEFT))
    except InputError as error:
        said["faults"] = [asdict(fault) for fault in error.faults]
    except MemoryError:
        return TOO_MUCH_MEMORY
    (Path(room) / SAID).write_text(json.dumps(said), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
