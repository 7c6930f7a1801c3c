"""Compile everything once, at set-up, by running it on a village of four streets and a drive."""

from __future__ import annotations

import numpy as np

from solver.domain import MODES, Place, RoadChoices
from solver.roads.engine.customise import customise
from solver.roads.engine.matrix import at_nodes, many_to_many
from solver.roads.engine.order import neighbours, nested_dissection
from solver.roads.fabric import weave
from solver.roads.read.raw import RawRoads, no_turns
from solver.roads.roads import Roads


def village() -> RawRoads:
    """Four streets around a square, 200 m a side, and a private drive, open to all three modes."""
    side = 30_000
    return RawRoads(
        node_id=np.arange(1, 6, dtype=np.int64),
        node_lon=np.array([0, side, side, 0, -side], np.int32) - 7_000_000,
        node_lat=np.array([0, 0, side, side, 0], np.int32) + 526_000_000,
        node_block=np.zeros(5, np.uint8),
        way_id=np.arange(1, 6, dtype=np.int64),
        way_first=np.array([0, 2, 4, 6, 8, 10], np.int32),
        way_node=np.array([0, 1, 1, 2, 2, 3, 3, 0, 0, 4], np.int32),
        way_class=np.full(5, 6, np.uint8),
        way_access=np.full(5, 0b111111, np.uint8),
        way_end=np.array([0, 0, 0, 0, 0b111111], np.uint8),
        way_private=np.array([0, 0, 0, 0, 0b111111], np.uint8),
        way_limit_kmh=np.full((5, 2), np.nan, np.float32),
        way_setting=np.ones(5, np.uint8),
        way_name=np.zeros(5, np.int32),
        way_number=np.zeros(5, np.int32),
        names=("",),
        **no_turns(),
    )


def warm_up() -> None:
    """Run every compiled function once with the types that it is used with."""
    roads = Roads(weave(village(), "village"), "0" * 64)
    doors = [
        Place("person:a", -0.7, 52.6),
        Place("home:b", -0.697, 52.603),
        Place("person:c", -0.7015, 52.6),
        Place("person:d", -0.702, 52.6),
    ]
    roads.travel(doors, MODES, RoadChoices())
    roads.travel(doors, ["car"], RoadChoices(drive_private=False))
    roads.line(doors, "car", RoadChoices())
    roads.reach(doors[0], "foot", 60, RoadChoices())
    parts = roads.fabric.modes["car"]
    costs, _ = roads.weigh("car", RoadChoices())
    ticks = customise(parts.hierarchy, costs.moving)
    seeds = at_nodes(parts.hierarchy, np.arange(2), np.int32)
    many_to_many(parts.hierarchy, ticks, seeds, seeds)
    through = parts.network.through
    first, other = neighbours(4, parts.network.tail[through], parts.network.head[through])
    nested_dissection(first, other, np.arange(4.0), np.zeros(4), builtin=True)
