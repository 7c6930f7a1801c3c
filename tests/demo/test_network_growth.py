"""The illustrative roads: what the graphs are, and that they hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pyproj import Transformer
from scipy.sparse.csgraph import connected_components

from solver.domain import Place, RoadChoices
from solver.invent.land.ground import DEGREES, GRID, to_degrees
from solver.invent.network.growth import (
    GrowthChoices,
    _graph,
    gabriel_edges,
    grow,
    relative_neighbours,
)
from solver.invent.network.roadfile import write_roads
from solver.roads import open_roads

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    corner = np.array([460_000.0, 300_000.0])
    return np.random.default_rng(5).uniform(0, 4_000, (120, 2)) + corner


def brute(points: np.ndarray, kind: str) -> set[tuple[int, int]]:
    """Edges by definition, every third point looked at."""
    n = len(points)
    apart = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    found = set()
    for i in range(n):
        for j in range(i + 1, n):
            rest = np.delete(np.arange(n), [i, j])
            if kind == "gabriel":
                clear = (apart[i, rest] ** 2 + apart[j, rest] ** 2 >= apart[i, j] ** 2).all()
            else:
                clear = (np.maximum(apart[i, rest], apart[j, rest]) >= apart[i, j]).all()
            if clear:
                found.add((i, j))
    return found


def test_graphs_are_what_they_are_called(points: np.ndarray) -> None:
    gabriel = gabriel_edges(points)
    assert {tuple(edge) for edge in gabriel.tolist()} == brute(points, "gabriel")
    backbone = gabriel[relative_neighbours(points, gabriel)]
    assert {tuple(edge) for edge in backbone.tolist()} == brute(points, "relative")


@pytest.mark.parametrize("closed", [0.0, 0.6, 1.0])
def test_roads_reach_every_point(points: np.ndarray, closed: float) -> None:
    choices = GrowthChoices(closed_share=closed)
    grown = grow(points, points[::20], np.random.default_rng(1), choices)
    whole, _ = connected_components(_graph(len(points), grown.edges, grown.lengths_m))
    assert whole == 1
    straight = np.hypot(*(points[grown.edges[:, 0]] - points[grown.edges[:, 1]]).T)
    assert (grown.lengths_m >= straight - 1e-6).all()
    assert "primary" in grown.highway


def test_closing_streets_lengthens_ways(points: np.ndarray) -> None:
    counts = [
        len(grow(points, points[:0], np.random.default_rng(1), GrowthChoices(share)).edges)
        for share in (0.0, 0.5, 1.0)
    ]
    assert counts[0] > counts[1] > counts[2] == len(points) - 1


def test_the_same_seed_grows_the_same_roads(points: np.ndarray) -> None:
    first, second = (grow(points, points[:8], np.random.default_rng(2)) for _ in range(2))
    np.testing.assert_array_equal(first.edges, second.edges)
    np.testing.assert_array_equal(first.bend, second.bend)


def test_too_few_or_double_points_are_refused(points: np.ndarray) -> None:
    for wrong in (points[:3], np.vstack([points, points[:1]])):
        with pytest.raises(ValueError, match="at least four points"):
            grow(wrong, points[:0], np.random.default_rng(1))


def test_the_file_is_read_as_roads(points: np.ndarray, tmp_path: Path) -> None:
    grown = grow(points, points[::20], np.random.default_rng(1))
    path = tmp_path / "roads.osm.pbf"
    to_lonlat = Transformer.from_crs(GRID, DEGREES, always_xy=True)
    write_roads(grown, to_lonlat, points[::20], [f"Town {i}" for i in range(6)], path)
    lon, lat = to_degrees(points[:, 0], points[:, 1])
    places = [
        Place(str(i), float(x), float(y)) for i, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    travel = open_roads(path).travel(places, ("car",), RoadChoices(stop_s=0)).by_mode["car"][0]
    assert (travel.durations_s >= 0).all()
    a, b = grown.edges[np.argmin(grown.lengths_m)]
    assert travel.lengths_m[a, b] == pytest.approx(grown.lengths_m.min(), abs=3)
