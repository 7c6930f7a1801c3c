"""Grow an illustrative road network from points that lie on real streets.

Postcode centroids lie on real streets, so a sparse graph over them looks and
measures much like the streets themselves. The backbone is the
relative-neighbourhood graph (Toussaint 1980): two points are joined unless a
third is nearer to both. Streets are full of dead ends, so some edges that close
a loop are left out; and settlements are linked by faster, straighter roads that
follow the shortest ways through the Gabriel graph (Gabriel, Sokal 1969), which
contains the backbone. The result is illustrative; it is nobody's road map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

if TYPE_CHECKING:
    import numpy.typing as npt

    Points = npt.NDArray[np.float64]
    Edges = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GrowthChoices:
    """How the illustrative network is grown.

    Parameters
    ----------
    closed_share
        Share of the streets that close a loop which become two dead ends.
    town_points, village_points
        Points within 400 m of an edge's middle from which a road counts as in
        a town or in a village; these set its speed limit.
    wiggle
        Sideways displacement of a road's middle, as a share of its length.
    """

    closed_share: float = 0.62
    town_points: int = 25
    village_points: int = 8
    wiggle: float = 0.12


@dataclass(frozen=True, eq=False)
class Grown:
    """A grown network.

    Parameters
    ----------
    points_xy
        (n, 2) metres: the junctions, in the order of the points given.
    edges
        (m, 2) indices of the two ends, smaller first, sorted.
    highway
        (m,) OpenStreetMap classes: ``primary``, ``secondary``, ``unclassified``
        or ``residential``.
    maxspeed_mph
        (m,) speed limits, miles an hour.
    bend
        (m,) sideways displacement of the middle of each edge, metres.
    """

    points_xy: Points
    edges: Edges
    highway: npt.NDArray[np.str_]
    maxspeed_mph: npt.NDArray[np.int64]
    bend: Points

    @property
    def lengths_m(self) -> Points:
        """(m,) lengths along the bent edges, metres."""
        ends = self.points_xy[self.edges]
        straight = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
        return 2.0 * np.hypot(straight / 2.0, self.bend)


def grow(
    points_xy: Points,
    towns_xy: Points,
    rng: np.random.Generator,
    choices: GrowthChoices | None = None,
) -> Grown:
    """Grow a connected road network through all points.

    Parameters
    ----------
    points_xy
        (n, 2) distinct points, metres.
    towns_xy
        (k, 2) settlements to be linked by faster roads, metres, the largest
        first; the first third of them gets primary roads.
    rng
        Source of chance (bends and ties).
    choices
        How to grow; the defaults were fitted to the real roads of Rutland.

    Raises
    ------
    ValueError
        When there are fewer than four points or two of them coincide.
    """
    choices = choices or GrowthChoices()
    if len(points_xy) < 4 or len(np.unique(points_xy, axis=0)) != len(points_xy):
        raise ValueError("Growing roads needs at least four points, no two of them the same.")
    gabriel = gabriel_edges(points_xy)
    backbone = relative_neighbours(points_xy, gabriel)
    backbone[backbone] = ~_closed_streets(points_xy, gabriel[backbone], choices.closed_share, rng)
    rank = _link_towns(points_xy, gabriel, towns_xy)
    kept = backbone | (rank > 0)
    edges, rank = gabriel[kept], rank[kept]
    highway, maxspeed = _classes(points_xy, edges, rank, choices)
    straight = np.hypot(*(points_xy[edges[:, 0]] - points_xy[edges[:, 1]]).T)
    share = rng.normal(0.0, choices.wiggle, len(edges)) * np.where(rank > 0, 0.5, 1.0)
    bend = np.clip(share, -0.4, 0.4) * straight
    return Grown(points_xy, edges, highway, maxspeed, bend)


def gabriel_edges(points_xy: Points) -> Edges:
    """Edges of the Gabriel graph: no third point in the disc over the edge.

    Returns
    -------
    (m, 2) indices, smaller first, in ascending order.
    """
    simplices = Delaunay(points_xy).simplices
    pairs = np.concatenate([simplices[:, [0, 1]], simplices[:, [1, 2]], simplices[:, [2, 0]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
    ends = points_xy[pairs]
    middle = ends.mean(axis=1)
    radius = np.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2.0
    nearest, _ = cKDTree(points_xy).query(middle)
    return pairs[nearest >= radius * (1.0 - 1e-9)]


def relative_neighbours(points_xy: Points, edges: Edges) -> npt.NDArray[np.bool_]:
    """Which edges have no third point nearer to both ends than they are.

    Parameters
    ----------
    points_xy
        (n, 2) metres.
    edges
        (m, 2) edges of a graph that contains the relative-neighbourhood graph.
    """
    tree = cKDTree(points_xy)
    ends = points_xy[edges]
    length = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    # The lune of an edge lies in the disc of radius √3/2 · length about its middle.
    nearby = tree.query_ball_point(ends.mean(axis=1), length * (np.sqrt(3.0) / 2.0))
    kept = np.ones(len(edges), dtype=bool)
    for edge, others in enumerate(nearby):
        third = points_xy[others]
        to_first = np.hypot(*(third - ends[edge, 0]).T)
        to_second = np.hypot(*(third - ends[edge, 1]).T)
        kept[edge] = not np.any(np.maximum(to_first, to_second) < length[edge] * (1.0 - 1e-9))
    return kept


def _closed_streets(
    points_xy: Points, edges: Edges, share: float, rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Choose streets to close, never one that keeps the network together."""
    length = np.hypot(*(points_xy[edges[:, 0]] - points_xy[edges[:, 1]]).T)
    tree = minimum_spanning_tree(_graph(len(points_xy), edges, length)).tocoo()
    needed = {
        (min(a, b), max(a, b)) for a, b in zip(*(end.tolist() for end in tree.coords), strict=True)
    }
    loops = np.array([(int(a), int(b)) not in needed for a, b in edges])
    return loops & (rng.random(len(edges)) < share)


