"""Residents of each area: as loaded, else estimated from the settlements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from solver.base.areas import add_up, area_base
from solver.base.world import once

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World

RESIDENTS = "population"
AGED_65, AGED_75, AGED_85 = "population_65", "population_75", "population_85"
"""Columns of the areas that count residents: all, and those of an age or over."""


@dataclass(frozen=True, eq=False)
class Population:
    """Residents of each of n areas.

    Parameters
    ----------
    residents, aged_65, aged_75, aged_85
        (n,) float64, of all ages and of an age or over; NaN where not known.
    estimated
        True where no file counts the residents of areas and the settlements'
        were shared among their areas instead.
    """

    residents: npt.NDArray[np.float64]
    aged_65: npt.NDArray[np.float64]
    aged_75: npt.NDArray[np.float64]
    aged_85: npt.NDArray[np.float64]
    estimated: bool


@once
def population(world: World) -> Population:
    """Count the residents of each area.

    Where neither a population table nor the areas layer counts them, the residents
    of a settlement are shared among its areas by the number of postcodes inside each (evenly where
    there is none). People outside every settlement are then not counted, so
    figures per resident are too high in the countryside.
    """
    areas = world.tables.areas
    blank = np.full(len(areas), np.nan)
    aged_65, aged_75, aged_85 = (
        _column(areas, name) if name in areas else blank for name in (AGED_65, AGED_75, AGED_85)
    )
    if RESIDENTS in areas:
        residents = _column(areas, RESIDENTS)
        return Population(residents, aged_65, aged_75, aged_85, estimated=False)
    names = area_base(world).settlements
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
    shared = total * weight / add_up(group, weight, len(code))[group]
    return Population(shared, aged_65, aged_75, aged_85, estimated=True)


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
