"""A mode's network for other tools, as networkx holds it: for exchange, never for routing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import shapely

from solver.roads.network import CLOSED
from solver.roads.read.tags.classes import CLASSES, SCALE
from solver.roads.read.tags.limits import KMH_PER_MPH

if TYPE_CHECKING:
    from solver.domain import Mode, RoadChoices
    from solver.roads.weighed import WeighedRoads


def to_networkx(roads: WeighedRoads, mode: Mode, choices: RoadChoices) -> nx.MultiDiGraph:
    """Give a mode's network to other tools, as OSMnx shapes it.

    Parameters
    ----------
    roads, mode, choices
        Which network, where no condition holds, at which speeds.

    Returns
    -------
    graph
        Nodes with ``x``, ``y`` and ``junction``; edges with ``length`` (m),
        ``travel_time`` (s), ``highway``, ``name``, ``maxspeed`` (mph, where
        signed), ``osmid`` (number of the piece of road), ``end_only`` (True on
        what a journey may only begin or end on) and ``geometry``.
    """
    fabric = roads.fabric
    segments, traits, network = fabric.segments, fabric.traits, fabric.modes[mode].network
    costs, _ = roads.weigh(mode, choices)
    graph = nx.MultiDiGraph(crs="epsg:4326")
    lon = segments.junction_lon[network.node_junction] / SCALE
    lat = segments.junction_lat[network.node_junction] / SCALE
    for node, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
        graph.add_node(node, x=x, y=y, junction=int(network.node_junction[node]))
    seconds = (costs.moving.astype(np.int64) + costs.waiting) / 1000
    part = network.parts(private=True)
    for arc, slot in enumerate(network.arc_slot.tolist()):
        if part[arc] == CLOSED:  # open at some hours only
            continue
        segment, direction = slot >> 1, slot & 1
        a, b = segments.shape_first[segment], segments.shape_first[segment + 1]
        shape = np.stack((segments.shape_lon[a:b], segments.shape_lat[a:b]), axis=1) / SCALE
        limit = float(traits.limit_kmh[segment, direction]) / KMH_PER_MPH
        graph.add_edge(
            int(network.tail[arc]),
            int(network.head[arc]),
            length=float(segments.length_m[segment]),
            travel_time=float(seconds[arc]),
            highway=CLASSES[traits.klass[segment]],
            name=fabric.names[traits.name[segment]],
            ref=fabric.names[traits.number[segment]],
            osmid=int(segment),
            end_only=bool(part[arc] >= 0),
            geometry=shapely.LineString(shape if direction == 0 else shape[::-1]),
            **({"maxspeed": f"{limit:.0f} mph"} if math.isfinite(limit) else {}),
        )
    return graph
