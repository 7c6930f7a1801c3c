"""Fonts of the basemap, and the boxes that lettering fills."""

from __future__ import annotations

from functools import lru_cache

import matplotlib as mpl
from PIL import ImageFont

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, pixels."""

_FOLDER = f"{mpl.get_data_path()}/fonts/ttf"


@lru_cache(maxsize=64)
def font_of(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the basemap's letters at a size in pixels."""
    return ImageFont.truetype(f"{_FOLDER}/DejaVuSans{'-Bold' if bold else ''}.ttf", size)


class Free:
    """Where there is still room for lettering on a large map: boxes sorted into squares.

    Parameters
    ----------
    square
        Pixels across a square.
    """

    def __init__(self, square: float) -> None:
        self._square = square
        self._boxes: dict[tuple[int, int], list[Box]] = {}

    def fits(self, box: Box) -> bool:
        """Say whether a box covers nothing that was added."""
        return not any(overlaps(box, self._boxes.get(at, [])) for at in self._squares(box))

    def add(self, box: Box) -> None:
        """Fill a box."""
        for at in self._squares(box):
            self._boxes.setdefault(at, []).append(box)

    def _squares(self, box: Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(edge // self._square) for edge in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def overlaps(box: Box, others: list[Box]) -> bool:
    """Say whether a box covers part of another."""
    return any(box[0] < o[2] and box[2] > o[0] and box[1] < o[3] and box[3] > o[1] for o in others)
