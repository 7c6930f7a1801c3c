"""Maps, tables and layers to take away, small numbers hidden, text kept as text."""

from solver.publish.colophon import Colophon, colophon
from solver.publish.tables import write_csv, write_xlsx

__all__ = [
    "Colophon",
    "colophon",
    "write_csv",
    "write_xlsx",
]
