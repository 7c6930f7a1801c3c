"""Zones: areas, edits, borders, balance, and who holds the packages."""

from solver.zones.assignment import Assignment, assignment
from solver.zones.figures import border_report, package_rates, zone_band_table, zone_table
from solver.zones.shapes import areas, zone_shapes
from solver.zones.transfers import kept_packages, transfers

__all__ = [
    "Assignment",
    "areas",
    "assignment",
    "border_report",
    "kept_packages",
    "package_rates",
    "transfers",
    "zone_band_table",
    "zone_shapes",
    "zone_table",
]
