"""The words that a county may use besides those that are fixed: its services and its bands.

A service is known where ``world.toml`` declares it; a band where it has a rate,
in the book of rates or in a scenario of the county's folder.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.errors import RatesError
from solver.intake.about import TomlError, parse_toml
from solver.intake.cells.limits import BadValue
from solver.intake.cells.values import read_value
from solver.intake.cells.words import known_word
from solver.intake.findings import quoted
from solver.intake.schema.tables import TABLES
from solver.rates import default_rates, read_rates
from solver.rates.book import BAND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.schema.columns import Table
    from solver.intake.typed import Typed


def with_known_words(folder: Path, services: Iterable[str] | None) -> dict[str, Table]:
    """Return the tables of the schema with the words that a county knows.

    Parameters
    ----------
    services
        Those that ``world.toml`` declares; ``None`` where it could not be read: then
        any is taken, and the fault of ``world.toml`` stands alone.
    """
    tables = dict(TABLES)
    packages = tables["packages"]
    tables["packages"] = (
        _any_word(packages, "service")
        if services is None
        else _with_words(packages, "service", services)
    )
    tables["bands"] = _with_words(tables["bands"], "band", _bands(folder))
    return tables


def _with_words(table: Table, column: str, words: Iterable[str]) -> Table:
    """Return a table one column of which may hold more words."""
    known = table.by_name[column].choices
    for word in words:
        if word.strip() and not known_word(word, known):
            known = (*known, word.strip())
    return replace(
        table,
        columns=tuple(
            replace(one, choices=known) if one.name == column else one for one in table.columns
        ),
    )


def _any_word(table: Table, column: str) -> Table:
    columns = (replace(one, kind="text") if one.name == column else one for one in table.columns)
    return replace(table, columns=tuple(columns))


def _bands(folder: Path) -> list[str]:
    """Name the bands that have a rate: in the book, the county's own, or one of its scenarios."""
    try:
        rates = read_rates(folder / "rates.toml").rates
    except RatesError:
        rates = default_rates().rates  # whoever reads the rates lists the fault
    found = [rate.name.removeprefix(BAND) for rate in rates if rate.name.startswith(BAND)]
    for path in sorted(folder.glob("scenarios/*.toml")):
        found += _priced(path)
    return list(dict.fromkeys(found))


def _priced(path: Path) -> list[str]:
    """Name the bands that a scenario prices; none where it cannot be read."""
    try:
        data: dict[str, Any] = parse_toml(path.read_text(encoding="utf-8"))
        pairs = data.get("prices", {}).get("band_pence", [])
        return [name for name, _ in pairs if isinstance(name, str)]
    except (OSError, TomlError, UnicodeDecodeError, AttributeError, TypeError, ValueError):
        return []  # whoever opens the scenario says what is wrong with it


def check_bands(
    areas: gpd.GeoDataFrame, table: Table, typed: Typed | None, folder: Path, findings: Findings
) -> None:
    """Write the bands that a layer gives its areas as they are spelt; unknown ones are faults.

    Bands of a table have been read with it.
    """
    if typed is not None and typed.file:
        return
    found = (folder / f"areas{end}" for end in (".gpkg", ".geojson", ".zip"))
    file = next((path.name for path in found if path.is_file()), "zones")
    column = table.by_name["band"]
    words: dict[str, str] = {"": ""}
    for area, band in zip(areas["area_id"], areas["band"], strict=True):
        if band in words:
            continue
        words[band] = band
        try:
            words[band] = read_value(band, column)
        except BadValue as error:
            message = f"Area {quoted(area)}: {quoted(band)} {error.wrong}"
            findings.fault(file, None, "band", message, error.cure)
    areas["band"] = pd.Series([words[band] for band in areas["band"]], areas.index, dtype="str")
