"""How far a zone depends on few providers: too few primes, too much with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.base.world import once_for
from solver.demand.packages import packages

if TYPE_CHECKING:
    import pandas as pd

    from solver.base.world import World
    from solver.domain import Scenario

FEWEST_PRIMES = 2
"""Prime providers of a zone, unless it is free [002 para 30: "two or more"]."""

MOST_SHARE = 0.25
"""Share of a zone's carer-hours with one provider above which it is shown."""

FREE_ZONE = "free zone"
"""Ends the name of a zone that has no prime providers by design [002 para 30, Appendix C]."""


def is_free(zone: str) -> bool:
    """Tell whether a zone is a free zone, by its name."""
    return FREE_ZONE in zone.casefold()


def few_primes(table: pd.DataFrame, column: str = "primes") -> tuple[str, ...]:
    """Name the zones with fewer than two primes, free zones apart.

    Parameters
    ----------
    table
        With ``zone`` and the count of primes, as :func:`solver.zones.zone_table` gives it.
    column
        Which column counts them.
    """
    few = table.loc[table[column] < FEWEST_PRIMES, "zone"]
    return tuple(str(zone) for zone in few if not is_free(str(zone)))


@once_for("packages")
def largest_providers(world: World, scenario: Scenario) -> pd.DataFrame:
    """Find the provider with most of each zone's care.

    Returns
    -------
    DataFrame
        ``zone, provider_id, carer_hours_week, share`` (of the zone's carer-hours, all planned)
        ``, above`` (True where that is more than :data:`MOST_SHARE`), zones in alphabetical
        order; zones without hours are left out.
    """
    held = packages(world, scenario)
    hours = held.groupby(["zone", "provider_id"])["carer_hours_week"].sum()
    of_zone = hours.groupby(level="zone").transform("sum")
    share = (hours / of_zone.where(of_zone > 0)).dropna()
    most = share.groupby(level="zone").idxmax()
    frame = share.loc[list(most)].rename("share").reset_index()
    frame.insert(2, "carer_hours_week", hours.loc[list(most)].to_numpy())
    return frame.assign(above=frame["share"] > MOST_SHARE)
