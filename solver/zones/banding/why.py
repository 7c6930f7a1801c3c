"""Why an area is in its band, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import area_base
from solver.zones.assignment import assignment
from solver.zones.banding.reach import area_reach, town_size

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Scenario


def why(world: World, scenario: Scenario, *, town_population: int | None = None) -> pd.DataFrame:
    """Say in one sentence why each area is in its band.

    Parameters
    ----------
    town_population
        Residents from which a place is a town; ``None`` takes the usual number,
        or that of the largest place where all are smaller.

    Returns
    -------
    frame
        ``area_id, area, band, sentence``: what decides the band (the base or an
        edit of the scenario) and the measured facts beside it.

    Raises
    ------
    ScenarioError
        When no settlement is a town of that size.
    """
    areas = area_base(world)
    chosen = assignment(world, scenario)
    reach = area_reach(world, scenario.roads, town_population or town_size(world))
    edited = dict(scenario.zones.bands)
    rows = []
    for row, area_id in enumerate(areas.ids):
        band = chosen.bands[chosen.band[row]]
        before = areas.bands[areas.band[row]]
        reason = "as loaded"
        if area_id in edited and band != before:
            reason = f"by an edit of this scenario (loaded as {before})"
        facts = "no road reaches it"
        if not np.isnan(reach.minutes[row]):
            facts = (
                f"{reach.minutes[row]:.0f} minutes by car from {reach.town[row]}, the nearest "
                f"town, with {reach.hours_within[row]:,.0f} carer-hours a week within ten minutes"
            )
        rows.append(
            (area_id, areas.names[row], band, f"{areas.names[row]} is {band} {reason}: {facts}.")
        )
    return pd.DataFrame(rows, columns=["area_id", "area", "band", "sentence"])
