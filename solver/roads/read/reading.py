"""Any source of roads → :class:`solver.roads.read.raw.RawRoads`, by the file's kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import RoadsError
from solver.roads.read.files.cures import points_inside
from solver.roads.read.files.settled import check_ending, in_order
from solver.roads.read.osm import read_osm

if TYPE_CHECKING:
    from pathlib import Path

    from solver.roads.read.raw import RawRoads

ENDINGS = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm", ".pbf", ".graphml")


def read_roads(path: Path) -> RawRoads:
    """Read an extract or a saved graph.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``, or ``.graphml`` as OSMnx
        saves it.

    Returns
    -------
    raw
        Ways that at least one mode may use.

    Raises
    ------
    RoadsError
        When the ending is none of these, or the content is not what the
        ending says.
    """
    check_ending(path.name)
    if not path.name.endswith(ENDINGS):
        raise RoadsError(
            f"{path.name} is not a road extract that can be read. Use one of {', '.join(ENDINGS)}."
        )
    if path.name.endswith(".graphml"):
        from solver.roads.read.graphml import read_graphml  # networkx is slow to import

        return read_graphml(path)
    with in_order(path) as tidy:
        try:
            return read_osm(tidy.path, path.name, tidy.remarks, tidy.deleted)
        except RoadsError:
            if tidy.points_in_ways:
                raise points_inside(path.name) from None
            raise
