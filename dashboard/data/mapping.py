"""Matching the columns of a case system's export to ours: chosen once, remembered afterwards."""

from __future__ import annotations

import hashlib
import io
from typing import IO, TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.data import packs, tabs
from dashboard.escape import plain
from dashboard.show.text import count
from office.loading import mappings
from solver.intake import TABLES, headers_safely
from solver.intake.files.folder import TABLE_ENDINGS, ending
from solver.intake.mapping.faults import FILE
from solver.intake.mapping.mapping import ColumnMapping, TableMapping, mapping_from_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.data.packs import Upload
    from office.loading.mappings import Asked
    from solver.intake.schema.columns import Field

Files = list[tuple[str, IO[bytes]]]

FORMATS = {
    "": "As in the templates",
    "%d/%m/%Y %H:%M": "31/12/2026 07:30",
    "%d/%m/%Y %H:%M:%S": "31/12/2026 07:30:00",
    "%Y-%m-%d %H:%M:%S": "2026-12-31 07:30:00",
    "%Y-%m-%dT%H:%M:%S": "2026-12-31T07:30:00",
    "%d/%m/%Y": "31/12/2026",
    "%Y-%m-%d": "2026-12-31",
    "%H:%M": "07:30 (also a length)",
    "%I:%M %p": "07:30 AM",
}
"""How an export may write dates and times: code → example."""

DATED = ("time", "days", "minutes", "hours")
NOT_USED = "Leave it out"


def files_to_load(given: Sequence[UploadedFile]) -> Files:
    """Ask what cannot be told from names, and give back the files with their mapping.

    A ``.zip`` that is no layer is a whole county: its files take its place. Files
    are renamed to the table that they hold; the mapping that was chosen goes with
    them as ``mapping.toml``. Empty while a tab is still to be chosen.

    Raises
    ------
    InputError
        When an archive will not do, or a table cannot be read at all.
    """
    named = _named(packs.opened(given))
    if any(name == FILE for name, _ in named):
        return named
    tables = tuple((name, file.getvalue()) for name, file in _tables(named))
    if not tables:
        return named
    mapping, complete = tabs.choose(tables)
    if not complete:
        return []
    if mapping.tables:
        tables = (*tables, (FILE, mapping.to_toml().encode()))
    asked = mappings.to_ask(_headers(tables), mappings.saved(state.store()))
    if asked:
        sheets = {table: part.sheet for table, part in mapping.tables.items()}
        mapping = _ask(asked).with_sheets(sheets)
    if not mapping.tables:
        return named
    return [*named, (FILE, io.BytesIO(mapping.to_toml().encode()))]


def remember(files: Files) -> None:
    """Keep the mapping that goes with files, for the next export with these columns."""
    for name, file in files:
        if name == FILE:
            text = file.read().decode("utf-8-sig")
            file.seek(0)
            mappings.remember(state.store(), mapping_from_toml(text))


def _named(given: Sequence[Upload]) -> Files:
    """Ask which table a file with a name of its own holds."""
    found: Files = []
    for file in given:
        end = ending(file.name)
        stem = file.name[: len(file.name) - len(end)].casefold() if end else ""
        if end not in TABLE_ENDINGS or stem in TABLES:
            found.append((file.name, packs.stream(file)))
            continue
        table = st.selectbox(
            f"Which table is {file.name}?",
            [NOT_USED, *TABLES],
            key=f"table-of-{file.file_id}",
            help="A county's tables are told apart by their names; say which one this is.",
        )
        if table != NOT_USED:
            found.append((f"{table}{end}", packs.stream(file)))
    return found


def _tables(named: Files) -> list[tuple[str, UploadedFile]]:
    return [
        (name, file)  # type: ignore[misc]  # named holds what the uploader gave
        for name, file in named
        if ending(name) in TABLE_ENDINGS and name[: -len(ending(name))].casefold() in TABLES
    ]


@st.cache_data(max_entries=4, show_spinner="Reading the columns apart…")
def _headers(tables: tuple[tuple[str, bytes], ...]) -> dict[str, list[str]]:
    return headers_safely(list(tables))


def _ask(asked: Sequence[Asked]) -> ColumnMapping:
    st.info(
        f"{count(len(asked), 'file')} {'has' if len(asked) == 1 else 'have'} other columns than "
        "the templates. Say which is which, once: it is remembered for the next export."
    )
    mapping = ColumnMapping(name="Chosen on the Data page")
    for one in asked:
        missing = ", ".join(one.missing)
        with st.expander(f"Columns of {one.table}: {missing} to be found", expanded=True):
            if one.remembered:
                st.caption("As you chose it for an earlier export. Change what differs.")
            mapping = mapping.with_table(one.table, _match(one))
    return mapping


def _match(one: Asked) -> TableMapping:
    """Match one file: a row a column of ours."""
    key = hashlib.sha256("\0".join((one.table, *one.header)).encode()).hexdigest()[:10]
    table = TABLES[one.table]
    columns: dict[str, str] = {}
    formats: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    for column in table.columns:
        left, right = st.columns(2)
        with left:
            theirs = _theirs(one, column, f"{key}-{column.name}")
        with right:
            if theirs:
                columns[column.name] = theirs
                _reading(one, column, f"{key}-{column.name}", formats, values)
            elif column.required:
                _constant(one, column, f"{key}-{column.name}", constants)
    return TableMapping(columns, values, formats, constants)


def _theirs(one: Asked, column: Field, key: str) -> str | None:
    table = TABLES[one.table]
    same = next((name for name in one.header if table.find(name) == column.name), None)
    begin = one.begin.columns.get(column.name, same)
    unit = f", {column.unit}" if column.unit else ""
    return st.selectbox(
        f"{column.name}{' (needed)' if column.name in one.missing else ''}",
        list(one.header),
        index=one.header.index(begin) if begin in one.header else None,
        placeholder="Not in the file",
        key=f"map-{key}",
        help=plain(f"{column.description} For example {column.examples[0]}{unit}."),
    )


def _reading(
    one: Asked,
    column: Field,
    key: str,
    formats: dict[str, str],
    values: dict[str, dict[str, str]],
) -> None:
    """Ask how a column's dates, times or words are written, where that can differ."""
    if column.name not in one.missing and column.name not in one.begin.columns:
        return
    if column.kind in DATED:
        begin = one.begin.formats.get(column.name, "")
        code = st.selectbox(
            f"How {column.name} is written",
            list(FORMATS),
            index=list(FORMATS).index(begin) if begin in FORMATS else 0,
            format_func=FORMATS.__getitem__,
            key=f"format-{key}",
        )
        if code:
            formats[column.name] = code
    elif column.kind in ("choice", "yesno") or column.name == "carers":
        begin = "; ".join(f"{a} = {b}" for a, b in one.begin.values.get(column.name, {}).items())
        ours = f"Ours: {', '.join(column.choices)}." if column.choices else ""
        words = mappings.words_of(
            st.text_input(
                f"Other words in {column.name}",
                value=begin,
                placeholder="Single = 1; Double = 2",
                key=f"words-{key}",
                help=f"Their word = our word, with a semicolon between. {ours}",
            )
        )
        if words:
            values[column.name] = words


def _constant(one: Asked, column: Field, key: str, constants: dict[str, str]) -> None:
    """Ask what every row has in a column that the export does not hold."""
    text = st.text_input(
        f"{column.name}, the same in every row",
        value=one.begin.constants.get(column.name, ""),
        key=f"constant-{key}",
        help="Where the export does not say it, because it is so for all of them.",
    )
    if text.strip():
        constants[column.name] = text.strip()
