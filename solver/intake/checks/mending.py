"""Flaws of a world's layers: a fault each, unless the world says that it is to be mended.

Gaps alone may be meant (a city that is a county of its own): they are notices.

Repairs are asked for by name in ``repairs.toml`` beside the layers, which
``python -m solver validate WORLD --mend`` and the Data page write when somebody
says so. What was mended is then listed among the notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from solver.intake.about import read_toml
from solver.intake.checks.polygons import GRID, REPAIRS, flaws, repaired
from solver.intake.findings import Findings, hint, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from solver.errors import Fault
    from solver.intake.checks.polygons import Repair

FILE = "repairs.toml"
KEY = "mend"

_GAP = (
    "Whoever lives there goes to the nearest area within 500 m. A gap may be meant; "
    f'{KEY} = ["gap"] in {FILE} joins it to the neighbour with the longest border along it.'
)

BRITAIN = (-9.0, 49.0, 2.5, 61.5)
"""West, south, east, north in degrees: lengths and areas are measured on the British grid."""


def wanted_repairs(folder: Path, findings: Findings) -> frozenset[Repair]:
    """Read which repairs the world asks for; none where it has no ``repairs.toml``."""
    if not (folder / FILE).is_file():
        return frozenset()
    data = read_toml(folder / FILE, findings)
    if data is None:
        return frozenset()
    named = data.get(KEY)
    if not isinstance(named, list) or set(data) != {KEY}:
        findings.fault(FILE, None, KEY, "It needs one list.", f'Write: {KEY} = ["self-crossing"]')
        return frozenset()
    found: set[Repair] = set()
    for name in named:
        if isinstance(name, str) and name in REPAIRS:
            found.add(name)
        else:
            cure = hint(str(name), list(REPAIRS)) or f"Choose {', '.join(REPAIRS)}."
            findings.fault(FILE, None, KEY, f"There is no repair {quoted(str(name))}.", cure)
    return frozenset(found)


def repairs_toml(repairs: Iterable[str]) -> str:
    """Write a ``repairs.toml`` that asks for some repairs."""
    listed = ", ".join(f'"{name}"' for name in sorted(set(repairs)))
    return f"{KEY} = [{listed}]\n"


def write_repairs(folder: Path, repairs: Iterable[str]) -> None:
    """Ask for repairs in a world folder, beside those that it asks for already.

    Raises
    ------
    InputError
        When the ``repairs.toml`` that is there cannot be read.
    """
    findings = Findings()
    kept = wanted_repairs(folder, findings)
    findings.raise_if_any()
    (folder / FILE).write_text(repairs_toml({*kept, *repairs}), encoding="utf-8")


def repairs_for(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Name the repairs that would mend all of some faults; none where one of them cannot be."""
    if not faults or not all(fault.repair for fault in faults):
        return ()
    return tuple(sorted({fault.repair for fault in faults}))


def sound_layer(
    file: str,
    layer: gpd.GeoDataFrame,
    names: Sequence[str],
    repairs: Collection[Repair],
    findings: Findings,
) -> gpd.GeoDataFrame:
    """Look a layer over: mend what is to be mended, and add a fault for the rest.

    Parameters
    ----------
    layer
        Polygons, EPSG:4326.
    names
        Name of each, for the messages.

    Returns
    -------
    The layer, EPSG:4326; unchanged where nothing is wrong or nothing was to be
    mended.
    """
    west, south, east, north = layer.total_bounds
    if not (BRITAIN[0] <= west and BRITAIN[1] <= south and east <= BRITAIN[2]
            and north <= BRITAIN[3]):  # fmt: skip
        findings.fault(
            file, None, "", f"Some of it lies outside Great Britain: it reaches from {south:.1f}, "
            f"{west:.1f} to {north:.1f}, {east:.1f}.",
            "Keep the county's shapes; if they are in the right place on a map, the layer names "
            "the wrong reference system.",
        )  # fmt: skip
        return layer
    shapes = np.asarray(layer.geometry.to_crs(GRID).values)
    found = flaws(shapes, names)
    kinds = {flaw.repair for flaw in found}
    for flaw in found:
        place = f"Near {flaw.lat:.4f}, {flaw.lon:.4f}."
        row = flaw.row + 1
        if flaw.repair and flaw.repair in repairs:
            findings.notice(file, row, "", f"{flaw.message} {place} It was mended, as asked.")
        elif flaw.repair == "gap":
            findings.notice(file, row, "", f"{flaw.message} {place} {_GAP}")
        elif flaw.repair:
            cure = f"{place} Mend it in the file, or have it mended: {REPAIRS[flaw.repair]}."
            findings.fault(file, row, "", flaw.message, cure, repair=flaw.repair)
        else:
            findings.fault(file, row, "", flaw.message, f"{place} Remove one of them.")
    mended = [repair for repair in REPAIRS if repair in kinds and repair in repairs]
    if not mended or not kinds <= {*repairs, "gap"}:
        return layer
    sound = gpd.GeoSeries(repaired(shapes, mended), index=layer.index, crs=GRID)
    return layer.set_geometry(sound.to_crs(layer.crs))
