"""What counts as working time, and what it costs.

Working time is contact, travel between visits, and waiting up to a limit; a
longer gap is a free break. The legs from and to home are commute: unpaid, with
mileage by a switch, and always counted in carbon. (The minimum wage counts
travel between appointments and waiting when required to be available, and not
the way from home and back.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.domain import MODES
from solver.errors import RatesError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from solver.domain import Mode, PriceChoices
    from solver.rates import Rates

METRES_PER_MILE = 1_609.344
"""Metres in a statute mile."""

ON_COSTS = ("ni", "pension", "holiday", "training", "sick_pay", "notice")
"""Wage-related on-costs, in the order in which the price model lists them."""


@dataclass(frozen=True, slots=True)
class PayRules:
    """How a provider pays its carers, and what that costs on top.

    Parameters
    ----------
    day
        Day whose rates these are.
    wage_pence
        Pay an hour of working time; a carer's own wage replaces it.
    minimum_pence
        The legal minimum, pence an hour.
    on_costs
        (name, share of gross pay) pairs, names as in :data:`ON_COSTS`.
    mileage_pence
        (mode, pence a mile) pairs, between visits.
    co2e_kg_per_mile
        (mode, kg CO2e a mile) pairs.
    waiting_limit_s
        A wait up to this long is working time; a longer gap is free time.
    pay_travel, pay_waiting
        False where a provider pays contact time alone. Both stay working
        time: the effective hourly pay then shows what is left.
    commute_mileage
        True pays mileage from and to home too. The time stays unpaid.
    """

    day: dt.date
    wage_pence: int
    minimum_pence: int
    on_costs: tuple[tuple[str, float], ...]
    mileage_pence: tuple[tuple[Mode, int], ...]
    co2e_kg_per_mile: tuple[tuple[Mode, float], ...]
    waiting_limit_s: int = 3_600
    pay_travel: bool = True
    pay_waiting: bool = True
    commute_mileage: bool = False

    @property
    def on_cost_share(self) -> float:
        """All on-costs together, as a share of gross pay."""
        return sum(share for _, share in self.on_costs)

    def mileage(self, mode: Mode) -> int:
        """Pence a mile by mode."""
        return dict(self.mileage_pence)[mode]

    def co2e(self, mode: Mode) -> float:
        """Give kg CO2e a mile by mode."""
        return dict(self.co2e_kg_per_mile)[mode]

    def counted_waiting_s(self, waiting_s: int) -> int:
        """Seconds of a wait that are working time: all of a short one, none of a long one."""
        return waiting_s if waiting_s <= self.waiting_limit_s else 0


def pay_rules(rates: Rates, prices: PriceChoices) -> PayRules:
    """Make the rules of pay from the rates of a day and a scenario's prices.

    Parameters
    ----------
    rates
        Rates of the day (``world.rates.on(scenario.prices.rates_on or price base)``).
    prices
        A wage other than 0 replaces the dated one.

    Raises
    ------
    RatesError
        When rates are not established on that day; all of them are named.
    """
    own_wage = prices.wage_pence > 0
    _require(rates, _NEEDED if own_wage else (*_wage_names(rates), *_NEEDED))
    wage_pence = prices.wage_pence if own_wage else rates.wage_pence
    return PayRules(
        day=rates.day,
        wage_pence=wage_pence,
        minimum_pence=rates.nlw_pence,
        on_costs=on_cost_shares(rates, wage_pence),
        mileage_pence=tuple((mode, rates.mileage_pence(mode)) for mode in MODES),
        co2e_kg_per_mile=tuple((mode, rates.co2e_kg_per_mile(mode)) for mode in MODES),
    )


_NEEDED = (
    "nlw",
    *(f"mileage_{mode}" for mode in MODES),
    *(f"co2e_{mode}" for mode in MODES),
    *("ni_rate", "ni_threshold", "pension_rate", "pension_threshold", "weekly_hours"),
    *ON_COSTS[2:],
)


def _wage_names(rates: Rates) -> tuple[str, ...]:
    return ("wage",) if rates.has("wage") else ("rlw",)


def _require(rates: Rates, names: Iterable[str]) -> None:
    missing = []
    for name in names:
        try:
            rates.rate(name)
        except RatesError as error:
            missing.append(str(error))
    if missing:
        raise RatesError("\n".join(missing))


def on_cost_shares(rates: Rates, wage_pence: int) -> tuple[tuple[str, float], ...]:
    """On-costs as shares of gross pay, for a typical carer's week.

    National Insurance and the pension fall on pay above a weekly threshold, so
    their share depends on the week: ``rate × max(0, 1 − threshold ÷ (wage ×
    weekly hours))``. The other shares are the rates themselves.
    """
    week_pence = wage_pence * rates.value("weekly_hours")

    def above(rate: str, threshold: str) -> float:
        free = rates.pence(threshold) / week_pence if week_pence else 1.0
        return rates.value(rate) * max(0.0, 1.0 - free)

    return (
        ("ni", above("ni_rate", "ni_threshold")),
        ("pension", above("pension_rate", "pension_threshold")),
        *((name, rates.value(name)) for name in ON_COSTS[2:]),
    )
