"""A world folder → checked tables. Every fault is listed, once, before any stops the load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.errors import Fault, InputError
from solver.intake.about import read_about
from solver.intake.areas import read_areas
from solver.intake.checks.calls import check_calls
from solver.intake.checks.crews import check_bases, check_crews
from solver.intake.checks.joins import check_joins
from solver.intake.checks.sequence import check_sequences
from solver.intake.checks.skills import check_skills
from solver.intake.checks.weeks import check_weeks, with_windows
from solver.intake.files.folder import TABLE_ENDINGS, find_one, fits, known_names, unused_files
from solver.intake.files.tabs import Wanted
from solver.intake.files.text import Cells, read_text
from solver.intake.files.workbook import ask_tabs, read_workbook
from solver.intake.findings import Findings, nearest, quoted
from solver.intake.known import check_bands, with_known_words
from solver.intake.mapping.mapping import (
    TableMapping,
    apply_mapping,
    has_columns,
    read_mapping,
)
from solver.intake.places import area_of_points, check_swapped, place_rows
from solver.intake.postcodes import without_unplaced
from solver.intake.schema.tables import TABLES
from solver.intake.tables import FRAMES, Origin, QualityReport, Tables
from solver.intake.typed import Typed, no_rows, read_cells

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from solver.intake.mapping.mapping import ColumnMapping
    from solver.intake.schema.columns import Table


def read_tables(folder: Path) -> Tables:
    """Read and check the files of a world folder (roads excepted).

    Parameters
    ----------
    folder
        See ``docs/data.md`` for its files.

    Raises
    ------
    InputError
        With every fault of every file, by file and row.
    """
    findings = Findings()
    if not folder.is_dir():
        raise InputError(
            [Fault(folder.name, None, "", "There is no such folder.", "Check its name.")]
        )
    unused_files(folder, findings)
    about, services = read_about(folder, findings)
    mapping = read_mapping(folder, findings)
    known = with_known_words(folder, services)
    typed = {name: _read_table(folder, table, mapping, findings) for name, table in known.items()}
    areas = read_areas(folder, typed, mapping, findings)
    if areas is not None:
        check_bands(areas, known["bands"], typed["bands"], folder, findings)
    _place(typed, areas, findings)
    check_joins(typed, areas, findings)
    check_calls(typed, findings)
    check_weeks(typed, findings)
    check_sequences(typed, findings)
    check_bases(typed, findings)
    check_crews(typed, findings)
    check_skills(typed, findings)
    findings.raise_if_any()
    if about is None or areas is None:
        raise AssertionError("a missing part must have left a fault")
    frames = {
        name: _stored(TABLES[name], found)
        for name, found in typed.items()
        if found is not None and name in FRAMES
    }
    return Tables(
        about=about,
        settlements=frames["settlements"],
        postcodes=frames["postcodes"],
        areas=areas,
        people=frames["people"],
        contracts=frames["contracts"],
        packages=frames["packages"],
        visits=with_windows(frames["visits"]),
        carers=frames["carers"],
        providers=frames["providers"],
        rounds=frames["rounds"],
        report=QualityReport(findings.sorted_notices()),
        origins=_origins(typed),
        rates_toml=_text_of(folder / "rates.toml"),
    )


def read_file(path: Path, table: Table, part: TableMapping, findings: Findings) -> Cells | None:
    """Read the cells of one table's file; ``None`` where a fault was added instead."""
    if not fits(path, findings):
        return None
    if path.suffix == ".xlsx":
        return read_workbook(path, _wanted(table, part), findings)
    return read_text(path, findings)


def _wanted(table: Table, part: TableMapping) -> Wanted:
    return Wanted(table.name, lambda header: has_columns(header, table, part), part.sheet)


def read_headers(folder: Path) -> dict[str, list[str]]:
    """Return the column names of each table's file, as written, to map them.

    Raises
    ------
    InputError
        When a file cannot be read.
    """
    findings = Findings()
    mapping = read_mapping(folder, findings)
    headers: dict[str, list[str]] = {}
    for name, table in TABLES.items():
        path = find_one(folder, name, TABLE_ENDINGS, findings)
        part = mapping.tables.get(name, TableMapping())
        cells = read_file(path, table, part, findings) if path is not None else None
        if cells is not None:
            headers[name] = cells.header
    findings.raise_if_any()
    return headers


