"""The fabric on disk: one file a source, memory-mapped, checked before it is trusted.

Layout: a line of magic, eight bytes with the length of a JSON head, the head,
then each array at a multiple of 64 bytes. The head carries the key of the
source and of the code that read it, and a digest of everything after it. A
file is written beside its place and moved there whole, so that readers see the
old one or the new one, never half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.domain import MODES
from solver.roads.engine.hierarchy import Hierarchy
from solver.roads.fabric import Fabric, ModeRoads, RoadsReport
from solver.roads.network import Network
from solver.roads.read.land import Land
from solver.roads.read.segments import Segments
from solver.roads.snap import SnapIndex
from solver.roads.traits import SegmentTraits

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAGIC = b"homerounds roads\n"
_ALIGN = 64
_PARTS: dict[str, type[Any]] = {"network": Network, "hierarchy": Hierarchy, "index": SnapIndex}


def source_key(path: Path) -> str:
    """SHA-256 of a file's content, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_key() -> str:
    """Digest of this room's code: a fabric made by other code is stale."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fabric_path(cache: Path, source: str) -> Path:
    """Where the fabric of a source is kept."""
    return cache / f"{source[:32]}.roads"


def save_fabric(fabric: Fabric, cache: Path, source: str) -> None:
    """Keep a fabric for the next time.

    Parameters
    ----------
    fabric
        What to keep.
    cache
        Folder, made where it is absent.
    source
        Key of the file that it was made from.
    """
    arrays = _flatten(fabric)
    entries: dict[str, Any] = {}
    offset = 0
    for name, values in arrays.items():
        entries[name] = [values.dtype.str, list(values.shape), offset]
        offset += -(-values.nbytes // _ALIGN) * _ALIGN
    body = bytearray(offset)
    for name, values in arrays.items():
        begin = entries[name][2]
        body[begin : begin + values.nbytes] = values.tobytes()
    head: dict[str, Any] = {
        "source": source,
        "code": code_key(),
        "arrays": entries,
        "names": fabric.names,
        "report": fabric.report.as_dict(),
        "dropped": {mode: fabric.modes[mode].network.dropped for mode in MODES},
        "size": offset,
    }
    text = json.dumps(head).encode()
    digest = hashlib.blake2b(text, digest_size=32)
    digest.update(body)
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=cache, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + digest.digest() + len(text).to_bytes(8, "little") + text)
            file.write(b"\0" * (-file.tell() % _ALIGN))
            file.write(body)
        # on Windows a mapped file cannot be replaced: the other copy is as good
        with contextlib.suppress(PermissionError):
            Path(temporary).replace(fabric_path(cache, source))
    finally:
        Path(temporary).unlink(missing_ok=True)


def load_fabric(cache: Path, source: str) -> Fabric | None:
    """Open a kept fabric.

    Parameters
    ----------
    cache, source
        As for :func:`save_fabric`.

    Returns
    -------
    fabric
        With arrays in mapped memory, private to this process; None where nothing is kept, or
        where it is damaged, of another source, or made by other code.
    """
    try:
        with fabric_path(cache, source).open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    except (OSError, ValueError):
        return None
    lead = len(_MAGIC)
    if len(view) < lead + 40 or bytes(view[:lead]) != _MAGIC:
        return None
    length = int.from_bytes(view[lead + 32 : lead + 40], "little")
    begin = lead + 40 + length
    begin += -begin % _ALIGN
    if begin > len(view):
        return None
    text = view[lead + 40 : lead + 40 + length]
    digest = hashlib.blake2b(text, digest_size=32)
    digest.update(view[begin:])
    if digest.digest() != bytes(view[lead : lead + 32]):
        return None
    head = json.loads(bytes(text))
    if head["source"] != source or head["code"] != code_key():
        return None
    arrays = {
        name: np.frombuffer(
            view, np.dtype(kind), count=int(np.prod(shape)), offset=begin + offset
        ).reshape(shape)
        for name, (kind, shape, offset) in head["arrays"].items()
    }
    return _restore(arrays, head)


def _flatten(fabric: Fabric) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {}

    def add(prefix: str, thing: Any) -> None:
        for item in fields(thing):
            value = getattr(thing, item.name)
            if isinstance(value, np.ndarray):
                arrays[f"{prefix}.{item.name}"] = np.ascontiguousarray(value)

    add("segments", fabric.segments)
    add("traits", fabric.traits)
    add("land", fabric.land)
    for mode in MODES:
        for part in _PARTS:
            add(f"{mode}.{part}", getattr(fabric.modes[mode], part))
        arrays[f"{mode}.busy"] = fabric.modes[mode].busy
    return arrays


def _restore(arrays: Mapping[str, np.ndarray], head: dict[str, Any]) -> Fabric:
    def take(kind: type[Any], prefix: str, **others: Any) -> Any:
        names = [item.name for item in fields(kind) if item.name not in others]
        return kind(**{name: arrays[f"{prefix}.{name}"] for name in names}, **others)

    modes = {
        mode: ModeRoads(
            network=take(Network, f"{mode}.network", dropped=head["dropped"][mode]),
            hierarchy=take(Hierarchy, f"{mode}.hierarchy"),
            index=take(SnapIndex, f"{mode}.index"),
            busy=arrays[f"{mode}.busy"],
        )
        for mode in MODES
    }
    return Fabric(
        segments=take(Segments, "segments"),
        traits=take(SegmentTraits, "traits"),
        names=tuple(head["names"]),
        land=take(Land, "land"),
        modes=modes,
        report=RoadsReport.from_dict(head["report"]),
    )
