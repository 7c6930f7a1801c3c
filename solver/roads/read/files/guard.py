"""Is the file what it says, and all of it? Checked before libosmium reads it.

pyosmium raises nothing for a ``.osm.pbf`` that was cut between two blocks, so
the blocks are walked here: their lengths, and what the last one holds.
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from array import array
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import osmium
from osmium import osm

from solver.errors import RoadsError
from solver.roads.read.files.cures import changes, history, unsorted
from solver.roads.read.files.unpacking import check_unpacks
from solver.roads.read.files.xml_look import XmlLook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEAD_BYTES: Final = 65_536
_MOST_HEADER: Final = 65_536  # longest block header, by the format
_MOST_BLOCK: Final = 2 * 32 * 1024 * 1024  # longest block, with room to spare
_STEP: Final = 1024 * 1024
_BLOCKS_COUNTED: Final = 200  # of 8,000 points: what is looked at of a larger file
_ORPHANS: Final = 0.02
_KINDS: Final = {1: "nodes", 2: "nodes", 3: "ways", 4: "relations", 5: "changesets"}


def check_xml(path: Path) -> XmlLook:
    """Refuse XML that is not OpenStreetMap's, or that declares entities.

    Returns
    -------
    look
        Whether it is in order, or edited.

    Raises
    ------
    RoadsError
        When the text before the root element has a document type, the root is
        not ``osm``, or a packed file is broken or a decompression bomb; or
        when it holds changes or points inside the ways.
    """
    look = XmlLook(path.name)
    packed = path.name.endswith((".gz", ".bz2"))
    if packed:
        check_unpacks(path, look.see)
    opened: Any = gzip.open if path.name.endswith(".gz") else bz2.open
    with opened(path) if packed else path.open("rb") as file:
        _check_head(path.name, file.read(_HEAD_BYTES))
        if not packed:
            file.seek(0)
            while text := file.read(_STEP):
                look.see(text)
    look.finish()
    return look


def _check_head(name: str, head: bytes) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise RoadsError(
            f"{name} declares a document type, which OpenStreetMap files never do and which "
            "can hide a bomb. Export it again from OpenStreetMap."
        )
    if b"<osmChange" in head:
        raise changes(name)
    if b"<osm" not in head:
        raise RoadsError(
            f"{name} is not an OpenStreetMap file: it has no <osm> element. Choose an "
            "extract such as those of download.geofabrik.de."
        )


def check_pbf(path: Path) -> tuple[str, ...]:
    """Refuse a ``.osm.pbf`` that is something else, or that was cut short.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    remarks
        What looks odd but does no harm.

    Raises
    ------
    RoadsError
        When the file is not a PBF extract, ends within a block, or ends
        between two blocks.
    """
    try:
        return _checked(path)
    except RoadsError:
        raise
    except (IndexError, ValueError, RuntimeError, OSError) as error:
        raise _cut(path, f"a block cannot be read ({error})") from error


def _checked(path: Path) -> tuple[str, ...]:
    blocks: list[tuple[bytes, int, int]] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        while (at := file.tell()) < size:
            length = int.from_bytes(file.read(4), "big")
            header = file.read(length) if 0 < length <= _MOST_HEADER else b""
            try:
                found = dict(_fields(header))
            except (IndexError, ValueError):
                found = {}
            kind, data = found.get(1), found.get(3)
            sound = isinstance(kind, bytes) and isinstance(data, int) and data <= _MOST_BLOCK
            if not sound or (not blocks and kind != b"OSMHeader"):
                if blocks:
                    raise _cut(path, f"block {len(blocks) + 1} is damaged")
                raise RoadsError(
                    f"{path.name} is not an OpenStreetMap .osm.pbf file. Choose an extract such "
                    "as those of download.geofabrik.de."
                )
            assert isinstance(kind, bytes)
            assert isinstance(data, int)
            begin = at + 4 + length
            if begin + data > size:
                raise _cut(path, "it ends in the middle of a block")
            if not blocks and b"HistoricalInformation" in _unpacked(path, begin, data):
                raise history(path.name)
            blocks.append((kind, begin, data))
            file.seek(begin + data)
    return _check_end(path, [block for block in blocks if block[0] == b"OSMData"])


def _cut(path: Path, why: str) -> RoadsError:
    return RoadsError(
        f"{path.name} is damaged or cut short: {why}. Download it again and compare its size "
        "with the source's."
    )


def _check_end(path: Path, blocks: list[tuple[bytes, int, int]]) -> tuple[str, ...]:
    """Look at the last block: a writer fills blocks, so the last is rarely full."""
    if not blocks:
        raise _cut(path, "it has a header and nothing else")
    kind, count = _content(path, *blocks[-1][1:])
    if kind == "nodes" and _content(path, *blocks[0][1:])[0] != "nodes":
        raise unsorted(path.name)
    if kind == "nodes":
        raise _cut(path, "it has points and no roads, so its end is missing")
    full = max(_content(path, *block[1:])[1] for block in (blocks[0], blocks[len(blocks) // 2]))
    if kind == "ways" and len(blocks) > 1 and count >= full:
        share = _orphans(path, 1 + len(blocks) // _BLOCKS_COUNTED)
        if share > _ORPHANS:
            raise _cut(
                path,
                f"it ends with a full block of ways, and {share:.0%} of its points belong to no "
                "way, so its end is missing",
            )
    if kind == "ways":
        return (
            "The extract has no relations, so it knows no turn restrictions and no large lakes. "
            "If it should have them, download it again: the end may be missing.",
        )
    return ()


def _unpacked(path: Path, begin: int, size: int) -> bytes:
    """Unpack a block."""
    with path.open("rb") as file:
        file.seek(begin)
        blob = dict(_fields(file.read(size)))
    packed, data = blob.get(3), blob.get(1)
    if not isinstance(data, bytes):
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(packed if isinstance(packed, bytes) else b"", _MOST_BLOCK)
        except zlib.error as error:
            raise _cut(path, f"a block cannot be unpacked ({error})") from error
        if not unpacker.eof:
            raise _cut(path, "a block unpacks to more than the format allows, or breaks off")
    return data


def _content(path: Path, begin: int, size: int) -> tuple[str, int]:
    """Kind and number of the things in a block."""
    kind, count = "nodes", 0
    for field, group in _fields(_unpacked(path, begin, size)):
        if field != 2 or not isinstance(group, bytes):
            continue
        for inner, thing in _fields(group):
            kind = _KINDS.get(inner, kind)
            if inner == 2 and isinstance(thing, bytes):
                ids = dict(_fields(thing)).get(1, b"")
                if not isinstance(ids, bytes):
                    raise ValueError("its points have no numbers")
                count += sum(byte < 128 for byte in ids)
            else:
                count += 1
    return kind, count


def _orphans(path: Path, every: int) -> float:
    """Share of the points that no way refers to, among those whose number ``every`` divides.

    Numbers are gathered and compared, not marked in a table that is as long as
    OpenStreetMap's highest number: that takes 1.2 GB, however small the extract.
    """
    refs, nodes = array("q"), array("q")
    ways: Any = osmium.FileProcessor(str(path), osm.WAY)
    for way in ways:
        refs.extend([node.ref for node in way.nodes if node.ref % every == 0])
    for node in osmium.FileProcessor(str(path), osm.NODE):
        if node.id % every == 0:
            nodes.append(node.id)
    held = np.isin(np.frombuffer(nodes, np.int64), np.frombuffer(refs, np.int64))
    return 1.0 - int(np.count_nonzero(held)) / max(held.size, 1)


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Fields of a protobuf message: number, and integer or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if wire == 2:
            size, at = _varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise ValueError("not a protobuf message")
        if at + size > len(data):
            raise ValueError("a field is longer than its message")
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
        if shift > 63:
            raise ValueError("a number is too long")
