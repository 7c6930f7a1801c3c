"""Exports of case and rostering systems → our columns: a mapping is data.

A mapping is chosen once, saved in the world folder as ``mapping.toml``, and
recalled for any later file that has the same columns. In TOML::

    name = "Rostering export"

    [visits.columns]              # our column = "the column of the export"
    visit_id = "Visit Ref"
    start = "Planned Start"
    days = "Planned Start"        # one column may serve twice

    [visits.formats]              # how its dates and times are written
    start = "%d/%m/%Y %H:%M"
    days = "%d/%m/%Y %H:%M"

    [visits.values.time_critical] # "their word" = "our word"
    Critical = "yes"

    [visits.constants]            # what the export does not say
    carers = "1"

    [carers]
    sheet = "Rota 2025"           # the tab of carers.xlsx that is read
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import tomli_w

from solver.errors import Fault, InputError
from solver.intake.about import TomlError, parse_toml, read_toml
from solver.intake.files.text import Cells
from solver.intake.findings import hint, quoted
from solver.intake.mapping.cells import CellReader
from solver.intake.mapping.faults import (
    COLUMNS,
    FILE,
    PARTS,
    SHEET,
    fault_of,
    faults_of,
    faults_of_formats,
)
from solver.intake.schema.columns import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.schema.columns import Table


@dataclass(frozen=True)
class TableMapping:
    """How one export becomes one of our tables.

    Parameters
    ----------
    columns
        Our column → the column of the export.
    values
        Our column → {their word: our word}; other words stay as they are.
    formats
        Our column → how its dates and times are written, in the codes of
        :meth:`datetime.datetime.strptime`.
    constants
        Our column → the text of every cell.
    sheet
        The tab of the workbook that is read; empty where it is plain.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """A named set of mappings, one for each table that needs one."""

    name: str = ""
    tables: Mapping[str, TableMapping] = field(default_factory=dict)

    def to_toml(self) -> str:
        """Write the mapping as TOML; :func:`mapping_from_toml` reads it back equal."""
        data: dict[str, Any] = {"name": self.name}
        for table, part in self.tables.items():
            sheet = {SHEET: part.sheet} if part.sheet else {}
            data[table] = sheet | {
                key: dict(getattr(part, key)) for key in PARTS if getattr(part, key)
            }
        return tomli_w.dumps(data)

    def save(self, folder: Path) -> None:
        """Keep the mapping in a world folder."""
        (folder / FILE).write_text(self.to_toml(), encoding="utf-8")

    def with_table(self, table: str, part: TableMapping) -> ColumnMapping:
        """Return the same mapping with another part for ``table``."""
        return replace(self, tables={**self.tables, table: part})

    def with_sheets(self, sheets: Mapping[str, str]) -> ColumnMapping:
        """Return the same mapping with the tabs of some tables chosen: table → tab."""
        tables = dict(self.tables)
        for table, sheet in sheets.items():
            tables[table] = replace(tables.get(table, TableMapping()), sheet=sheet)
        return replace(self, tables=tables)


def mapping_from_toml(text: str) -> ColumnMapping:
    """Read a mapping.

    Raises
    ------
    InputError
        When the text is not TOML, or names a table or a column that does not
        exist.
    """
    try:
        data = parse_toml(text)
    except TomlError as error:
        raise InputError(
            [Fault(FILE, None, "", f"The file is not TOML ({error}).", "Map the columns again.")]
        ) from error
    mapping, faults = _from_data(data)
    if faults:
        raise InputError(faults)
    return mapping


def read_mapping(folder: Path, findings: Findings) -> ColumnMapping:
    """Read the mapping of a world folder; an empty one where it has none."""
    if not (folder / FILE).is_file():
        return ColumnMapping()
    data = read_toml(folder / FILE, findings)
    mapping, faults = _from_data(data or {})
    findings.faults.extend(faults)
    return mapping


