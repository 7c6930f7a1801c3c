"""The hierarchy is exact: equal to scipy's Dijkstra, to the tick."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from solver.domain import MODES, RoadChoices
from solver.roads import open_roads
from solver.roads.engine.customise import FAR, FAR_TICKS, LENGTH_BITS, customise, pack
from solver.roads.engine.hierarchy import build_hierarchy
from solver.roads.engine.matrix import at_nodes, many_to_many
from solver.roads.engine.order import neighbours, nested_dissection
from solver.roads.engine.paths import arcs_of_edges, find_paths, one_to_all


def oracle(n, tail, head, weight, sources):
    """Durations by scipy: parallel arcs keep the lighter, loops go."""
    keep = tail != head
    tail, head, weight = tail[keep], head[keep], weight[keep]
    order = np.lexsort((weight, head, tail))
    tail, head, weight = tail[order], head[order], weight[order]
    first = np.ones(tail.size, bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    # scipy takes a stored 0 for no arc: shift by a part too small to matter
    graph = csr_array((weight[first] + 1e-7, (tail[first], head[first])), shape=(n, n))
    far = dijkstra(graph, indices=sources)
    return np.where(np.isfinite(far), np.rint(far), -1).astype(np.int64)


def hierarchy_of(n, tail, head, builtin=False):
    first, other = neighbours(n, tail, head)
    x = np.random.default_rng(0).random(n)
    rank = nested_dissection(first, other, x, x[::-1].copy(), builtin=builtin)
    assert np.array_equal(np.sort(rank), np.arange(n))
    return build_hierarchy(rank, tail, head)


@st.composite
def digraphs(draw):
    n = draw(st.integers(1, 24))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=70))
    weights = draw(st.lists(st.integers(0, 50), min_size=len(pairs), max_size=len(pairs)))
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return n, ends[:, 0].copy(), ends[:, 1].copy(), np.array(weights, np.int32)


@settings(deadline=None, max_examples=150)
@given(digraphs(), st.booleans())
def test_random_digraphs_equal_scipy_and_unpack_to_their_own_weight(graph, builtin):
    n, tail, head, weight = graph
    hierarchy = hierarchy_of(n, tail, head, builtin)
    everyone = np.arange(n)
    want = oracle(n, tail, head, weight, everyone)
    for weights in (weight, pack(weight, 1 + weight.astype(np.int64) // 3)):
        metric = customise(hierarchy, weights)
        seeds = at_nodes(hierarchy, everyone, weights.dtype.type)
        got = many_to_many(hierarchy, metric, seeds, seeds)
        ticks = np.where(got >= metric.far, -1, got >> (LENGTH_BITS if got.dtype == "i8" else 0))
        assert np.array_equal(ticks, want)
        one = at_nodes(hierarchy, np.array([0]), weights.dtype.type)
        assert np.array_equal(one_to_all(hierarchy, metric, one), got[0])
    left, right = (grid.reshape(-1) for grid in np.meshgrid(everyone, everyone, indexing="ij"))
    paths = find_paths(
        hierarchy, metric, arcs_of_edges(hierarchy),
        at_nodes(hierarchy, left, np.int64), at_nodes(hierarchy, right, np.int64),
    )  # fmt: skip
    assert np.array_equal(paths.weight.reshape(n, n), got)
    for i in range(left.size):
        arcs = paths.arc[paths.first[i] : paths.first[i + 1]]
        if paths.weight[i] >= FAR:
            assert arcs.size == 0
            continue
        assert weights[arcs].sum() == paths.weight[i]
        assert [left[i], *head[arcs]] == [*tail[arcs], right[i]]


def test_reweighting_keeps_the_topology_and_stays_exact():
    rng = np.random.default_rng(3)
    tail, head = (rng.integers(0, 60, 200).astype(np.int32) for _ in range(2))
    hierarchy = hierarchy_of(60, tail, head)
    everyone = np.arange(60)
    for _ in range(5):
        weight = rng.integers(1, 1_000, 200).astype(np.int32)
        metric = customise(hierarchy, weight)
        seeds = at_nodes(hierarchy, everyone, np.int32)
        got = many_to_many(hierarchy, metric, seeds, seeds)
        want = oracle(60, tail, head, weight, everyone)
        assert np.array_equal(np.where(got >= FAR_TICKS, -1, got), want)


@pytest.mark.data
@pytest.mark.parametrize("mode", MODES)
def test_rutland_equals_scipy(shared_data, mode):
    roads = open_roads(shared_data / "osm" / "rutland-2022-07-20.osm.pbf")
    parts = roads.fabric.modes[mode]
    network = parts.network
    n, through = network.through_nodes, network.through
    nodes = np.random.default_rng(5).choice(n, 200, replace=False)
    for choices in (RoadChoices(), RoadChoices(speed_factor=0.85, rural_speed_factor=0.7)):
        costs, metric = roads.weigh(mode, choices)
        ticks = (costs.packed >> LENGTH_BITS).astype(np.int32)
        seeds = at_nodes(parts.hierarchy, nodes, np.int64)
        got = many_to_many(parts.hierarchy, metric, seeds, seeds) >> LENGTH_BITS
        tail, head = network.tail[through], network.head[through]
        want = oracle(n, tail, head, ticks[through], nodes)[:, nodes]
        assert (want >= 0).all()  # one strongly connected part
        assert np.array_equal(got, want)


def test_both_threads_give_the_same_matrix():
    rng = np.random.default_rng(4)
    tail, head = (rng.integers(0, 90, 300).astype(np.int32) for _ in range(2))
    hierarchy = hierarchy_of(90, tail, head)
    metric = customise(hierarchy, rng.integers(1, 99, 300).astype(np.int32))
    seeds = at_nodes(hierarchy, np.arange(90), np.int32)
    one = many_to_many(hierarchy, metric, seeds, seeds, threads=1)
    assert np.array_equal(one, many_to_many(hierarchy, metric, seeds, seeds, threads=3))
