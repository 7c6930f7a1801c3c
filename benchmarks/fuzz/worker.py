"""One process that reads worlds with a changed file, one after another, and says how each ended."""

from __future__ import annotations

import os
import resource
import tempfile
import time
import traceback
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz.changes import changed_bytes, changed_cells
from benchmarks.fuzz.structures import changed_structure
from benchmarks.fuzz.world import forms, plain
from solver.domain import Scenario
from solver.errors import HomeroundsError, InputError
from solver.study import open_world

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

    from benchmarks.fuzz.world import Forms

MEMORY_MB = 1_000
"""Most that a reading may add to what the process holds before it, 10⁶ bytes."""

_FILES = ("areas", "roads", "roads", "areas", "settings", "settings")
_SETTINGS = ("world", "mapping", "rates", "repairs", "scenarios/today")


def mutated(found: Forms, seed: int, number: int) -> tuple[str, str, dict[str, bytes]]:
    """Change one file of the world, by seed and number alone.

    Returns
    -------
    Name of the file, what was done to it, and all the files.
    """
    dice = Random(f"{seed}:{number}")
    tables = [stem for stem in found if stem not in (*_FILES, *_SETTINGS)]
    stem = dice.choice((*tables, *_FILES))
    if stem == "settings":
        stem = dice.choice(_SETTINGS)
    name = dice.choice(sorted(found[stem]))
    content = found[stem][name]
    base = plain(found)
    files = {other: text for other, text in base.items() if other not in found[stem]}
    # settings other than the needed ones are there only where they are what is changed
    files = {other: text for other, text in files.items() if not _optional(other)}
    if stem in tables and dice.random() < 0.6:
        done, content = changed_cells(found[stem][f"{stem}.csv"], name, dice)
    elif dice.random() < 0.6:
        done, content = changed_structure(content, name, dice)
    else:
        done, content = changed_bytes(content, dice)
    if dice.random() < 0.1:
        files.pop(dice.choice(sorted(files)))
        done += "; another file left out"
    return name, done, files | {name: content}


def _optional(name: str) -> bool:
    return any(name == f"{stem}.toml" for stem in _SETTINGS[1:])


def put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files to a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read(folder: Path) -> None:
    """Read all that a world folder holds, as a session does that opens it."""
    open_world(folder)
    for path in sorted((folder / "scenarios").glob("*.toml")):
        Scenario.from_toml(path.read_text(encoding="utf-8", errors="replace"))


def tried(folder: Path) -> dict[str, Any]:
    """Read a folder and say how it ended: loaded, refused with a sentence, or a traceback."""
    _forget_peak()
    before_mb = _status_mb("VmRSS")
    began, clock = time.process_time(), time.perf_counter()
    said = ""
    try:
        read(folder)
        outcome = "loaded"
    except HomeroundsError as error:
        faults = error.faults if isinstance(error, InputError) else ()
        whole = bool(str(error).strip()) and all(fault.file and fault.message for fault in faults)
        outcome, said = ("refused" if whole else "traceback"), str(error)[:2_000]
    except BaseException:
        outcome, said = "traceback", traceback.format_exc()[-4_000:]
    return {
        "outcome": outcome,
        "cpu_s": round(time.process_time() - began, 2),
        "seconds": round(time.perf_counter() - clock, 2),
        "mb": round(_status_mb("VmHWM") - before_mb),
        "said": said,
    }


def serve(line: Connection) -> None:
    """Answer ``(seed, number)`` until the line is closed."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # GDAL writes there what it thinks of damaged files
    found = forms()
    with tempfile.TemporaryDirectory() as room:
        put({name: text for name, text in plain(found).items() if not _optional(name)}, Path(room))
        read(Path(room))  # compiles, before any clock is looked at
    most = round((_status_mb("VmSize") + 3 * MEMORY_MB) * 1e6)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    line.send("ready")
    while True:
        try:
            seed, number = line.recv()
        except EOFError:
            return
        with tempfile.TemporaryDirectory(prefix="fuzz-") as room:
            file, done, files = mutated(found, seed, number)
            put(files, Path(room))
            line.send({"k": number, "file": file, "change": done, **tried(Path(room))})


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status_mb(key: str) -> float:
    for text in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if text.startswith(f"{key}:"):
            return int(text.split()[1]) * 1_024 / 1e6
    raise KeyError(key)
