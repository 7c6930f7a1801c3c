"""The basemap: PNG tiles drawn from the very roads that are routed on.

Web Mercator tiles of 256 pixels. Lines and areas are stroked by Agg
(matplotlib's renderer, without its figures), lettering by Pillow. A tile shows
roads, water, woods, built-up areas and names of places: nothing of a person.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform
from PIL import Image, ImageDraw

from solver.basemap.frame import MapSheet, Window, mercator
from solver.basemap.names import draw_streets, draw_towns
from solver.basemap.numbers import draw_numbers
from solver.basemap.style import (
    AREA_COLOUR,
    AREA_LEAST_ZOOM,
    AREA_ORDER,
    DRAWN_LAST,
    LINE_COLOUR,
    LINE_LEAST_ZOOM,
    PAPER,
    STROKES,
    at_an_end,
    line_width,
)
from solver.errors import RoadsError
from solver.roads.read.tags.classes import CLASS_CODE, SCALE

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from solver.basemap.lettering import Box
    from solver.basemap.style import Stroke
    from solver.roads.read.land import Land
    from solver.roads.read.segments import Segments
    from solver.roads.roads import Roads

PIXELS: Final = 256
_CASED_ZOOM: Final = 12
_STREET_ZOOM: Final = 15
_PLAIN = IdentityTransform()
_AGG: Any = RendererAgg  # matplotlib types neither it nor its methods


def tile(
    roads: Roads,
    z: int,
    x: int,
    y: int,
    settlements: pd.DataFrame | None = None,
    *,
    density: int = 1,
) -> bytes:
    """Draw one tile.

    Parameters
    ----------
    roads
        What to draw.
    z, x, y
        Zoom, column and row, as in ``/{z}/{x}/{y}.png``.
    settlements
        Frame with settlement, lon, lat, population; None draws no names of
        places.
    density
        2 draws 512 pixels for screens with two pixels to the point.

    Returns
    -------
    png
        An image of ``256 * density`` pixels square.

    Raises
    ------
    RoadsError
        When there is no such tile.
    """
    if not 0 <= z <= 20 or not (0 <= x < 2**z and 0 <= y < 2**z) or density not in (1, 2):
        raise RoadsError(f"There is no tile {z}/{x}/{y}: zooms go from 0 to 20.")
    sheet = roads.memo("sheet", lambda: _sheet(roads))
    size = PIXELS * density
    window = Window(z, x / 2**z, y / 2**z, size * 2.0**z, size)
    renderer = _AGG(size, size, 72)
    renderer.clear()
    _fill(renderer, window, PAPER)
    _draw_land(renderer, sheet, roads.fabric.land, window, density)
    _draw_roads(renderer, sheet, roads.fabric.segments, window, density)
    image = Image.fromarray(np.asarray(renderer.buffer_rgba())).convert("RGB")
    draw = ImageDraw.Draw(image)
    taken: list[Box] = []
    everywhere: list[Box] = []
    if settlements is not None and len(settlements):
        taken, everywhere = draw_towns(draw, roads, settlements, window, density)
    taken += draw_numbers(draw, roads, sheet, window, density, everywhere)
    if z >= _STREET_ZOOM:
        draw_streets(image, roads, sheet, window, density, taken)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _sheet(roads: Roads) -> MapSheet:
    segments, land = roads.fabric.segments, roads.fabric.land
    x, y = mercator(segments.shape_lon / SCALE, segments.shape_lat / SCALE)
    first = segments.shape_first[:-1]
    box = np.stack(
        (
            np.minimum.reduceat(x, first),
            np.minimum.reduceat(y, first),
            np.maximum.reduceat(x, first),
            np.maximum.reduceat(y, first),
        ),
        axis=1,
    )
    klass = roads.fabric.traits.klass
    ring_x, ring_y = mercator(land.ring_lon / SCALE, land.ring_lat / SCALE)
    line_x, line_y = mercator(land.line_lon / SCALE, land.line_lat / SCALE)
    return MapSheet(
        x=x,
        y=y,
        box=box,
        of_class=tuple(np.flatnonzero(klass == code) for code in range(len(STROKES))),
        at_an_end=roads.fabric.traits.end & 0b11 > 0,
        ring_x=ring_x,
        ring_y=ring_y,
        line_x=line_x,
        line_y=line_y,
    )


def _outline(points: npt.NDArray[np.float64], first: npt.NDArray[np.integer], size: int) -> Outline:
    """Make runs of points one path, y upwards as Agg counts it."""
    codes = np.full(len(points), Outline.LINETO, np.uint8)
    codes[first] = Outline.MOVETO
    points[:, 1] = size - points[:, 1]
    return Outline(points, codes)


def _runs(
    first: npt.NDArray[np.integer], chosen: npt.NDArray[np.integer]
) -> tuple[np.ndarray, np.ndarray]:
    """Points of chosen runs, and where each run begins among them."""
    sizes = first[chosen + 1] - first[chosen]
    begin = np.concatenate(([0], np.cumsum(sizes)))
    points = np.repeat(first[chosen], sizes) + np.arange(begin[-1])
    return points - np.repeat(begin[:-1], sizes), begin[:-1]


def _fill(renderer: Any, window: Window, colour: str) -> None:
    size = window.size
    square = Outline(np.array([[0, 0], [size, 0], [size, size], [0, size]], np.float64))
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    renderer.draw_path(gc, square, _PLAIN, to_rgba(colour))


def _stroke(
    renderer: Any,
    path: Outline,
    colour: str,
    width: float,
    dashes: tuple[float, ...] = (),
) -> None:
    gc = renderer.new_gc()
    gc.set_foreground(colour)
    gc.set_linewidth(width)
    gc.set_antialiased(True)
    gc.set_capstyle("butt" if dashes else "round")
    gc.set_joinstyle("round")
    if dashes:
        gc.set_dashes(0, list(dashes))
    renderer.draw_path(gc, path, _PLAIN, None)


def _draw_land(renderer: Any, sheet: MapSheet, land: Land, window: Window, density: int) -> None:
    low = mercator(land.area_box[:, 0] / SCALE, land.area_box[:, 1] / SCALE)
    high = mercator(land.area_box[:, 2] / SCALE, land.area_box[:, 3] / SCALE)
    box = np.stack((low[0], high[1], high[0], low[1]), axis=1)
    large = (box[:, 2] - box[:, 0]) * window.scale > 1.5
    shown = np.flatnonzero(window.hits(box, 2) & large)
    for kind in AREA_ORDER:
        chosen = shown[land.area_kind[shown] == kind]
        if chosen.size == 0 or window.zoom < AREA_LEAST_ZOOM[kind]:
            continue
        rings, _ = _runs(land.area_first, chosen)
        points, first = _runs(land.ring_first, rings)
        path = _outline(window.pixels(sheet.ring_x[points], sheet.ring_y[points]), first,
                        window.size)  # fmt: skip
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        gc.set_antialiased(True)
        renderer.draw_path(gc, path, _PLAIN, to_rgba(AREA_COLOUR[kind]))
    for kind, least in LINE_LEAST_ZOOM.items():
        chosen = np.flatnonzero(land.line_kind == kind)
        if chosen.size == 0 or window.zoom < least:
            continue
        points, first = _runs(land.line_first, chosen)
        path = _outline(window.pixels(sheet.line_x[points], sheet.line_y[points]), first,
                        window.size)  # fmt: skip
        _stroke(renderer, path, LINE_COLOUR[kind], line_width(kind, window.zoom) * density)


def _draw_roads(
    renderer: Any, sheet: MapSheet, segments: Segments, window: Window, density: int
) -> None:
    zoom = window.zoom
    cased = zoom >= _CASED_ZOOM
    paths: list[tuple[Stroke, Outline]] = []
    for name in DRAWN_LAST:
        stroke = STROKES[CLASS_CODE[name]]
        every = sheet.of_class[CLASS_CODE[name]]
        if zoom < stroke.least_zoom or every.size == 0:
            continue
        shown = every[window.hits(sheet.box[every], 12 * density)]
        ended = sheet.at_an_end[shown]
        for chosen, drawn in ((shown[ended], at_an_end(stroke)), (shown[~ended], stroke)):
            if chosen.size == 0:
                continue
            points, first = _runs(segments.shape_first, chosen)
            pixels = window.pixels(sheet.x[points], sheet.y[points])
            if not cased:
                points_kept, first = _thin(pixels, first)
                pixels = pixels[points_kept]
            paths.append((drawn, _outline(pixels, first, window.size)))
    if cased:
        rim = (1.0 if zoom < 15 else 1.5) * density
        for stroke, path in paths:
            if stroke.casing:
                _stroke(renderer, path, stroke.casing, stroke.width(zoom) * density + rim)
    for stroke, path in paths:
        grow = density * 2.0 ** ((min(zoom, 17) - 15) / 2)
        dashes = tuple(length * grow for length in stroke.dashes)
        colour = stroke.fill if cased else stroke.far
        _stroke(renderer, path, colour, stroke.width(zoom) * density, dashes if cased else ())


def _thin(
    pixels: npt.NDArray[np.float64], first: npt.NDArray[np.integer]
) -> tuple[np.ndarray, np.ndarray]:
    """Keep the ends of runs, and the points between that move by half a pixel."""
    ends = np.zeros(len(pixels), np.bool_)
    ends[first] = True
    ends[np.concatenate((first[1:], [len(pixels)])) - 1] = True
    coarse = np.rint(pixels * 1.5).astype(np.int64)
    moved = np.ones(len(pixels), np.bool_)
    moved[1:] = (coarse[1:] != coarse[:-1]).any(axis=1)
    keep = ends | moved
    return np.flatnonzero(keep), (np.cumsum(keep) - 1)[first]
