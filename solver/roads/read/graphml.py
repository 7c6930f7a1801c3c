"""Road graphs as OSMnx and networkx hold them → :class:`solver.roads.read.raw.RawRoads`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np
import shapely

from solver.errors import RoadsError
from solver.roads.read.merged import (
    MERGED,
    ONEWAY_BY_HOUR,
    first_of,
    parts_of,
    values_of,
    worst_of,
)
from solver.roads.read.raw import RawRoads, no_turns
from solver.roads.read.tags.barriers import barrier_mask
from solver.roads.read.tags.classes import BACKWARD, MODE_CODE, SCALE, access_bit
from solver.roads.read.tags.gates import end_at_gates
from solver.roads.read.tags.oddities import Oddities
from solver.roads.read.tags.way_hours import WayHours, lay_out
from solver.roads.read.tags.way_traits import WayTraits, ever_open, road_number, way_traits

if TYPE_CHECKING:
    from pathlib import Path

_ONE_WAY_MASK: Final = 0xFF & ~(
    access_bit(MODE_CODE["car"], BACKWARD) | access_bit(MODE_CODE["bicycle"], BACKWARD)
)
_DEGREES: Final = ("epsg:4326", "wgs84", "ogc:crs84", "4326", "")
_HEAD_BYTES: Final = 65_536


def read_graphml(path: Path) -> RawRoads:
    """Read a road graph that OSMnx saved.

    Parameters
    ----------
    path
        ``.graphml`` with coordinates in degrees.

    Returns
    -------
    raw
        As :func:`from_networkx` gives it.

    Raises
    ------
    RoadsError
        When it is not such a file.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise RoadsError(
            f"{path.name} declares a document type, which GraphML from OSMnx never does and which "
            "can hide a bomb. Save it again with osmnx.save_graphml."
        )
    try:
        graph = nx.read_graphml(path, node_type=str, force_multigraph=True)
    except (nx.NetworkXError, SyntaxError, ValueError, KeyError) as error:
        raise RoadsError(
            f"{path.name} is not a GraphML file that can be read ({error}). Save the graph again "
            "with osmnx.save_graphml."
        ) from error
    if not graph.is_directed():
        raise RoadsError(f"{path.name} is undirected. Save the directed graph that OSMnx builds.")
    return from_networkx(graph, path.name)


def from_networkx(graph: nx.MultiDiGraph, name: str = "graph") -> RawRoads:
    """Take roads from a networkx graph as OSMnx makes it.

    Parameters
    ----------
    graph
        Directed; nodes with ``x`` and ``y`` in degrees; edges with
        ``highway`` and, where known, ``name``, ``maxspeed``, access tags,
        ``osmid``, and ``geometry`` (a line or its WKT). A pair of opposite
        edges of one way is a two-way road; an edge alone is one-way for cars
        and bicycles. An edge of several ways (lists of values) is taken at
        the worst of them.
    name
        What messages call it.

    Returns
    -------
    raw
        Ways; turn restrictions are unknown to such graphs.

    Raises
    ------
    RoadsError
        When coordinates are missing or projected, or no edge is a road.
    """
    crs = str(graph.graph.get("crs", "")).lower()
    if crs not in _DEGREES:
        raise RoadsError(
            f"{name} has coordinates in {graph.graph['crs']}. Project it to EPSG:4326 "
            "(osmnx.project_graph(graph, to_latlong=True)) and save it again."
        )
    points = _Points(graph, name)
    notes: dict[str, int] = {}
    ways = _ways(graph, points, notes)
    if not ways:
        raise RoadsError(
            f"{name} has no edge that is a road. Its edges need the attribute highway, as OSMnx "
            "writes it."
        )
    return _raw(points, ways, notes)


@dataclass(frozen=True, slots=True)
class _Way:
    """An edge, or a pair of opposite edges, that is a road.

    Parameters
    ----------
    way_id
        OpenStreetMap's number; below 0 where the graph has none.
    line
        Its points.
    traits
        As :func:`solver.roads.read.tags.way_traits.way_traits` gives them.
    mask
        Bits of access masks that the direction of the edge leaves.
    name, number
        Empty where it has none.
    """

    way_id: int
    line: list[int]
    traits: WayTraits
    mask: int
    name: str
    number: str


