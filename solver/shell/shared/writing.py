"""Tables that a command writes: each says what it is, in a description beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from solver.publish import SMALL_NUMBERS, colophon, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis, Scenario


def write_table(
    table: pd.DataFrame,
    path: Path,
    world: World,
    scenario: Scenario,
    *,
    basis: HoursBasis = "all planned",
    prices: PriceBasis | None = None,
    marking: str = SMALL_NUMBERS,
) -> None:
    """Write a table as CSV with its description; see :func:`solver.publish.write_csv`.

    Parameters
    ----------
    basis, prices, marking
        As :func:`solver.publish.colophon` takes them. No table of a command goes through
        disclosure control, so each is internal unless it holds no figure of people.
    """
    about = colophon(
        world,
        scenario,
        made_on=date.today().isoformat(),
        basis=basis,
        prices=prices,
        threshold=None,
        marking=marking,
    )
    write_csv(table, path, about=about)
