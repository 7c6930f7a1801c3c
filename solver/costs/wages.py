"""Effective hourly pay by carer, against the minimum wage.

The test is total pay ÷ total working time over the pay reference period.
Working time is contact, travel between appointments and waiting when required
to be available; not the way from home and back, nor a free break. A provider
that pays contact time alone may so still be lawful, or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.score import Score


def effective_pay(days: Sequence[Score], minimum_pence: int | None = None) -> pd.DataFrame:
    """Compare each carer's pay for all working time with the minimum wage.

    Parameters
    ----------
    days
        Scores of the days of a pay reference period (a week).
    minimum_pence
        The legal minimum, pence an hour; ``None`` takes that of the rules.

    Returns
    -------
    DataFrame
        Indexed by carer_id: ``provider_id, days, working_minutes,
        paid_minutes, pay_pence, effective_pence`` (an hour of working time)
        ``, minimum_pence, below`` (bool) ``, shortfall_pence`` (what is
        missing over the period). Empty where no day is given.
    """
    columns = ["contact_s", "travel_s", "waiting_s", "paid_s"]
    pay = ["contact_pay", "travel_pay", "waiting_pay"]
    frames = [
        day.stops[["carer_id", "provider_id", *columns, *pay]].assign(day=i)
        for i, day in enumerate(days)
    ]
    if not frames:
        return pd.DataFrame(columns=_COLUMNS, index=pd.Index([], name="carer_id"))
    calls = pd.concat(frames, ignore_index=True).groupby("carer_id")
    sums = calls[[*columns, *pay]].sum()
    working = sums[["contact_s", "travel_s", "waiting_s"]].sum(axis=1)
    pence = sums[pay].sum(axis=1)
    least = minimum_pence if minimum_pence is not None else days[0].rules.minimum_pence
    effective = pence * 3_600 / working
    due = working * least / 3_600
    return pd.DataFrame(
        {
            "provider_id": calls["provider_id"].first(),
            "days": calls["day"].nunique(),
            "working_minutes": working / 60,
            "paid_minutes": sums["paid_s"] / 60,
            "pay_pence": pence.round().astype(int),
            "effective_pence": effective.round(1),
            "minimum_pence": least,
            "below": pence < due - 0.5,
            "shortfall_pence": (due - pence).clip(lower=0).round().astype(int),
        }
    )


_COLUMNS = [
    "provider_id",
    "days",
    "working_minutes",
    "paid_minutes",
    "pay_pence",
    "effective_pence",
    "minimum_pence",
    "below",
    "shortfall_pence",
]
