"""Bands suggested from a Rural-Urban Classification, the ONS's or any other one.

A classification comes as a list: the council's own areas with their class (LSOAs
with the ONS's lookup), or postcodes, of which each area takes the class that most
of them have. Leicestershire's bands bear the names of 2011 [002 para 39].
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from solver.base.areas import area_base, area_polygons
from solver.base.borders import BRITISH_GRID
from solver.base.world import once
from solver.errors import Fault, InputError
from solver.zones.assignment import assignment, known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.base.world import World
    from solver.domain import Scenario

RUC_2011: dict[str, str] = {
    "Urban major conurbation": "Urban",
    "Urban minor conurbation": "Urban",
    "Urban city and town": "Urban",
    "Urban city and town in a sparse setting": "Urban",
    "Rural town and fringe": "Fringe",
    "Rural town and fringe in a sparse setting": "Fringe",
    "Rural village": "Rural",
    "Rural village in a sparse setting": "Rural",
    "Rural village and dispersed": "Rural",
    "Rural village and dispersed in a sparse setting": "Rural",
    "Rural hamlet and isolated dwellings": "Isolated",
    "Rural hamlet and isolated dwellings in a sparse setting": "Isolated",
}
"""The 2011 classes as the paper's table heads use them [002 para 39].

LSOAs and larger areas have one class, "village and dispersed", for villages and
hamlets together; output areas and postcodes tell them apart.
"""

RUC_2021: dict[str, str] = {
    "Urban: Nearer to a major town or city": "Urban",
    "Urban: Further from a major town or city": "Fringe",
    "Larger rural: Nearer to a major town or city": "Fringe",
    "Larger rural: Further from a major town or city": "Rural",
    "Smaller rural: Nearer to a major town or city": "Rural",
    "Smaller rural: Further from a major town or city": "Isolated",
}
"""The 2021 classes: one band further out where a major town is further away.

The 2021 classification has no fourth rural class, and puts "relative access" in
place of sparsity; this mapping is Homerounds' own, a start for the officer's
table. Para 29e warns that some isolated places have good roads: measured travel
shows which.
"""

CODES: dict[str, str] = {
    "UN1": "Urban: Nearer to a major town or city",
    "UF1": "Urban: Further from a major town or city",
    "RLN1": "Larger rural: Nearer to a major town or city",
    "RLF1": "Larger rural: Further from a major town or city",
    "RSN1": "Smaller rural: Nearer to a major town or city",
    "RSF1": "Smaller rural: Further from a major town or city",
}
"""The ONS's codes of 2021, which lookups of postcodes carry in place of names."""