def _from_data(data: dict[str, Any]) -> tuple[ColumnMapping, list[Fault]]:
    faults: list[Fault] = []
    name = data.get("name", "")
    tables = {table: parts for table, parts in data.items() if table != "name"}
    for table, parts in tables.items():
        if table not in COLUMNS or not isinstance(parts, dict):
            faults.append(fault_of(table, "There is no such table.", hint(table, list(COLUMNS))))
            continue
        for part, choices in parts.items():
            faults += faults_of(table, part, choices)
        if not faults and isinstance(parts.get("formats"), dict):
            faults += faults_of_formats(table, parts["formats"])
    if faults:
        return ColumnMapping(), faults
    read = {table: TableMapping(**parts) for table, parts in tables.items()}
    return ColumnMapping(name if isinstance(name, str) else "", read), []


def has_columns(header: Iterable[str], table: Table, part: TableMapping) -> bool:
    """Say whether a file has every column that a table needs, by our names or by a mapping."""
    names = list(header)
    plain = {plain_name(name) for name in names}
    there = {table.find(name) for name in names} | set(part.constants)
    there |= {ours for ours, theirs in part.columns.items() if plain_name(theirs) in plain}
    placed = "postcode" in there or {"lon", "lat"} <= there
    needed = {column.name for column in table.columns if column.required}
    return needed <= there and (placed or not table.places)


def recall(
    saved: Iterable[ColumnMapping], table: str, header: Iterable[str]
) -> TableMapping | None:
    """Return the first saved mapping of ``table`` whose columns are all in ``header``."""
    names = {plain_name(name) for name in header}
    for mapping in saved:
        part = mapping.tables.get(table)
        if (
            part is not None
            and part.columns
            and {plain_name(name) for name in part.columns.values()} <= names
        ):
            return part
    return None


def apply_mapping(cells: Cells, table: Table, mapping: ColumnMapping, findings: Findings) -> Cells:
    """Rename the columns of an export to ours, and translate their cells.

    Columns that the mapping does not name stay as they are.
    """
    part = mapping.tables.get(table.name)
    if part is None:
        return cells
    part = _of_table(part, table)
    where = {plain_name(name): i for i, name in enumerate(cells.header)}
    used: dict[str, int] = {}
    for ours, theirs in part.columns.items():
        place = where.get(plain_name(theirs))
        if place is None:
            findings.fault(
                cells.file,
                1,
                ours,
                f"The saved mapping takes it from {quoted(theirs)}, which is missing.",
                hint(theirs, cells.header) or f"Map the columns again, or remove {FILE}.",
            )
        else:
            used[ours] = place
    taken = set(used.values())
    rest = [
        i
        for i, name in enumerate(cells.header)
        if i not in taken and table.find(name) not in {*used, *part.constants}
    ]
    header = [*used, *part.constants, *(cells.header[i] for i in rest)]
    readers = [
        CellReader(
            i, table.by_name[ours].kind, part.formats.get(ours, ""), part.values.get(ours, {})
        )
        for ours, i in used.items()
    ]
    constants = list(part.constants.values())
    rows = [
        [*(reader(row) for reader in readers), *constants, *(row[i] for i in rest)]
        for row in cells.rows
    ]
    return Cells(cells.file, header, rows, cells.numbers)


def _of_table(part: TableMapping, table: Table) -> TableMapping:
    """Keep what concerns the columns of a table; zones are also a layer."""
    kept = {
        name: {ours: value for ours, value in getattr(part, name).items() if ours in table.by_name}
        for name in PARTS
    }
    return TableMapping(**kept, sheet=part.sheet)


def rename_layer(layer: gpd.GeoDataFrame, stem: str, mapping: ColumnMapping) -> gpd.GeoDataFrame:
    """Rename the columns of a layer to ours, and translate their words.

    A column that the mapping names and the layer does not have is left to the
    check of the layer's columns. ``formats`` and ``constants`` do not count.
    """
    part = mapping.tables.get(stem)
    if part is None:
        return layer
    where = {plain_name(str(name)): name for name in layer.columns}
    taken = {ours: where.get(plain_name(theirs), "") for ours, theirs in part.columns.items()}
    renamed = layer.drop(columns=[name for name in set(taken.values()) if name])
    for ours, theirs in taken.items():
        if theirs:
            words = part.values.get(ours, {})
            renamed[ours] = [words.get(str(value), value) for value in layer[theirs]]
    return renamed
