"""Zones: areas, edits, borders, balance, and who holds the packages."""

from solver.zones.assignment import Assignment, assignment
from solver.zones.edits import (
    back_to_base,
    lock_zone,
    merge_zones,
    move_areas,
    new_zone,
    rename_zone,
    set_band,
    set_settlement_band,
    split_zone,
)
from solver.zones.figures import border_report, zone_band_table, zone_table
from solver.zones.pricing import package_band_rates, package_rates, strategic_rates
from solver.zones.providers.affected import affected, by_providers, held_in_zone
from solver.zones.providers.called_on import appoint, called_on, zones_of
from solver.zones.providers.moves import cannot_take, move_packages, put_back
from solver.zones.sentences import Edit, edits
from solver.zones.shapes import areas, zone_shapes
from solver.zones.transfers import kept_packages, transfers
from solver.zones.travel import zone_travel

__all__ = [
    "Assignment",
    "Edit",
    "affected",
    "appoint",
    "areas",
    "assignment",
    "back_to_base",
    "border_report",
    "by_providers",
    "called_on",
    "cannot_take",
    "edits",
    "held_in_zone",
    "kept_packages",
    "lock_zone",
    "merge_zones",
    "move_areas",
    "move_packages",
    "new_zone",
    "package_band_rates",
    "package_rates",
    "put_back",
    "rename_zone",
    "set_band",
    "set_settlement_band",
    "split_zone",
    "strategic_rates",
    "transfers",
    "zone_band_table",
    "zone_shapes",
    "zone_table",
    "zone_travel",
    "zones_of",
]
