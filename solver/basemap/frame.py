"""Where a tile lies on the Mercator square, and the roads drawn on that square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class MapSheet:
    """Roads and land on the Mercator square, where the world is 0 to 1 wide.

    Parameters
    ----------
    x, y
        (p,) float64 shape points of the segments, y downwards.
    box
        (s, 4) float64 least x and y, greatest x and y of each segment.
    of_class
        For each class code the segments (indices, ascending).
    at_an_end
        (s,) bool: a journey by car may only begin or end on the segment.
    ring_x, ring_y, line_x, line_y
        Points of the land's areas and lines.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    box: npt.NDArray[np.float64]
    of_class: tuple[npt.NDArray[np.int64], ...]
    at_an_end: npt.NDArray[np.bool_]
    ring_x: npt.NDArray[np.float64]
    ring_y: npt.NDArray[np.float64]
    line_x: npt.NDArray[np.float64]
    line_y: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A tile's frame: pixel = (Mercator - origin) * scale.

    Parameters
    ----------
    zoom
        Zoom of the tile.
    left, top
        Mercator coordinates of its north-west corner.
    scale
        Pixels across the world.
    size
        Pixels across the tile.
    """

    zoom: int
    left: float
    top: float
    scale: float
    size: int

    def hits(self, box: npt.NDArray[np.float64], margin: float) -> npt.NDArray[np.bool_]:
        """Which boxes touch the tile, with a margin in pixels."""
        pad, span = margin / self.scale, self.size / self.scale
        return (
            (box[:, 0] <= self.left + span + pad)
            & (box[:, 2] >= self.left - pad)
            & (box[:, 1] <= self.top + span + pad)
            & (box[:, 3] >= self.top - pad)
        )

    def pixels(self, x: np.ndarray, y: np.ndarray) -> npt.NDArray[np.float64]:
        """Points on the tile, (p, 2), y downwards."""
        return np.stack(((x - self.left) * self.scale, (y - self.top) * self.scale), axis=1)


def mercator(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> tuple[np.ndarray, np.ndarray]:
    """Degrees → Web Mercator (EPSG:3857) with the world 0 to 1 wide, y downwards."""
    bounded = np.radians(np.clip(lat, -85.05, 85.05))
    return lon / 360.0 + 0.5, 0.5 - np.arcsinh(np.tan(bounded)) / (2 * np.pi)
