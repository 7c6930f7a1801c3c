"""Invent worlds: packages, carers, providers and rounds on any road network.

Nobody's data is in an invented world; only its geography is real. The demo
county and ``python -m solver invent`` are both made here.
"""

from solver.invent.county import CountyChoices, Invented, invent_county
from solver.invent.land.ground import Ground
from solver.invent.tables import InventChoices, invent_tables

__all__ = [
    "CountyChoices",
    "Ground",
    "InventChoices",
    "Invented",
    "invent_county",
    "invent_tables",
]
