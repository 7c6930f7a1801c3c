"""Edits to zones and bands: pure functions from one choice of zones to the next.

Each takes a :class:`~solver.domain.ZoneChoices` and gives another in normal
form: an area stands in it once, and only where it differs from the base, so
that undoing by hand and undoing by button end in equal choices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.base.areas import area_base
from solver.errors import ScenarioError
from solver.zones.assignment import known, zone_assignment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.base.world import World
    from solver.domain import ZoneChoices


def move_areas(
    world: World, choices: ZoneChoices, area_ids: Iterable[str], zone: str
) -> ZoneChoices:
    """Give areas to a zone.

    Raises
    ------
    ScenarioError
        When an area or the zone is unknown, or an area would leave or join a
        locked zone.
    """
    areas = area_base(world)
    index = _zone_index(world, choices)
    parts = zone_assignment(world, choices)
    target = parts["base_names"][known("zone", zone, index)]
    moves = dict(choices.moves)
    for area_id in area_ids:
        row = known("area", area_id, areas.index)
        source = parts["base_names"][parts["zone"][row]]
        if source != target:
            for name in (source, target):
                _refuse_locked(choices, name, parts["zones"][parts["base_names"].index(name)])
        moves[area_id] = target
    return normal(world, replace(choices, moves=tuple(moves.items())))


def set_band(world: World, choices: ZoneChoices, area_ids: Iterable[str], band: str) -> ZoneChoices:
    """Price areas at a band. A band's rate is looked up when its hours are priced.

    Raises
    ------
    ScenarioError
        When an area is unknown.
    """
    areas = area_base(world)
    bands = dict(choices.bands)
    for area_id in area_ids:
        known("area", area_id, areas.index)
        bands[area_id] = band
    return normal(world, replace(choices, bands=tuple(bands.items())))


def set_settlement_band(
    world: World, choices: ZoneChoices, settlement: str, band: str
) -> ZoneChoices:
    """Price every area of a settlement at a band, as para 36 does for three towns.

    Raises
    ------
    ScenarioError
        When no area belongs to the settlement.
    """
    areas = area_base(world)
    rows: dict[str, list[str]] = {}
    for area_id, name in zip(areas.ids, areas.settlements, strict=True):
        rows.setdefault(name, []).append(area_id)
    found = known("settlement", settlement, {name: i for i, name in enumerate(rows)})
    return set_band(world, choices, list(rows.values())[found], band)


def new_zone(world: World, choices: ZoneChoices, zone: str) -> ZoneChoices:
    """Add a zone without areas and without providers.

    Raises
    ------
    ScenarioError
        When a zone of that name exists, or the name is empty.
    """
    return normal(world, replace(choices, new_zones=(*choices.new_zones, zone.strip())))


def split_zone(
    world: World, choices: ZoneChoices, zone: str, name: str, area_ids: Iterable[str]
) -> ZoneChoices:
    """Cut areas out of a zone into a new one.

    Raises
    ------
    ScenarioError
        When an area is not in the zone, all of its areas would leave, the zone
        is locked or the name is taken.
    """
    areas = area_base(world)
    parts = zone_assignment(world, choices)
    row = known("zone", zone, _zone_index(world, choices))
    chosen = list(area_ids)
    for area_id in chosen:
        if parts["zone"][known("area", area_id, areas.index)] != row:
            raise ScenarioError(f"The area {area_id!r} is not in {zone!r}: choose areas of it.")
    if len(set(chosen)) in (0, int((parts["zone"] == row).sum())):
        raise ScenarioError(f"Choose some, but not all, areas of {zone!r} for the new zone.")
    return move_areas(world, new_zone(world, choices, name), chosen, name.strip())


def merge_zones(world: World, choices: ZoneChoices, zone: str, into: str) -> ZoneChoices:
    """Give all areas of one zone to another, whose name and providers stay.

    Raises
    ------
    ScenarioError
        When a zone is unknown or locked, or both are the same.
    """
    areas = area_base(world)
    index = _zone_index(world, choices)
    row = known("zone", zone, index)
    if row == known("zone", into, index):
        raise ScenarioError(f"{zone!r} cannot be merged into itself: choose another zone.")
    members = zone_assignment(world, choices)["zone"] == row
    chosen = [area_id for area_id, is_in in zip(areas.ids, members, strict=True) if is_in]
    return move_areas(world, choices, chosen, into)


def rename_zone(world: World, choices: ZoneChoices, zone: str, name: str) -> ZoneChoices:
    """Give a zone another name; nothing moves, and its providers stay.

    Raises
    ------
    ScenarioError
        When the zone is unknown, or another one bears the name.
    """
    parts = zone_assignment(world, choices)
    base_name = parts["base_names"][known("zone", zone, _zone_index(world, choices))]
    renames = dict(choices.renames) | {base_name: name.strip()}
    return normal(world, replace(choices, renames=tuple(renames.items())))


def lock_zone(world: World, choices: ZoneChoices, zone: str, *, locked: bool = True) -> ZoneChoices:
    """Lock a zone, so that its areas neither leave nor join, or unlock it.

    Raises
    ------
    ScenarioError
        When the zone is unknown.
    """
    parts = zone_assignment(world, choices)
    base_name = parts["base_names"][known("zone", zone, _zone_index(world, choices))]
    names = set(choices.locked) - {base_name} | ({base_name} if locked else set())
    return normal(world, replace(choices, locked=tuple(names)))


def back_to_base(world: World, choices: ZoneChoices, area_ids: Iterable[str]) -> ZoneChoices:
    """Give areas back the zone and the band of the base.

    Raises
    ------
    ScenarioError
        When an area is unknown, or would leave or join a locked zone.
    """
    areas = area_base(world)
    for area_id in area_ids:
        row = known("area", area_id, areas.index)
        choices = move_areas(world, choices, [area_id], areas.zones[areas.zone[row]])
        choices = set_band(world, choices, [area_id], areas.bands[areas.band[row]])
    return choices


def normal(world: World, choices: ZoneChoices) -> ZoneChoices:
    """Bring choices into normal form: base names, no repetition, areas in table order.

    Raises
    ------
    ScenarioError
        When the choices name something that the world does not have.
    """
    areas = area_base(world)
    parts = zone_assignment(world, choices)
    base_names = parts["base_names"]
    bands = dict(choices.bands)
    index = _zone_index(world, choices)
    for area_id in bands:
        known("area", area_id, areas.index)
    locked = {base_names[known("zone", zone, index)] for zone in choices.locked}
    base_index = {name: i for i, name in enumerate(base_names)}
    renames = {base_names[known("zone", old, base_index)]: new for old, new in choices.renames}
    return replace(
        choices,
        moves=tuple(
            (area_id, base_names[zone])
            for area_id, zone, moved in zip(
                areas.ids, parts["zone"].tolist(), parts["moved"].tolist(), strict=True
            )
            if moved
        ),
        bands=tuple(
            (area_id, bands[area_id])
            for area_id, band in zip(areas.ids, areas.band.tolist(), strict=True)
            if bands.get(area_id, areas.bands[band]) != areas.bands[band]
        ),
        renames=tuple((old, new) for old, new in sorted(renames.items()) if new != old),
        locked=tuple(sorted(locked)),
    )


def _zone_index(world: World, choices: ZoneChoices) -> dict[str, int]:
    """Row of each zone by its base name and by the name shown."""
    parts = zone_assignment(world, choices)
    shown = {name: i for i, name in enumerate(parts["zones"])}
    return {name: i for i, name in enumerate(parts["base_names"])} | shown


def _refuse_locked(choices: ZoneChoices, base_name: str, shown: str) -> None:
    if base_name in choices.locked or shown in choices.locked:
        raise ScenarioError(f"{shown!r} is locked: unlock it before areas leave or join it.")