@dataclass(frozen=True, eq=False)
class Classes:
    """The class of each area that a list says something about.

    Parameters
    ----------
    of_area
        Area id → class.
    seen
        Area id → (postcodes of that class, postcodes of the area in the list);
        empty where the list names the areas themselves.
    missed
        Names of the areas that the list says nothing about.
    """

    of_area: dict[str, str]
    seen: dict[str, tuple[int, int]]
    missed: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Classes that occur: the known ones in their order, then others by name."""
        order = {name: i for i, name in enumerate([*RUC_2011, *RUC_2021])}
        return tuple(sorted(set(self.of_area.values()), key=lambda c: (order.get(c, 99), c)))


def read_classes(world: World, text: str, file: str = "classes.csv") -> Classes:
    """Read a list of areas or postcodes with their class.

    The columns are found by what is in them: the one with most ids of areas, or
    else most postcodes of the world, and the one with most names or codes of a
    Rural-Urban Classification, else one called class or band.

    Parameters
    ----------
    text
        CSV with a row of headings.

    Raises
    ------
    InputError
        When no column holds areas or postcodes, or none holds classes.
    """
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    columns = [name for name in (rows[0] if rows else {}) if isinstance(name, str)]
    cells = {name: [str(row[name] or "").strip() for row in rows] for name in columns}
    areas = area_base(world)
    of_postcode = postcode_areas(world)
    by_area = _most(cells, areas.index)
    plain = {name: [_postcode(cell) for cell in column] for name, column in cells.items()}
    by_postcode = _most(plain, of_postcode)
    classes = _most(cells, {*RUC_2011, *RUC_2021, *CODES})
    named = [name for name in columns if name.strip().casefold() in ("class", "ruc", "band")]
    classes = classes or (named[0] if named else "")
    faults = []
    if not by_area and not by_postcode:
        faults.append(
            Fault(
                file, 1, "", "No column holds ids of areas or postcodes of this county.",
                f"Give a column with area ids such as {areas.ids[0]!r}, or with postcodes.",
            )
        )  # fmt: skip
    if not classes:
        faults.append(
            Fault(
                file, 1, "", "No column holds classes of a Rural-Urban Classification.",
                "Give one with names such as 'Rural village', or call your own column 'class'.",
            )
        )  # fmt: skip
    if faults:
        raise InputError(faults)
    found = [CODES.get(cell, cell) for cell in cells[classes]]
    if by_area:
        of_area = {
            area: one
            for area, one in zip(cells[by_area], found, strict=True)
            if area in areas.index and one
        }
        return Classes(of_area, {}, _missed(world, of_area))
    return _by_postcode(world, plain[by_postcode], found)


def from_classes(
    world: World,
    scenario: Scenario,
    classes: Classes,
    mapping: Mapping[str, str],
) -> pd.DataFrame:
    """Suggest bands from a classification of the areas.

    Parameters
    ----------
    classes
        From :func:`read_classes`.
    mapping
        Class → band: :data:`RUC_2011`, :data:`RUC_2021` or the officer's own.

    Returns
    -------
    frame
        ``area_id, area, band`` (now) ``, suggested, sentence``, for the areas
        that have a class.

    Raises
    ------
    ScenarioError
        When a class has no band in the mapping.
    """
    areas = area_base(world)
    chosen = assignment(world, scenario)
    bands = {name: i for i, name in enumerate(mapping)}
    rows = []
    for area_id in areas.ids:
        found = classes.of_area.get(area_id)
        if found is None:
            continue
        row = areas.index[area_id]
        suggested = mapping[list(mapping)[known("class", found, bands)]]
        of, all_of = classes.seen.get(area_id, (0, 0))
        what = f"{of:,} of its {all_of:,} postcodes are" if all_of else "it is"
        sentence = f"{areas.names[row]}: {what} classed as {found}: {suggested}."
        rows.append(
            (area_id, areas.names[row], chosen.bands[chosen.band[row]], suggested, sentence)
        )
    return pd.DataFrame(rows, columns=["area_id", "area", "band", "suggested", "sentence"])


@once
def postcode_areas(world: World) -> dict[str, int]:
    """Postcode, without blanks, → row of the area it lies in."""
    table = world.tables.postcodes
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326").to_crs(BRITISH_GRID)
    tree = shapely.STRtree(area_polygons(world))
    point, area = tree.query(np.asarray(points), predicate="intersects")
    names = [_postcode(name) for name in table["postcode"]]
    return {names[i]: j for i, j in zip(point.tolist(), area.tolist(), strict=True)}


def _by_postcode(world: World, postcodes: Sequence[str], found: Sequence[str]) -> Classes:
    """Give each area the class of most of its postcodes; ties go to the class nearest a town."""
    areas = area_base(world)
    of_postcode = postcode_areas(world)
    order = {name: i for i, name in enumerate([*RUC_2011, *RUC_2021])}
    counts: dict[str, dict[str, int]] = {}
    for postcode, one in zip(postcodes, found, strict=True):
        if one and postcode in of_postcode:
            tally = counts.setdefault(areas.ids[of_postcode[postcode]], {})
            tally[one] = tally.get(one, 0) + 1
    of_area, seen = {}, {}
    for area_id, tally in counts.items():
        most = min(tally, key=lambda one: (-tally[one], order.get(one, 99), one))
        of_area[area_id], seen[area_id] = most, (tally[most], sum(tally.values()))
    return Classes(of_area, seen, _missed(world, of_area))


def _missed(world: World, of_area: Mapping[str, str]) -> tuple[str, ...]:
    areas = area_base(world)
    names = zip(areas.ids, areas.names, strict=True)
    return tuple(name for area_id, name in names if area_id not in of_area)


def _most(cells: Mapping[str, Sequence[str]], known_words: Mapping[str, int] | set[str]) -> str:
    """Name the column with most cells among the known words; empty where none has any."""
    counts = {name: sum(cell in known_words for cell in column) for name, column in cells.items()}
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] else ""


def _postcode(text: str) -> str:
    return text.replace(" ", "").upper()
