"""Travel that was solved in each band, per contact hour: what the price build-up takes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from solver.costs.buildup import MINUTES_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BandTravel:
    """Travel solved in one band, per contact hour.

    Parameters
    ----------
    band
        The band.
    contact_minutes
        Carer-minutes at the door that the figures rest on.
    travel_minutes, miles, waiting_minutes
        Between visits and waiting as working time, per contact hour.
    mileage_pence
        Pence a mile as paid, mixed over the modes in use.
    """

    band: str
    contact_minutes: float
    travel_minutes: float
    miles: float
    waiting_minutes: float
    mileage_pence: float


def band_travel(*days: pd.DataFrame) -> tuple[BandTravel, ...]:
    """Read travel per contact hour out of ``Score.by("band")``.

    Parameters
    ----------
    days
        The tables of one or more days; minutes, miles and mileage are added up.

    Returns
    -------
    tuple of BandTravel
        Bands without a contact minute are left out: nothing was solved there.
    """
    columns = ["contact_minutes", "travel_minutes", "waiting_minutes", "miles", "mileage"]
    total = pd.concat([day[columns] for day in days]).groupby(level=0).sum()
    rows = []
    for band, row in total.iterrows():
        contact = float(row["contact_minutes"])
        if contact <= 0:
            continue
        per_hour = MINUTES_PER_HOUR / contact
        miles = float(row["miles"])
        rows.append(
            BandTravel(
                band=str(band),
                contact_minutes=contact,
                travel_minutes=float(row["travel_minutes"]) * per_hour,
                miles=miles * per_hour,
                waiting_minutes=float(row["waiting_minutes"]) * per_hour,
                mileage_pence=float(row["mileage"]) / miles if miles else 0.0,
            )
        )
    return tuple(rows)


def average_travel(travel: Sequence[BandTravel]) -> BandTravel | None:
    """Average the bands by their time at the door; ``None`` where nothing was solved."""
    contact = sum(item.contact_minutes for item in travel)
    if not contact:
        return None

    def mean(name: str) -> float:
        return sum(getattr(item, name) * item.contact_minutes for item in travel) / contact

    miles = sum(item.miles * item.contact_minutes for item in travel)
    paid = sum(item.mileage_pence * item.miles * item.contact_minutes for item in travel)
    return BandTravel(
        band="average of the bands",
        contact_minutes=contact,
        travel_minutes=mean("travel_minutes"),
        miles=mean("miles"),
        waiting_minutes=mean("waiting_minutes"),
        mileage_pence=paid / miles if miles else 0.0,
    )
