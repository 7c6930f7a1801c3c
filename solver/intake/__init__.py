"""Files → checked tables: every fault listed with its row, once.

``read_tables(folder)`` reads a world folder (roads excepted);
``parse_safely`` does so in a process of its own, with a limit of memory and
time, for files that somebody uploaded. ``TABLES`` is the schema: what each
column is called, means and may hold.
"""

from solver.intake.apart.safely import headers_safely, parse_safely, stage_upload, tabs_safely
from solver.intake.catchments import catchments
from solver.intake.checks.roadside import check_against_roads
from solver.intake.files.folder import find_roads
from solver.intake.read import read_tables
from solver.intake.schema.tables import TABLES
from solver.intake.schema.templates import write_templates
from solver.intake.tables import About, Notice, Origin, QualityReport, Tables

__all__ = [
    "TABLES",
    "About",
    "Notice",
    "Origin",
    "QualityReport",
    "Tables",
    "catchments",
    "check_against_roads",
    "find_roads",
    "headers_safely",
    "parse_safely",
    "read_tables",
    "stage_upload",
    "tabs_safely",
    "write_templates",
]
