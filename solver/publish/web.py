"""A map to take away as one web page: it works without a network and asks for nothing.

Leaflet is written into the page; the page forbids itself every request
(Content-Security-Policy). It shows zones, bands, areas and roads, never a
person, and every map has its tables below it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from solver import zones
from solver.base.chosen_rates import band_pence
from solver.domain import HOURS_BASIS_WORDS
from solver.errors import PublishError
from solver.publish.columns import in_pounds
from solver.publish.printed.drawing import band_colours, name_points
from solver.publish.printed.maps import TITLES
from solver.publish.public import marked
from solver.publish.safe_text import markup, one_line
from solver.publish.whole import written_whole
from solver.roads.read.tags.classes import CLASSES, SCALE

if TYPE_CHECKING:
    import geopandas as gpd

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.publish.colophon import Colophon
    from solver.publish.public import PublicFigures
    from solver.roads import Roads

LEAFLET: Final = Path(__file__).resolve().parents[2] / "assets" / "vendor" / "leaflet"
TEMPLATE: Final = Path(__file__).with_name("web_map.html")

DECIMALS: Final = 5
"""Digits of a degree: about a metre."""

MAIN_ROADS: Final = ("motorway", "trunk", "primary", "secondary")


def web_map(
    world: World,
    scenario: Scenario,
    path: Path,
    *,
    figures: PublicFigures,
    colophon: Colophon,
) -> None:
    """Write the map of a scenario as one self-contained web page.

    Parameters
    ----------
    figures, colophon
        As for :func:`solver.publish.zone_map`.

    Raises
    ------
    PublishError
        When the ending is not ``.html``, or the file cannot be written.
    ScenarioError, RatesError
        As :func:`solver.publish.zone_map` does.
    """
    if path.suffix.lower() != ".html":
        raise PublishError(f"A web map is written as .html, not as {path.suffix!r}.")
    content = _content(world, scenario, figures, colophon)
    page = _fill(
        TEMPLATE.read_text(encoding="utf-8"),
        {
            "__TITLE__": markup(f"{content['title']}: {content['world']}"),
            "__LEAFLET_CSS__": (LEAFLET / "leaflet.css").read_text(encoding="utf-8"),
            "__LEAFLET_JS__": (LEAFLET / "leaflet.js").read_text(encoding="utf-8"),
            "__CONTENT__": for_script(content),
        },
    )
    with written_whole(path) as draft:
        draft.write_text(page, encoding="utf-8")


def _content(
    world: World, scenario: Scenario, shown: PublicFigures, about: Colophon
) -> dict[str, Any]:
    """Gather what the page shows, for its script."""
    rates = band_pence(world, scenario)
    bands = [
        band
        for band in zones.assignment(world, scenario).bands
        if band in set(shown.by_area["band"])
    ]
    return {
        "title": TITLES["bands"],
        "world": one_line(about.world),
        "scenario": one_line(about.scenario),
        "note": one_line(about.scenario_note),
        "labels": about.labels,
        "about": about.lines,
        "base": f"Carer-hours a week, {HOURS_BASIS_WORDS[shown.basis]}, at {shown.prices}",
        "bands": [
            {
                "name": one_line(band),
                "colour": colour,
                "rate": f"£{rates[band] / 100:.2f}" if band in rates else "",
            }
            for band, colour in zip(bands, band_colours(len(bands)), strict=True)
        ],
        "areas": _collection(_areas(shown), ["name", "zone", "band", "hours"]),
        "zones": _collection(_outlines(shown), ["zone", "labels"]),
        "roads": _roads(world.roads),
        "tables": {
            "zones": _rows(shown.by_zone),
            "bands": _rows(shown.by_band),
            "pairs": _rows(shown.by_zone_band),
        },
    }


def for_script(content: Any) -> str:
    """Write JSON that cannot end the script element that it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escape)
    return text


def _fill(template: str, parts: dict[str, str]) -> str:
    """Put each part in its place, once: what a part says is not looked at again."""
    pieces = [template]
    for mark, text in parts.items():
        place = next(i for i, piece in enumerate(pieces) if i % 2 == 0 and mark in piece)
        before, _, after = pieces[place].partition(mark)
        pieces[place : place + 1] = [before, text, after]
    return "".join(pieces)


def _areas(shown: PublicFigures) -> gpd.GeoDataFrame:
    frame = marked(shown.by_area)
    hours = [
        value if isinstance(value, str) else round(value) for value in frame["carer_hours_week"]
    ]
    return frame.assign(hours=hours)


def _outlines(shown: PublicFigures) -> gpd.GeoDataFrame:
    """Outlines of the zones, and where their names stand (one for each large part)."""
    points = shapely.points(shown.zones["label_lon"], shown.zones["label_lat"])
    labels = [
        [
            [round(point.x, DECIMALS), round(point.y, DECIMALS)]
            for point in name_points(shape, label)
        ]
        for shape, label in zip(shown.zones.geometry, points, strict=True)
    ]
    return shown.zones[["zone", "geometry"]].assign(labels=labels)


def _collection(frame: gpd.GeoDataFrame, properties: list[str]) -> dict[str, Any]:
    shapes = shapely.set_precision(frame.geometry.to_numpy(), 10.0**-DECIMALS)
    rows = pd.DataFrame(frame[properties]).astype(object).to_dict("records")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    str(name): one_line(value) if isinstance(value, str) else value
                    for name, value in row.items()
                },
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for row, shape in zip(rows, shapes, strict=True)
        ],
    }


def _roads(roads: Roads) -> dict[str, Any]:
    """Return the main roads as one line of many parts."""
    segments, klass = roads.fabric.segments, roads.fabric.traits.klass
    chosen = np.flatnonzero(np.isin(klass, [CLASSES.index(name) for name in MAIN_ROADS]))
    lon = np.round(segments.shape_lon / SCALE, DECIMALS)
    lat = np.round(segments.shape_lat / SCALE, DECIMALS)
    points = np.column_stack((lon, lat)).tolist()
    first = segments.shape_first.tolist()
    lines = [points[first[i] : first[i + 1]] for i in chosen.tolist()]
    return {"type": "MultiLineString", "coordinates": lines}


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Write a table's rows for the page: whole numbers, and the rate an hour to the penny."""
    ready = in_pounds(marked(frame)).drop(columns=["base", "prices"]).astype(object)
    return [
        [_cell(name, value) for name, value in zip(ready.columns, row, strict=True)]
        for row in ready.itertuples(index=False, name=None)
    ]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if pd.isna(value):
        return None
    return round(float(value), 2) if name == "rate_pounds" else round(float(value))
