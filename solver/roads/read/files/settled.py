"""An OpenStreetMap file put in order for libosmium: sorted, without what was deleted.

Editors and Overpass write things in any order, mark what was deleted and number
what was drawn below 0. Such a file is read whole, put in order and written
beside: a temporary ``.osm.pbf`` that goes when it has been read.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import osmium
from osmium.osm import mutable

from solver.roads.read.files.cures import changes, history, twice
from solver.roads.read.files.edited_xml import EditedNode, EditedRelation, EditedWay, read_edited
from solver.roads.read.files.guard import check_pbf, check_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.roads.read.files.edited_xml import Edited

MOST_TEXT: Final = 300_000_000
"""Longest text that is put in order here, bytes: the things of it are held in memory."""

_DRAWN_FROM: Final = 1 << 40
"""Numbers for what was drawn, which has numbers below 0: above all that OpenStreetMap gives."""

DELETED: Final = "things that were deleted in an editor"

_HISTORY: Final = re.compile(r"\.osh(\.|$)")
_CHANGES: Final = re.compile(r"\.osc(\.|$)")
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
        What was noticed or done, in sentences.
    points_in_ways
        Whether ways hold points of their own, as after Overpass's ``out geom``.
    """

    path: Path
    deleted: int = 0
    remarks: tuple[str, ...] = ()
    points_in_ways: bool = False


@contextmanager
def in_order(path: Path) -> Iterator[Settled]:
    """Check a file, and give it in order; what was written for that goes with the ``with`` block.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.

    Raises
    ------
    RoadsError
        When it is no extract, is damaged or cut short, holds several versions of one thing, or
        is not in order and cannot be put in order here.
    """
    check_ending(path.name)
    if path.name.endswith(".pbf"):
        yield Settled(path, remarks=check_pbf(path))
        return
    look = check_xml(path)
    if not look.untidy:
        yield Settled(path, points_in_ways=look.points_in_ways)
        return
    gathered = read_edited(path, MOST_TEXT)
    with tempfile.TemporaryDirectory(prefix="homerounds-") as room:  # mode 0700
        tidy = Path(room) / "sorted.osm.pbf"
        deleted = _write(gathered, tidy, path.name)
        del gathered
        remarks = ("The file was not sorted, and was sorted to be read.",) if look.unsorted else ()
        yield Settled(tidy, deleted, remarks, look.points_in_ways)


def check_ending(name: str) -> None:
    """Refuse files that say by their name that they are no extract.

    Raises
    ------
    RoadsError
        For histories (``.osh``) and changes (``.osc``), packed or not, with the cure.
    """
    if _HISTORY.search(name):
        raise history(name)
    if _CHANGES.search(name):
        raise changes(name)


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
