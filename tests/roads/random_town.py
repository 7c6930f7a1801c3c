"""A small town of random streets, ends, barriers and turn restrictions, and its reference."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from ends_town import Reference, raw_roads
from hypothesis import assume

from solver.domain import Place
from solver.roads.engine.customise import LENGTH_BITS, LENGTH_MASK
from solver.roads.read.tags.hours import HOURS
from solver.roads.read.tags.turn_rules import Turn, no_turn_hours
from solver.roads.read.tags.way_hours import NO_HOURS
from solver.roads.read.turn_paths import with_turns
from solver.roads.travel import travel_between

STEP = 0.002


def random_roads(
    seed: int, extra: int, ended: float, blocks: float, turns: int, *, long: bool = False
):
    """A grid of streets, thinned, with ends, barriers and restrictions strewn over it.

    Where ``long``, two streets run right across it, as one way each.
    """
    rng = np.random.default_rng(seed)
    side = 4
    at = [(x, y) for y in range(side) for x in range(side)]
    points = [
        (-0.7 + (x + rng.uniform(-0.3, 0.3)) * STEP, 52.6 + (y + rng.uniform(-0.3, 0.3)) * STEP)
        for x, y in at
    ]
    ways = [[i, i + 1] for i in range(side * side - 1) if i % side < side - 1]
    ways += [[i, i + side] for i in range(side * (side - 1))]
    for _ in range(extra):
        ways.append(rng.choice(side * side, rng.integers(2, 4), replace=False).tolist())
    if long:
        ways = [way for way in ways if not {*way} <= {4, 5, 6, 7} and not {*way} <= {2, 6, 10, 14}]
        ways += [[4, 5, 6, 7], [2, 6, 10, 14]]
    m = len(ways)
    access = np.full(m, 0b111111, np.uint8)
    for i in np.flatnonzero(rng.random(m) < 0.3):
        access[i] = rng.integers(1, 64)
    end = np.where(rng.random(m) < ended, rng.choice([0b111111, 0b111111, 0b010101, 3], m), 0)
    private = np.where(rng.random(m) < 0.5, end, 0) & access & end
    by_node = [[w for w in range(m) if v in ways[w]] for v in range(side * side)]
    via = rng.choice(side * side, turns)
    two = [rng.choice(by_node[v], 2, replace=rng.random() < 0.2) for v in via]
    return raw_roads(
        points, ways, way_access=access, way_end=end.astype(np.uint8) & access,
        way_private=private.astype(np.uint8),
        node_block=np.where(rng.random(side * side) < blocks, 7, 0).astype(np.uint8),
        turn_from=np.array([101 + a for a, _ in two], np.int64),
        turn_via=np.array(via + 1, np.int64),
        turn_to=np.array([101 + b for _, b in two], np.int64),
        turn_only=rng.random(turns) < 0.3,
        turn_modes=np.full(turns, 3, np.uint8),
    ), rng  # fmt: skip


def by_hour(raw, rng, many):
    """The same roads, where some ways and turns are otherwise at some hours."""
    m = raw.way_id.size
    way_hours = np.where(rng.random(m) < many, rng.integers(1, 4, m), 0)
    hours = np.zeros((m + 1, HOURS, 3), np.uint8)
    hours[1:] = np.stack((raw.way_access, raw.way_end, raw.way_private), axis=1)[:, None]
    for way in np.flatnonzero(way_hours):
        for row in rng.choice(np.arange(1, HOURS), HOURS // 2, replace=False):
            closed, opened, ended = rng.integers(0, 64, 3)
            access = [raw.way_access[way] & closed, raw.way_access[way] | opened,
                      raw.way_access[way]][way_hours[way] - 1]  # fmt: skip
            end = (raw.way_end[way] | ended * (way_hours[way] == 3)) & access
            hours[way + 1, row] = access, end, raw.way_private[way] & end
    turns = np.repeat(raw.turn_modes[:, None], HOURS, axis=1)
    turns[:, 1:] *= rng.random((raw.turn_modes.size, HOURS - 1)) < 0.7
    turns[:, 0] *= rng.random(raw.turn_modes.size) < 0.5
    return replace(
        raw, way_hours=np.where(way_hours, np.arange(1, m + 1), 0).astype(np.int32), hours=hours,
        turn_hours=turns, turn_modes=turns[:, 0].copy(),
    )  # fmt: skip


def at_hour(raw, row):
    """The roads of one hour, as if they were so at all hours."""
    access, end, private = raw.masks_at(row)
    return replace(
        raw, way_access=access, way_end=end, way_private=private, turn_modes=raw.turns_at(row),
        hours=NO_HOURS, way_hours=np.zeros_like(raw.way_hours), turn_hours=no_turn_hours(),
    )  # fmt: skip


def with_rules_between(raw, rng, many, *, hourly=False):
    """The same roads with restrictions via ways too, and these as relations say them."""
    ways = [raw.way_node[a:b].tolist() for a, b in pairwise(raw.way_first.tolist())]
    met = [[w for w, nodes in enumerate(ways) if v in nodes] for v in range(raw.node_id.size)]

    def next_way(node, taken):
        left = [way for way in met[node] if way not in taken]
        return int(rng.choice(left)) if left else None

    between = []
    while len(between) < many:
        taken = [int(rng.integers(len(ways)))]
        node = int(rng.choice(ways[taken[0]]))
        for _ in range(int(rng.integers(1, 4))):
            way = next_way(node, taken)
            if way is None:
                break
            taken.append(way)
            node = int(rng.choice([other for other in ways[way] if other != node]))
        out = next_way(node, taken[1:])
        if len(taken) > 1 and out is not None:
            modes = int(rng.choice([1, 2, 3, 3]))
            hours = tuple((rng.integers(0, 4, HOURS) & modes).tolist()) if hourly else ()
            numbers = [101 + way for way in (*taken, out)]
            only = bool(rng.random() < 0.4)
            rule = only, hours[0] if hourly else modes, hours
            between.append(Turn(numbers[0], tuple(numbers[1:-1]), numbers[-1], *rule))
    hours = raw.turn_hours.tolist() if raw.turn_hours.size else [()] * raw.turn_modes.size
    told = zip(raw.turn_from, raw.turn_via, raw.turn_to, raw.turn_only, raw.turn_modes, strict=True)
    via_nodes = [Turn(*map(int, row), hours=tuple(at)) for row, at in zip(told, hours, strict=True)]
    return with_turns(raw, [[turn] for turn in (*via_nodes, *between)]), between


def equals_the_reference(raw, roads, mode, choices, rng, doors=9, when=(), between=()) -> None:
    reference = Reference(raw, mode, choices.drive_private, between)
    assume(reference.clear)
    network, hour = roads.fabric.modes[mode].network, roads.hour(mode, *when)
    part = network.parts(choices.drive_private, hour.rules)
    assert set(network.arc_slot[part >= -1].tolist()) == reference.usable
    xy = rng.uniform(-0.5, 3.5, (doors, 2)) * STEP
    places = [Place(f"home:{i}", -0.7 + float(x), 52.6 + float(y)) for i, (x, y) in enumerate(xy)]
    snapped = roads.snap(places, mode, choices)
    assert when or {int(s) for s in snapped.segment} <= {slot >> 1 for slot in reference.usable}
    costs, _ = roads.weigh(mode, choices, hour)
    want = reference.weights(network, costs, snapped)
    walk, stop = roads.door_ticks(places, snapped, mode, choices)
    ids = tuple(place.id for place in places)
    got = travel_between(roads, ids, places, mode, choices, hour, snapped)
    starts_s = [3 * 3600] * (2 * doors - 1)  # at night, where the time of day counts
    stops = [places[j] for i in range(doors) for j in (0, i)]
    line = roads.line(stops, mode, choices, starts_s, *when[:1])
    for i in range(doors):
        for j in range(doors):
            if i == j:
                continue
            if want[i, j] < 0:
                assert got.durations_s[i, j] == -1, (i, j)
                continue
            ticks = (want[i, j] >> LENGTH_BITS) + walk[i] + walk[j] + stop[j]
            assert got.durations_s[i, j] == (ticks + 500) // 1000, (i, j)
            assert got.lengths_m[i, j] == ((want[i, j] & LENGTH_MASK) + 50) // 100
    order = [j for i in range(doors) for j in (0, i)]
    for leg, i, j in zip(line.legs, order[:-1], order[1:], strict=True):
        assert leg.duration_s == got.durations_s[i, j]
        assert leg.length_m == got.lengths_m[i, j]
        assert sum(step.duration_s for step in leg.steps) == max(leg.duration_s, 0)
