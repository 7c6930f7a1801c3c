"""The two ledgers of a run: what the council pays and what the providers spend.

Council cost is carer-hours × price of every visit asked for that day, served
or not, so that no re-routing can change it. Provider cost is working time ×
pay, mileage and on-costs. A leg and a wait belong to the visit that they lead
to, the leg home to the visit that it comes from. The legs from and to a
provider's base are working time; those from and to home are commute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.errors import RatesError
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.domain import Workload
    from solver.rates.pay import PayRules
    from solver.score.run import Run

SECONDS_PER_HOUR = 3_600

TERMS: dict[str, str] = {
    "contact_pay": "Pay for time at the door: contact time × wage.",
    "travel_pay": "Pay for legs between visits: travel time × wage.",
    "waiting_pay": "Pay for waits up to the limit of working time: waiting × wage.",
    "ni": "Employer's National Insurance on gross pay.",
    "pension": "Employer's pension contribution on gross pay.",
    "holiday": "Holiday pay on gross pay.",
    "training": "Paid training on gross pay.",
    "sick_pay": "Sick pay on gross pay.",
    "notice": "Notice and suspension pay on gross pay.",
    "mileage": "Mileage between visits: miles × pence a mile of the mode.",
    "commute_mileage": "Mileage from and to home, where the rules pay it.",
}
"""Terms of the provider ledger in order, each with what it is."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Time, distance and money of each call of a run, as floats in the shape of its starts.

    Parameters
    ----------
    contact_s, travel_s, waiting_s, break_s, paid_s
        Seconds at the door, between visits, waiting as working time, in gaps
        too long to be working time, and paid.
    miles, commute_miles, co2e_kg, commute_co2e_kg
        Between visits; from and to home; carbon of both; of the latter.
    pence
        Term → pence a call, in the order of :data:`TERMS`.
    """

    contact_s: npt.NDArray[np.float64]
    travel_s: npt.NDArray[np.float64]
    waiting_s: npt.NDArray[np.float64]
    break_s: npt.NDArray[np.float64]
    paid_s: npt.NDArray[np.float64]
    miles: npt.NDArray[np.float64]
    commute_miles: npt.NDArray[np.float64]
    co2e_kg: npt.NDArray[np.float64]
    commute_co2e_kg: npt.NDArray[np.float64]
    pence: dict[str, npt.NDArray[np.float64]]

    def terms(self) -> dict[str, npt.NDArray[np.int64]]:
        """Add each term up over the calls, in whole pence: one number, or one an outturn (d,).

        Half a penny is rounded alike in whatever order it was added up.
        """
        sums = {name: np.rint(part.sum(axis=-1).round(6)) for name, part in self.pence.items()}
        return {name: np.asarray(total, np.int64) for name, total in sums.items()}


def ledger(done: Run, rules: PayRules) -> Ledger:
    """Account for each call of a run under the rules of pay."""
    contact_s = done.service_s.astype(float)
    based = np.array([carer.starts_from == "base" for carer in done.carers], bool)
    out = done.first & ~based
    travel_s = (np.where(out, 0, done.in_s) + np.where(based, done.home_s, 0)).astype(float)
    gap_s = (done.start_s - done.arrival_s).astype(float)
    short = gap_s <= rules.waiting_limit_s
    waiting_s, break_s = np.where(short, gap_s, 0.0), np.where(short, 0.0, gap_s)
    miles = (np.where(out, 0, done.in_m) + np.where(based, done.home_m, 0)) / METRES_PER_MILE
    commute_m = np.where(out, done.in_m, 0) + np.where(based, 0, done.home_m)
    commute_miles = commute_m / METRES_PER_MILE
    mileage = dict(rules.mileage_pence)
    co2e = dict(rules.co2e_kg_per_mile)
    per_mile = np.array([mileage[carer.mode] for carer in done.carers], float)
    kg_per_mile = np.array([co2e[carer.mode] for carer in done.carers], float)
    wage = np.array(
        [
            rules.wage_pence if carer.wage_pence is None else carer.wage_pence
            for carer in done.carers
        ],
        float,
    )
    paid_travel_s = travel_s if rules.pay_travel else np.zeros_like(travel_s)
    paid_waiting_s = waiting_s if rules.pay_waiting else np.zeros_like(waiting_s)
    pence = {
        "contact_pay": contact_s * wage / SECONDS_PER_HOUR,
        "travel_pay": paid_travel_s * wage / SECONDS_PER_HOUR,
        "waiting_pay": paid_waiting_s * wage / SECONDS_PER_HOUR,
    }
    gross = pence["contact_pay"] + pence["travel_pay"] + pence["waiting_pay"]
    pence.update({name: share * gross for name, share in rules.on_costs})
    pence["mileage"] = miles * per_mile
    pence["commute_mileage"] = commute_miles * per_mile * rules.commute_mileage
    return Ledger(
        contact_s=contact_s,
        travel_s=travel_s,
        waiting_s=waiting_s,
        break_s=break_s,
        paid_s=contact_s + paid_travel_s + paid_waiting_s,
        miles=miles,
        commute_miles=commute_miles,
        co2e_kg=(miles + commute_miles) * kg_per_mile,
        commute_co2e_kg=commute_miles * kg_per_mile,
        pence={name: pence[name] for name in TERMS},
    )


def council_pence(workload: Workload, price_pence: Mapping[str, int]) -> pd.Series:
    """Price every visit asked for: carer-hours × the price of its package.

    Parameters
    ----------
    workload
        The visits of the day.
    price_pence
        package_id → pence a carer-hour.

    Returns
    -------
    Series
        Pence by visit_id, not yet rounded.

    Raises
    ------
    RatesError
        When a package has no price; the first few are named.
    """
    missing = sorted({v.package_id for v in workload.visits if v.package_id not in price_pence})
    if missing:
        few = ", ".join(missing[:5])
        raise RatesError(
            f"{len(missing)} packages have no price: {few}. "
            f"Give their contract a price, or their band a rate."
        )
    return pd.Series(
        {v.id: v.carer_seconds * price_pence[v.package_id] / 3_600 for v in workload.visits},
        dtype=float,
    )


def whole_pence(parts: npt.NDArray[np.float64], total: int) -> npt.NDArray[np.int64]:
    """Round parts to whole pence so that they add up to ``total`` exactly.

    By largest remainder: each part is cut to whole pence, and the pence left
    over go to the parts that lost most, in order of position where equal.
    """
    floor = np.floor(parts).astype(np.int64)
    left = total - int(floor.sum())
    whole = floor.copy()
    if len(parts):
        each, extra = divmod(left, len(parts))
        whole += each
        whole[np.argsort(-(parts - floor), kind="stable")[:extra]] += 1
    return whole