def _link_towns(points_xy: Points, edges: Edges, towns_xy: Points) -> npt.NDArray[np.int64]:
    """Rank each edge: 2 on a link between larger settlements, 1 on another link, 0 on none."""
    rank = np.zeros(len(edges), dtype=np.int64)
    if len(towns_xy) < 4:
        return rank
    length = np.hypot(*(points_xy[edges[:, 0]] - points_xy[edges[:, 1]]).T)
    graph = _graph(len(points_xy), edges, length)
    edge_at = {(int(a), int(b)): i for i, (a, b) in enumerate(edges)}
    _, nodes = cKDTree(points_xy).query(towns_xy)
    larger = max(4, len(towns_xy) // 3)
    for count, level in ((len(towns_xy), 1), (larger, 2)):
        links = gabriel_edges(towns_xy[:count])
        _, before = dijkstra(graph, indices=nodes[:count], return_predecessors=True)
        for origin, target in links:
            here = int(nodes[target])
            while (there := int(before[origin, here])) >= 0:
                rank[edge_at[(min(here, there), max(here, there))]] = level
                here = there
    return rank


def _classes(
    points_xy: Points, edges: Edges, rank: npt.NDArray[np.int64], choices: GrowthChoices
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.int64]]:
    """Class and speed limit of each edge, by its rank and the density around it."""
    middle = points_xy[edges].mean(axis=1)
    around = np.asarray(
        cKDTree(points_xy).query_ball_point(middle, 400.0, return_length=True), dtype=np.int64
    )
    place = np.where(
        around >= choices.town_points, 2, np.where(around >= choices.village_points, 1, 0)
    )
    names = np.array(["unclassified", "secondary", "primary"])
    highway = names[rank]
    highway[(rank == 0) & (place > 0)] = "residential"
    limits = np.array([[40, 30, 20], [50, 30, 30], [60, 40, 30]])
    return highway, limits[rank, place]


def _graph(n: int, edges: Edges, lengths: Points) -> csr_array:
    both = np.concatenate([edges, edges[:, ::-1]])
    return csr_array((np.concatenate([lengths, lengths]), (both[:, 0], both[:, 1])), shape=(n, n))
