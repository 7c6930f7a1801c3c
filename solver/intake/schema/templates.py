"""Blank tables to fill: one file a table, with two example rows, as CSV or XLSX.

The templates of a folder are together a small world that reads without a
fault, so that an officer can see what a right one looks like.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Literal

import xlsxwriter

from solver.intake.about import KEYS
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from solver.intake.schema.columns import Table

Format = Literal["csv", "xlsx"]

_AREAS = (
    ("oakham", "Oakham", (-0.76, 52.64, -0.70, 52.70)),
    ("uppingham", "Uppingham", (-0.76, 52.56, -0.70, 52.64)),
)


def write_templates(folder: Path, kind: Format = "csv") -> tuple[Path, ...]:
    """Write a template of every file of a world (roads excepted) to a folder.

    Parameters
    ----------
    folder
        Made where it does not exist. Files of the same name are overwritten.
    kind
        Of the tables; ``world.toml`` and ``areas.geojson`` are what they are.

    Returns
    -------
    The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{name}.{kind}" for name in TABLES]
    for path, table in zip(written, TABLES.values(), strict=True):
        if kind == "csv":
            _write_csv(path, table)
        else:
            _write_xlsx(path, table)
    about = folder / "world.toml"
    about.write_text(world_toml(), encoding="utf-8")
    areas = folder / "areas.geojson"
    areas.write_text(areas_geojson(), encoding="utf-8")
    return (about, areas, *written)


def example_rows(table: Table) -> list[list[str]]:
    """Return the header and the two example rows of a table."""
    header = [column.name for column in table.columns]
    return [header, *([column.examples[i] for column in table.columns] for i in (0, 1))]


def world_toml() -> str:
    """Write an example ``world.toml``, each key with what it means."""
    return "".join(f"# {what}\n{key} = {example}\n" for key, (_, what, example) in KEYS.items())


def areas_geojson() -> str:
    """Write an example layer of two square areas."""
    features = []
    for area_id, name, (west, south, east, north) in _AREAS:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"area_id": area_id, "name": name, "settlement": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1)


def _write_csv(path: Path, table: Table) -> None:
    # Excel takes a CSV for UTF-8 only where it begins with a mark
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(example_rows(table))


def _write_xlsx(path: Path, table: Table) -> None:
    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})  # ids such as 007 stay what they are
    sheet = book.add_worksheet(table.name)
    header, *rows = example_rows(table)
    sheet.write_row(0, 0, header, bold)
    for i, row in enumerate(rows, start=1):
        sheet.write_row(i, 0, row, text)
    sheet.set_column(0, len(header) - 1, 16, text)
    sheet.freeze_panes(1, 0)
    notes = book.add_worksheet("columns")
    notes.write_row(0, 0, ["column", "needed", "unit", "where empty", "meaning"], bold)
    for i, column in enumerate(table.columns, start=1):
        needed = "yes" if column.required else "no"
        default = column.default_note or column.default
        notes.write_row(i, 0, [column.name, needed, column.unit, default, column.description])
    notes.set_column(0, 3, 18)
    notes.set_column(4, 4, 90)
    book.close()
