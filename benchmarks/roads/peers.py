"""The peers, each as its own documentation advises for a matrix.

Only numpy and the engine are imported here; nothing of Homerounds.
"""

# ruff: noqa: D101, D102 -- each engine does what Peer says

from __future__ import annotations

import importlib
import json
import subprocess
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import numpy as np


class Peer(ABC):
    """An engine: ``prepare`` once, ``reweight`` for new weights, then ``matrix``.

    Attributes
    ----------
    module
        What must be importable.
    most_sources
        Sources that are really run; the rest is extrapolated.
    """

    module = ""
    most_sources = 100_000

    @abstractmethod
    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        """Build whatever the engine needs, weights included."""

    def reweight(self) -> bool:
        """Take all weights anew; False where the engine must prepare anew."""
        return False

    @abstractmethod
    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Seconds (p, q), infinite where there is no way."""


class Networkx(Peer):
    module, most_sources = "networkx", 3

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        nx: Any = importlib.import_module("networkx")
        self.nx = nx
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(range(graph["lon"].size))
        self.graph.add_weighted_edges_from(
            zip(
                graph["tail"].tolist(), graph["head"].tolist(), graph["ticks"].tolist(), strict=True
            )
        )

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        rows = []
        for source in sources.tolist():
            far = self.nx.single_source_dijkstra_path_length(self.graph, source)
            rows.append([far.get(target, np.inf) for target in targets.tolist()])
        return np.array(rows) / 1000


class Scipy(Peer):
    module, most_sources = "scipy", 50

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        sparse: Any = importlib.import_module("scipy.sparse")
        self.dijkstra = importlib.import_module("scipy.sparse.csgraph").dijkstra
        n = graph["lon"].size
        weights = graph["ticks"].astype(np.float64)
        self.graph = sparse.csr_array((weights, (graph["tail"], graph["head"])), shape=(n, n))

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        rows: np.ndarray = self.dijkstra(self.graph, indices=sources)[:, targets] / 1000
        return rows


class Igraph(Peer):
    module, most_sources = "igraph", 50

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        igraph: Any = importlib.import_module("igraph")
        edges = np.stack((graph["tail"], graph["head"]), axis=1)
        self.graph = igraph.Graph(n=graph["lon"].size, edges=edges.tolist(), directed=True)
        self.weights = graph["ticks"].tolist()

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        # igraph wants targets once each
        once, back = np.unique(targets, return_inverse=True)
        rows = self.graph.distances(sources.tolist(), once.tolist(), weights=self.weights)
        return np.array(rows)[:, back] / 1000


class Rustworkx(Peer):
    module, most_sources = "rustworkx", 20

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        self.rx: Any = importlib.import_module("rustworkx")
        self.graph = self.rx.PyDiGraph()
        self.graph.add_nodes_from(range(graph["lon"].size))
        weights = graph["ticks"].astype(float).tolist()
        self.graph.add_edges_from(
            list(zip(graph["tail"].tolist(), graph["head"].tolist(), weights, strict=True))
        )

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        rows = []
        for source in sources.tolist():
            far = self.rx.dijkstra_shortest_path_lengths(self.graph, source, float)
            reached = dict(far)
            reached[source] = 0.0
            rows.append([reached.get(target, np.inf) for target in targets.tolist()])
        return np.array(rows) / 1000


class Pandana(Peer):
    module, most_sources = "pandana", 30

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        engine: Any = importlib.import_module(self.module)
        pandas: Any = importlib.import_module("pandas")
        # it keeps three decimals in a 32-bit number: whole ticks would overflow it
        weights = pandas.DataFrame({"seconds": graph["ticks"] / 1000})
        x, y = pandas.Series(graph["lon"]), pandas.Series(graph["lat"])
        tail, head = pandas.Series(graph["tail"]), pandas.Series(graph["head"])
        self.network = engine.Network(x, y, tail, head, weights, twoway=False)

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        left, right = np.repeat(sources, targets.size), np.tile(targets, sources.size)
        far = np.array(self.network.shortest_path_lengths(left, right), np.float64)
        far[far > 4e6] = np.inf
        return far.reshape(sources.size, targets.size)


class Pandarm(Pandana):
    module = "pandarm"


class Pyroutingkit(Peer):
    module = "pyroutingkit"

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        engine: Any = importlib.import_module("pyroutingkit")
        topology = engine.CCHTopology()
        topology.build(
            graph["tail"].astype(np.uint32), graph["head"].astype(np.uint32),
            graph["lat"].astype(np.float32), graph["lon"].astype(np.float32), graph["lon"].size,
        )  # fmt: skip
        self.metric = engine.CCHMetric(topology)
        self.weights = graph["ticks"].astype(np.uint32)
        self.metric.customize(self.weights, 1)

    def reweight(self) -> bool:
        self.metric.customize(self.weights, 1)
        return True

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        far = self.metric.distances_many_to_many(
            sources.astype(np.uint32), targets.astype(np.uint32)
        )
        return np.where(far >= 2**31 - 1, np.inf, far / 1000)


class RoutingkitCch(Peer):
    module = "routingkit_cch"

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        self.engine: Any = importlib.import_module("routingkit_cch")
        n = graph["lon"].size
        tail, head = graph["tail"].tolist(), graph["head"].tolist()
        lat, lon = graph["lat"].tolist(), graph["lon"].tolist()
        order = self.engine.compute_order_inertial(n, tail, head, lat, lon)
        self.weights = graph["ticks"].tolist()
        self.metric = self.engine.CCHMetric(self.engine.CCH(order, tail, head, False), self.weights)

    def reweight(self) -> bool:
        self.metric.reset(self.weights)
        return True

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        query = self.engine.CCHOneToMany(self.metric, targets.tolist())
        rows = [query.distances_from(source) for source in sources.tolist()]
        return np.array([[np.inf if d is None else d for d in row] for row in rows]) / 1000


class Osrm(Peer):
    """Its own speeds and its own reading of the extract: no difference is told."""

    module = "osrm"

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        engine: Any = importlib.import_module("osrm")
        home = Path(engine.__file__).parent
        folder = Path(tempfile.mkdtemp(prefix="osrm-"))
        extract = folder / "roads.osm.pbf"  # osrm-extract writes beside its input
        extract.symlink_to(str(graph["extract"]))
        base = extract.with_name(extract.name.replace(".osm.pbf", "") + ".osrm")
        steps = [
            [home / "bin/osrm-extract", "-p", home / "share/profiles/car.lua", "-t", "1", extract],
            [home / "bin/osrm-contract", "-t", "1", base],
        ]
        for step in steps:
            subprocess.run([str(part) for part in step], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)  # fmt: skip
        self.parameters = engine.TableParameters
        self.router = engine.OSRM(
            storage_config=str(base), algorithm="CH", use_shared_memory=False,
            max_locations_distance_table=1_000_000,
        )  # fmt: skip
        self.places = np.stack((graph["lon"], graph["lat"]), axis=1)

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        where = np.concatenate((sources, targets))
        p, q = sources.size, targets.size
        table = self.router.Table(
            self.parameters(
                coordinates=[tuple(map(float, xy)) for xy in self.places[where]],
                sources=list(range(p)), destinations=list(range(p, p + q)),
            )
        )  # fmt: skip
        rows = table["durations"]
        return np.array([[np.inf if d is None else d for d in row] for row in rows], np.float64)


class Valhalla(Peer):
    """As OSRM, its own speeds and its own reading of the extract."""

    module, most_sources = "valhalla._scripts", 50  # older wheels cannot build tiles

    def prepare(self, graph: dict[str, np.ndarray]) -> None:
        engine: Any = importlib.import_module("valhalla")
        folder = Path(tempfile.mkdtemp(prefix="valhalla-"))
        (folder / "tiles").mkdir()
        config = engine.get_config(tile_extract="", tile_dir=folder / "tiles")
        config["mjolnir"]["concurrency"] = 1
        limits = {"max_matrix_distance": 1e7, "max_matrix_location_pairs": 10**8,
                  "max_locations": 10**6, "max_distance": 1e7}  # fmt: skip
        config["service_limits"]["auto"].update(limits)
        path = folder / "valhalla.json"
        path.write_text(json.dumps(config))
        build = Path(engine.__file__).parent / "bin" / "valhalla_build_tiles"
        subprocess.run([str(build), "-c", str(path), str(graph["extract"])], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        self.actor = engine.Actor(str(path))
        self.places = [
            {"lon": float(lon), "lat": float(lat)}
            for lon, lat in zip(graph["lon"], graph["lat"], strict=True)
        ]

    def matrix(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        answer = self.actor.matrix(
            {
                "sources": [self.places[i] for i in sources],
                "targets": [self.places[i] for i in targets],
                "costing": "auto",
                "verbose": False,
            }
        )
        rows = answer["sources_to_targets"]["durations"]
        return np.array([[np.inf if d is None else d for d in row] for row in rows], np.float64)


ENGINES: dict[str, type[Peer]] = {
    "networkx": Networkx,
    "scipy": Scipy,
    "igraph": Igraph,
    "rustworkx": Rustworkx,
    "pandana": Pandana,
    "pandarm": Pandarm,
    "pyroutingkit": Pyroutingkit,
    "routingkit-cch": RoutingkitCch,
    "osrm-bindings": Osrm,
    "pyvalhalla": Valhalla,
}
OWN_SPEEDS = ("osrm-bindings", "pyvalhalla")
