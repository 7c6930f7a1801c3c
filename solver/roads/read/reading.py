"""Any source of roads → :class:`solver.roads.read.raw.RawRoads`, by the file's kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from solver.errors import RoadsError
from solver.roads.read.files.cures import changes, history, points_inside
from solver.roads.read.files.guard import check_pbf, check_xml
from solver.roads.read.files.settled import settled
from solver.roads.read.osm import read_osm

if TYPE_CHECKING:
    from pathlib import Path

    from solver.roads.read.raw import RawRoads

ENDINGS = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm", ".pbf", ".graphml")
_HISTORY: Final = re.compile(r"\.osh(\.|$)")
_CHANGES: Final = re.compile(r"\.osc(\.|$)")


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
    if _HISTORY.search(path.name):
        raise history(path.name)
    if _CHANGES.search(path.name):
        raise changes(path.name)
    if not path.name.endswith(ENDINGS):
        raise RoadsError(
            f"{path.name} is not a road extract that can be read. Use one of {', '.join(ENDINGS)}."
        )
    if path.name.endswith(".graphml"):
        from solver.roads.read.graphml import read_graphml  # networkx is slow to import

        return read_graphml(path)
    if path.name.endswith(".pbf"):
        return read_osm(path, path.name, check_pbf(path))
    look = check_xml(path)
    with settled(path, look) as tidy:
        try:
            return read_osm(tidy.path, path.name, tidy.remarks, tidy.deleted)
        except RoadsError:
            if look.points_in_ways:
                raise points_inside(path.name) from None
            raise
