"""Maps, tables and layers to take away: small numbers hidden, text kept as text."""

from solver.publish.colophon import Base, Colophon, colophon
from solver.publish.disclosure import THRESHOLDS
from solver.publish.geo import write_geojson, write_geopackage
from solver.publish.maps import zone_map
from solver.publish.public import PublicFigures, marked, public_figures
from solver.publish.safe_text import file_name
from solver.publish.tables import write_csv, write_xlsx
from solver.publish.web import web_map

__all__ = [
    "THRESHOLDS",
    "Base",
    "Colophon",
    "PublicFigures",
    "colophon",
    "file_name",
    "marked",
    "public_figures",
    "web_map",
    "write_csv",
    "write_geojson",
    "write_geopackage",
    "write_xlsx",
    "zone_map",
]