def read_tabs(folder: Path) -> dict[str, tuple[str, ...]]:
    """Name the tabs among which somebody must choose: table → tabs of its workbook.

    Raises
    ------
    InputError
        When a workbook cannot be read.
    """
    findings = Findings()
    mapping = read_mapping(folder, findings)
    asked: dict[str, tuple[str, ...]] = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.xlsx"
        if path.is_file() and fits(path, findings):
            part = mapping.tables.get(name, TableMapping())
            asked[name] = ask_tabs(path, _wanted(table, part), findings)
    findings.raise_if_any()
    return {name: tabs for name, tabs in asked.items() if tabs}


def _read_table(
    folder: Path, table: Table, mapping: ColumnMapping, findings: Findings
) -> Typed | None:
    path = find_one(folder, table.name, TABLE_ENDINGS, findings)
    if path is None:
        if table.required and not _elsewhere(folder, table.name):
            macro = folder / f"{table.name}.xlsm"
            if macro.is_file():
                findings.fault(
                    macro.name, None, "", "The workbook has macros.", "Save it as .xlsx."
                )
            else:
                cure = _like(folder, table.name) or table.description
                findings.fault(f"{table.name}.csv", None, "", "The file is missing.", cure)
            return None
        return no_rows(table)
    part = mapping.tables.get(table.name, TableMapping())
    cells = read_file(path, table, part, findings)
    if cells is None:
        return None
    cells = apply_mapping(cells, table, mapping, findings)
    if table.name != "postcodes":
        return read_cells(table, cells, findings)
    cells, unplaced = without_unplaced(cells, findings)
    found = read_cells(table, cells, findings)
    return None if found is None else replace(found, unplaced=unplaced)


def _place(
    typed: dict[str, Typed | None], areas: gpd.GeoDataFrame | None, findings: Findings
) -> None:
    """Give rows their positions by postcode, and people the area that they live in."""
    for name, table in TABLES.items():
        found = typed[name]
        if table.places and found is not None:
            typed[name] = place_rows(found, typed["postcodes"], findings)
    if areas is None:
        return
    for name in ("settlements", "postcodes", "people", "carers"):
        found = typed[name]
        if found is not None:
            check_swapped(found, areas, findings)
    people = typed["people"]
    if people is not None:
        area_of_points(people, areas, findings)


def _like(folder: Path, name: str) -> str:
    """Name a file that nobody reads and that may be the missing one."""
    spare = {path.name for path in folder.iterdir() if path.is_file()} - set(known_names())
    found = nearest(f"{name}.csv", spare, least=70)
    return f"Is it {quoted(found)}? Save it as {name}.csv or {name}.xlsx." if found else ""


def _elsewhere(folder: Path, name: str) -> bool:
    """Zones and bands may stand in a layer instead of a table."""
    if name not in ("zones", "bands"):
        return False
    layers = [stem for stem in ("areas", "zones") if _layer(folder, stem)]
    return bool(layers)


def _layer(folder: Path, stem: str) -> bool:
    return any((folder / f"{stem}{end}").is_file() for end in (".gpkg", ".geojson", ".zip"))


def _stored(table: Table, typed: Typed) -> pd.DataFrame:
    """Keep what is stored, under its stored name, in the order of the schema."""
    names: dict[str, str] = {}
    for column in table.columns:
        if not column.lookup_only:
            names[column.name] = column.stored
        if table.name == "people" and column.name == "lat":
            names["area_id"] = "area_id"
    frame = typed.frame[list(names)].rename(columns=names)
    # officers count shifts from 1, the vocabulary from 0
    return frame.assign(shift=frame["shift"] - 1) if table.name == "rounds" else frame


def _origins(typed: dict[str, Typed | None]) -> dict[str, Origin]:
    return {
        name: Origin(found.file, found.rows)
        for name, found in typed.items()
        if found is not None and name in FRAMES
    }


def _text_of(path: Path) -> str:
    """Return the text of a file; empty where there is none."""
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        wrong = Fault(path.name, None, "", "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise InputError([wrong]) from None
