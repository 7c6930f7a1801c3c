"""A picture of the basemap for a paper: tiles side by side, a scale, and whose data it is."""

from __future__ import annotations

import io
from math import ceil, cos, floor, radians
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

from solver.basemap.frame import mercator
from solver.basemap.lettering import font_of
from solver.basemap.style import HALO, TOWN_INK
from solver.basemap.tiles import PIXELS, tile
from solver.errors import RoadsError

if TYPE_CHECKING:
    import pandas as pd

    from solver.roads.roads import Roads

CREDIT: Final = "© OpenStreetMap contributors, ODbL 1.0"
MOST_PIXELS: Final = 8_000
_EQUATOR_M: Final = 40_075_016.686
_DENSITY: Final = 2


def picture(
    roads: Roads,
    centre: tuple[float, float],
    zoom: int,
    size: tuple[int, int],
    settlements: pd.DataFrame | None = None,
    credit: str = CREDIT,
) -> bytes:
    """Draw the map around a point.

    Parameters
    ----------
    roads
        What to draw.
    centre
        Longitude and latitude.
    zoom
        As of a tile: 11 shows a district, 16 streets.
    size
        Width and height in pixels, two to the point of a screen.
    settlements
        As for :func:`solver.basemap.tiles.tile`.
    credit
        Whose data it is, written in the corner.

    Returns
    -------
    png
        An image of that size.

    Raises
    ------
    RoadsError
        When the size or zoom makes no picture.
    """
    if not all(64 <= edge <= MOST_PIXELS for edge in size) or not 0 <= zoom <= 18:
        raise RoadsError(
            f"A picture has 64 to {MOST_PIXELS:,} pixels each way and a zoom from 0 to 18."
        )
    step = PIXELS * _DENSITY
    x, y = (float(v[0]) for v in mercator(np.array([centre[0]]), np.array([centre[1]])))
    left, top = x * 2**zoom * step - size[0] / 2, y * 2**zoom * step - size[1] / 2
    image = Image.new("RGB", size)
    for column in range(floor(left / step), ceil((left + size[0]) / step)):
        for row in range(floor(top / step), ceil((top + size[1]) / step)):
            if 0 <= column < 2**zoom and 0 <= row < 2**zoom:
                png = tile(roads, zoom, column, row, settlements, density=_DENSITY)
                at = round(column * step - left), round(row * step - top)
                image.paste(Image.open(io.BytesIO(png)), at)
    metres = _EQUATOR_M * cos(radians(centre[1])) / 2**zoom / step
    _sign(image, credit, metres)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _sign(image: Image.Image, credit: str, metres_a_pixel: float) -> None:
    """Write the credit and a scale bar on the lower corners."""
    draw = ImageDraw.Draw(image)
    font = font_of(10 * _DENSITY)
    wide, high = image.size
    pad = 5 * _DENSITY
    box = (wide - font.getlength(credit) - 3 * pad, high - 19 * _DENSITY, wide, high)
    draw.rectangle(box, fill=HALO)
    draw.text((wide - pad, high - 4 * _DENSITY), credit, TOWN_INK, font, anchor="rs")
    most = metres_a_pixel * min(wide / 4, 130 * _DENSITY)
    length_m = max(
        n * 10**k for k in range(7) for n in (1, 2, 5) if n * 10**k <= most or (n, k) == (1, 0)
    )
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m} m"
    x, y, long = 3 * pad, high - 3 * pad, length_m / metres_a_pixel
    draw.rectangle((x - pad, y - 20 * _DENSITY, x + long + pad, y + pad), fill=HALO)
    tick = 5 * _DENSITY
    bar = [(x, y - tick), (x, y), (x + long, y), (x + long, y - tick)]
    draw.line(bar, TOWN_INK, width=_DENSITY)
    draw.text((x + long / 2, y - 3 * _DENSITY), text, TOWN_INK, font, anchor="ms")
