"""Graphs whose edges OSMnx made of several ways: the worst of the parts counts."""

from __future__ import annotations

import math

import osmnx as ox
import pytest
from towns import node, place, town, way

from solver.domain import RoadChoices
from solver.roads import open_roads
from solver.roads.read.graphml import from_networkx
from solver.roads.read.merged import MERGED, first_of, parts_of, values_of, worst_of
from solver.roads.read.tags.way_traits import way_traits

DOORS = [place("home:a", 2.2, 0), place("person:b", 20, 0)]


def lane(folder, first, second, name="town.osm"):
    """One road of two ways, with a longer one beside it."""
    return town(
        folder,
        node(1, 0, 0),
        node(2, 2, 0),
        node(3, 12, 0),
        node(4, 22, 0),
        node(5, 24, 0),
        node(6, 2, 5),
        node(7, 22, 5),
        way(1, [1, 2], highway="unclassified"),
        way(2, [2, 3], **{"highway": "unclassified", **first}),
        way(3, [3, 4], **{"highway": "unclassified", **second}),
        way(4, [4, 5], highway="unclassified"),
        way(5, [2, 6, 7, 4], highway="unclassified"),
        name=name,
    )


@pytest.fixture
def simplified(monkeypatch):
    """Save an extract as OSMnx does after it has merged ways."""
    wanted = sorted({*ox.settings.useful_tags_way, "access", "maxspeed"})
    monkeypatch.setattr(ox.settings, "useful_tags_way", wanted)

    def save(path):
        graph = ox.graph_from_xml(path, simplify=True, retain_all=True)
        out = path.with_suffix(".graphml")
        ox.save_graphml(graph, out)
        return out

    return save


def leg(path):
    roads = open_roads(path)
    travel = roads.travel(DOORS, ["car"], RoadChoices(stop_s=0))
    there = travel.leg("car", "home:a", "person:b")
    assert travel.leg("car", "person:b", "home:a") == there
    return there, roads.report.notes


@pytest.mark.parametrize(
    ("one", "other", "worst"),
    [
        ({"maxspeed": "20 mph"}, {"maxspeed": "60 mph"}, {"maxspeed": "20 mph"}),
        ({"highway": "tertiary"}, {"highway": "service"}, {"highway": "service"}),
        ({"access": "permissive"}, {"access": "private"}, {"access": "private"}),
        ({"highway": "tertiary_link"}, {"highway": "residential"}, {"highway": "residential"}),
    ],
)
def test_the_worst_of_the_parts_counts_in_any_order(tmp_path, simplified, one, other, worst):
    both = leg(simplified(lane(tmp_path, one, other, "a.osm")))
    assert both == leg(simplified(lane(tmp_path, other, one, "b.osm")))
    assert both[1][MERGED] == 1
    alike = leg(simplified(lane(tmp_path, worst, worst, "c.osm")))
    assert both[0] == alike[0]
    assert MERGED not in alike[1]


def test_parts_that_do_not_differ_are_as_in_the_extract(tmp_path, simplified):
    for first, second in (
        ({"maxspeed": "20 mph"}, {"maxspeed": "20 mph"}),
        ({"name": "High Street"}, {"name": "Low Street"}),
        ({"access": "yes"}, {"access": "permissive"}),
    ):
        extract = lane(tmp_path, first, second)
        (seconds, metres), notes = leg(simplified(extract))
        want = leg(extract)[0]
        assert abs(seconds - want[0]) <= 1
        assert abs(metres - want[1]) <= 1
        assert MERGED not in notes


