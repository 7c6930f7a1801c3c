"""OSMnx GraphML and networkx in and out, and places fetched by name."""

from __future__ import annotations

import ast
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import networkx as nx
import osmnx as ox
import pytest
from towns import SOUTH, WEST, node, place, town, way

import solver
from solver.domain import MODES, RoadChoices
from solver.errors import RoadsError
from solver.intake import find_roads
from solver.roads import Roads, open_roads
from solver.roads.fabric import weave
from solver.roads.interchange import to_networkx
from solver.roads.read.fetch import fetch
from solver.roads.read.graphml import from_networkx
from solver.roads.read.named import at_hand

DOORS = [place("person:a", 0.2, 0.1), place("home:b", 2.9, 2.2)]


@pytest.fixture
def roads(tmp_path):
    return open_roads(
        town(
            tmp_path,
            node(1, 0, 0),
            node(2, 3, 0),
            node(3, 3, 3),
            node(4, 0, 3),
            node(5, 1.5, 0.4),
            way(1, [1, 5, 2], highway="residential", name="Bent Street", maxspeed="20 mph"),
            way(2, [2, 3], highway="tertiary", oneway="yes"),
            way(3, [3, 4, 1], highway="residential"),
        )
    )


def test_a_graph_out_and_in_again_gives_the_same_travel(roads):
    for mode in ("car", "foot"):
        graph = to_networkx(roads, mode, RoadChoices())
        again = Roads(weave(from_networkx(graph), "graph"), "0" * 64)
        want = roads.travel(DOORS, [mode], RoadChoices()).by_mode[mode][0]
        got = again.travel(DOORS, [mode], RoadChoices()).by_mode[mode][0]
        assert (abs(want.durations_s - got.durations_s) <= 1).all()
        assert (abs(want.lengths_m - got.lengths_m) <= 1).all()


def test_no_shortest_path_is_left_to_another_library():
    """Beside the contract on imports: what is exchanged with networkx is not routed there."""
    root = Path(solver.__file__).parents[1]
    routed = re.compile(r"shortest_path|dijkstra|astar|bellman", re.IGNORECASE)
    # draws roads, and no travel comes of it
    grown = root / "solver" / "invent" / "network" / "growth.py"
    for path in {*(root / "solver").rglob("*.py"), *(root / "dashboard").rglob("*.py")} - {grown}:
        called = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        assert not any(routed.search(name) for name in called), path


def test_networkx_finds_the_same_duration_on_the_graph(roads):
    graph = to_networkx(roads, "car", RoadChoices())
    corners = {(round(d["x"], 4), round(d["y"], 4)): n for n, d in graph.nodes(data=True)}
    a, b = corners[(WEST, SOUTH)], corners[(WEST + 0.003, SOUTH + 0.003)]
    seconds = nx.shortest_path_length(graph, a, b, weight="travel_time")
    stops = [place("home:a", 0, 0), place("home:b", 3, 3)]
    leg = roads.line(stops, "car", RoadChoices()).legs[0]
    # the last junction is reached, not waited at
    assert leg.duration_s == pytest.approx(seconds, abs=3)


def test_graphml_saved_by_osmnx_opens(roads, tmp_path):
    graph = to_networkx(roads, "foot", RoadChoices())
    ox.save_graphml(graph, tmp_path / "town.graphml")
    opened = open_roads(tmp_path / "town.graphml", cache=tmp_path / "cache")
    again = open_roads(tmp_path / "town.graphml", cache=tmp_path / "cache")
    want = roads.travel(DOORS, ["foot"], RoadChoices()).by_mode["foot"][0].lengths_m
    for one in (opened, again):
        got = one.travel(DOORS, ["foot"], RoadChoices()).by_mode["foot"][0].lengths_m
        assert (abs(want - got) <= 1).all()
    assert "turn restrictions" in opened.report.remarks[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<graphml/>", "GraphML"),
        ("nothing of the kind", "GraphML"),
        ('<!DOCTYPE g [<!ENTITY a "b">]><graphml/>', "document type"),
    ],
)
def test_graphml_that_is_not_is_refused(tmp_path, text, message):
    path = tmp_path / "bad.graphml"
    path.write_text(text)
    with pytest.raises(RoadsError, match=message):
        open_roads(path)


def test_projected_and_bare_graphs_are_refused():
    graph = nx.MultiDiGraph(crs="epsg:27700")
    graph.add_edge(1, 2, highway="residential")
    with pytest.raises(RoadsError, match="EPSG:4326"):
        from_networkx(graph)
    graph.graph["crs"] = "epsg:4326"
    with pytest.raises(RoadsError, match="no longitude"):
        from_networkx(graph)
    for n in graph:
        graph.nodes[n].update(x=-0.7, y=52.0 + n / 1000)
    graph[1][2][0].pop("highway")
    with pytest.raises(RoadsError, match="attribute highway"):
        from_networkx(graph)


OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [
            [WEST, SOUTH],
            [WEST + 0.003, SOUTH],
            [WEST + 0.003, SOUTH + 0.003],
            [WEST, SOUTH + 0.003],
            [WEST, SOUTH],
        ]
    ],
}


class Servers(BaseHTTPRequestHandler):
    """Answers as Nominatim and Overpass do, for one village and one country."""

    asked: list[str]

    def log_message(self, *_):
        pass

    def _answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        query = parse_qs(self.path.partition("?")[2])
        name = query.get("q", [""])[0]
        outline = OUTLINE
        if name == "Bigland":
            corners = [[-5, 50], [1, 50], [1, 55], [-5, 55], [-5, 50]]
            outline = {"type": "Polygon", "coordinates": [corners]}
        found = [] if name == "Nowhere" else [_found(name, outline)]
        self._answer(found)

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(parse_qs(self.rfile.read(length).decode())["data"][0])
        corners = ((1, 0, 0), (2, 3, 0), (3, 3, 3), (4, 0, 3), (5, 1.5, 0.4))
        nodes = [
            {"type": "node", "id": i, "lon": WEST + x / 1000, "lat": SOUTH + y / 1000}
            for i, x, y in corners
        ]
        tags = {"highway": "residential", "name": "Bent Street", "foot": "yes"}
        ways = [
            {"type": "way", "id": 1, "nodes": [1, 5, 2], "tags": tags},
            {
                "type": "way",
                "id": 2,
                "nodes": [2, 3],
                "tags": {"highway": "tertiary", "oneway": "yes"},
            },
            {"type": "way", "id": 3, "nodes": [3, 4, 1], "tags": {"highway": "residential"}},
        ]
        self._answer({"elements": nodes + ways})


def _found(name, outline):
    (ring,) = outline["coordinates"]
    west, south, east, north = ring[0][0], ring[0][1], ring[2][0], ring[2][1]
    return {
        "place_id": 1, "osm_type": "relation", "osm_id": 1, "lat": str(south), "lon": str(west),
        "class": "boundary", "type": "administrative", "importance": 0.5, "display_name": name,
        "name": name, "boundingbox": [str(south), str(north), str(west), str(east)],
        "geojson": outline,
    }  # fmt: skip


@pytest.fixture
def servers(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Servers)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(ox.settings, "nominatim_url", address)
    monkeypatch.setattr(ox.settings, "overpass_url", address)
    monkeypatch.setattr(ox.settings, "overpass_rate_limit", False)
    monkeypatch.setattr(ox.settings, "doh_url_template", None)
    monkeypatch.setattr("time.sleep", lambda _: None)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_place_is_fetched_by_name(servers, tmp_path):
    path = fetch("Little Village", tmp_path / "out")
    roads = open_roads(path)
    assert roads.report.modes["car"].edges == 5  # two two-way streets, one one-way
    assert roads.report.modes["foot"].edges == 6
    assert "Bent Street" in roads.fabric.names
    assert "highway" in servers.asked[0]
    for mode in MODES:
        assert roads.travel(DOORS, [mode], RoadChoices()).leg(mode, "person:a", "home:b")[0] > 0


def test_a_name_that_finds_nothing_is_said_so(servers, tmp_path):
    with pytest.raises(RoadsError, match="'Nowhere' was not found"):
        fetch("Nowhere", tmp_path)


def test_a_whole_country_is_not_fetched_unasked(servers, tmp_path):
    with pytest.raises(RoadsError, match=r"Bigland.*MB"):
        fetch("Bigland", tmp_path)
    assert servers.asked == []


def test_no_internet_is_said_so(monkeypatch, tmp_path):
    monkeypatch.setattr(ox.settings, "nominatim_url", "http://127.0.0.1:9")
    monkeypatch.setattr(ox.settings, "doh_url_template", None)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(RoadsError, match="cannot be reached"):
        fetch("Rutland, England", tmp_path)


def test_roads_named_in_a_world_are_fetched_once(servers, tmp_path):
    named = tmp_path / "roads.toml"
    named.write_text('place = "Little Village"\n')
    assert find_roads(tmp_path) == named
    path = at_hand(named)
    assert open_roads(path).report.modes["car"].edges == 5
    assert find_roads(tmp_path) == at_hand(path) == path
    assert len(servers.asked) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Rutland", "cannot be read"),
        ('town = "Oakham"', "names no place"),
        ("place = 7", "names no place"),
        ('place = "Rutland"\nbuffer = 3', "'buffer'"),
    ],
)
def test_a_file_that_names_no_roads_says_what_it_needs(tmp_path, text, message):
    (tmp_path / "roads.toml").write_text(text)
    with pytest.raises(RoadsError, match=message):
        at_hand(tmp_path / "roads.toml")
