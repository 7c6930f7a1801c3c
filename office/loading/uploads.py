"""Loading a county: uploaded files are read apart, and kept only when all of it is sound.

The tables are read in a process of their own with a limit of memory and time,
then the whole world with its roads in another one, which also prepares the
roads. Whatever is wrong, the world that is open stays as it is.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from office.store import StoreError, staging, worlds
from office.store.folder import make_private
from solver.errors import Fault, InputError
from solver.intake import parse_safely
from solver.intake.apart.process import CONNECTION, TooLong, run_apart
from solver.intake.files.folder import known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from office.store import Store, StoredWorld

ROADS_MB = 6_000
"""Address space for preparing the roads of a large county, 10⁶ bytes."""

ROADS_S = 600.0


def load(store: Store, files: Sequence[tuple[str, IO[bytes]]], *, owner: str) -> StoredWorld:
    """Check uploaded files and keep them as a new world.

    Parameters
    ----------
    files
        Name and content of each upload.

    Raises
    ------
    InputError
        With every fault of the files, all at once.
    StoreError, ScenarioError
        When a file's name will not do, or a scenario among them is none.
    """
    if not files:
        raise StoreError("Choose the files of a county first.")
    with staging.staged(store) as folder, tempfile.TemporaryDirectory(prefix="homerounds-") as room:
        for name, content in files:
            staging.put(folder, _usual(name), content)
        parse_safely(folder)
        cache = Path(room) / "cache"
        input_hash = _open_apart(folder, cache, Path(room))
        world = worlds.add(store, folder, owner=owner, input_hash=input_hash)
        make_private(world.cache)
        for kept in cache.iterdir():
            shutil.move(kept, world.cache / kept.name)
    return world


def _usual(name: str) -> str:
    """Write the name of a world's file in small letters; leave other names alone."""
    small = name.casefold()
    return small if small in known_names() else name


def _open_apart(folder: Path, cache: Path, room: Path) -> str:
    """Open the whole world in a process apart; returns its input hash."""
    cache.mkdir(mode=0o700)
    out = room / "checked.json"
    try:
        code = run_apart(
            "office.loading.upload_child",
            [str(folder.resolve()), str(cache), str(out)],
            memory_mb=ROADS_MB,
            seconds=ROADS_S,
            environment=CONNECTION,  # roads that are only named are fetched there
        )
    except TooLong:
        raise _roads(f"Preparing the roads took longer than {ROADS_S / 60:g} minutes.") from None
    if not out.is_file():
        raise _roads(f"Preparing the roads broke off (code {code}): too large, or damaged.")
    found = json.loads(out.read_text(encoding="utf-8"))
    if found["faults"]:
        raise InputError(Fault(**fault) for fault in found["faults"])
    return str(found["input_hash"])


def _roads(message: str) -> InputError:
    cure = "Cut the extract to the county with a margin of a few miles, and load it again."
    return InputError([Fault("roads", None, "", message, cure)])
