"""Read the settlements of an OpenStreetMap extract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import osmium
import pandas as pd

from solver.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

USUAL_POPULATION = {"city": 150_000, "town": 10_000, "village": 700, "hamlet": 100}
"""Population taken where a place has none on the map."""


def read_settlements(path: Path) -> pd.DataFrame:
    """Cities, towns, villages and hamlets that an extract names, the largest first.

    Parameters
    ----------
    path
        Any OpenStreetMap file.

    Returns
    -------
    DataFrame
        ``settlement, lon, lat, population``; of two places of one name the
        larger keeps it and the other is told apart by a number.

    Raises
    ------
    InputError
        When the extract names no settlement.
    """
    rows = []
    places = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(
        osmium.filter.KeyFilter("place")
    )
    for node in places:
        if not isinstance(node, osmium.osm.Node):
            continue
        kind, name = node.tags.get("place"), node.tags.get("name")
        if kind in USUAL_POPULATION and name:
            text = (node.tags.get("population") or "").replace(",", "").strip()
            people = int(text) if text.isdecimal() and int(text) > 0 else USUAL_POPULATION[kind]
            rows.append((name.strip(), node.location.lon, node.location.lat, people))
    if not rows:
        raise InputError(
            [
                Fault(
                    path.name,
                    None,
                    "",
                    "The extract names no settlement (place=town, village …).",
                    "Cut the extract with its place nodes, or choose another.",
                )
            ]
        )
    rows.sort(key=lambda row: (-row[3], row[0], row[1], row[2]))
    seen: dict[str, int] = {}
    named = []
    for name, lon, lat, people in rows:
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        named.append((unique, round(lon, 6), round(lat, 6), people))
    return pd.DataFrame(named, columns=["settlement", "lon", "lat", "population"])
