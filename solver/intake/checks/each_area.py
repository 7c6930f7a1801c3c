"""The zone and the band of each area: from their tables, and whether every area has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake.findings import quoted

if TYPE_CHECKING:
    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed


def with_table(
    areas: gpd.GeoDataFrame, column: str, table: Typed | None, file: str, findings: Findings
) -> gpd.GeoDataFrame:
    """Take ``column`` of each area from its table, where there is one."""
    if table is None:
        return areas
    if table.file:
        ids = table.frame["area_id"].tolist()
        known = set(areas["area_id"])
        strangers = [(i, area) for i, area in enumerate(ids) if area and area not in known]
        for i, area in strangers:
            findings.fault(
                table.file,
                int(table.rows[i]),
                "area_id",
                f"{quoted(area)} is no area of {file}.",
                findings.hint(area, known) or f"Remove the row, or add the area to {file}.",
            )
        found = dict(zip(ids, table.frame[column].tolist(), strict=True))
        areas[column] = areas["area_id"].map(found).fillna("").astype("str")
        bare = areas["area_id"].isin(table.frame.loc[table.frame[column] == "", "area_id"])
        every_area(areas[~bare], column, table.file, findings)
    else:
        every_area(areas, column, file, findings)
    return areas


def every_area(areas: gpd.GeoDataFrame, column: str, file: str, findings: Findings) -> None:
    """Add a fault for each area that has no zone or band; a single one where none has."""
    bare = areas.loc[areas[column] == "", "area_id"].tolist()
    if len(bare) > 1 and len(bare) == len(areas) and not file.startswith(f"{column}s."):
        findings.fault(
            f"{column}s.csv",
            None,
            "",
            f"The file is missing, and no area of {file} says its {column}.",
            f"Add it, with a row for each area: area_id, {column}.",
        )
        return
    for area in bare:
        findings.fault(
            file,
            None,
            column,
            f"Area {quoted(area)} has no {column}.",
            f"Add a row: {area}, and its {column}."
            if file.startswith(f"{column}s.")
            else f"Add {column}s.csv with its {column}.",
        )
