"""Zone sets beside each other: 2005, 2011, 2016 lots, today's and proposed ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.zones.edits import normal
from solver.zones.figures import zone_table
from solver.zones.travel import zone_travel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.world import World
    from solver.domain import Scenario, ZoneChoices


def compare_sets(world: World, scenario: Scenario, sets: Mapping[str, ZoneChoices]) -> pd.DataFrame:
    """Set several zone sets side by side on the same packages and roads (A8).

    Parameters
    ----------
    sets
        Name → choices, such as imported earlier versions.

    Returns
    -------
    frame
        Indexed by ``zone_set``: ``zones, least_hours, most_hours,
        carer_hours_week`` (the base: all planned), ``balance`` (largest
        difference from the mean, as a share of it) ``, minutes_between`` (mean
        over zones weighted by pairs) ``, compactness`` (mean) ``, islands,
        holes, split_settlements`` (how many) ``, areas_moved`` (against the
        loaded base).

    Raises
    ------
    ScenarioError, RatesError
        As :func:`~solver.zones.zone_table` does.
    """
    rows = {}
    for name, choices in sets.items():
        case = replace(scenario, zones=choices)
        table = zone_table(world, case)
        table = table[table["areas"] > 0]
        travel = zone_travel(world, case).set_index("zone").loc[table["zone"]]
        some = travel["pairs"] > 0
        split = {
            place for text in table["split_settlements"] for place in text.split("; ") if place
        }
        hours = table["carer_hours_week"]
        rows[name] = {
            "zones": len(table),
            "least_hours": hours.min(),
            "most_hours": hours.max(),
            "carer_hours_week": hours.sum(),
            "balance": table["balance"].abs().max(),
            "minutes_between": float(
                np.average(travel.loc[some, "minutes_between"], weights=travel.loc[some, "pairs"])
            )
            if some.any()
            else float("nan"),
            "compactness": table["compactness"].mean(),
            "islands": int((table["parts"] - 1).sum()),
            "holes": int(table["holes"].sum()),
            "split_settlements": len(split),
            "areas_moved": len(normal(world, choices).moves),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("zone_set")
