"""Loading a county: uploaded files are read apart, and kept only when all of it is sound.

The tables are read in a process of their own with a limit of memory and time,
then the whole world with its roads in another one, which also prepares the
roads. Whatever is wrong, the world that is open stays as it is.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from office import people
from office.loading import reading
from office.loading.quota import Quota
from office.store import StoreError, staging, worlds
from office.store.errors import told
from office.store.folder import make_private
from solver.errors import Fault, InputError
from solver.intake import parse_safely
from solver.intake.apart.calling import called_apart
from solver.intake.apart.process import CONNECTION, BrokeOff, TooLong, TooMuchMemory
from solver.intake.files.folder import known_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from office.loading.quota import Brought
    from office.store import Store, StoredWorld

ROADS_MB = 6_000
"""Address space for preparing the roads of a large county, 10⁶ bytes."""

ROADS_S = 600.0

CUT = "Cut the extract to the county with a margin of a few miles"


class AlreadyHere(StoreError):
    """The files say what a county that is here says, to the last cell; nothing was kept.

    Parameters
    ----------
    world
        The county that is here.
    """

    def __init__(self, world: StoredWorld) -> None:
        super().__init__(f"{world.name} is here already, with the same data.")
        self.world = world


def load(
    store: Store,
    files: Sequence[tuple[str, IO[bytes]]],
    *,
    owner: str,
    beside: bool = False,
    brought: Brought | None = None,
) -> StoredWorld:
    """Check uploaded files and keep them as a new world.

    Parameters
    ----------
    files
        Name and content of each upload.
    beside
        True where the county is kept though one with the same data is here.
    brought
        What the session has loaded before; what is kept now is added to it.

    Raises
    ------
    InputError
        With every fault of the files, all at once.
    StoreError, ScenarioError
        When a file's name will not do, a scenario among them is none, the disk is full, or the
        uploads are more than allowed.
    AlreadyHere
        When a county with the same data is here, and ``beside`` is false.
    NotAllowed
        When the owner may not load a county.
    """
    people.require(people.Actor(owner), "load a county")
    if not files:
        raise StoreError("Choose the files of a county first.")
    quota = Quota(store, brought)
    with told(store.folder, writing=True), staging.staged(store) as folder:
        for name, content in files:
            staging.put(folder, _usual(name), quota.measured(name, content))
        parse_safely(folder)
        with _opened_apart(folder) as left:
            input_hash = (left / reading.HASH).read_text(encoding="utf-8")
            same = [one for one in worlds.every(store) if one.input_hash == input_hash]
            if same and not beside:
                raise AlreadyHere(same[0])
            world = worlds.add(store, folder, owner=owner, input_hash=input_hash)
            make_private(world.cache)
            for kept in (left / reading.CACHE).iterdir():
                shutil.move(kept, world.cache / kept.name)
    if brought is not None:
        brought.size += quota.taken
    return world


def _usual(name: str) -> str:
    """Write the name of a world's file in small letters; leave other names alone."""
    small = name.casefold()
    return small if small in known_names() else name


@contextmanager
def _opened_apart(folder: Path) -> Iterator[Path]:
    """Open the whole world in a process apart; yield the folder of what that left."""
    try:
        with called_apart(
            reading.county,
            folder,
            memory_mb=ROADS_MB,
            seconds=ROADS_S,
            environment=CONNECTION,  # roads that are only named are fetched there
        ) as done:
            yield done.folder
    except TooLong:
        raise _roads(f"Preparing the roads took longer than {ROADS_S / 60:g} minutes.") from None
    except TooMuchMemory:
        why = f"Preparing the roads needed more than {ROADS_MB:,} MB of memory."
        raise _roads(why, f"{CUT}.") from None
    except BrokeOff as broken:
        why = f"Preparing the roads broke off (code {broken.code}): too large, or damaged."
        raise _roads(why) from None


def _roads(message: str, cure: str = f"{CUT}, and load it again.") -> InputError:
    return InputError([Fault("roads", None, "", message, cure)])
