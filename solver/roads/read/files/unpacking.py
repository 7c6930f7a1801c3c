"""How far a compressed extract unpacks: a bomb is refused before it goes off."""

from __future__ import annotations

import bz2
import zlib
from typing import TYPE_CHECKING, Any, Final

from solver.errors import RoadsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_RATIO: Final = 200
"""Bytes of text to a packed byte. OpenStreetMap XML has some 10 to 25, whatever packed it."""
LONGEST_ELEMENT: Final = 8 * 1024 * 1024
"""Bytes without a ``>``: more than any element of OpenStreetMap's has."""
_READ: Final = 65_536
_STEP: Final = 1024 * 1024
_WINDOW: Final = 32 * _STEP


def check_unpacks(path: Path, see: Callable[[bytes], None]) -> None:
    """Unpack a ``.gz`` or ``.bz2`` once, keeping nothing, and look at what comes.

    Each stretch of 32 MB is held against what it was packed in, so that a bomb
    is found soon, also behind a sound beginning.

    Parameters
    ----------
    path
        The packed file.
    see
        Shown each stretch of the text.

    Raises
    ------
    RoadsError
        When the file cannot be unpacked, ends too soon, or is a bomb.
    """
    try:
        with path.open("rb") as file:
            for text in _walk(path.name, file, path.name.endswith(".gz")):
                see(text)
    except (OSError, EOFError, zlib.error) as error:
        raise RoadsError(
            f"{path.name} cannot be unpacked ({error}). Download or export it again."
        ) from error


def _walk(name: str, file: Any, gzipped: bool) -> Iterator[bytes]:
    def fresh() -> Any:
        return zlib.decompressobj(wbits=31) if gzipped else bz2.BZ2Decompressor()

    unpacker: Any = fresh()
    waiting = b""
    packed = unpacked = silent = 0
    while True:
        if not waiting and (gzipped or unpacker.eof or unpacker.needs_input):
            waiting = file.read(_READ)
            packed += len(waiting)
        if unpacker.eof:
            if not waiting:
                return
            unpacker = fresh()
        drained = not waiting
        text = unpacker.decompress(waiting, _STEP)
        waiting = unpacker.unconsumed_tail if gzipped else b""
        if unpacker.eof:
            waiting = unpacker.unused_data
        elif drained and not text:
            raise EOFError("it ends in the middle of its packed data")
        unpacked += len(text)
        silent = 0 if b">" in text else silent + len(text)
        if silent > LONGEST_ELEMENT:
            raise _bomb(name, f"it holds an element of more than {LONGEST_ELEMENT >> 20} MB")
        if unpacked > _WINDOW:
            used = max(packed - len(waiting), 1)
            if unpacked > MOST_RATIO * used:
                raise _bomb(name, f"a byte of it unpacks to {unpacked // used:,}")
            packed, unpacked = len(waiting), 0
        yield text


def _bomb(name: str, why: str) -> RoadsError:
    return RoadsError(
        f"{name} is a decompression bomb: {why}, which OpenStreetMap data never does. Do not "
        "open it; download the extract again from where it is published."
    )