def _ways(graph: nx.MultiDiGraph, points: _Points, notes: dict[str, int]) -> list[_Way]:
    """Take the edges that are roads; opposite edges of one way count once."""
    ways: list[_Way] = []
    seen: dict[tuple[Any, ...], int] = {}
    merged: set[frozenset[Any]] = set()
    for u, v, data in graph.edges(data=True):
        # by their text, since no NaN equals another
        parts = {str(found): found for found in map(way_traits, parts_of(data))}
        traits = worst_of([*parts.values()])
        osmid = frozenset(values_of(data.get("osmid")))
        if len(parts) > 1:
            merged.add(osmid or frozenset((u, v)))  # both directions are one road
        if traits.code < 0 or not ever_open(traits):
            notes["edges that are not roads"] = notes.get("edges that are not roads", 0) + 1
            continue
        line = points.along(u, v, data.get("geometry"))
        twin = seen.pop((v, u, osmid, _shape_key(line[::-1], points)), None)
        if twin is not None:
            ways[twin] = replace(ways[twin], mask=0xFF)
            continue
        points.odd.of_way(traits)
        if values_of(data.get(ONEWAY_BY_HOUR)):
            points.odd.add([("conditional one-ways of a graph, not applied", "")])
        seen[(u, v, osmid, _shape_key(line, points))] = len(ways)
        number = road_number({"ref": first_of(data.get("ref"))})
        first = first_of(data.get("osmid"))
        way_id = int(first) if first.isdigit() else -len(ways) - 1
        name = first_of(data.get("name")) or number
        ways.append(_Way(way_id, line, traits, _ONE_WAY_MASK, name, number))
    if merged:
        notes[MERGED] = len(merged)
    return ways


def _raw(points: _Points, ways: list[_Way], notes: dict[str, int]) -> RawRoads:
    """Lay points and ways out as arrays."""
    names = {"": 0}
    traits_of = np.array([way.traits[:-2] for way in ways], np.float64)
    access = np.array([way.traits.access & way.mask for way in ways], np.uint8)
    way_hours, hours = lay_out([_masked(way) for way in ways])
    block, gate, private = np.array(points.bars, np.uint8).T.copy()
    sizes = [len(way.line) for way in ways]
    raw = RawRoads(
        node_id=np.arange(len(points.lon), dtype=np.int64),
        node_lon=np.array(points.lon, np.int32),
        node_lat=np.array(points.lat, np.int32),
        node_block=block,
        way_id=np.array([way.way_id for way in ways], np.int64),
        way_first=np.concatenate(([0], np.cumsum(sizes))).astype(np.int32),
        way_node=np.array([number for way in ways for number in way.line], np.int32),
        way_class=traits_of[:, 0].astype(np.uint8),
        way_access=access,
        way_limit_kmh=traits_of[:, 2:4].astype(np.float32),
        way_setting=traits_of[:, 4].astype(np.uint8),
        way_name=np.array([names.setdefault(way.name, len(names)) for way in ways], np.int32),
        way_number=np.array([names.setdefault(way.number, len(names)) for way in ways], np.int32),
        names=tuple(names),
        **no_turns(),
        way_end=traits_of[:, 5].astype(np.uint8) & access,
        way_private=traits_of[:, 6].astype(np.uint8) & access,
        way_hours=way_hours,
        hours=hours,
        notes={**notes, **points.odd.notes()},
        remarks=(
            "A graph holds no turn restrictions; an OpenStreetMap extract does.",
            *points.odd.remarks(),
        ),
    )
    return end_at_gates(raw, gate, private)


def _masked(way: _Way) -> WayHours:
    """Hours of an edge, in the directions that it stands for."""
    return tuple((a & way.mask, b & way.mask, c & way.mask) for a, b, c in way.traits.hours)


class _Points:
    """Nodes of a graph and shape points between them, in 1e-7 degrees."""

    def __init__(self, graph: nx.MultiDiGraph, name: str) -> None:
        self.lon: list[int] = []
        self.lat: list[int] = []
        self.bars: list[tuple[int, int, int]] = []
        self.odd = Oddities()
        self.of_node: dict[Any, int] = {}
        for node, data in graph.nodes(data=True):
            try:
                lon, lat = float(data["x"]), float(data["y"])
            except (KeyError, TypeError, ValueError):
                lon = lat = math.nan
            if not (abs(lon) <= 180 and abs(lat) <= 90):
                raise RoadsError(
                    f"{name}: node {node} has no longitude and latitude in degrees (x, y)."
                )
            tags = {key: first_of(value) for key, value in data.items()}
            found = barrier_mask(tags)
            self.odd.add(found.odd)
            self.of_node[node] = self.add(lon, lat, found[:3])

    def add(self, lon: float, lat: float, bar: tuple[int, int, int] = (0, 0, 0)) -> int:
        self.lon.append(round(lon * SCALE))
        self.lat.append(round(lat * SCALE))
        self.bars.append(bar)
        return len(self.lon) - 1

    def along(self, u: Any, v: Any, geometry: Any) -> list[int]:
        """Points of an edge; its shape between the nodes is its own."""
        line = shapely.from_wkt(geometry) if isinstance(geometry, str) else geometry
        inner = list(line.coords)[1:-1] if line is not None else []
        return [self.of_node[u], *(self.add(x, y) for x, y, *_ in inner), self.of_node[v]]


def _shape_key(line: list[int], points: _Points) -> tuple[tuple[int, int], ...]:
    return tuple((points.lon[number], points.lat[number]) for number in line)
