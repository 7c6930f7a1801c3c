"""Any source of roads → :class:`solver.roads.raw.RawRoads`, by the file's kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import RoadsError
from solver.roads.osm import read_osm

if TYPE_CHECKING:
    from pathlib import Path

    from solver.roads.raw import RawRoads

OSM_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")


def read_roads(path: Path) -> RawRoads:
    """Read an extract or a saved graph.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.

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
    if not path.name.endswith(OSM_ENDINGS):
        raise RoadsError(
            f"{path.name} is not a road extract that can be read. Use one of "
            f"{', '.join(OSM_ENDINGS)}."
        )
    return read_osm(path)
