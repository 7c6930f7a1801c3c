"""A county cut out of a larger extract."""

from __future__ import annotations

import pytest
import shapely
from towns import DEGREE, SOUTH, WEST, node, town, turn, way

from solver.errors import RoadsError
from solver.roads import open_roads
from solver.roads.read.clip import clip_extract
from solver.roads.read.reading import read_roads


def box(x, y, wide):
    west, south = WEST + x * DEGREE, SOUTH + y * DEGREE
    return shapely.box(west, south, west + wide * DEGREE, south + wide * DEGREE)


@pytest.fixture
def larger(tmp_path):
    return town(
        tmp_path,
        *(node(i + 1, 10 * i, 0, **({"barrier": "bollard"} if i == 1 else {})) for i in range(12)),
        node(20, 15, 5),
        way(1, [1, 2, 3], highway="residential", name="West Street"),
        way(2, [3, 4, 5, 6], highway="residential", name="Middle Street"),
        way(3, [6, 7, 8, 9, 10, 11, 12], highway="residential", name="East Street"),
        way(4, [2, 20, 3], highway="residential"),
        way(5, [1, 3, 20, 1], natural="wood"),
        turn(1, "no_u_turn", 1, 3, 1),
    )  # fmt: skip


def test_ways_that_touch_the_margin_stay_whole(larger, tmp_path):
    out = clip_extract(larger, box(0, -1, 2), tmp_path / "cut" / "small.osm.pbf", buffer_m=800)
    roads = open_roads(out)
    assert set(roads.fabric.names) == {"", "West Street"}
    assert roads.bounds[2] == pytest.approx(WEST + 20 * DEGREE)
    assert roads.report.ways == 2
    assert len(roads.fabric.land.area_kind) == 1


def test_barriers_on_the_roads_that_are_kept_stay(larger, tmp_path):
    out = clip_extract(larger, box(0, -1, 2), tmp_path / "cut.osm.pbf", buffer_m=800)
    for path in (larger, out):
        raw = read_roads(path)
        assert raw.node_id[raw.node_block > 0].tolist() == [2]


def test_a_wider_margin_keeps_more(larger, tmp_path):
    out = clip_extract(larger, box(0, -1, 2), tmp_path / "cut.osm.pbf", buffer_m=2_000)
    assert "Middle Street" in open_roads(out).fabric.names


def test_an_outline_elsewhere_is_refused(larger, tmp_path):
    with pytest.raises(RoadsError, match="same county"):
        clip_extract(larger, box(900, 900, 5), tmp_path / "cut.osm.pbf")
