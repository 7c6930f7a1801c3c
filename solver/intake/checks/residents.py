"""Residents of the areas by age, from the population table where there is one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pandas import notna

from solver.intake.findings import quoted
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed

COUNTED: tuple[str, ...] = tuple(
    column.stored for column in TABLES["population"].columns if column.kind == "whole"
)
"""Columns of the areas that count residents: all of them, then those of an age and over."""


def with_population(
    areas: gpd.GeoDataFrame, table: Typed | None, file: str, findings: Findings
) -> gpd.GeoDataFrame:
    """Take the residents of each area from the population table, where there is one.

    The table goes before the layer's own columns. An age for which the table
    has no number at all is not known, and leaves no column.

    Parameters
    ----------
    areas
        With ``area_id``.
    table
        The population table; ``None`` where it could not be read.
    file
        Name of the areas' file, for messages.
    """
    if table is None or not table.file:
        return areas
    areas = areas.drop(columns=[name for name in COUNTED if name in areas.columns])
    known = set(areas["area_id"])
    for row, area in zip(table.rows, table.frame["area_id"], strict=True):
        if area and area not in known:
            findings.fault(
                table.file,
                int(row),
                "area_id",
                f"{quoted(area)} is no area of {file}.",
                findings.hint(area, known) or f"Remove the row, or add the area to {file}.",
            )
    for area in sorted(known - set(table.frame["area_id"]) - {""}):
        findings.fault(
            table.file,
            None,
            "residents",
            f"Area {quoted(area)} has no residents.",
            f"Add a row: {area}, and how many people live there; 0 where nobody does.",
        )
    _older_are_fewer(table, findings)
    frame = table.frame.drop_duplicates("area_id").set_index("area_id")
    for column in TABLES["population"].columns:
        if column.kind == "whole" and frame[column.name].notna().any():
            areas[column.stored] = areas["area_id"].map(frame[column.name]).astype("Int64")
    return areas[[*(name for name in areas.columns if name != "geometry"), "geometry"]]


def _older_are_fewer(table: Typed, findings: Findings) -> None:
    """Add a fault where more people are of an age than of a younger one, or than live there."""
    names = [column.name for column in TABLES["population"].columns if column.kind == "whole"]
    columns = [table.frame[name].tolist() for name in names]
    for row, *cells in zip(table.rows, *columns, strict=True):
        given = [(name, count) for name, count in zip(names, cells, strict=True) if notna(count)]
        for (wider, more), (name, fewer) in pairwise(given):
            if fewer > more:
                findings.fault(
                    table.file,
                    int(row),
                    name,
                    f"{fewer:,} are more than the {more:,} of {wider}.",
                    "Count everybody of that age and over, and check both numbers.",
                )
