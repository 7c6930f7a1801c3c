"""Write a grown network as OpenStreetMap data, so that it is read like real roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import osmium
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt
    from pyproj import Transformer

    from solver.invent.network.growth import Grown

_NAMES = {
    "primary": "Illustrative main road",
    "secondary": "Illustrative link road",
    "unclassified": "Illustrative lane",
    "residential": "Illustrative street",
}


def write_roads(
    growth: Grown,
    to_degrees: Transformer,
    towns_xy: npt.NDArray[np.float64],
    town_names: Sequence[str],
    path: Path,
    *,
    bend_from_m: float = 120.0,
) -> None:
    """Write a grown network as an OpenStreetMap file.

    Every name begins with "Illustrative", and every way carries a ``note``-free
    ``source`` tag that says so, whatever later reads the file.

    Parameters
    ----------
    growth
        The network.
    to_degrees
        From the metres of the network to longitude and latitude.
    towns_xy, town_names
        (k, 2) settlements and their names; a road is named after the nearest.
    path
        File to write; its suffix sets the format (``.osm.pbf``).
    bend_from_m
        Roads at least this long get a point in their middle for the bend.
    """
    ends = growth.points_xy[growth.edges]
    along = ends[:, 1] - ends[:, 0]
    straight = np.hypot(*along.T)
    sideways = np.stack([-along[:, 1], along[:, 0]], axis=1) / straight[:, None]
    middle = ends.mean(axis=1) + sideways * growth.bend[:, None]
    bent = straight >= bend_from_m
    points = np.concatenate([growth.points_xy, middle[bent]])
    lon, lat = to_degrees.transform(points[:, 0], points[:, 1])
    middle_id = np.zeros(len(growth.edges), dtype=np.int64)
    middle_id[bent] = len(growth.points_xy) + 1 + np.arange(int(bent.sum()))
    _, nearest = cKDTree(towns_xy).query(ends.mean(axis=1))
    header = osmium.io.Header()
    header.set("generator", "homerounds, illustrative roads")
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for node, (x, y) in enumerate(zip(lon, lat, strict=True), start=1):
            writer.add_node(osmium.osm.mutable.Node(id=node, location=(float(x), float(y))))
        for way, (a, b) in enumerate(growth.edges, start=1):
            between = [int(middle_id[way - 1])] if bent[way - 1] else []
            kind = str(growth.highway[way - 1])
            tags = {
                "highway": kind,
                "maxspeed": f"{growth.maxspeed_mph[way - 1]} mph",
                "name": f"{_NAMES[kind]}, {town_names[nearest[way - 1]]}",
            }
            nodes = [int(a) + 1, *between, int(b) + 1]
            writer.add_way(osmium.osm.mutable.Way(id=way, nodes=nodes, tags=tags))
