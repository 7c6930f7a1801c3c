"""What the process apart does: read a world or unpack one, leave the tables or the faults.

``python -m solver.intake.apart.child MEMORY_MB SECONDS tables|headers|unpack FOLDER OUT``;
to unpack, ``FOLDER`` is the archive.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from solver.errors import InputError
from solver.intake.apart.process import limit_here
from solver.intake.apart.saved import save_tables
from solver.intake.files.pack import unpack
from solver.intake.read import read_headers, read_tables

HEADERS = "headers.json"
"""File that holds the headers, where only they were asked for."""

TOO_MUCH_MEMORY = 3
"""Exit code where the memory ran out."""


def main(arguments: list[str]) -> int:
    """Read or unpack ``FOLDER`` within the limits; write to ``OUT``."""
    memory_mb, seconds, what, folder, out = arguments
    limit_here(int(memory_mb), int(seconds))
    try:
        if what == "headers":
            headers = json.dumps(read_headers(Path(folder)))
            (Path(out) / HEADERS).write_text(headers, encoding="utf-8")
        elif what == "unpack":
            unpack(Path(folder), Path(folder).name, Path(out))
        else:
            save_tables(read_tables(Path(folder)), Path(out))
    except InputError as error:
        faults = [asdict(fault) for fault in error.faults]
        (Path(out) / "faults.json").write_text(json.dumps(faults), encoding="utf-8")
    except MemoryError:
        return TOO_MUCH_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
