"""Whether the tables fit each other: every id that one names, another has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.intake.findings import hint, quoted
from solver.intake.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from solver.intake.columns import Column
    from solver.intake.findings import Findings
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
            if target is not None and not target.frame.empty:
                key = TABLES[column.refers].key[0]
                _refers(source, column, set(target.frame[key]), findings)
    _without(typed, "people", "packages", "person_id", findings)
    _without(typed, "packages", "visits", "package_id", findings)
    if areas is not None:
        _zones_of_providers(typed["providers"], areas, findings)
    _rounds(typed, findings)


def _refers(source: Typed, column: Column, known: set[str], findings: Findings) -> None:
    """Add a fault for each cell of ``column`` that names an id that is not known."""
    cells = source.frame[column.name]
    if column.kind == "list":
        lists = {cell for cell in set(cells) if cell}
        strangers = {cell for cell in lists if not known.issuperset(cell.split(";"))}
        wrong = cells.isin(strangers)
    else:
        wrong = ~cells.isin(known) & (cells != "")
    cures: dict[str, str] = {}
    for i in np.flatnonzero(wrong.to_numpy()):
        cell = cells.iloc[int(i)]
        for word in cell.split(";") if column.kind == "list" else [cell]:
            if word in known:
                continue
            if word not in cures:
                likely = hint(word, known, least=75) if len(cures) < 100 else ""
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
    bare = ~owners.frame[key].isin(set(items.frame[key]))
    for i in np.flatnonzero(bare.to_numpy()):
        findings.notice(
            owners.file, int(owners.rows[i]), key, f"The {_ONE[owner]} has no {_ONE[item]}."
        )


def _zones_of_providers(
    providers: Typed | None, areas: gpd.GeoDataFrame, findings: Findings
) -> None:
    """Add a fault for each zone that a provider serves and that has no area."""
    if providers is None:
        return
    zones = set(areas["zone"]) - {""}
    for column in ("prime_zones", "supplementary_zones"):
        for i, cell in enumerate(providers.frame[column].tolist()):
            for zone in cell.split(";"):
                if zone and zone not in zones:
                    findings.fault(
                        providers.file,
                        int(providers.rows[i]),
                        column,
                        f"Zone {quoted(zone)} has no area.",
                        hint(zone, zones) or "Correct it, or give the zone an area.",
                    )


def _rounds(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check that calls fall on a day, a shift and a head count that exist."""
    rounds, carers, visits = typed["rounds"], typed["carers"], typed["visits"]
    if rounds is None or carers is None or visits is None or rounds.frame.empty:
        return
    days = {day: 1 << i for i, day in enumerate(TABLES["rounds"].by_name["day"].choices)}
    on_day = rounds.frame["day"].map(days).fillna(0).astype("int64").to_numpy()
    carer = carers.frame.drop_duplicates("carer_id").set_index("carer_id")
    visit = visits.frame.drop_duplicates("visit_id").set_index("visit_id")
    shifts = rounds.frame["carer_id"].map(carer["shifts"].str.count(";") + 1)
    duty = rounds.frame["carer_id"].map(carer["days"]).fillna(127).astype("int64").to_numpy()
    made = rounds.frame["visit_id"].map(visit["days"]).fillna(127).astype("int64").to_numpy()
    sound = findings.sound(rounds.file, rounds.rows)
    for owner, key in ((carers, "carer_id"), (visits, "visit_id")):
        spoilt = owner.frame.loc[~findings.sound(owner.file, owner.rows), key]
        sound &= ~rounds.frame[key].isin(set(spoilt)).to_numpy()
    no_shift = (rounds.frame["shift"] > shifts).to_numpy()
    tests = (
        (no_shift, "shift", "The carer has no such shift.", "Number the shifts from 1."),
        ((on_day & made) == 0, "day", "The visit is not made on this day.", "Correct the day."),
        ((on_day & duty) == 0, "day", "The carer is not on duty on this day.", "Correct the day."),
    )
    for wrong, column, message, cure in tests:
        for i in np.flatnonzero(wrong & sound):
            findings.fault(rounds.file, int(rounds.rows[i]), column, message, cure)
    calls = rounds.frame.groupby(["day", "visit_id"], sort=False)
    needed = rounds.frame["visit_id"].map(visit["carers"]).to_numpy(dtype="float64")
    many = (calls.cumcount() + 1).to_numpy() > needed
    apart = (calls["start"].transform("nunique") > 1).to_numpy() & (calls.cumcount() > 0).to_numpy()
    for i in np.flatnonzero(many & sound):
        findings.fault(
            rounds.file, int(rounds.rows[i]), "visit_id",
            "More carers call at the visit than it needs.", "Remove the row, or correct carers.",
        )  # fmt: skip
    for i in np.flatnonzero(apart & ~many & sound):
        findings.fault(
            rounds.file, int(rounds.rows[i]), "start",
            "The two carers of a double-handed visit start at different times.",
            "Give both rows the same start.",
        )  # fmt: skip
