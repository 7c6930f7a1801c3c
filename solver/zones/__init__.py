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
from solver.zones.sentences import Edit, edits
from solver.zones.shapes import areas, zone_shapes
from solver.zones.transfers import kept_packages, transfers
from solver.zones.travel import zone_travel

__all__ = [
    "Assignment",
    "Edit",
    "areas",
    "assignment",
    "back_to_base",
    "border_report",
    "edits",
    "kept_packages",
    "lock_zone",
    "merge_zones",
    "move_areas",
    "new_zone",
    "package_band_rates",
    "package_rates",
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
]
