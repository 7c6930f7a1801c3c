"""Column names of a layer → ours, also where a shapefile has cut them.

A shapefile keeps ten letters of a name. Where the first ten of two names are
the same, the later one keeps eight and a number: ``population`` and
``population_65`` become ``population`` and ``populati_1``, and
``population_65`` alone becomes ``population``. A cut name is matched where only
one column can be meant; where several can, it is a fault that names them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from solver.intake.findings import hint, listed, quoted
from solver.intake.mapping.mapping import rename_layer
from solver.intake.schema.columns import plain_name
from solver.intake.schema.layers import LAYERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import geopandas as gpd

    from solver.intake.findings import Findings
    from solver.intake.mapping.mapping import ColumnMapping, TableMapping
    from solver.intake.schema.columns import Table

MOST_LETTERS = 10
"""Length of a column name in a shapefile."""
_NUMBERED = re.compile(r"(.{8})(_[1-9]|[1-9][0-9])")


def may_be_cut(written: str, name: str) -> bool:
    """Say whether a shapefile may have written ``name`` so, other than whole.

    >>> may_be_cut("population", "population_65"), may_be_cut("populati_1", "population")
    (True, True)
    >>> may_be_cut("name", "name"), may_be_cut("area_id_1", "area_id")
    (False, False)
    """
    if len(name) < MOST_LETTERS or written == name:
        return False
    numbered = _NUMBERED.fullmatch(written)
    return written == name[:MOST_LETTERS] or (numbered is not None and name[:8] == numbered[1])


def in_our_names(
    file: str,
    layer: gpd.GeoDataFrame,
    stem: str,
    mapping: ColumnMapping,
    elsewhere: Collection[str],
    findings: Findings,
) -> gpd.GeoDataFrame:
    """Give the columns of a layer our names, by the mapping and by what they are called.

    Parameters
    ----------
    layer
        Column names in lower case.
    stem
        Which layer it is.
    elsewhere
        Columns of ours that another file has, which goes first.
    """
    table, part = LAYERS[stem], mapping.tables.get(stem)
    mapped: Collection[str] = ()
    if part is not None:
        layer = _whole_names(file, layer, table, part, findings)
        layer = rename_layer(layer, stem, mapping)
        mapped = part.columns
    return _our_names(file, layer, table, {*mapped, *elsewhere}, findings)


def _whole_names(
    file: str, layer: gpd.GeoDataFrame, table: Table, part: TableMapping, findings: Findings
) -> gpd.GeoDataFrame:
    """Write in full the names that a mapping takes columns from, where the file has cut them.

    One that is not there, cut or whole, is a fault.
    """
    there = {plain_name(name): name for name in _names(layer)}
    wanted = {ours: theirs for ours, theirs in part.columns.items() if ours in table.by_name}
    absent = {ours: theirs for ours, theirs in wanted.items() if plain_name(theirs) not in there}
    spare = set(there.values()) - {there.get(plain_name(theirs)) for theirs in wanted.values()}
    known = {theirs.casefold() for theirs in absent.values()} | set(table.by_name)
    matched = {
        written: meant[0]
        for written, meant in _meant(spare, known, cut=True).items()
        if len(meant) == 1 and meant[0] not in table.by_name
    }
    doubled = _doubled(matched)
    matched = {written: name for written, name in matched.items() if name not in doubled}
    for ours, theirs in absent.items():
        if theirs.casefold() not in matched.values():
            findings.fault(
                file,
                None,
                ours,
                f"The mapping takes it from {quoted(theirs)}, which is missing.",
                hint(theirs, sorted(spare)) or "Map the columns again.",
            )
    _tell(file, matched, findings)
    return layer.rename(columns=matched)


def _our_names(
    file: str, layer: gpd.GeoDataFrame, table: Table, given: Collection[str], findings: Findings
) -> gpd.GeoDataFrame:
    """Rename columns to ours, whatever their hyphens, spaces and cuts; ``given`` are ours."""
    names = [name for name in _names(layer) if name not in given]
    known = set(table.by_name) - set(given)
    cut = file.endswith(".zip") or any(
        _NUMBERED.fullmatch(name) and may_be_cut(name, ours) for name in names for ours in known
    )
    meant: dict[str, tuple[str, ...]] = {}
    for name, found in _meant(names, known, cut=cut).items():
        ours = table.find(name)
        meant[name] = found if found or ours not in known else (ours,)
    unclear = [name for name, found in meant.items() if len(found) > 1]
    if unclear:
        _tell_unclear(file, unclear, sorted({ours for name in unclear for ours in meant[name]}),
                      table, findings)  # fmt: skip
    clear = {name: found[0] for name, found in meant.items() if len(found) == 1}
    doubled = _doubled(clear)
    for ours in sorted(doubled):
        twice = [name for name, found in clear.items() if found == ours]
        findings.fault(
            file, None, ours, f"It is there more than once: {listed(twice)}.", "Keep one of them."
        )
    clear = {name: ours for name, ours in clear.items() if ours not in doubled}
    _tell(file, {n: ours for n, ours in clear.items() if may_be_cut(n, ours)}, findings)
    return layer.rename(columns=clear).drop(columns=unclear)


def _names(layer: gpd.GeoDataFrame) -> list[str]:
    return [str(name) for name in layer.columns if name != "geometry"]


def _meant(
    names: Iterable[str], known: Collection[str], *, cut: bool
) -> dict[str, tuple[str, ...]]:
    """Known columns that each name may be: itself; where names are cut, what it may be cut from."""
    return {
        name: tuple(
            sorted(whole for whole in known if name == whole or (cut and may_be_cut(name, whole)))
        )
        for name in names
    }


def _doubled(meant: Mapping[str, str]) -> set[str]:
    return {name for name, times in Counter(meant.values()).items() if times > 1}


def _or(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _tell(file: str, matched: Mapping[str, str], findings: Findings) -> None:
    for written, name in matched.items():
        findings.notice(
            file, None, written, f"The name was cut to ten letters; it was read as {name}."
        )


def _tell_unclear(
    file: str, names: list[str], meant: list[str], table: Table, findings: Findings
) -> None:
    short = [also for name in meant for also in table.by_name[name].also]
    which, each = ("each of these", "each") if len(names) > 1 else ("this one", "it")
    fitting = f"Name {each} {_or(short)}, which fit in full, or e" if short else "E"
    findings.fault(
        file,
        None,
        ", ".join(names),
        f"A shapefile cuts names to ten letters: {which} may be {_or(meant)}.",
        f"{fitting}xport the layer as a GeoPackage from where the names are whole.",
    )
