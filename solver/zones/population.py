"""Residents of each area: as loaded, else estimated from the settlements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from solver.zones.base import add_up, area_base

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.world import World

RESIDENTS = "population"
AGED_75 = "population_75"
"""Columns of the areas layer that count residents, all and aged 75 or over."""


@dataclass(frozen=True, eq=False)
class Population:
    """Residents of each of n areas.

    Parameters
    ----------
    residents, aged_75
        (n,) float64; NaN where not known.
    estimated
        True where the areas layer counts nobody and the settlements' residents
        were shared among their areas instead.
    """

    residents: npt.NDArray[np.float64]
    aged_75: npt.NDArray[np.float64]
    estimated: bool


def population(world: World) -> Population:
    """Count the residents of each area (``world.once(population)``).

    Where the areas layer has no such column, the residents of a settlement are
    shared among its areas by the number of postcodes inside each (evenly where
    there is none). People outside every settlement are then not counted, so
    figures per resident are too high in the countryside.
    """
    areas = world.tables.areas
    blank = np.full(len(areas), np.nan)
    aged = _column(areas, AGED_75) if AGED_75 in areas else blank
    if RESIDENTS in areas:
        return Population(_column(areas, RESIDENTS), aged, estimated=False)
    names = world.once(area_base).settlements
    known = {
        name: float(count)
        for name, count in zip(
            world.tables.settlements["settlement"],
            world.tables.settlements["population"],
            strict=True,
        )
        if count > 0
    }
    total = np.array([known.get(name, np.nan) for name in names])
    code = {name: i for i, name in enumerate(dict.fromkeys(names))}
    group = np.array([code[name] for name in names], dtype=np.int64)
    weight = _postcodes_inside(world)
    none = add_up(group, weight, len(code))[group] == 0
    weight = np.where(none, 1.0, weight)
    return Population(
        total * weight / add_up(group, weight, len(code))[group], aged, estimated=True
    )


def _column(areas: object, name: str) -> npt.NDArray[np.float64]:
    return np.asarray(areas[name].to_numpy(dtype=np.float64, na_value=np.nan))  # type: ignore[index]


def _postcodes_inside(world: World) -> npt.NDArray[np.float64]:
    """Count the loaded postcodes in each area: (n,) float64."""
    areas = world.tables.areas
    postcodes = world.tables.postcodes
    tree = shapely.STRtree(np.asarray(areas.geometry.values))
    points = shapely.points(postcodes["lon"].to_numpy(), postcodes["lat"].to_numpy())
    _, inside = tree.query(points, predicate="within")
    return np.bincount(inside, minlength=len(areas)).astype(np.float64)
