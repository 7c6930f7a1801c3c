"""A road that is only at an end: begun on, ended on, never passed through."""

from __future__ import annotations

import numpy as np
from ends_town import Reference, raw_roads, roads_of
from hypothesis import assume, given, settings, strategies as st

from solver.domain import MODES, Place, RoadChoices
from solver.roads.engine.customise import LENGTH_BITS, LENGTH_MASK
from solver.roads.travel import travel_between

STEP = 0.002


def random_roads(seed: int, extra: int, ended: float, blocks: float, turns: int):
    """A grid of streets, thinned, with ends, barriers and restrictions strewn over it."""
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


def equals_the_reference(raw, roads, mode, choices, rng, doors=9) -> None:
    reference = Reference(raw, mode, choices.drive_private)
    assume(reference.clear)
    network = roads.fabric.modes[mode].network
    slots = set(network.arc_slot[network.parts(choices.drive_private) >= -1].tolist())
    assert slots == reference.usable
    xy = rng.uniform(-0.5, 3.5, (doors, 2)) * STEP
    places = [Place(f"home:{i}", -0.7 + float(x), 52.6 + float(y)) for i, (x, y) in enumerate(xy)]
    snapped = roads.snap(places, mode, choices)
    assert {int(s) for s in snapped.segment} <= {slot >> 1 for slot in reference.usable}
    costs, _ = roads.weigh(mode, choices)
    want = reference.weights(network, costs, snapped)
    walk, stop = roads.door_ticks(places, snapped, mode, choices)
    ids = tuple(place.id for place in places)
    got = travel_between(roads, ids, places, mode, choices, -1, snapped)
    line = roads.line([places[j] for i in range(doors) for j in (0, i)], mode, choices)
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


@settings(deadline=None, max_examples=120)
@given(
    st.integers(0, 10_000), st.integers(0, 8), st.floats(0, 0.6), st.sampled_from([0, 0.1]),
    st.integers(0, 10), st.sampled_from(MODES), st.booleans(),
)  # fmt: skip
def test_random_roads_equal_the_plainest_search(
    seed, extra, ended, blocks, turns, mode, drive_private
):
    raw, rng = random_roads(seed, extra, ended, blocks, turns)
    reference = Reference(raw, "car", True)
    assume(reference.clear)
    roads = roads_of(raw)
    for choices in (
        RoadChoices(drive_private=drive_private),
        RoadChoices(
            drive_private=drive_private, speed_factor=0.7, bicycle_mph=7.0, foot_mph=2.0,
            junctions=(("residential", "built-up", 9.0),),
        ),
    ):  # fmt: skip
        equals_the_reference(raw, roads, mode, choices, rng)