OLD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="graph" attr.name="crs" attr.type="string"/>
  <key id="d1" for="node" attr.name="y" attr.type="string"/>
  <key id="d2" for="node" attr.name="x" attr.type="string"/>
  <key id="d3" for="edge" attr.name="osmid" attr.type="string"/>
  <key id="d4" for="edge" attr.name="highway" attr.type="string"/>
  <key id="d5" for="edge" attr.name="maxspeed" attr.type="string"/>
  <key id="d6" for="edge" attr.name="oneway" attr.type="string"/>
  <key id="d7" for="edge" attr.name="reversed" attr.type="string"/>
  <key id="d8" for="edge" attr.name="access" attr.type="string"/>
  <graph edgedefault="directed">
    <data key="d0">epsg:4326</data>
    <node id="1"><data key="d1">53.0</data><data key="d2">-0.7</data></node>
    <node id="2"><data key="d1">53.0</data><data key="d2">-0.69</data></node>
    <edge source="1" target="2" id="0"><data key="d3">[10, 11]</data>
      <data key="d4">['tertiary', 'residential']</data><data key="d5">{limit}</data>
      <data key="d6">{oneway}</data><data key="d7">{ahead}</data><data key="d8">nan</data></edge>
    <edge source="2" target="1" id="0"><data key="d3">[11, 10]</data>
      <data key="d4">['residential', 'tertiary']</data><data key="d5">{limit}</data>
      <data key="d6">{oneway}</data><data key="d7">{back}</data><data key="d8">nan</data></edge>
  </graph>
</graphml>
"""


@pytest.mark.parametrize("limit", ["['30 mph', '20 mph']", "[nan, '20 mph']", "['20 mph', None]"])
@pytest.mark.parametrize(
    ("oneway", "ahead", "back"),
    [("False", "False", "True"), ("[False, False]", "[False, True]", "[True, False]")],
)
def test_a_graph_of_version_1_is_read_alike(tmp_path, limit, oneway, ahead, back):
    path = tmp_path / "old.graphml"
    path.write_text(OLD.format(limit=limit, oneway=oneway, ahead=ahead, back=back))
    roads = open_roads(path)
    assert roads.report.ways == 1  # both directions are one road, though the lists are turned
    assert roads.report.notes == {MERGED: 1}
    assert list(roads.report.modes["car"].length_m) == ["residential"]
    assert roads.fabric.traits.limit_kmh.max() == pytest.approx(20 * 1.609344)


def test_values_are_read_as_python_writes_them():
    assert values_of("['a', 'b', 'a']") == ("a", "b")
    assert values_of(["x", None, math.nan, True]) == ("x", "yes")
    assert values_of("nan") == values_of("None") == values_of(None) == values_of(math.nan) == ()
    assert values_of("[not a list]") == ("[not a list]",)
    assert values_of("[" * 20_000 + "]" * 20_000)
    assert first_of([]) == ""


def test_limits_of_a_direction_turn_with_the_edge():
    edge = {"highway": "tertiary", "maxspeed:forward": "30 mph", "maxspeed:backward": "50 mph"}
    ahead, back = (
        worst_of([way_traits(tags) for tags in parts_of({**edge, "reversed": turned})])[2:4]
        for turned in ("False", "True")
    )
    assert ahead == back[::-1]
    either = parts_of({**edge, "reversed": "[True, False]"})
    assert worst_of([way_traits(tags) for tags in either])[2] == min(ahead)


def test_very_many_values_are_tried_one_at_a_time():
    edge = {key: [f"{n} mph" for n in range(10, 60)] for key in ("maxspeed", "maxspeed:type")}
    edge |= {"highway": ["residential", "track"], "access": ["yes", "no"]}
    parts = parts_of(edge)
    assert len(parts) < 256
    code, mask, ahead, *_ = worst_of([way_traits(tags) for tags in parts])
    assert (mask, ahead) == (0, pytest.approx(16.09344))
    assert code == way_traits({"highway": "track"})[0]


def test_a_road_merged_with_what_is_no_road_is_left_out():
    import networkx as nx

    graph = nx.MultiDiGraph(crs="epsg:4326")
    for number in (1, 2, 3):
        graph.add_node(number, x=-0.7 + number / 100, y=53.0)
    graph.add_edge(1, 2, highway=["residential", "construction"], osmid=[1, 2])
    graph.add_edge(2, 3, highway="residential", osmid=3)
    raw = from_networkx(graph)
    assert raw.way_id.tolist() == [3]
    assert raw.notes == {"edges that are not roads": 1, MERGED: 1}
