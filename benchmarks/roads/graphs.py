"""Road graphs to measure on: Rutland as it is, and a county made of its copies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from osmium.osm.mutable import Node, Way

from solver.domain import RoadChoices
from solver.roads import Roads, open_roads
from solver.roads.engine.customise import LENGTH_BITS

ROOT = Path(__file__).resolve().parents[2]
RUTLAND = ROOT.parent / "shared" / "data" / "osm" / "rutland-2022-07-20.osm.pbf"
CACHE = ROOT / ".homerounds" / "benchmarks"
STITCHES = 8
"""Two-way roads across each border between two copies."""


@dataclass(frozen=True, eq=False)
class Graph:
    """The car network of an extract, as every engine gets it.

    Parameters
    ----------
    name
        ``rutland``, ``county`` or the extract's name.
    roads
        The same roads, opened.
    lon, lat
        (n,) float64 degrees of the junctions.
    tail, head
        (a,) int32, without loops; of parallel arcs only the quickest.
    ticks
        (a,) int32 thousandths of a second.
    """

    name: str
    roads: Roads
    lon: np.ndarray
    lat: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    ticks: np.ndarray

    @property
    def junctions(self) -> int:
        """Number of nodes."""
        return int(self.lon.size)


def load_graph(name: str) -> Graph:
    """Open ``rutland``, ``county`` (25 copies of it) or a path to an extract."""
    if name == "rutland":
        path = RUTLAND
    elif name == "county":
        path = copies_of_rutland(5)
    else:
        path = Path(name)
    roads = open_roads(path, cache=CACHE)
    return graph_of(Path(name).name, roads)


def graph_of(name: str, roads: Roads) -> Graph:
    """Take what leads through of the car network of opened roads, at all-day speeds."""
    network = roads.fabric.modes["car"].network
    costs, _ = roads.weigh("car", RoadChoices())
    ticks = (costs.packed >> LENGTH_BITS).astype(np.int32)
    through = np.flatnonzero(network.through)
    tail, head, ticks = network.tail[through], network.head[through], ticks[through]
    order = np.lexsort((ticks, head, tail))
    tail, head, ticks = tail[order], head[order], ticks[order]
    keep = tail != head
    keep[1:] &= (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    segments = roads.fabric.segments
    junctions = network.node_junction[: network.through_nodes]
    return Graph(
        name=name,
        roads=roads,
        lon=segments.junction_lon[junctions] / 1e7,
        lat=segments.junction_lat[junctions] / 1e7,
        tail=tail[keep],
        head=head[keep],
        ticks=np.maximum(ticks[keep], 1),
    )


def copies_of_rutland(columns: int, rows: int | None = None) -> Path:
    """Write ``columns * rows`` copies of Rutland's roads, once; a square where rows is None.

    Each border between two copies is stitched by :data:`STITCHES` two-way
    roads, from the drivable junction that lies nearest to it in each eighth.
    """
    rows = columns if rows is None else rows
    path = CACHE / f"rutland-{columns}x{rows}.osm.pbf"
    if path.exists():
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    reader: Any = osmium.FileProcessor(str(RUTLAND), osmium.osm.WAY)
    ways = [
        (way.id, [node.ref for node in way.nodes], dict(way.tags))
        for way in reader.with_filter(osmium.filter.KeyFilter("highway"))
    ]
    wanted = {ref for _, refs, _ in ways for ref in refs}
    points: Any = osmium.FileProcessor(str(RUTLAND), osmium.osm.NODE)
    nodes = {
        node.id: (node.location.lon, node.location.lat, dict(node.tags))
        for node in points
        if node.id in wanted
    }
    number = {ref: i + 1 for i, ref in enumerate(sorted(wanted))}
    west, south, east, north = _box(nodes)
    wide, high = east - west + 0.005, north - south + 0.005
    part = path.with_name("part-" + path.name)
    part.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(part)) as writer:
        for copy in range(columns * rows):
            dx, dy = copy % columns * wide, copy // columns * high
            for ref in sorted(wanted):
                lon, lat, tags = nodes[ref]
                writer.add_node(
                    Node(id=copy * len(number) + number[ref], location=(lon + dx, lat + dy),
                         tags=tags, version=1)
                )  # fmt: skip
        for copy in range(columns * rows):
            for i, (_, refs, tags) in enumerate(ways):
                moved = [copy * len(number) + number[ref] for ref in refs]
                writer.add_way(Way(id=copy * len(ways) + i + 1, nodes=moved, tags=tags, version=1))
        following = columns * rows * len(ways)
        for a, b in _stitches(columns, rows, number):
            following += 1
            tags = {"highway": "tertiary", "name": "Border road"}
            writer.add_way(Way(id=following, nodes=[a, b], tags=tags, version=1))
    part.replace(path)
    return path


def _box(nodes: dict[int, tuple[float, float, dict[str, str]]]) -> tuple[float, ...]:
    lon = [node[0] for node in nodes.values()]
    lat = [node[1] for node in nodes.values()]
    return min(lon), min(lat), max(lon), max(lat)


def _stitches(columns: int, rows: int, number: dict[int, int]) -> list[tuple[int, int]]:
    """Pairs of node ids across every border."""
    roads = open_roads(RUTLAND, cache=CACHE)
    segments = roads.fabric.segments
    network = roads.fabric.modes["car"].network
    junctions = np.unique(network.node_junction[: network.through_nodes])
    lon, lat = segments.junction_lon[junctions], segments.junction_lat[junctions]
    ids = segments.junction_id[junctions]

    def border(along: np.ndarray, out: np.ndarray) -> list[int]:
        """Id of the outermost junction in each eighth along a border."""
        parts = np.array_split(np.argsort(along, kind="stable"), STITCHES)
        return [number[int(ids[part[np.argmax(out[part])]])] for part in parts]

    easts, wests = border(lat, lon), border(lat, -lon)
    norths, souths = border(lon, lat), border(lon, -lat)
    pairs = []
    for copy in range(columns * rows):
        base = copy * len(number)
        if copy % columns < columns - 1:
            other = base + len(number)
            pairs += [(base + a, other + b) for a, b in zip(easts, wests, strict=True)]
        if copy // columns < rows - 1:
            other = base + columns * len(number)
            pairs += [(base + a, other + b) for a, b in zip(norths, souths, strict=True)]
    return pairs
