"""How the basemap looks: calm and light, so that zones and rounds stand out on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from solver.roads.read.land import BUILT, PARK, RAIL, RIVER, STREAM, WATER, WOOD
from solver.roads.read.tags.classes import CLASSES

PAPER: Final = "#f6f4ee"
AREA_COLOUR: Final = {WATER: "#bcd7e5", WOOD: "#d5e2c8", PARK: "#e0ebd3", BUILT: "#ebe7df"}
AREA_ORDER: Final = (BUILT, PARK, WOOD, WATER)
AREA_LEAST_ZOOM: Final = {WATER: 6, WOOD: 8, PARK: 12, BUILT: 9}
LINE_COLOUR: Final = {RIVER: "#a9cadb", STREAM: "#bcd7e5", RAIL: "#a8a39b"}
LINE_LEAST_ZOOM: Final = {RIVER: 9, STREAM: 13, RAIL: 11}
LINE_WIDTH: Final = {RIVER: (1.0, 2.2, 6.0), STREAM: (0.6, 1.0, 2.0), RAIL: (0.7, 1.1, 1.8)}

TOWN_INK: Final = "#3b3a36"
STREET_INK: Final = "#5b5850"
HALO: Final = "#fbfaf6"
PLATE_INK: Final = "#4a4234"
TOWN_PEOPLE: Final = 5_000
"""From so many inhabitants a name is written bold."""
PLATE_LEAST_ZOOM: Final = {
    "motorway": 8, "trunk": 9, "primary": 10, "secondary": 12, "tertiary": 14,
}  # fmt: skip
"""Classes of road whose numbers are shown, and from which zoom."""

_ZOOMS = (10, 14, 17)


@dataclass(frozen=True)
class Stroke:
    """How one class of road is drawn.

    Parameters
    ----------
    least_zoom
        Farthest out that it shows.
    widths
        Pixels at zooms 10, 14 and 17.
    fill, casing
        Colours from zoom 12 on; no casing where it is empty.
    far
        Colour below zoom 12, where roads are thin lines.
    dashes
        Pixels on and off at zoom 15; empty for a solid line.
    """

    least_zoom: int
    widths: tuple[float, float, float]
    fill: str
    casing: str
    far: str
    dashes: tuple[float, ...] = ()

    def width(self, zoom: int) -> float:
        """Pixels at a zoom."""
        return float(np.interp(zoom, _ZOOMS, self.widths) * (0.75 if zoom < 9 else 1.0))


def at_an_end(stroke: Stroke) -> Stroke:
    """Draw thinner, with a lighter rim, what a journey by car may only begin or end on."""
    widths = [_END_SHARE * width for width in stroke.widths]
    casing = _END_CASING if stroke.casing else ""
    return replace(stroke, widths=(widths[0], widths[1], widths[2]), casing=casing)


_END_SHARE = 0.6
_END_CASING = "#e6e2d9"
_MOTORWAY = Stroke(5, (2.2, 6.0, 15.0), "#eeb48f", "#c58158", "#dd9a70")
_TRUNK = Stroke(5, (2.0, 5.6, 14.0), "#f4cc96", "#cf9f57", "#e2b06c")
_PRIMARY = Stroke(7, (1.7, 5.2, 13.5), "#f8dfae", "#d6b26c", "#e5c17f")
_SECONDARY = Stroke(8, (1.3, 4.4, 12.5), "#fbf0cb", "#d0c08d", "#d9c998")
_TERTIARY = Stroke(9, (1.0, 3.8, 11.0), "#ffffff", "#bdb6a7", "#c3bdb0")
_LANE = Stroke(10, (0.7, 2.8, 9.5), "#ffffff", "#c6bfb1", "#cdc7bb")
_STREET = Stroke(11, (0.5, 2.4, 9.0), "#ffffff", "#cec8bb", "#d6d1c6")
_SERVICE = Stroke(13, (0.4, 1.3, 5.0), "#ffffff", "#ddd8ce", "#e2dfd7")
_TRACK = Stroke(13, (0.4, 0.9, 1.9), "#bda98a", "", "#d6cbb8", (5.0, 2.5))
_PATH = Stroke(14, (0.4, 0.8, 1.6), "#bfa796", "", "#d9cec4", (2.5, 2.0))
_CYCLEWAY = Stroke(14, (0.4, 0.9, 1.8), "#8fa9bf", "", "#c5d1dc", (4.0, 2.0))
_STEPS = Stroke(15, (0.4, 1.2, 3.0), "#c79f92", "", "#d9cec4", (1.2, 1.2))

_BY_CLASS: Final = {
    "motorway": _MOTORWAY,
    "trunk": _TRUNK,
    "primary": _PRIMARY,
    "secondary": _SECONDARY,
    "tertiary": _TERTIARY,
    "unclassified": _LANE,
    "residential": _STREET,
    "living_street": _STREET,
    "pedestrian": _STREET,
    "service": _SERVICE,
    "track": _TRACK,
    "bridleway": _TRACK,
    "cycleway": _CYCLEWAY,
    "footway": _PATH,
    "path": _PATH,
    "steps": _STEPS,
}
STROKES: Final[tuple[Stroke, ...]] = tuple(
    _BY_CLASS[name.removesuffix("_link")] for name in CLASSES
)
"""One for each class code; slip roads look like their class."""

DRAWN_LAST: Final = (
    "steps", "footway", "path", "bridleway", "track", "cycleway", "service", "living_street",
    "pedestrian", "residential", "unclassified", "tertiary_link", "secondary_link",
    "primary_link", "trunk_link", "motorway_link", "tertiary", "secondary", "primary", "trunk",
    "motorway",
)  # fmt: skip
"""Classes from the bottom of the map to its top."""


def line_width(kind: int, zoom: int) -> float:
    """Pixels of a river, stream or railway at a zoom."""
    return float(np.interp(zoom, _ZOOMS, LINE_WIDTH[kind]))


def town_size(population: int, zoom: int) -> float:
    """Points of a settlement's name; 0 where it does not show at this zoom."""
    least = {6: 60_000, 7: 30_000, 8: 15_000, 9: 6_000, 10: 2_000, 11: 500}.get(zoom, 0)
    if zoom < 6 or population < least:
        return 0.0
    size = 9.5 + 1.1 * max(0.0, float(np.log10(max(population, 100) / 300)) * 1.9)
    return min(size + max(0, min(zoom, 14) - 11) * 0.8, 17.0)
