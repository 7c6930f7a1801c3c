"""Lettering of the basemap: settlements everywhere, streets close up.

Settlements are laid out once a zoom over the whole map, the largest first, so
that a name that crosses tiles is the same on both. Street names stay within
one tile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from solver.basemap.frame import mercator
from solver.basemap.lettering import font_of, overlaps
from solver.basemap.style import HALO, STREET_INK, STROKES, TOWN_INK, TOWN_PEOPLE, town_size

if TYPE_CHECKING:
    import pandas as pd
    from PIL import ImageFont

    from solver.basemap.frame import MapSheet, Window
    from solver.basemap.lettering import Box
    from solver.roads.roads import Roads


_MOST_LETTERS = 40


def draw_towns(
    draw: ImageDraw.ImageDraw,
    roads: Roads,
    settlements: pd.DataFrame,
    window: Window,
    density: int,
) -> tuple[list[Box], list[Box]]:
    """Write the names of settlements on a tile.

    Parameters
    ----------
    draw
        The tile.
    roads
        Keeps the layout of a zoom.
    settlements
        Frame with settlement, lon, lat, population.
    window, density
        The tile's frame.

    Returns
    -------
    taken, everywhere
        Boxes on the tile that names fill, and those of the whole map at this
        zoom, in its pixels.
    """
    rows = tuple(
        (str(name), float(lon), float(lat), int(population))
        for name, lon, lat, population in zip(
            settlements["settlement"],
            settlements["lon"],
            settlements["lat"],
            settlements["population"],
            strict=True,
        )
    )
    key = ("towns", window.zoom, density, rows)
    layout = roads.memo(key, lambda: _lay_out_towns(rows, window, density))
    left, top = window.left * window.scale, window.top * window.scale
    taken: list[Box] = []
    for name, size, bold, x, y, box in layout:
        here = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
        if here[2] < 0 or here[3] < 0 or here[0] > window.size or here[1] > window.size:
            continue
        draw.text(
            (x - left, y - top), name, fill=TOWN_INK, font=font_of(size, bold=bold), anchor="mm",
            stroke_width=2 * density, stroke_fill=HALO,
        )  # fmt: skip
        taken.append(here)
    return taken, [box for *_, box in layout]


def _lay_out_towns(
    rows: tuple[tuple[str, float, float, int], ...], window: Window, density: int
) -> list[tuple[str, int, bool, float, float, Box]]:
    placed: list[tuple[str, int, bool, float, float, Box]] = []
    boxes: list[Box] = []
    for name, lon, lat, population in sorted(rows, key=lambda row: (-row[3], row[0])):
        points = town_size(population, window.zoom)
        if not points:
            continue
        size = round(points * density)
        bold = population >= TOWN_PEOPLE
        wide = font_of(size, bold=bold).getlength(name[:_MOST_LETTERS])
        x, y = (float(v[0]) * window.scale for v in mercator(np.array([lon]), np.array([lat])))
        pad = 3 * density
        box = (x - wide / 2 - pad, y - size * 0.62 - pad, x + wide / 2 + pad, y + size * 0.62 + pad)
        if overlaps(box, boxes):
            continue
        boxes.append(box)
        placed.append((name[:_MOST_LETTERS], size, bold, x, y, box))
    return placed


def draw_streets(
    image: Image.Image,
    roads: Roads,
    sheet: MapSheet,
    window: Window,
    density: int,
    taken: list[Box],
) -> None:
    """Write street names along their streets, each within the tile.

    Parameters
    ----------
    image
        The tile.
    roads, sheet, window, density
        What is drawn, and the tile's frame.
    taken
        Boxes that are filled already; grows.
    """
    segments, traits = roads.fabric.segments, roads.fabric.traits
    on = np.flatnonzero(window.hits(sheet.box, 0) & (traits.name > 0))
    rank = np.array([stroke.least_zoom for stroke in STROKES])[traits.klass[on]]
    on = on[rank <= window.zoom - 1]
    font = font_of(round((9 if window.zoom < 17 else 10.5) * density))
    lines: dict[int, list[np.ndarray]] = {}
    before = -2
    for segment in on.tolist():
        a, b = segments.shape_first[segment], segments.shape_first[segment + 1]
        points = window.pixels(sheet.x[a:b], sheet.y[a:b])
        parts = lines.setdefault(int(traits.name[segment]), [])
        follows = (
            parts
            and before == segment - 1
            and segments.way[before] == segments.way[segment]
            and segments.end[before] == segments.start[segment]
        )
        if follows:
            parts[-1] = np.concatenate((parts[-1], points[1:]))
        else:
            parts.append(points)
        before = segment
    for number, parts in sorted(lines.items(), key=lambda item: -sum(map(len, item[1]))):
        name = roads.fabric.names[number][:_MOST_LETTERS]
        wide = font.getlength(name)
        for points in sorted(parts, key=len, reverse=True):
            spot = _straight_spot(points, wide + 6 * density, window.size, taken, font.size)
            if spot is not None:
                _letter(image, name, font, density, *spot)
                break


def _straight_spot(
    points: np.ndarray, need: float, size: int, taken: list[Box], height: float
) -> tuple[float, float, float] | None:
    """Middle and angle of a straight run that is long enough, free and on the tile."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    if along[-1] < need:
        return None
    starts = np.linspace(0.0, along[-1] - need, 7)[[3, 2, 4, 1, 5, 0, 6]]
    for start in starts.tolist():
        marks = np.linspace(start, start + need, 5)
        x, y = np.interp(marks, along, points[:, 0]), np.interp(marks, along, points[:, 1])
        across, down = x[-1] - x[0], y[-1] - y[0]
        if np.hypot(across, down) < 0.985 * need:
            continue
        half_x = abs(across) / 2 + height * 0.7
        half_y = abs(down) / 2 + height * 0.7
        middle_x, middle_y = float(x[0] + x[-1]) / 2, float(y[0] + y[-1]) / 2
        box = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
        if min(box) < 0 or max(box) > size or overlaps(box, taken):
            continue
        taken.append(box)
        angle = float(np.degrees(np.arctan2(-down, across)))
        if angle > 90:
            angle -= 180
        elif angle <= -90:
            angle += 180
        return middle_x, middle_y, angle
    return None


def _letter(
    image: Image.Image,
    name: str,
    font: ImageFont.FreeTypeFont,
    density: int,
    x: float,
    y: float,
    angle: float,
) -> None:
    wide = int(font.getlength(name)) + 8 * density
    high = int(font.size * 1.7)
    label = Image.new("RGBA", (wide, high), (255, 255, 255, 0))
    ImageDraw.Draw(label).text(
        (wide / 2, high / 2), name, fill=STREET_INK, font=font, anchor="mm",
        stroke_width=2 * density, stroke_fill=HALO,
    )  # fmt: skip
    turned = label.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    image.paste(turned, (round(x - turned.width / 2), round(y - turned.height / 2)), turned)
