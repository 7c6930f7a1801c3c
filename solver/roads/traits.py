"""What each piece of road is: its class, its setting, its limit and its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.read.tags.classes import CLASS_CODE, RURAL, URBAN

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.segments import Segments


@dataclass(frozen=True, eq=False)
class SegmentTraits:
    """What speeds depend on.

    Parameters
    ----------
    klass
        (s,) uint8 index into :data:`solver.roads.read.tags.classes.CLASSES`.
    setting
        (s,) uint8 1 built-up, 2 open country.
    limit_kmh
        (s, 2) float32, forward and backward, NaN where unsigned.
    name
        (s,) int32 index into the names.
    number
        (s,) int32 index into the names, of the road's number.
    end, private
        (s,) uint8 masks as ``way_end`` and ``way_private`` of
        :class:`solver.roads.read.raw.RawRoads`.
    """

    klass: npt.NDArray[np.uint8]
    setting: npt.NDArray[np.uint8]
    limit_kmh: npt.NDArray[np.float32]
    name: npt.NDArray[np.int32]
    number: npt.NDArray[np.int32]
    end: npt.NDArray[np.uint8]
    private: npt.NDArray[np.uint8]


def guess_setting(
    segments: Segments, klass: npt.NDArray[np.uint8], told: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Say which segments lie in a built-up area.

    Where tags do not say: residential streets are built up; other roads are
    where at least 2.5 km of residential streets lie within the nine squares of
    about 400 m around their middle.

    Parameters
    ----------
    segments
        Segments.
    klass, told
        (s,) class, and the setting that tags give (0 unknown).

    Returns
    -------
    setting
        (s,) uint8, 1 built-up or 2 open country.
    """
    home = (klass == CLASS_CODE["residential"]) | (klass == CLASS_CODE["living_street"])
    middle = (segments.shape_first[:-1] + segments.shape_first[1:]) // 2
    lon = segments.shape_lon[middle].astype(np.int64)
    lat = segments.shape_lat[middle].astype(np.int64)
    cell_lat = 36_000  # 1e-7 degrees, about 400 m
    stretch = max(0.05, float(np.cos(np.radians(np.median(lat) / 1e7)))) if lat.size else 1.0
    x, y = lon // int(cell_lat / stretch), lat // cell_lat
    x, y = x - x.min(initial=0) + 1, y - y.min(initial=0) + 1
    width = int(x.max(initial=0)) + 2
    cells, at = np.unique(y * width + x, return_inverse=True)
    metres = np.bincount(at, weights=segments.length_m * home, minlength=cells.size)
    around = np.zeros(cells.size)
    for shift in (-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1):
        near = np.minimum(np.searchsorted(cells, cells + shift), cells.size - 1)
        around += np.where(cells[near] == cells + shift, metres[near], 0.0)
    urban = home | (around[at] >= 2_500.0)
    return np.where(told > 0, told, np.where(urban, URBAN, RURAL)).astype(np.uint8)
