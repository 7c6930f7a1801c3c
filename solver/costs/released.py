"""What released carer-hours are worth to the council: the spot hours that they can replace [000].

Better rounds release hours of strategic providers; the council pays less only where a spot
package, dearer than they are, moves into those hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver import demand
from solver.zones import package_rates, strategic_rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from solver.base.world import World
    from solver.domain import Scenario

SPOT = "spot"
"""Tier of packages that are bought singly, at their own price."""


@dataclass(frozen=True, slots=True)
class ReleasedWorth:
    """What released hours of a day could replace, at most.

    Parameters
    ----------
    pence
        What the council would pay less that day; never below 0.
    hours
        Released carer-hours that spot packages would fill.
    spot_hours
        Carer-hours of that day in spot packages that could move: the most that can be replaced.
    gap_pence
        What these cost above a strategic provider, pence a carer-hour, averaged by their hours;
        NaN where there are none.
    """

    pence: int
    hours: float
    spot_hours: float
    gap_pence: float


def spot_gaps(world: World, scenario: Scenario) -> dict[str, float]:
    """Set each spot package that could move beside what a strategic provider would be paid for it.

    A package can move where its zone has a prime provider to call on, or a supplementary one where
    it has none (:func:`solver.zones.strategic_rates`).

    Returns
    -------
    dict
        package_id → spot rate − strategic rate, pence a carer-hour; below 0 where spot is cheaper.
        Packages that nobody could take, or whose strategic rate is not known, are left out.

    Raises
    ------
    RatesError
        When a package is paid by a band that has no rate.
    """
    frame = demand.packages(world, scenario)
    strategic = strategic_rates(world, scenario)
    gap = package_rates(world, scenario) - strategic
    movable = (frame["tier"].to_numpy() == SPOT) & ~np.isnan(strategic)
    return dict(zip(frame["package_id"][movable], gap[movable].tolist(), strict=True))


def released_worth(
    released_carer_hours: float | None, visits: pd.DataFrame, gap_pence: Mapping[str, float]
) -> ReleasedWorth:
    """Value released hours by the spot hours of the same day that they can replace.

    ``hours × (spot rate − strategic rate)``: as many hours as are released, at most the spot hours
    there are, at the average difference of the packages that could move. Which of them would move
    is not chosen. It is the most that the hours are worth: a package that does not fit into the
    rounds does not move.

    Parameters
    ----------
    released_carer_hours
        Paid travel and waiting saved against today; ``None`` and less than 0 replace nothing.
    visits
        Visits asked for that day, as :attr:`solver.score.Score.visits` has them
        (``package_id, carer_seconds``).
    gap_pence
        From :func:`spot_gaps`.
    """
    seconds = visits.groupby("package_id")["carer_seconds"].sum()
    spot = seconds[seconds.index.isin(list(gap_pence))].astype(float) / 3_600
    spot_hours = float(spot.sum())
    if not spot_hours:
        return ReleasedWorth(0, 0.0, 0.0, float("nan"))
    dearer = sum(gap_pence[str(package)] * hours for package, hours in spot.items())
    gap = dearer / spot_hours
    hours = min(max(released_carer_hours or 0.0, 0.0), spot_hours)
    return ReleasedWorth(round(max(hours * gap, 0.0)), hours, spot_hours, gap)
