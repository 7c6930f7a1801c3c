"""OpenStreetMap extracts → arrays, in one pass with pyosmium.

Filters run in libosmium (C++), so that Python only sees highways, barriers and
turn restrictions; coordinates leave it as WKB, not one by one.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium
from osmium import osm

from solver.errors import RoadsError
from solver.roads.read.files.cures import drawn_in_blocks, points_absent, unsorted
from solver.roads.read.files.settled import DELETED
from solver.roads.read.land import AREA_TAGS, area_kind, gather_land, line_kind
from solver.roads.read.raw import RawRoads, no_turns
from solver.roads.read.tags.access import WAY_TAGS
from solver.roads.read.tags.barriers import NODE_KEYS, NodeAccess, barrier_mask, masks_of_nodes
from solver.roads.read.tags.classes import SCALE, road_class
from solver.roads.read.tags.gates import end_at_gates
from solver.roads.read.tags.oddities import Oddities
from solver.roads.read.tags.settled_turns import settle_turns
from solver.roads.read.tags.turn_rules import TURN_KEYS, Turn, turns_of
from solver.roads.read.tags.way_hours import WayHours, lay_out
from solver.roads.read.tags.way_traits import (
    SPEED_TAGS,
    WayTraits,
    ever_open,
    road_number,
    way_traits,
)
from solver.roads.read.turn_paths import with_turns

if TYPE_CHECKING:
    from pathlib import Path

NOT_ROADS = frozenset({"construction", "proposed", "abandoned", "razed", "platform"})
_MEMO_TAGS = frozenset({*WAY_TAGS, *SPEED_TAGS})
_BYTES_A_POINT = 16  # two doubles
_WKB_HEAD = 9  # byte order, geometry type and count of a WKB line
_FEW_MISSING, _MOST_MISSING = 20, 0.005  # points of roads that an extract may lack
_OUT_OF_ORDER = re.compile("out of order|twice in input|Found a|after a", re.IGNORECASE)
_NOWHERE = 2**31 - 1  # libosmium's mark of a node without a location


@dataclass
class _Harvest:
    """What one pass gathers."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    degrees: bytearray = field(default_factory=bytearray)
    sizes: array[int] = field(default_factory=lambda: array("l"))
    way_id: array[int] = field(default_factory=lambda: array("q"))
    traits: list[tuple[float, ...]] = field(default_factory=list)
    hours: list[WayHours] = field(default_factory=list)
    way_name: array[int] = field(default_factory=lambda: array("l"))
    way_number: array[int] = field(default_factory=lambda: array("l"))
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    bars: dict[int, NodeAccess] = field(default_factory=dict)
    turns: list[list[Turn]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    odd: Oddities = field(default_factory=Oddities)
    areas: list[tuple[int, bytes]] = field(default_factory=list)
    lines: list[tuple[int, np.ndarray]] = field(default_factory=list)
    missing_refs: int = 0
    drawn: bool = False

    def note(self, what: str, count: int = 1) -> None:
        self.notes[what] = self.notes.get(what, 0) + count


def read_osm(path: Path, name: str, remarks: tuple[str, ...] = (), deleted: int = 0) -> RawRoads:
    """Read the highways of a file that is in order.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``, checked before.
    name
        What messages call it.
    remarks, deleted
        What was noticed of the file, and how many things of it were left out as deleted.

    Returns
    -------
    raw
        Ways that at least one mode may use, with barriers and turns.

    Raises
    ------
    RoadsError
        When the file is not OpenStreetMap data, is damaged or incomplete, or
        has no road.
    """
    harvest = _Harvest()
    if deleted:
        harvest.note(DELETED, deleted)
    line = osmium.geom.WKBFactory()
    memo: dict[tuple[tuple[str, str], ...], WayTraits] = {}
    try:
        for thing in _wanted(path):
            kind = thing.type_str()
            if kind == "w":
                _take_way(harvest, thing, line, memo)
            elif kind == "a":
                _take_area(harvest, thing, line)
            elif kind == "n":
                _take_node(harvest, thing)
            else:
                _take_turn(harvest, thing)
    except (RuntimeError, OSError, ValueError, osmium.InvalidLocationError) as error:
        if _OUT_OF_ORDER.search(str(error)):
            raise unsorted(name) from error
        raise RoadsError(
            f"{name} cannot be read as OpenStreetMap data ({error}). Download or export it again."
        ) from error
    return _arrays(harvest, name, remarks)


def _wanted(path: Path) -> Any:
    """Filter, in libosmium: what a road network or its basemap needs."""
    filters = osmium.filter
    reader = osmium.FileProcessor(str(path)).with_areas(filters.TagFilter(*AREA_TAGS))
    for keep, kind in (
        (filters.KeyFilter(*NODE_KEYS), osm.NODE),
        (filters.KeyFilter("highway", "waterway", "railway"), osm.WAY),
        (filters.KeyFilter(*TURN_KEYS), osm.RELATION),
        (filters.TagFilter(*AREA_TAGS), osm.AREA),
    ):
        keep.enable_for(kind)
        reader.with_filter(keep)
    return reader


def _take_area(harvest: _Harvest, area: Any, line: Any) -> None:
    kind = area_kind(area.tags)
    try:
        harvest.areas.append((kind, bytes.fromhex(line.create_multipolygon(area))))
    except (RuntimeError, osmium.InvalidLocationError):
        harvest.note("areas of water or wood whose outline is broken")


def _take_node(harvest: _Harvest, node: Any) -> None:
    found = barrier_mask(dict(node.tags))
    if found.block or found.end or found.odd:
        harvest.bars[node.id] = found


def _take_way(
    harvest: _Harvest,
    way: Any,
    line: Any,
    memo: dict[tuple[tuple[str, str], ...], WayTraits],
) -> None:
    tags = dict(way.tags)
    if "highway" not in tags:
        _take_line(harvest, way, line, tags)
        return
    key = tuple([item for item in tags.items() if item[0] in _MEMO_TAGS])
    traits = memo.get(key)
    if traits is None:
        traits = memo[key] = way_traits(tags)
    if traits.code < 0:
        unbuilt = road_class(tags) in NOT_ROADS
        harvest.note("ways not built or not roads" if unbuilt else "ways of other kinds")
        return
    harvest.odd.of_way(traits)
    if not ever_open(traits):
        harvest.note("ways closed to car, bicycle and foot")
        return
    nodes = way.nodes
    refs = [nodes[i].ref for i in range(len(nodes))]
    try:
        hexadecimal = line.create_linestring(way, osmium.geom.use_nodes.ALL)
        points = bytes.fromhex(hexadecimal[2 * _WKB_HEAD :])
    except osmium.InvalidLocationError:
        refs, points = _found_part(harvest, way)
    except RuntimeError:
        points = b""
    if len(refs) < 2 or len(points) != _BYTES_A_POINT * len(refs):
        harvest.note("ways with fewer than two points")
        return
    harvest.refs.extend(refs)
    harvest.degrees += points
    harvest.sizes.append(len(refs))
    harvest.way_id.append(way.id)
    harvest.traits.append(traits[:-2])
    harvest.hours.append(traits.hours)
    number = road_number(tags)
    name = tags.get("name") or number
    harvest.way_name.append(harvest.names.setdefault(name, len(harvest.names)))
    harvest.way_number.append(harvest.names.setdefault(number, len(harvest.names)))


def _take_line(harvest: _Harvest, way: Any, line: Any, tags: dict[str, str]) -> None:
    kind = line_kind(tags)
    if kind < 0:
        return
    try:
        wkb = bytes.fromhex(line.create_linestring(way))
    except (RuntimeError, osmium.InvalidLocationError):  # a river that leaves the extract
        return
    points = np.frombuffer(wkb, "<f8", offset=_WKB_HEAD)
    harvest.lines.append((kind, points.reshape(-1, 2)))


def _found_part(harvest: _Harvest, way: Any) -> tuple[list[int], bytes]:
    """Longest run of a way's nodes that the extract holds."""
    best: list[tuple[int, int, int]] = []
    run: list[tuple[int, int, int]] = []
    for node in way.nodes:
        if node.x == _NOWHERE:
            harvest.missing_refs += 1
            harvest.drawn |= node.ref < 0
            run = []
            continue
        run.append((node.ref, node.x, node.y))
        if len(run) > len(best):
            best = run
    harvest.note("ways that lack some of their nodes")
    points = np.array([xy for _, *xy in best], np.float64).reshape(-1) / SCALE
    return [ref for ref, _, _ in best], points.tobytes()


def _take_turn(harvest: _Harvest, relation: Any) -> None:
    turns, notes = turns_of(
        dict(relation.tags), [(item.role, item.type, item.ref) for item in relation.members]
    )
    harvest.turns.append(turns)
    for what in notes:
        harvest.note(what)


def _arrays(harvest: _Harvest, name: str, remarks: tuple[str, ...]) -> RawRoads:
    if harvest.drawn:
        raise drawn_in_blocks(name)
    if not harvest.sizes and harvest.missing_refs:
        raise points_absent(name)
    if not harvest.sizes:
        raise RoadsError(
            f"{name} has no road that a car, bicycle or pedestrian may use. Choose an extract "
            "that holds OpenStreetMap ways with a highway tag; a file that was cut short has none."
        )
    total = len(harvest.refs)
    if harvest.missing_refs > max(_FEW_MISSING, _MOST_MISSING * total):
        raise RoadsError(
            f"{name} is incomplete: {harvest.missing_refs} of {total + harvest.missing_refs} "
            "points of its roads are missing, as in a download that broke off. Get it again, or "
            "cut it so that ways stay complete."
        )
    refs = np.frombuffer(harvest.refs, np.int64)
    node_id, first, inverse = np.unique(refs, return_index=True, return_inverse=True)
    degrees = np.rint(np.frombuffer(harvest.degrees, "<f8").reshape(-1, 2)[first] * SCALE)
    block, gate, private, on_roads = masks_of_nodes(node_id, harvest.bars)
    for bar in on_roads:
        harvest.odd.add(bar.odd)
    traits = np.array(harvest.traits, np.float64)
    way_hours, hours = lay_out(harvest.hours)
    if harvest.missing_refs:
        harvest.note("points of roads that the extract lacks", harvest.missing_refs)
    raw = RawRoads(
        node_id=node_id,
        node_lon=degrees[:, 0].astype(np.int32),
        node_lat=degrees[:, 1].astype(np.int32),
        node_block=block,
        way_id=np.array(harvest.way_id, np.int64),
        way_first=np.concatenate(([0], np.cumsum(harvest.sizes))).astype(np.int32),
        way_node=inverse.astype(np.int32),
        way_class=traits[:, 0].astype(np.uint8),
        way_access=traits[:, 1].astype(np.uint8),
        way_limit_kmh=traits[:, 2:4].astype(np.float32),
        way_setting=traits[:, 4].astype(np.uint8),
        way_end=traits[:, 5].astype(np.uint8),
        way_private=traits[:, 6].astype(np.uint8),
        way_hours=way_hours,
        hours=hours,
        way_name=np.array(harvest.way_name, np.int32),
        way_number=np.array(harvest.way_number, np.int32),
        names=tuple(harvest.names),
        **no_turns(),
        land=gather_land(harvest.areas, harvest.lines),
        notes={**harvest.notes, **harvest.odd.notes()},
        remarks=(*remarks, *harvest.odd.remarks()),
    )
    return settle_turns(with_turns(end_at_gates(raw, gate, private), harvest.turns))
