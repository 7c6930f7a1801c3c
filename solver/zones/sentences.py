"""What was edited, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.base.areas import area_base
from solver.zones.assignment import zone_assignment
from solver.zones.edits import normal

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import ZoneChoices


@dataclass(frozen=True, slots=True)
class NewZone:
    """A zone that the base does not have."""

    zone: str

    def __str__(self) -> str:
        return f"New zone: {self.zone}"


@dataclass(frozen=True, slots=True)
class RenamedZone:
    """A zone under another name."""

    zone: str
    name: str

    def __str__(self) -> str:
        return f"{self.zone} is now called {self.name}"


@dataclass(frozen=True, slots=True)
class LockedZone:
    """A zone whose areas neither leave nor join."""

    zone: str

    def __str__(self) -> str:
        return f"{self.zone} is locked"


@dataclass(frozen=True, slots=True)
class MovedArea:
    """An area in another zone than the base's. Zones by the names shown."""

    area_id: str
    area: str
    zone_from: str
    zone_to: str

    def __str__(self) -> str:
        return f"{self.area}: {self.zone_from} → {self.zone_to}"


@dataclass(frozen=True, slots=True)
class RepricedArea:
    """An area in another price band than the base's."""

    area_id: str
    area: str
    band_from: str
    band_to: str

    def __str__(self) -> str:
        return f"{self.area}: priced {self.band_from} → {self.band_to}"


Edit = NewZone | RenamedZone | LockedZone | MovedArea | RepricedArea


def edits(world: World, choices: ZoneChoices) -> tuple[Edit, ...]:
    """List what differs from the base: ``str(edit)`` is the sentence that officers read.

    Raises
    ------
    ScenarioError
        When the choices name something that the world does not have.
    """
    choices = normal(world, choices)
    areas = area_base(world)
    parts = zone_assignment(world, choices)
    shown = dict(zip(parts["base_names"], parts["zones"], strict=True))
    found: list[Edit] = [NewZone(shown[zone]) for zone in choices.new_zones]
    found += [RenamedZone(old, new) for old, new in choices.renames if old in areas.zones]
    found += [LockedZone(shown[zone]) for zone in choices.locked]
    for area_id, zone in choices.moves:
        row = areas.index[area_id]
        before = shown[areas.zones[areas.zone[row]]]
        found.append(MovedArea(area_id, areas.names[row], before, shown[zone]))
    for area_id, band in choices.bands:
        row = areas.index[area_id]
        found.append(RepricedArea(area_id, areas.names[row], areas.bands[areas.band[row]], band))
    return tuple(found)
