"""Homerounds' own figures on roads, each part in a process of its own.

Run as a program: ``python -m benchmarks.roads.own PART GRAPH [N] [SEED]``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.roads.graphs import CACHE, RUTLAND, copies_of_rutland, load_graph
from benchmarks.roads.timed import peak_mb
from solver.domain import Place, RoadChoices
from solver.roads import open_roads, warm_up
from solver.roads.engine.customise import FAR_TICKS, customise
from solver.roads.engine.hierarchy import build_hierarchy
from solver.roads.engine.matrix import at_nodes, many_to_many
from solver.roads.engine.order import neighbours, nested_dissection


def matrix(path: str) -> dict[str, Any]:
    """Prepare, re-weigh and ask a graph written for all engines, on one core."""
    with np.load(path) as file:
        graph = {name: file[name] for name in file.files}
    warm_up()
    tail, head, ticks = graph["tail"], graph["head"], graph["ticks"]
    n = graph["lon"].size
    begin, spent = time.perf_counter(), time.process_time()
    first, other = neighbours(n, tail, head)
    rank = nested_dissection(first, other, graph["lon"], graph["lat"])
    hierarchy = build_hierarchy(rank, tail, head)
    metric = customise(hierarchy, ticks)
    prepare_s, prepare_cpu_s = time.perf_counter() - begin, time.process_time() - spent
    begin = time.perf_counter()
    metric = customise(hierarchy, ticks)
    reweight_s = time.perf_counter() - begin
    sources = at_nodes(hierarchy, graph["sources"], np.int32)
    targets = at_nodes(hierarchy, graph["targets"], np.int32)
    many_to_many(hierarchy, metric, sources, targets, threads=1)
    begin, spent = time.perf_counter(), time.process_time()
    far = many_to_many(hierarchy, metric, sources, targets, threads=1)
    matrix_s, matrix_cpu_s = time.perf_counter() - begin, time.process_time() - spent
    rows = far[: int(graph["sample"])]
    np.save(
        Path(path).with_name("rows-homerounds.npy"),
        np.where(rows >= FAR_TICKS, np.inf, rows / 1000),
    )
    return {
        "prepare_s": round(prepare_s, 4),
        "reweight_s": round(reweight_s, 4),
        "matrix_s": round(matrix_s, 4),
        "peak_mb": peak_mb(),
        "extrapolated": False,
        "prepare_cpu_s": round(prepare_cpu_s, 4),
        "matrix_cpu_s": round(matrix_cpu_s, 4),
    }


def read(side: str) -> dict[str, Any]:
    """Read an extract of ``side * side`` copies of Rutland into its three networks."""
    from solver.roads.fabric import weave
    from solver.roads.read.reading import read_roads

    path = copies_of_rutland(int(side)) if side != "rutland" else RUTLAND
    warm_up()
    before = time.process_time()
    raw = read_roads(path)
    read_s = time.process_time() - before
    read_mb = peak_mb()
    before = time.process_time()
    fabric = weave(raw, path.name)
    weave_s = time.process_time() - before
    car = fabric.modes["car"].network
    used = car.segments
    sizes = np.diff(fabric.segments.shape_first)[used]
    points = car.node_junction.size + int((sizes - 2).sum())
    return {
        "part": "read",
        "engine": "homerounds",
        "extract": path.name,
        "drivable_nodes": points,
        "read_cpu_s": round(read_s, 3),
        "three_networks_cpu_s": round(weave_s, 3),
        "read_peak_mb": read_mb,
        "peak_mb": peak_mb(),
    }


def osmnx(_: str) -> dict[str, Any]:
    """Read the same Rutland with OSMnx, from the XML that it wants."""
    import osmium
    import osmnx as ox

    xml = CACHE / "rutland.osm"
    if not xml.exists():
        with osmium.SimpleWriter(str(xml)) as writer:
            for thing in osmium.FileProcessor(str(RUTLAND)):
                writer.add(thing)
    before = time.process_time()
    graph = ox.graph_from_xml(xml, simplify=True, retain_all=True)
    return {
        "part": "read",
        "engine": "osmnx",
        "extract": RUTLAND.name,
        "nodes": graph.number_of_nodes(),
        "read_cpu_s": round(time.process_time() - before, 3),
        "peak_mb": peak_mb(),
    }


def paths(name: str) -> dict[str, Any]:
    """1,000 ways with their geometry, between random points on the roads."""
    roads = load_graph(name).roads
    doors = _doors(roads, 1_001)
    roads.line(doors[:20], "car", RoadChoices())
    begin, spent = time.perf_counter(), time.process_time()
    line = roads.line(doors, "car", RoadChoices())
    seconds, cpu = time.perf_counter() - begin, time.process_time() - spent
    return {
        "part": "paths",
        "graph": name,
        "paths": len(line.legs),
        "points": len(line.coordinates),
        "seconds": round(seconds, 4),
        "cpu_s": round(cpu, 4),
    }


def reweight(name: str) -> dict[str, Any]:
    """Weigh the car network anew for new speeds, from their table to the hierarchy."""
    roads = load_graph(name).roads
    warm_up()
    roads.weigh("car", RoadChoices())
    spent = []
    for mph in (20.0, 21.0, 22.0, 23.0, 24.0):
        choices = RoadChoices(speeds=(("unclassified", "open country", mph),))
        begin = time.perf_counter(), time.process_time()
        roads.weigh("car", choices)
        spent.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
    seconds, cpu = min(spent), min(used for _, used in spent)
    network = roads.fabric.modes["car"].network
    return {
        "part": "reweight",
        "graph": name,
        "edges": int(network.tail.size),
        "seconds": round(seconds[0], 4),
        "cpu_s": round(cpu, 4),
    }


def snap(name: str) -> dict[str, Any]:
    """3,000 doors to the nearest points on the roads."""
    roads = load_graph(name).roads
    doors = _doors(roads, 3_000)
    roads.snap(doors[:10], "car")
    begin = time.perf_counter()
    found = roads.snap(doors, "car")
    seconds = time.perf_counter() - begin
    return {
        "part": "snap",
        "graph": name,
        "points": len(doors),
        "snapped": int((found.segment >= 0).sum()),
        "seconds": round(seconds, 4),
    }


def first(name: str) -> dict[str, Any]:
    """First answer of a new process: import, open from the cache, 200 doors, one mode."""
    path = {"rutland": RUTLAND, "county": CACHE / "rutland-5x5.osm.pbf"}.get(name, Path(name))
    begin = time.perf_counter()
    roads = open_roads(path, cache=CACHE)
    doors = _doors(roads, 200)
    roads.travel(doors, ["car"], RoadChoices())
    return {"part": "first", "graph": name, "seconds": round(time.perf_counter() - begin, 3)}


def _doors(roads: Any, count: int) -> list[Place]:
    """Points within some 30 m of junctions of the car network, seeded."""
    rng = np.random.default_rng(1)
    segments = roads.fabric.segments
    at = segments.start[rng.choice(roads.fabric.modes["car"].network.segments, count)]
    lon = segments.junction_lon[at] / 1e7 + rng.normal(0, 2e-4, count)
    lat = segments.junction_lat[at] / 1e7 + rng.normal(0, 2e-4, count)
    return [
        Place(f"home:{i}", float(x), float(y))
        for i, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]


PARTS = {
    "matrix": matrix,
    "read": read,
    "osmnx": osmnx,
    "paths": paths,
    "reweight": reweight,
    "snap": snap,
    "first": first,
}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](sys.argv[2])))
