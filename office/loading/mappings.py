"""Column mappings that were chosen once: kept in the store, and found again by their columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from office.store import settings
from solver.errors import InputError
from solver.intake import TABLES
from solver.intake.mapping.mapping import ColumnMapping, TableMapping, mapping_from_toml, recall
from solver.intake.mapping.suggest import as_mapping, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from office.store import Store

NAME = "mappings"
MOST_KEPT = 20


@dataclass(frozen=True)
class Asked:
    """A file whose columns must be matched before it can be read.

    Parameters
    ----------
    table
        The table that it holds.
    header
        Its columns, as written.
    missing
        Columns of ours that a county needs and that are not in it by name.
    begin
        What to begin with: a mapping chosen earlier, else a suggestion by name.
    remembered
        True where ``begin`` was chosen earlier.
    """

    table: str
    header: tuple[str, ...]
    missing: tuple[str, ...]
    begin: TableMapping
    remembered: bool


def to_ask(headers: Mapping[str, Sequence[str]], kept: Sequence[ColumnMapping]) -> list[Asked]:
    """List the files that lack a needed column, each with a mapping to begin with.

    Parameters
    ----------
    headers
        Table → columns of its file, as written.
    kept
        Mappings chosen earlier, the newest first.
    """
    asked = []
    for name, header in headers.items():
        table = TABLES[name]
        there = {table.find(theirs) for theirs in header}
        missing = [column.name for column in table.columns if column.required]
        missing = [column for column in missing if column not in there]
        if table.places and "postcode" not in there and not {"lon", "lat"} <= there:
            missing.append("postcode")
        if missing:
            found = recall(kept, name, header)
            begin = found or as_mapping(suggest(table, list(header)))
            asked.append(Asked(name, tuple(header), tuple(missing), begin, found is not None))
    return asked


def saved(store: Store) -> tuple[ColumnMapping, ...]:
    """Return the mappings that were chosen earlier, the newest first.

    One that an older version wrote, and this one cannot read, is left out.
    """
    found = []
    for text in (settings.recall(store, NAME) or {}).get("saved", []):
        try:
            found.append(mapping_from_toml(text))
        except InputError:
            continue
    return tuple(found)


def remember(store: Store, mapping: ColumnMapping) -> None:
    """Keep a mapping for the next file with the same columns.

    Which tab of a workbook was chosen is not kept: the next one has other tabs.
    """
    columns = {
        table: replace(part, sheet="") for table, part in mapping.tables.items() if part.columns
    }
    if not columns:
        return
    mapping = replace(mapping, tables=columns)
    texts = [mapping.to_toml(), *(one.to_toml() for one in saved(store))]
    settings.remember(store, NAME, {"saved": list(dict.fromkeys(texts))[:MOST_KEPT]})


def words_of(text: str) -> dict[str, str]:
    """Read "Single = 1; Double = 2" as their words and ours; what has no ``=`` is left out."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {their.strip(): our.strip() for their, sign, our in pairs if sign and their.strip()}
