"""The page ``docs/data.md``, written from the schema.

``python -m solver.intake.schema.document`` writes it afresh; a test fails while it is
out of date.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solver.intake.about import KEYS
from solver.intake.cells.limits import FIRST_DAY, LAST_DAY, MOST_SIGNS
from solver.intake.files.folder import (
    LAYER_ENDINGS,
    MB,
    MOST_BYTES,
    MOST_UNPACKED,
    ROADS_ENDINGS,
    TABLE_ENDINGS,
)
from solver.intake.files.pack import MOST_FILES, MOST_PACKED, MOST_UNFOLDED
from solver.intake.files.text import MOST_COLUMNS, MOST_ROWS
from solver.intake.schema.layers import LAYERS
from solver.intake.schema.tables import SERVICES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from solver.intake.schema.columns import Field, Kind, Table

PAGE = Path(__file__).resolve().parents[3] / "docs" / "data.md"
_PROSE = Path(__file__).with_name("data_page.md")


_HOW: Mapping[Kind, str] = {
    "id": "text",
    "text": "text",
    "whole": "whole number",
    "degrees": "number",
    "postcode": "postcode",
    "pounds": "number",
    "time": "time",
    "minutes": "number",
    "hours": "number, or `37:30`",
    "days": "`mon wed fri`, `mon-fri`, `daily`, `weekdays`, `weekends`",
    "yesno": "yes or no",
    "list": "list parted by `;`",
    "shifts": "list parted by `;`",
    "choice": "",
}


def data_page() -> str:
    """Write the page."""
    names = f"`{'`, `'.join(LAYER_ENDINGS)}`"
    files = [
        f"| `{name}` and {names} | one of the two, or settlements | polygons |" for name in LAYERS
    ]
    files += [
        f"| `{name}` | {_needed_file(name)} | {_first(table.description)} |"
        for name, table in TABLES.items()
    ]
    sections = [_world_toml()]
    sections += [_section(table, layer=False) for table in TABLES.values()]
    sections += [_section(table, layer=True) for table in LAYERS.values()]
    limits = [f"| a `{suffix}` file | {most // MB:,} MB |" for suffix, most in MOST_BYTES.items()]
    parts = {
        "tables": "`, `".join(TABLE_ENDINGS),
        "roads": "`, `".join(ROADS_ENDINGS),
        "files": "\n".join(files),
        "sections": "\n".join(sections).strip(),
        "limits": "\n".join(limits),
        "unpacked": f"{MOST_UNPACKED // MB:,}",
        "packed": f"{MOST_PACKED // MB:,}",
        "unfolded": f"{MOST_UNFOLDED // MB:,}",
        "files_inside": f"{MOST_FILES:,}",
        "rows": f"{MOST_ROWS:,}",
        "columns": f"{MOST_COLUMNS:,}",
        "services": "`, `".join(SERVICES),
        "signs": f"{MOST_SIGNS:,}",
        "first_year": str(FIRST_DAY.year),
        "last_year": str(LAST_DAY.year),
    }
    page = _PROSE.read_text(encoding="utf-8")
    for name, text in parts.items():
        page = page.replace(f"{{{{{name}}}}}", text)
    return page


def _first(sentence: str) -> str:
    return sentence.split(". ")[0].split(": ")[0].rstrip(".")


def _needed_file(name: str) -> str:
    if name in ("zones", "bands"):
        return "where no layer says it"
    if name == "postcodes":
        return "for addresses by postcode"
    if name == "settlements":
        return "where there is no layer"
    return "yes" if TABLES[name].required else "no"


def _world_toml() -> str:
    rows = [(f"`{key}`", kind, what, f"`{example}`") for key, (kind, what, example) in KEYS.items()]
    return "## world.toml\n\n" + _table(("key", "kind", "meaning", "example"), rows)


def _section(table: Table, *, layer: bool) -> str:
    title = f"## {table.name}, as a layer" if layer else f"## {table.name}"
    keys = f" No two rows have the same {' and '.join(table.key)}." if table.key else ""
    rows = [_row(column, table) for column in table.columns]
    head = ("column", "written as", "unit", "where empty", "example", "meaning", "once read")
    return f"{title}\n\n{table.description}{keys}\n\n" + _table(head, rows)


def _row(column: Field, table: Table) -> tuple[str, ...]:
    how = _HOW[column.kind] or ", ".join(column.choices)
    empty = "**needed**" if column.required else column.default_note or f"`{column.default}`"
    if table.places and column.name in ("postcode", "lon", "lat"):
        empty = "**needed**, or lon and lat" if column.name == "postcode" else column.default_note
    example = next((f"`{text}`" for text in column.examples if text), "")
    stored = "not stored" if column.lookup_only else f"`{column.stored}`"
    meaning = column.description
    if column.refers:
        meaning += f" An id of {column.refers}."
    return (f"`{column.name}`", how + _limits(column), column.unit, empty, example, meaning, stored)


def _limits(column: Field) -> str:
    if column.above is not None and column.most is not None:
        return f", above {column.above:,.0f} and up to {column.most:,.0f}"
    if column.least is None or column.kind in ("degrees", "time") or column.most is None:
        return ""
    return f", {column.least:,.0f} to {column.most:,.0f}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(data_page(), encoding="utf-8")
