"""A scenario's zones and bands: the base's, with the edits on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from rapidfuzz import process

from solver.base.areas import area_base
from solver.base.chosen_rates import known_bands
from solver.base.world import once_for
from solver.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from solver.base.areas import AreaBase
    from solver.base.world import World
    from solver.domain import Scenario, ZoneChoices


@dataclass(frozen=True, eq=False)
class Assignment:
    """Which zone and band each of a areas has under a scenario.

    Parameters
    ----------
    zones
        Names as shown (after renames): the base's zones, then new ones. A zone
        whose areas have all left keeps its place and has none.
    base_names
        The same zones by the name that the base, or ``new_zones``, gives them:
        providers are called on by these.
    bands
        Names of the bands.
    zone, band
        (a,) int64 index into ``zones`` and ``bands``.
    moved
        (a,) bool, true where the area left the base's zone.
    """

    zones: tuple[str, ...]
    base_names: tuple[str, ...]
    bands: tuple[str, ...]
    zone: npt.NDArray[np.int64]
    band: npt.NDArray[np.int64]
    moved: npt.NDArray[np.bool_]


class ZoneParts(TypedDict):
    """The part of an :class:`Assignment` that bands and prices do not touch."""

    zones: tuple[str, ...]
    base_names: tuple[str, ...]
    zone: npt.NDArray[np.int64]
    moved: npt.NDArray[np.bool_]


def assignment(world: World, scenario: Scenario) -> Assignment:
    """Apply a scenario's edits to the base's areas.

    A band is known where an area has it, or where the book of rates or the
    scenario gives it a price.

    Raises
    ------
    ScenarioError
        When an edit names an area, a zone or a band that the world does not
        have (with the nearest name), or two zones would bear one name.
    """
    bands = known_bands(world, scenario)
    parts = zone_assignment(world, scenario.zones)
    return Assignment(**parts, bands=bands, band=band_rows(area_base(world), scenario.zones, bands))


def band_rows(
    areas: AreaBase, choices: ZoneChoices, bands: tuple[str, ...]
) -> npt.NDArray[np.int64]:
    """Band of each area after the edits, as an index into ``bands``: (areas,) int64.

    Raises
    ------
    ScenarioError
        When an edit names an area or a band that there is not.
    """
    index = {name: i for i, name in enumerate(bands)}
    band = np.array([index[name] for name in areas.bands], dtype=np.int64)[areas.band]
    for area_id, name in choices.bands:
        row = known("area", area_id, areas.index)
        band[row] = known("band", name, index)
    return band


@once_for("zones")
def zone_assignment(world: World, choices: ZoneChoices) -> ZoneParts:
    """Apply the moves, new zones and renames.

    Raises
    ------
    ScenarioError
        As :func:`assignment` does, bands apart.
    """
    areas = area_base(world)
    base_names = areas.zones + choices.new_zones
    zones = shown_names(base_names, choices)
    index = {name: i for i, name in enumerate(zones)} | {n: i for i, n in enumerate(base_names)}
    zone = areas.zone.copy()
    for area_id, name in choices.moves:
        row = known("area", area_id, areas.index)
        zone[row] = known("zone", name, index)
    return {"zones": zones, "base_names": base_names, "zone": zone, "moved": zone != areas.zone}


def shown_names(base_names: tuple[str, ...], choices: ZoneChoices) -> tuple[str, ...]:
    """Names of the zones after the scenario's renames.

    Raises
    ------
    ScenarioError
        When a rename names no zone, or a name is empty or borne twice.
    """
    places = {name: i for i, name in enumerate(base_names)}
    shown = list(base_names)
    for old, new in choices.renames:
        shown[known("zone", old, places)] = new
    for name in shown:
        if not name.strip():
            raise ScenarioError("A zone needs a name: write a word in its place.")
        if shown.count(name) > 1:
            raise ScenarioError(f"Two zones would be named {name!r}: give one another name.")
    for name in choices.new_zones:
        if base_names.count(name) > 1:
            raise ScenarioError(f"The zone {name!r} exists already: give the new one another name.")
    return tuple(shown)


def known(kind: str, name: str, index: dict[str, int]) -> int:
    """Look a name up, or say which one was probably meant.

    Raises
    ------
    ScenarioError
        When the name is not in the index; the message names the nearest.
    """
    if name in index:
        return index[name]
    raise ScenarioError(f"This world has no {kind} {name!r}. {nearest(name, index)}")


def nearest(name: str, names: Iterable[str]) -> str:
    """Say which of some names is nearest to one that was not found."""
    found = process.extractOne(name, list(names))
    return f"Did you mean {found[0]!r}?" if found else "It has none at all."
