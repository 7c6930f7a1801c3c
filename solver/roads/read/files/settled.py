"""An OpenStreetMap file put in order for libosmium: sorted, without what was deleted.

Editors and Overpass write things in any order, mark what was deleted and number
what was drawn below 0. Such a file is read whole, put in order and written
beside: a temporary ``.osm.pbf`` that goes when it has been read.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import osmium
from osmium.osm import mutable

from solver.roads.read.files.cures import history, twice
from solver.roads.read.files.edited_xml import EditedNode, EditedRelation, EditedWay, read_edited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.roads.read.files.edited_xml import Edited
    from solver.roads.read.files.xml_look import XmlLook

MOST_TEXT: Final = 300_000_000
"""Longest text that is put in order here, bytes: the things of it are held in memory."""

_DRAWN_FROM: Final = 1 << 40
"""Numbers for what was drawn, which has numbers below 0: above all that OpenStreetMap gives."""

DELETED: Final = "things that were deleted in an editor"

_Thing = TypeVar("_Thing", EditedNode, EditedWay, EditedRelation)


@dataclass(frozen=True)
class Settled:
    """A file that libosmium reads as it is meant.

    Parameters
    ----------
    path
        Where it lies: the file itself where it was in order.
    deleted
        How many things were left out, since somebody deleted them.
    remarks
        What was done, in sentences.
    """

    path: Path
    deleted: int = 0
    remarks: tuple[str, ...] = ()


@contextmanager
def settled(path: Path, look: XmlLook) -> Iterator[Settled]:
    """Give a file in order; one that was put in order goes when the ``with`` block ends.

    Parameters
    ----------
    path
        ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    look
        What was seen of it.

    Raises
    ------
    RoadsError
        When it holds several versions of one thing, is too long to be put in order here, or is
        no XML.
    """
    if not look.untidy:
        yield Settled(path)
        return
    gathered = read_edited(path, MOST_TEXT)
    with tempfile.TemporaryDirectory(prefix="homerounds-") as room:  # mode 0700
        tidy = Path(room) / "sorted.osm.pbf"
        deleted = _write(gathered, tidy, path.name)
        yield Settled(
            tidy,
            deleted,
            ("The file was not sorted, and was sorted to be read.",) if look.unsorted else (),
        )


def _write(gathered: Edited, tidy: Path, name: str) -> int:
    """Write what is there in order; return how much was deleted."""
    deleted = 0
    with osmium.SimpleWriter(str(tidy)) as writer:
        for node in _in_order(gathered.nodes, _same_node, name):
            if node.deleted or node.lon is None or node.lat is None:
                deleted += node.deleted
                continue
            writer.add_node(
                mutable.Node(id=node.number, location=(node.lon, node.lat), tags=node.tags)
            )
        for way in _in_order(gathered.ways, _same_way, name):
            deleted += way.deleted
            if not way.deleted:
                refs = [_positive(ref) for ref in way.refs]
                writer.add_way(mutable.Way(id=way.number, nodes=refs, tags=way.tags))
        for relation in _in_order(gathered.relations, _same_relation, name):
            deleted += relation.deleted
            if not relation.deleted:
                members = [(kind, _positive(ref), role) for kind, ref, role in relation.members]
                writer.add_relation(
                    mutable.Relation(id=relation.number, members=members, tags=relation.tags)
                )
    return deleted


def _positive(number: int) -> int:
    return number if number >= 0 else _DRAWN_FROM - number


def _in_order(
    things: list[_Thing], same: Callable[[_Thing, _Thing], _Thing | None], name: str
) -> Iterator[_Thing]:
    """Sort things by number; one that stands there twice counts once."""
    for thing in things:
        thing.number = _positive(thing.number)
    things.sort(key=lambda thing: thing.number)
    held: _Thing | None = None
    for thing in things:
        if held is None or held.number != thing.number:
            if held is not None:
                yield held
            held = thing
            continue
        if held.version and thing.version and held.version != thing.version:
            raise history(name)
        joined = None if held.deleted != thing.deleted else same(held, thing)
        if joined is None:
            number = thing.number if thing.number < _DRAWN_FROM else _DRAWN_FROM - thing.number
            raise twice(name, thing.kind, number)
        held = joined
    if held is not None:
        yield held


def _same_node(one: EditedNode, other: EditedNode) -> EditedNode | None:
    if (one.lon, one.lat) != (other.lon, other.lat) and None not in (one.lon, other.lon):
        return None
    return _tagged(one, other) if one.lon is not None else _tagged(other, one)


def _same_way(one: EditedWay, other: EditedWay) -> EditedWay | None:
    if one.refs != other.refs and one.refs and other.refs:
        return None
    return _tagged(one, other) if one.refs else _tagged(other, one)


def _same_relation(one: EditedRelation, other: EditedRelation) -> EditedRelation | None:
    if one.members != other.members and one.members and other.members:
        return None
    return _tagged(one, other) if one.members else _tagged(other, one)


def _tagged(one: _Thing, other: _Thing) -> _Thing | None:
    """Keep the first of two copies, with the tags that either has; None where they differ.

    Overpass writes a thing twice where two parts of a query find it, once without tags.
    """
    if one.tags and other.tags and one.tags != other.tags:
        return None
    one.tags = one.tags or other.tags
    return one
