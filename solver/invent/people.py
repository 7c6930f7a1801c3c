"""Invent where people live: near a postcode, never at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from solver.invent.land.ground import to_degrees

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.invent.land.ground import Ground

NEAREST_M = 12.0
"""No invented door lies nearer to any postcode's centroid than this."""


class Homes:
    """Draws doors near postcodes of a ground.

    Parameters
    ----------
    ground
        Settlements, postcodes and areas.
    rng
        Source of chance.
    """

    def __init__(self, ground: Ground, rng: np.random.Generator) -> None:
        self._rng = rng
        self._xy = ground.postcodes[["x", "y"]].to_numpy(dtype=np.float64)
        self._tree = cKDTree(self._xy)
        self._shape = dict(
            zip(ground.areas["area_id"], ground.areas.geometry.to_numpy(), strict=True)
        )
        self._area = ground.postcodes["area_id"].to_numpy(dtype=object)

    def near(self, row: int) -> tuple[float, float]:
        """Longitude and latitude of a door 15 to 60 m from the postcode at ``row``.

        The door lies in the same area as the postcode and at least
        :data:`NEAREST_M` from every postcode's centroid.

        Raises
        ------
        ValueError
            When there is no such place around the postcode.
        """
        shape = self._shape[self._area[row]]
        for attempt in range(200):
            reach = self._rng.uniform(15.0, 60.0 + 2.0 * attempt)
            angle = self._rng.uniform(0.0, 2.0 * np.pi)
            x, y = self._xy[row] + reach * np.array([np.cos(angle), np.sin(angle)])
            lon, lat = to_degrees(x, y)
            clear = self._tree.query([x, y])[0] > NEAREST_M
            if clear and shapely.contains_xy(shape, lon, lat):
                return float(lon), float(lat)
        raise ValueError("No door can be invented near a postcode; its area is too small.")

    def within(self, x: float, y: float, near_m: float, far_m: float) -> int:
        """Row of a postcode between two distances of a point, or the nearest beyond.

        Parameters
        ----------
        x, y
            Point, metres in British National Grid.
        near_m, far_m
            Distances.
        """
        rows = np.asarray(self._tree.query_ball_point([x, y], far_m), dtype=np.int64)
        away = np.hypot(*(self._xy[rows] - (x, y)).T) if len(rows) else np.empty(0)
        rows = np.sort(rows[away >= near_m])
        if len(rows):
            return int(self._rng.choice(rows))
        return int(self._tree.query([x, y])[1])


def draw_postcodes(
    rows: npt.NDArray[np.int64], count: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Choose ``count`` of the rows of the postcodes, none twice while they last.

    Raises
    ------
    ValueError
        When there is no row to choose from.
    """
    if len(rows) == 0:
        raise ValueError("There are no postcodes to invent people near.")
    if count <= len(rows):
        return np.sort(rng.choice(rows, size=count, replace=False))
    return np.sort(np.concatenate([rows, rng.choice(rows, size=count - len(rows))]))
