"""A world: the loaded base that scenarios share and nobody changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from solver.intake.tables import Tables
    from solver.rates import RateBook
    from solver.roads import Roads


@dataclass(frozen=True, eq=False)
class World:
    """A county as loaded: tables, roads and rates.

    Parameters
    ----------
    folder
        Where it was read from.
    tables
        Checked input tables (columns in ``docs/data.md``).
    roads
        The road network, routable by car, bicycle and foot.
    rates
        Dated rates: the shipped ones, with the world's own on top.
    input_hash
        Hash of every input file: two worlds with the same hash give the same
        figures.
    """

    folder: Path
    tables: Tables
    roads: Roads
    rates: RateBook
    input_hash: str

    @property
    def name(self) -> str:
        """Name of the county, as its ``world.toml`` gives it."""
        return self.tables.about.name
