"""Names of places that an extract itself holds, to letter a map with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import osmium
import pandas as pd
from osmium import osm

if TYPE_CHECKING:
    from pathlib import Path

USUAL_POPULATION: Final = {"city": 200_000, "town": 10_000, "village": 700, "hamlet": 100}
"""Where an extract gives none: an assumption, used for the size of letters only."""


def places_of(path: Path) -> pd.DataFrame:
    """Read cities, towns, villages and hamlets from an extract.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.

    Returns
    -------
    places
        settlement, lon, lat, population; no row where the extract has none.
    """
    named = osmium.filter.TagFilter(*(("place", kind) for kind in USUAL_POPULATION))
    reader: Any = osmium.FileProcessor(str(path), osm.NODE)
    rows = [
        (node.tags["name"], node.location.lon, node.location.lat, _population(dict(node.tags)))
        for node in reader.with_filter(named)
        if "name" in node.tags and node.location.valid()
    ]
    return pd.DataFrame(rows, columns=["settlement", "lon", "lat", "population"])


def _population(tags: dict[str, str]) -> int:
    told = tags.get("population", "").replace(",", "").replace(" ", "")
    return int(told) if told.isdecimal() and len(told) < 9 else USUAL_POPULATION[tags["place"]]
