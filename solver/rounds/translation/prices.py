"""What the time and the metres of carers cost, in thousandths of a penny.

Costs are counted so finely that a second and a metre have whole prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.rates.pay import METRES_PER_MILE
from solver.rounds.translation.fit import PER_PENNY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer
    from solver.rates.pay import PayRules
    from solver.search.problem import Longs

COMMUTE_SHARE = 0.25
"""Preference against longer ways from and to home: this share of what paid travel costs."""


@dataclass(frozen=True, eq=False)
class Prices:
    """What a second and a metre of each vehicle cost (k carers, m vehicles).

    Parameters
    ----------
    pay
        (k,) pay of a second of each carer, with on-costs.
    second, metre
        (m,) on the way between calls.
    home_second, home_metre
        (m,) on the way from and to home.
    wait
        (m,) a second of waiting.
    """

    pay: Longs
    second: Longs
    metre: Longs
    home_second: Longs
    home_metre: Longs
    wait: Longs


def prices_of(
    carers: Sequence[Carer], vehicles: Sequence[tuple[Carer, int]], rules: PayRules
) -> Prices:
    """Price the carers, and their shifts as vehicles (carer, shift)."""
    pay = np.array([_second_cost(carer, rules) for carer in carers], np.int64)
    second = np.repeat(pay, [len(carer.shifts) for carer in carers])
    metre = np.array([_metre_cost(carer, rules) for carer, _ in vehicles], np.int64)
    based = np.array([carer.starts_from == "base" for carer, _ in vehicles], bool)
    paid = based | rules.commute_mileage
    return Prices(
        pay=pay,
        second=second,
        metre=metre,
        home_second=np.where(based, second, second * COMMUTE_SHARE).astype(np.int64),
        home_metre=np.where(paid, metre, metre * COMMUTE_SHARE).astype(np.int64),
        wait=second if rules.pay_waiting else np.zeros(len(vehicles), np.int64),
    )


def _second_cost(carer: Carer, rules: PayRules) -> int:
    wage = carer.wage_pence if carer.wage_pence is not None else rules.wage_pence
    return round(wage * (1 + rules.on_cost_share) * PER_PENNY / 3_600)


def _metre_cost(carer: Carer, rules: PayRules) -> int:
    return round(rules.mileage(carer.mode) * PER_PENNY / METRES_PER_MILE)
