"""Maps, tables and layers to take away: small numbers hidden, text kept as text."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from solver.publish.colophon import NO_PEOPLE, SMALL_NUMBERS, Colophon, colophon
from solver.publish.disclosure import THRESHOLDS
from solver.publish.geo import write_geojson, write_geopackage, write_shapes
from solver.publish.public import PublicFigures, marked, public_figures
from solver.publish.safe_text import file_name
from solver.publish.tables import write_csv, write_xlsx

if TYPE_CHECKING:
    from solver.publish.printed.maps import zone_map
    from solver.publish.web import web_map

__all__ = [
    "NO_PEOPLE",
    "SMALL_NUMBERS",
    "THRESHOLDS",
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
    "write_shapes",
    "write_xlsx",
    "zone_map",
]

_DRAWN = {"zone_map": "solver.publish.printed.maps", "web_map": "solver.publish.web"}


def __getattr__(name: str) -> Any:
    """Load the drawing library only when a map is asked for: it takes half a second."""
    if name in _DRAWN:
        return getattr(import_module(_DRAWN[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
