"""Whether the tables fit each other: every id that one names, another has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.intake.findings import quoted
from solver.intake.schema.tables import TABLES
from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.schema.columns import Field
    from solver.intake.typed import Typed

_ONE = {
    "people": "person",
    "contracts": "contract",
    "packages": "package",
    "visits": "visit",
    "carers": "carer",
    "providers": "provider",
}
"""One row of a table, in words."""


def check_joins(
    typed: Mapping[str, Typed | None], areas: gpd.GeoDataFrame | None, findings: Findings
) -> None:
    """Add a fault for each id that its table does not have, and for orphans.

    A table that could not be read is left out: its own faults are listed.
    """
    for name, table in TABLES.items():
        source = typed[name]
        if source is None:
            continue
        for column in table.columns:
            target = typed.get(column.refers)
            if target is None or target.frame.empty:
                continue
            known = set(target.frame[TABLES[column.refers].key[0]])
            if "" not in known:  # else it may stand in a cell that could not be read
                _refers(source, column, known, findings)
    _without(typed, "people", "packages", "person_id", findings)
    _without(typed, "packages", "visits", "package_id", findings)
    if areas is not None:
        _zones_of_providers(typed["providers"], areas, findings)


def _refers(source: Typed, column: Field, known: set[str], findings: Findings) -> None:
    """Add a fault for each cell of ``column`` that names an id that is not known."""
    cures: dict[str, str] = {}
    for i, cell in enumerate(source.frame[column.name].tolist()):
        if not cell or cell in known:
            continue
        for word in cell.split(";") if column.kind == "list" else [cell]:
            if word in known:
                continue
            if word not in cures:
                likely = findings.hint(word, known, least=75)
                cures[word] = likely or f"Correct it, or add it to {column.refers}."
            findings.fault(
                source.file,
                int(source.rows[i]),
                column.name,
                f"There is no {_ONE[column.refers]} {quoted(word)}.",
                cures[word],
            )


def _without(
    typed: Mapping[str, Typed | None], owner: str, item: str, key: str, findings: Findings
) -> None:
    """Note the rows of ``owner`` that no row of ``item`` belongs to."""
    owners, items = typed[owner], typed[item]
    if owners is None or items is None:
        return
    bare = positions(owners.frame[key], items.frame[key]) < 0
    bare &= findings.sound(owners.file, owners.rows)
    for i in np.flatnonzero(bare):
        findings.notice(
            owners.file, int(owners.rows[i]), key, f"The {_ONE[owner]} has no {_ONE[item]}."
        )


def _zones_of_providers(
    providers: Typed | None, areas: gpd.GeoDataFrame, findings: Findings
) -> None:
    """Add a fault for each zone that a provider serves and that has no area."""
    if providers is None:
        return
    zones = set(areas["zone"])
    if "" in zones:
        return  # faults of their own
    for column in ("prime_zones", "supplementary_zones"):
        for i, cell in enumerate(providers.frame[column].tolist()):
            for zone in cell.split(";"):
                if zone and zone not in zones:
                    findings.fault(
                        providers.file,
                        int(providers.rows[i]),
                        column,
                        f"Zone {quoted(zone)} has no area.",
                        findings.hint(zone, zones) or "Correct it, or give the zone an area.",
                    )
