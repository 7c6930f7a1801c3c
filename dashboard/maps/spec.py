"""What a map is made of, as plain data for the browser.

A layer is a dict that ``assets/style/map.js`` draws. Its ``hash`` is that of
its content: the browser redraws only layers whose hash has changed, so moving
one area does not redraw 1,700 service users.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

AS_OBJECTS = 7
"""Bytes that a byte of text takes as Python's own lists and numbers."""


class MapLayer(dict[str, Any]):
    """What one layer is made of, as ``map.js`` reads it.

    Attributes
    ----------
    kept_bytes : int
        About what it takes in memory.
    """

    kept_bytes: int = 0


Layer = MapLayer

Bounds = tuple[float, float, float, float]


def _finish(layer: dict[str, Any]) -> Layer:
    text = json.dumps(layer, sort_keys=True, default=str, separators=(",", ":"))
    done = Layer(layer, hash=hashlib.sha256(text.encode()).hexdigest()[:16])
    done.kept_bytes = AS_OBJECTS * len(text)
    return done


def polygons(
    layer_id: str,
    label: str,
    features: list[dict[str, Any]],
    *,
    pane: Literal["areas", "zones"] = "areas",
    on: bool = True,
    pick: bool = False,
    lasso: bool = False,
) -> Layer:
    """One layer of polygons; ``features`` are GeoJSON with style in their properties.

    Properties read by the browser: ``id``, ``tip`` (plain text, lines by
    newline), ``fill`` or ``pattern``, ``opacity``, ``ink``, ``weight``, ``dash``.
    A layer that a lasso may catch from has ``at``: the longitude and latitude
    by which each polygon lies inside it or not.
    """
    tips = any("tip" in feature["properties"] for feature in features)
    collection = {"type": "FeatureCollection", "features": features}
    return _finish(
        {
            "id": layer_id,
            "label": label,
            "kind": "polygons",
            "pane": pane,
            "on": on,
            "pick": pick,
            "lasso": lasso,
            "tips": tips,
            "features": collection,
        }
    )


def points(
    layer_id: str,
    label: str,
    rows: list[tuple[float, float, str, str, str]],
    *,
    shape: Literal["circle", "diamond", "square"],
    fill: str,
    radius: float = 4,
    on: bool = True,
) -> Layer:
    """One layer of points; each row is longitude, latitude, tip, id, colour ("" = ``fill``)."""
    return _finish(
        {
            "id": layer_id,
            "label": label,
            "kind": "points",
            "points": [list(row) for row in rows],
            "shape": shape,
            "fill": fill,
            "ink": "#ffffff",
            "radius": radius,
            "on": on,
        }
    )


def lines(layer_id: str, label: str, rows: list[dict[str, Any]], *, on: bool = True) -> Layer:
    """One layer of lines; a row has ``path`` [[lon, lat], …], ``colour``, ``weight``, ``tip``."""
    return _finish({"id": layer_id, "label": label, "kind": "lines", "lines": rows, "on": on})


def labels(
    layer_id: str,
    label: str,
    rows: list[tuple[float, float, str]],
    *,
    class_name: Literal["zone-label", "place-label", "call-label"],
    on: bool = True,
) -> Layer:
    """One layer of names drawn on the map; each row is longitude, latitude, text."""
    return _finish(
        {
            "id": layer_id,
            "label": label,
            "kind": "labels",
            "labels": [list(row) for row in rows],
            "className": class_name,
            "on": on,
        }
    )


@dataclass(frozen=True)
class Focus:
    """A place to look at: longitude, latitude and zoom."""

    lon: float
    lat: float
    zoom: int = 12


@dataclass(frozen=True)
class MapView:
    """One map: its heading (may be empty), a description for screen readers, its layers."""

    description: str
    layers: tuple[Layer, ...]
    title: str = ""


@dataclass(frozen=True)
class MapSpec:
    """One map, or two that move together.

    Parameters
    ----------
    views
        One or two maps.
    bounds
        West, south, east, north: what to show at first.
    tiles
        Ground layers from below to above: dicts with ``url`` and ``attribution``; those of
        another server also with ``mostZoom``, ``within`` and ``note`` (what is said of it).
    legend
        Dicts with ``label``, ``shape`` (patch, circle, diamond, square, line,
        dashed), ``fill``, ``ink``, and perhaps ``marks`` and ``opacity``.
    patterns
        Dicts with ``id``, ``fill``, ``ink``, ``marks``, ``opacity``.
    focus
        Where to look, or None.
    height
        Pixels.
    """

    views: tuple[MapView, ...]
    bounds: Bounds
    tiles: tuple[dict[str, Any], ...] = ()
    legend: tuple[dict[str, Any], ...] = ()
    patterns: tuple[dict[str, Any], ...] = ()
    focus: Focus | None = None
    height: int = 560
    bounds_key: str = field(default="")

    def to_data(self, leaflet: str) -> dict[str, Any]:
        """Write the spec as the plain data that ``map.js`` reads."""
        west, south, east, north = self.bounds
        stamps = [layer["hash"] for view in self.views for layer in view.layers]
        return {
            "leaflet": leaflet,
            "views": [
                {"title": view.title, "description": view.description, "layers": list(view.layers)}
                for view in self.views
            ],
            "bounds": [[south, west], [north, east]],
            "boundsKey": self.bounds_key,
            "tiles": list(self.tiles),
            "legend": list(self.legend),
            "patterns": list(self.patterns),
            "focus": vars(self.focus) if self.focus else None,
            "height": self.height,
            "stamp": hashlib.sha256("".join(stamps).encode()).hexdigest()[:12],
        }
