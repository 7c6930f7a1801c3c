"""OpenStreetMap XML in any order, with what editors add: read by expat, all of it."""

from __future__ import annotations

import bz2
import gzip
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final
from xml.parsers import expat

from solver.errors import RoadsError
from solver.roads.read.files.cures import too_long_to_sort

if TYPE_CHECKING:
    from pathlib import Path

_READ: Final = 1024 * 1024
_MEMBER_KINDS: Final = {"node": "n", "way": "w", "relation": "r"}
_NO_TAGS: Final[dict[str, str]] = {}
_MOST_NUMBER: Final = 1 << 39


@dataclass(slots=True)
class EditedNode:
    """A point; ``lon`` and ``lat`` are None where it has none."""

    kind: ClassVar[str] = "node"
    number: int
    version: int
    deleted: bool
    lon: float | None
    lat: float | None
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class EditedWay:
    """A line of points."""

    kind: ClassVar[str] = "way"
    number: int
    version: int
    deleted: bool
    refs: list[int] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class EditedRelation:
    """Members, each with its kind (``n``, ``w``, ``r``), number and role."""

    kind: ClassVar[str] = "relation"
    number: int
    version: int
    deleted: bool
    members: list[tuple[str, int, str]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edited:
    """All things of a file, as they stand there."""

    nodes: list[EditedNode] = field(default_factory=list)
    ways: list[EditedWay] = field(default_factory=list)
    relations: list[EditedRelation] = field(default_factory=list)


def read_edited(path: Path, most_text: int) -> Edited:
    """Read a file whole.

    Parameters
    ----------
    path
        ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    most_text
        Bytes of its text that are read at most.

    Raises
    ------
    RoadsError
        When it is longer, or no XML of OpenStreetMap's.
    """
    gathering = _Gathering()
    opened: Any = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    read = 0
    try:
        with opened(path, "rb") as file:
            while text := file.read(_READ):
                read += len(text)
                if read > most_text:
                    raise too_long_to_sort(path.name, most_text)
                gathering.parser.Parse(text, False)
        gathering.parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError, OSError, EOFError) as error:
        if isinstance(error, RoadsError):
            raise
        why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise RoadsError(
            f"{path.name} cannot be read as OpenStreetMap data ({why}). Download or export it "
            "again."
        ) from error
    return gathering.found


class _Gathering:
    """Takes what expat finds."""

    def __init__(self) -> None:
        self.found = Edited()
        self._thing: Any = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = _no_entities

    def _start(self, element: str, values: dict[str, str]) -> None:
        thing = self._thing
        if element == "node":
            # nearly all have no tags; one that has gets a table of its own
            self._thing = EditedNode(*_head(values), *_position(values), _NO_TAGS)
        elif element == "way":
            self._thing = EditedWay(*_head(values))
        elif element == "relation":
            self._thing = EditedRelation(*_head(values))
        elif thing is None:
            return
        elif element == "tag":
            if thing.tags is _NO_TAGS:
                thing.tags = {}
            thing.tags[sys.intern(values["k"])] = sys.intern(values["v"])
        elif element == "nd" and isinstance(thing, EditedWay):
            thing.refs.append(_number(values["ref"]))
        elif element == "member" and isinstance(thing, EditedRelation):
            kind = _MEMBER_KINDS.get(values["type"], "r")
            thing.members.append((kind, _number(values["ref"]), values.get("role", "")))

    def _end(self, element: str) -> None:
        if element not in _MEMBER_KINDS:
            return
        thing, self._thing = self._thing, None
        if isinstance(thing, EditedNode):
            self.found.nodes.append(thing)
        elif isinstance(thing, EditedWay):
            self.found.ways.append(thing)
        elif isinstance(thing, EditedRelation):
            self.found.relations.append(thing)


def _head(values: dict[str, str]) -> tuple[int, int, bool]:
    """Read number, version and whether it was deleted, of any thing."""
    deleted = values.get("action") == "delete" or values.get("visible") == "false"
    return _number(values["id"]), int(values.get("version", "0")), deleted


def _position(values: dict[str, str]) -> tuple[float | None, float | None]:
    """Longitude and latitude; None for both where they are not on the globe."""
    if "lon" not in values or "lat" not in values:
        return None, None
    lon, lat = float(values["lon"]), float(values["lat"])
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else (None, None)


def _number(text: str) -> int:
    number = int(text)
    if abs(number) > _MOST_NUMBER:
        raise ValueError(f"{text[:30]} is no number of OpenStreetMap's")
    return number


def _no_entities(*_: object) -> None:
    raise ValueError("it declares entities")
