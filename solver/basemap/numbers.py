"""Road numbers on the basemap: plates along motorways, A and B roads, spaced over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from solver.basemap.lettering import Free, font_of
from solver.basemap.style import PLATE_INK, PLATE_LEAST_ZOOM, STROKES
from solver.roads.read.tags.classes import CLASS_CODE

if TYPE_CHECKING:
    from PIL import ImageDraw

    from solver.basemap.frame import MapSheet, Window
    from solver.basemap.lettering import Box
    from solver.roads.roads import Roads

    Plate = tuple[str, str, str, float, float, Box]

_APART: Final = 230.0  # pixels between two plates of one road
_MOST_LETTERS: Final = 7


def draw_numbers(
    draw: ImageDraw.ImageDraw,
    roads: Roads,
    sheet: MapSheet,
    window: Window,
    density: int,
    towns: list[Box],
) -> list[Box]:
    """Set plates with the numbers of roads on a tile.

    Parameters
    ----------
    draw, roads, sheet, window, density
        The tile, what is drawn, and the tile's frame.
    towns
        Boxes of all names of settlements at this zoom, in pixels of the whole
        map: plates keep clear of them.

    Returns
    -------
    taken
        Boxes on the tile that plates fill.
    """
    key = ("numbers", window.zoom, density, tuple(towns))
    plates = roads.memo(key, lambda: _lay_out(roads, sheet, window, density, towns))
    font = font_of(round(8.5 * density), bold=True)
    left, top = window.left * window.scale, window.top * window.scale
    taken: list[Box] = []
    for text, fill, rim, x, y, box in plates:
        here = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
        if here[2] < 0 or here[3] < 0 or here[0] > window.size or here[1] > window.size:
            continue
        draw.rounded_rectangle(here, 2.5 * density, fill=fill, outline=rim, width=density)
        draw.text((x - left, y - top), text, fill=PLATE_INK, font=font, anchor="mm")
        taken.append(here)
    return taken


def _lay_out(
    roads: Roads, sheet: MapSheet, window: Window, density: int, towns: list[Box]
) -> list[Plate]:
    """Place plates over the whole map, the most important roads first."""
    traits, segments = roads.fabric.traits, roads.fabric.segments
    font = font_of(round(8.5 * density), bold=True)
    apart = _APART * density
    placed: list[Plate] = []
    free = Free(apart)
    for town in towns:
        free.add(town)
    for name, least in PLATE_LEAST_ZOOM.items():
        if window.zoom < least:
            continue
        stroke = STROKES[CLASS_CODE[name]]
        on = np.flatnonzero((traits.klass == CLASS_CODE[name]) & (traits.number > 0))
        on = on[np.argsort(-segments.length_m[on], kind="stable")]
        middle = (segments.shape_first[on] + segments.shape_first[on + 1]) // 2
        at = np.stack((sheet.x[middle], sheet.y[middle]), axis=1) * window.scale
        near: dict[int, Free] = {}  # a square around each plate of the same number
        for number, (x, y) in zip(traits.number[on].tolist(), at.tolist(), strict=True):
            same = near.setdefault(number, Free(apart))
            if not same.fits((x, y, x, y)):
                continue
            text = roads.fabric.names[number][:_MOST_LETTERS]
            half_x = font.getlength(text) / 2 + 3.5 * density
            half_y = 7.0 * density
            box = (x - half_x, y - half_y, x + half_x, y + half_y)
            if not free.fits(box):
                continue
            same.add((x - apart, y - apart, x + apart, y + apart))
            free.add(box)
            placed.append((text, stroke.fill, stroke.casing, x, y, box))
    return placed
