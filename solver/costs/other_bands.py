"""What it costs to price areas at other bands: hours, areas and money before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.base.areas import band_order
from solver.base.chosen_rates import band_pence
from solver.costs.bands import annual_pence
from solver.costs.council import area_hours, band_hours, cost_table
from solver.zones import areas

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import HoursBasis, Scenario, ZoneChoices


@dataclass(frozen=True, eq=False)
class Rebanding:
    """Two sets of bands beside each other, on the same hours.

    Parameters
    ----------
    bands
        Indexed by band, nearest town first: ``areas_before, areas_after,
        hours_before, hours_after`` (carer-hours a week of the basis)
        ``, rate_pence, weekly_pence_before, weekly_pence_after``.
    areas_changed
        Areas in another band than before.
    hours_changed
        Carer-hours a week in them.
    annual_pence
        What the change costs in a year.
    """

    bands: pd.DataFrame
    areas_changed: int
    hours_changed: float
    annual_pence: int


def rebanding(
    world: World, scenario: Scenario, choices: ZoneChoices, basis: HoursBasis = "maintenance"
) -> Rebanding:
    """Set a scenario's bands beside other ones, at the scenario's rates.

    The cost is hours × the rate of their band, as the paper prices them [002
    paras 20 and 39]: contracts with a price of their own are not in it.

    Parameters
    ----------
    choices
        Zones and bands after the change; only their bands may differ.
    basis
        Which hours count.

    Raises
    ------
    ScenarioError
        When the choices name something that the world does not have.
    RatesError
        When a band with hours has no rate.
    """
    after = replace(scenario, zones=choices)
    shapes = [areas(world, one).set_index("area_id")["band"] for one in (scenario, after)]
    hours = [band_hours(world, one, basis) for one in (scenario, after)]
    tables = [cost_table(world, one, basis) for one in (scenario, after)]
    rates = band_pence(world, scenario)
    names = band_order(set(shapes[0]) | set(shapes[1]))
    frame = pd.DataFrame(
        {
            **{
                f"areas_{when}": shape.value_counts().reindex(list(names), fill_value=0)
                for when, shape in zip(("before", "after"), shapes, strict=True)
            },
            **{
                f"hours_{when}": pd.Series(table, dtype=float).reindex(list(names), fill_value=0.0)
                for when, table in zip(("before", "after"), hours, strict=True)
            },
            "rate_pence": pd.Series(rates).reindex(list(names)),
            **{
                f"weekly_pence_{when}": table["weekly_pence"].reindex(list(names), fill_value=0)
                for when, table in zip(("before", "after"), tables, strict=True)
            },
        },
        index=pd.Index(names, name="band"),
    )
    moved = shapes[0] != shapes[1]
    by_area = area_hours(world, scenario, basis)
    week = float(frame["weekly_pence_after"].sum() - frame["weekly_pence_before"].sum())
    return Rebanding(
        bands=frame,
        areas_changed=int(moved.sum()),
        hours_changed=sum(by_area.get(area_id, 0.0) for area_id in moved.index[moved]),
        annual_pence=annual_pence(week, scenario.prices.weeks),
    )
