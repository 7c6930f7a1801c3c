"""Zone sets in and out: polygons, lists of areas, earlier versions.

Whatever comes in becomes edits to the base: sets of areas, so that zones still
cannot overlap or leave gaps. What does not follow an area's border is listed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import area_base, area_polygons, package_base
from solver.base.borders import BRITISH_GRID
from solver.base.world import once
from solver.errors import Fault, InputError, ScenarioError
from solver.intake.checks.polygons import place_of, untied
from solver.zones.assignment import assignment, nearest, zone_assignment
from solver.zones.edits import normal
from solver.zones.polygons import ZoneFlaw, mend, problems
from solver.zones.shapes import dissolve
from solver.zones.shares import largest, package_shares, surface_shares

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    import numpy.typing as npt
    import shapely

    from solver.base.world import World
    from solver.domain import Scenario, ZoneChoices
    from solver.zones.polygons import Kind


@dataclass(frozen=True, eq=False)
class ZoneSet:
    """A set of zones that came in.

    Parameters
    ----------
    choices
        The set as edits to the base.
    differences
        Areas that the polygons cut or miss: ``area_id, area, zone, share`` (of
        its packages, or of its surface where it has none) ``, by`` (``packages``,
        ``surface`` or ``distance``) ``, sentence``.
    empty
        Polygons that won no area, by name.
    """

    choices: ZoneChoices
    differences: pd.DataFrame
    empty: tuple[str, ...] = ()


def export_areas(world: World, scenario: Scenario) -> pd.DataFrame:
    """List the areas with their zone and band, to be read by :func:`import_list` again.

    Returns
    -------
    frame
        ``area_id, name, settlement, zone, band``, in the order of the areas.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    """
    areas = area_base(world)
    chosen = assignment(world, scenario)
    return pd.DataFrame(
        {
            "area_id": areas.ids,
            "name": areas.names,
            "settlement": areas.settlements,
            "zone": [chosen.zones[zone] for zone in chosen.zone],
            "band": [chosen.bands[band] for band in chosen.band],
        }
    )


def import_list(world: World, text: str, present: ZoneChoices, file: str = "zones.csv") -> ZoneSet:
    """Read a list of areas with their zones, and bands where it has them.

    Parameters
    ----------
    text
        CSV with the columns ``area_id, zone`` and, if wanted, ``band``.
    present
        Choices whose zone names, renames, bands and rule of transfer go on.

    Raises
    ------
    InputError
        With every row that names no area, no zone or an area again, and every
        area that the list leaves out.
    ScenarioError
        When a locked zone would change.
    """
    areas = area_base(world)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = {"area_id", "zone"} - set(rows.fieldnames or ())
    if missing:
        column = sorted(missing)[0]
        raise InputError([Fault(file, 1, column, "The column is missing.", "Add it.")])
    faults: list[Fault] = []
    zones: dict[str, str] = {}
    bands: dict[str, str] = dict(present.bands)
    for number, row in enumerate(rows, start=2):
        area_id, zone = (row["area_id"] or "").strip(), (row["zone"] or "").strip()
        if area_id not in areas.index:
            cure = nearest(area_id, areas.index)
            faults.append(Fault(file, number, "area_id", f"There is no area {area_id!r}.", cure))
        elif area_id in zones:
            faults.append(
                Fault(file, number, "area_id", f"{area_id!r} stands twice.", "Keep one row.")
            )
        elif not zone:
            faults.append(Fault(file, number, "zone", f"{area_id!r} has no zone.", "Name one."))
        else:
            zones[area_id] = zone
            if (row.get("band") or "").strip():
                bands[area_id] = str(row["band"]).strip()
    for area_id in areas.ids:
        if area_id not in zones and not faults:
            faults.append(
                Fault(file, None, "area_id", f"{area_id!r} is not in the list.", "Add a row.")
            )
    if faults:
        raise InputError(faults)
    names = [zones[area_id] for area_id in areas.ids]
    choices = replace(present, bands=tuple(bands.items()))
    return ZoneSet(_choices(world, names, choices), _differences([]))


def check_layer(world: World, layer: gpd.GeoDataFrame, column: str = "zone") -> list[ZoneFlaw]:
    """Look a layer of zones over before it is imported: what is wrong, where, and the fix."""
    found = problems(layer, column, _county(world))
    if any(not problem.fix for problem in found):
        return found
    return [*found, *_gaps(world, np.asarray(layer.geometry.to_crs(BRITISH_GRID).values))]


def import_polygons(
    world: World,
    layer: gpd.GeoDataFrame,
    present: ZoneChoices,
    *,
    column: str = "zone",
    fix: Collection[Kind] = (),
    file: str = "zones",
) -> ZoneSet:
    """Read a layer of zone polygons: each area goes to the zone with most of its packages.

    Where an area has no packages inside any polygon the larger share of its
    surface decides, and where no polygon touches it the nearest one.

    Parameters
    ----------
    layer
        Polygons in any coordinate reference system.
    present
        Choices whose zone names, renames, bands and rule of transfer go on.
    fix
        Kinds of problems to mend (:func:`check_layer` lists them with the fix).

    Raises
    ------
    InputError
        With every problem that was not to be mended.
    ScenarioError
        When a locked zone would change.
    """
    left = [p for p in check_layer(world, layer, column) if not p.fix or p.kind not in fix]
    if left:
        raise InputError(
            Fault(
                file,
                p.row,
                column if "name" in p.kind else "",
                p.message,
                p.fix and f"Fix: {p.fix}",
            )
            for p in left
        )
    zones = mend(layer, column, fix)
    polygons = np.asarray(zones.geometry.values)
    names = zones["zone"].tolist()
    packages = package_shares(world, polygons)
    surface = surface_shares(world, polygons)
    chosen, rows = largest(world, polygons, names, packages, surface)
    won = [names[zone] for zone in chosen]
    return ZoneSet(
        _choices(world, won, present),
        _differences(rows),
        tuple(name for name in dict.fromkeys(names) if name not in set(won)),
    )


@once
def _county(world: World) -> shapely.Geometry:
    return dissolve(area_polygons(world))


def _gaps(world: World, polygons: npt.NDArray[np.object_]) -> list[ZoneFlaw]:
    """Find areas that no polygon touches with more than their border."""
    areas, base = area_base(world), package_base(world)
    covered = surface_shares(world, untied(polygons)).sum(axis=1)
    missed = np.flatnonzero(covered == 0.0)
    if not len(missed):
        return []
    packages = int(np.isin(base.area, missed).sum())
    names = ", ".join(areas.names[i] for i in missed[:8])
    more = f" and {len(missed) - 8} more" if len(missed) > 8 else ""
    what = "1 area" if len(missed) == 1 else f"{len(missed)} areas"
    return [
        ZoneFlaw(
            "gap",
            None,
            f"{what} with {packages} packages lie in no polygon: {names}{more}.",
            "Give each to the nearest zone.",
            *place_of(area_polygons(world)[missed[0]]),
        )
    ]


def _differences(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area_id", "area", "zone", "share", "by", "sentence"])


def _choices(world: World, names: list[str], present: ZoneChoices) -> ZoneChoices:
    """Make edits to the base of the zone names of all areas, in area order."""
    areas = area_base(world)
    before = zone_assignment(world, present)
    base_of = dict(zip(before["zones"], before["base_names"], strict=True))
    base_of = {name: name for name in before["base_names"]} | base_of
    zones = [base_of.get(name, name) for name in names]
    used = set(zones)
    new = [zone for zone in present.new_zones if zone in used]
    new += [zone for zone in dict.fromkeys(zones) if zone not in before["base_names"]]
    kept = used | set(areas.zones)
    choices = replace(
        present,
        moves=tuple(zip(areas.ids, zones, strict=True)),
        new_zones=tuple(new),
        renames=tuple((old, name) for old, name in present.renames if old in kept),
        locked=tuple(zone for zone in present.locked if base_of.get(zone, zone) in kept),
    )
    choices = normal(world, choices)
    for zone in choices.locked:
        was = np.array(before["base_names"], dtype=object)[before["zone"]] == zone
        if (was != (np.array(zones, dtype=object) == zone)).any():
            raise ScenarioError(f"{zone!r} is locked, and the set changes it: unlock it first.")
    return choices
