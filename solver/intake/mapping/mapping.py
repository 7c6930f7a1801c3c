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
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import tomli_w

from solver.domain import DAYS
from solver.errors import Fault, InputError
from solver.intake.about import read_toml
from solver.intake.files.text import Cells
from solver.intake.findings import hint, listed, quoted
from solver.intake.schema.columns import plain_name
from solver.intake.schema.layers import LAYERS
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.schema.columns import Kind, Table

FILE = "mapping.toml"

_PARTS = ("columns", "values", "formats", "constants")

_COLUMNS: dict[str, list[str]] = {
    name: [
        column.name
        for table in (TABLES.get(name), LAYERS.get(name))
        if table is not None
        for column in table.columns
    ]
    for name in (*TABLES, *LAYERS)
}
"""Table or layer → its columns; zones are both."""


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
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnMapping:
    """A named set of mappings, one for each table that needs one."""

    name: str = ""
    tables: Mapping[str, TableMapping] = field(default_factory=dict)

    def to_toml(self) -> str:
        """Write the mapping as TOML; :func:`mapping_from_toml` reads it back equal."""
        data: dict[str, Any] = {"name": self.name}
        for table, part in self.tables.items():
            data[table] = {key: dict(getattr(part, key)) for key in _PARTS if getattr(part, key)}
        return tomli_w.dumps(data)

    def save(self, folder: Path) -> None:
        """Keep the mapping in a world folder."""
        (folder / FILE).write_text(self.to_toml(), encoding="utf-8")

    def with_table(self, table: str, part: TableMapping) -> ColumnMapping:
        """Return the same mapping with another part for ``table``."""
        return replace(self, tables={**self.tables, table: part})


def mapping_from_toml(text: str) -> ColumnMapping:
    """Read a mapping.

    Raises
    ------
    InputError
        When the text is not TOML, or names a table or a column that does not
        exist.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
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
        if table not in _COLUMNS or not isinstance(parts, dict):
            faults.append(_fault(table, "There is no such table.", hint(table, list(_COLUMNS))))
            continue
        for part, choices in parts.items():
            faults += _faults_of(table, part, choices)
    if faults:
        return ColumnMapping(), faults
    read = {table: TableMapping(**parts) for table, parts in tables.items()}
    return ColumnMapping(name if isinstance(name, str) else "", read), []


def _faults_of(table: str, part: str, choices: Any) -> list[Fault]:
    where = f"{table}.{part}"
    if part not in _PARTS:
        return [_fault(where, f"There is no part {quoted(part)}.", f"Use {listed(_PARTS)}.")]
    if not isinstance(choices, dict):
        return [_fault(where, "The value is not a table.", f"Write [{where}] above its lines.")]
    known, faults = _COLUMNS[table], []
    for column, value in choices.items():
        if column not in known:
            likely = hint(column, known)
            faults.append(_fault(f"{where}.{column}", "There is no such column.", likely))
        elif part == "values" and not isinstance(value, dict):
            cure = f"Write [{where}.{column}] above its lines."
            faults.append(_fault(f"{where}.{column}", "The value is not a table.", cure))
        elif not all(
            isinstance(text, str) for text in (value.values() if part == "values" else [value])
        ):
            faults.append(_fault(f"{where}.{column}", "The value is not text.", "Quote it."))
    return faults


def _fault(column: str, message: str, cure: str) -> Fault:
    return Fault(FILE, None, column, message, cure)


def recall(
    saved: Iterable[ColumnMapping], table: str, header: Iterable[str]
) -> TableMapping | None:
    """Return the first saved mapping of ``table`` whose columns are all in ``header``."""
    names = {plain_name(name) for name in header}
    for mapping in saved:
        part = mapping.tables.get(table)
        if part is not None and {plain_name(name) for name in part.columns.values()} <= names:
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
    readers = [_Reader(ours, i, table, part) for ours, i in used.items()]
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
        for name in _PARTS
    }
    return TableMapping(**kept)


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


class _Reader:
    """Takes one of our cells from a row of an export."""

    def __init__(self, ours: str, place: int, table: Table, part: TableMapping) -> None:
        self.place = place
        self.words = {theirs.casefold(): word for theirs, word in part.values.get(ours, {}).items()}
        self.format = part.formats.get(ours, "")
        self.kind: Kind = table.by_name[ours].kind
        self.known: dict[str, str] = {}

    def __call__(self, row: list[str]) -> str:
        text = row[self.place]
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> str:
        word = self.words.get(text.casefold(), text)
        if not self.format or not word:
            return word
        try:
            moment = dt.datetime.strptime(word, self.format)  # a clock on the wall, no zone
        except ValueError:
            return word  # the reader of the column lists it, with its row
        if self.kind in ("days", "choice"):
            return DAYS[moment.weekday()]
        minutes = moment.hour * 60 + moment.minute + moment.second / 60
        if self.kind == "minutes":
            return f"{minutes:g}"
        if self.kind == "hours":
            return f"{minutes / 60:.6g}"
        return f"{moment:%H:%M:%S}"
