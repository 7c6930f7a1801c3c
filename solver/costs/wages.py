"""Effective hourly pay by carer, against the minimum wage.

The test is total pay ÷ total working time over the pay reference period.
Working time is contact, travel between appointments and waiting when required
to be available; not the way from home and back, nor a free break. A provider
that pays contact time alone may so still be lawful, or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from solver.domain import Carer
    from solver.rates import Rates
    from solver.score import Score


def effective_pay(
    days: Sequence[Score], minimum_pence: int | None = None, *, contact_only: bool = False
) -> pd.DataFrame:
    """Compare each carer's pay for all working time with the minimum wage.

    Parameters
    ----------
    days
        Scores of the days of a pay reference period (a week).
    minimum_pence
        The legal minimum, pence an hour; ``None`` takes that of the rules.
    contact_only
        True asks what carers would have if contact time alone were paid.

    Returns
    -------
    DataFrame
        Indexed by carer_id: ``provider_id, days, working_minutes,
        paid_minutes, pay_pence, effective_pence`` (an hour of working time)
        ``, minimum_pence, below`` (bool) ``, shortfall_pence`` (what is
        missing over the period). Empty where no day is given.
    """
    columns = ["contact_s", "travel_s", "waiting_s", "paid_s"]
    pay = ["contact_pay"] if contact_only else ["contact_pay", "travel_pay", "waiting_pay"]
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
            "paid_minutes": sums["contact_s" if contact_only else "paid_s"] / 60,
            "pay_pence": pence.round().astype(int),
            "effective_pence": effective.round(1),
            "minimum_pence": least,
            "below": pence < due - 0.5,
            "shortfall_pence": (due - pence).clip(lower=0).round().astype(int),
        }
    )


def unused_contracted(days: Sequence[Score], carers: Iterable[Carer]) -> pd.DataFrame:
    """Price contracted hours that a week does not use: they are paid all the same.

    Parameters
    ----------
    days
        Scores of the days of the week.
    carers
        Carers of the week; those without contracted hours are left out.

    Returns
    -------
    DataFrame
        Indexed by carer_id: ``provider_id, contracted_minutes, paid_minutes,
        unused_minutes, unused_pence`` (pay and on-costs of the unused time).
    """
    paid_s: dict[str, float] = {}
    for day in days:
        for carer_id, seconds in day.stops.groupby("carer_id")["paid_s"].sum().items():
            paid_s[str(carer_id)] = paid_s.get(str(carer_id), 0.0) + float(seconds)
    bound = {c.id: c for c in carers if c.contracted_s is not None}
    names = sorted(bound) if days else []
    contracted = np.array([bound[name].contracted_s for name in names], float)
    paid = np.array([paid_s.get(name, 0.0) for name in names], float)
    unused = np.clip(contracted - paid, 0, None)
    rules = days[0].rules if days else None
    wage = np.array([bound[name].wage_pence or (rules and rules.wage_pence) for name in names])
    share = 1 + (rules.on_cost_share if rules else 0.0)
    return pd.DataFrame(
        {
            "provider_id": [bound[name].provider_id for name in names],
            "contracted_minutes": contracted / 60,
            "paid_minutes": paid / 60,
            "unused_minutes": unused / 60,
            "unused_pence": np.rint(unused * wage.astype(float) * share / 3_600).astype(int),
        },
        index=pd.Index(names, name="carer_id"),
    )


def contracted_weeks(
    today: Iterable[Score], plan: Iterable[Score], carers: Iterable[Carer]
) -> pd.DataFrame:
    """Set the contracted hours that two weeks leave unused beside each other, carer by carer.

    Returns
    -------
    DataFrame
        As of :func:`unused_contracted`; what differs between the weeks stands with ``_today`` and
        with ``_plan``.
    """
    staff, same = tuple(carers), ["provider_id", "contracted_minutes"]
    before, after = (unused_contracted(list(days), staff) for days in (today, plan))
    beside = before.drop(columns=same).add_suffix("_today")
    beside = beside.join(after.drop(columns=same).add_suffix("_plan"))
    return before[same].join(beside)


def approved_mileage_pence(rates: Rates, miles_a_year: float) -> int:
    """Mileage for the own car over a tax year with one employer (HMRC approved).

    The first 10,000 miles at one rate, those beyond at a lower one.

    Raises
    ------
    RatesError
        When a rate is not established on that day.
    """
    first = min(miles_a_year, MILES_AT_FULL_RATE)
    beyond = miles_a_year - first
    return round(first * rates.mileage_pence("car") + beyond * rates.pence("mileage_car_beyond"))


MILES_AT_FULL_RATE = 10_000
"""Miles a tax year and employer at HMRC's full rate."""

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
