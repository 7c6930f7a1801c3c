"""The price build-up: from a wage to the price of an hour, line by line.

The structure is the Homecare Association's (formerly UKHCA), to which the Care
and Support Statutory Guidance para 4.31 points councils: contact time at the
wage, travel time, mileage, wage-related on-costs, running costs, surplus.
Running costs and surplus are shares of the price itself, so that ``price =
direct costs ÷ (1 − running − surplus)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.errors import RatesError
from solver.rates.pay import ON_COSTS, on_cost_shares

if TYPE_CHECKING:
    from solver.rates import Rates

MINUTES_PER_HOUR = 60

TITLES = {
    "contact": "Contact time",
    "travel": "Travel time",
    "waiting": "Waiting",
    "ni": "Employer's National Insurance",
    "pension": "Pension",
    "holiday": "Holiday pay",
    "training": "Training",
    "sick_pay": "Sick pay",
    "notice": "Notice and suspension",
    "mileage": "Mileage",
    "running": "Running costs",
    "surplus": "Surplus",
}
"""Lines of the build-up in order."""

SHARES_OF_PRICE = ("running", "surplus")
"""Lines that are shares of the price itself."""


@dataclass(frozen=True, slots=True)
class HourInputs:
    """What an hour at the door takes and costs.

    Parameters
    ----------
    wage_pence
        Pay an hour of working time.
    travel_minutes
        Travel between visits per contact hour: (60 ÷ average visit length) ×
        average travel minutes, as cost-of-care returns define it.
    miles
        Miles between visits per contact hour.
    mileage_pence
        Pence a mile.
    on_costs
        (name, share of gross pay) pairs, names as in :data:`solver.rates.pay.ON_COSTS`.
    running, surplus
        Shares of the price.
    waiting_minutes
        Paid waiting per contact hour (not in the sector's model: 0).
    overrun
        Share by which visits run over what is paid for (0.05 = 63 minutes an
        hour): paid to the carer, not by the council.
    """

    wage_pence: float
    travel_minutes: float
    miles: float
    mileage_pence: float
    on_costs: tuple[tuple[str, float], ...]
    running: float
    surplus: float
    waiting_minutes: float = 0.0
    overrun: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a build-up: name, pence (not rounded) and the formula with its numbers."""

    name: str
    pence: float
    formula: str


@dataclass(frozen=True, slots=True)
class BuildUp:
    """A price and the lines that it is made of.

    Lines are not rounded; rounded to pence they may add up to a penny more or
    less than the rounded price, as in the published 2014 example (£15.19, its
    lines 15.20).
    """

    lines: tuple[Line, ...]

    @property
    def price_pence(self) -> float:
        """The price an hour, pence, not rounded."""
        return sum(line.pence for line in self.lines)

    @property
    def direct_pence(self) -> float:
        """Pay, on-costs and mileage: the price without running costs and surplus."""
        return sum(x.pence for x in self.lines if x.name not in SHARES_OF_PRICE)

    def pence(self, name: str) -> float:
        """Pence of one line; 0 where the build-up has no such line."""
        return sum(line.pence for line in self.lines if line.name == name)

    def table(self) -> pd.DataFrame:
        """List the lines: ``title, pence`` (two decimals of a penny) ``, share, formula``."""
        price = self.price_pence
        return pd.DataFrame(
            {
                "title": [TITLES[line.name] for line in self.lines],
                "pence": [round(line.pence, 2) for line in self.lines],
                "share": [line.pence / price if price else 0.0 for line in self.lines],
                "formula": [line.formula for line in self.lines],
            },
            index=pd.Index([line.name for line in self.lines], name="line"),
        )


def build_up(hour: HourInputs) -> BuildUp:
    """Build the price of a contact hour up from its inputs.

    Raises
    ------
    RatesError
        When running costs and surplus leave nothing for care (1 or more), or
        an input is negative.
    """
    _check(hour)
    wage = hour.wage_pence
    contact = wage * (1 + hour.overrun)
    travel = wage * hour.travel_minutes / MINUTES_PER_HOUR
    waiting = wage * hour.waiting_minutes / MINUTES_PER_HOUR
    gross = contact + travel + waiting
    over = f" × {1 + hour.overrun:.3g}" if hour.overrun else ""
    lines = [
        Line("contact", contact, f"1 hour × {_pounds(wage)}{over}"),
        Line("travel", travel, f"{hour.travel_minutes:.2f} min ÷ 60 × {_pounds(wage)}"),
    ]
    if hour.waiting_minutes:
        formula = f"{hour.waiting_minutes:.2f} min ÷ 60 × {_pounds(wage)}"
        lines.append(Line("waiting", waiting, formula))
    shares = dict(hour.on_costs)
    for name in ON_COSTS:
        if shares.get(name):
            formula = f"{shares[name]:.2%} × gross pay {_pounds(gross)}"
            lines.append(Line(name, shares[name] * gross, formula))
    mileage = hour.miles * hour.mileage_pence
    lines.append(Line("mileage", mileage, f"{hour.miles:.2f} miles × {hour.mileage_pence:.4g}p"))
    direct = sum(line.pence for line in lines)
    price = direct / (1 - hour.running - hour.surplus)
    for name, share in (("running", hour.running), ("surplus", hour.surplus)):
        lines.append(Line(name, share * price, f"{share:.2%} × price {_pounds(price)}"))
    return BuildUp(tuple(lines))


def held_back(
    before: BuildUp, after: BuildUp, hour: HourInputs, *, on_costs: bool, running: bool
) -> BuildUp:
    """Let a price follow a change of wage in part: what is held keeps its pence.

    Parameters
    ----------
    before, after
        The price at the wage before and after.
    hour
        Inputs of the price after: its shares of running costs and surplus.
    on_costs
        True lets on-costs grow with the wage.
    running
        True keeps running costs and surplus shares of the price, so that they grow with it.
    """
    held = f"held: as before the change of wage, {_pounds(before.price_pence)} an hour"
    lines = []
    for line in after.lines:
        if line.name in SHARES_OF_PRICE:
            continue
        keep = on_costs or line.name not in ON_COSTS
        lines.append(line if keep else Line(line.name, before.pence(line.name), held))
    price = sum(line.pence for line in lines) / (1 - hour.running - hour.surplus)
    for name, share in (("running", hour.running), ("surplus", hour.surplus)):
        lines.append(
            Line(name, share * price, f"{share:.2%} × price {_pounds(price)}")
            if running
            else Line(name, before.pence(name), held)
        )
    return BuildUp(tuple(lines))


def hour_inputs(
    rates: Rates, travel_minutes: float, miles: float, wage_pence: int = 0
) -> HourInputs:
    """Take what an hour costs from the rates of a day.

    Parameters
    ----------
    rates
        Rates of the day.
    travel_minutes, miles
        Travel between visits per contact hour.
    wage_pence
        A wage that replaces the dated one; 0 keeps it.

    Raises
    ------
    RatesError
        When a rate is not established on that day.
    """
    wage = wage_pence or rates.wage_pence
    return HourInputs(
        wage_pence=wage,
        travel_minutes=travel_minutes,
        miles=miles,
        mileage_pence=rates.mileage_pence("car"),
        on_costs=on_cost_shares(rates, wage),
        running=rates.value("running"),
        surplus=rates.value("surplus"),
    )


def travel_minutes_per_contact_hour(visit_minutes: float, leg_minutes: float) -> float:
    """Convert an average leg to travel per contact hour: (60 ÷ visit length) × travel.

    The definition of the cost-of-care returns (MSIF annex B).
    """
    return MINUTES_PER_HOUR / visit_minutes * leg_minutes


def faster(hour: HourInputs, factor: float) -> HourInputs:
    """Change the speed of travel: minutes ÷ factor, the same miles (0.85 = 15 % slower)."""
    return replace(hour, travel_minutes=hour.travel_minutes / factor)


def _check(hour: HourInputs) -> None:
    for name in ("wage_pence", "travel_minutes", "miles", "mileage_pence", "waiting_minutes"):
        if not getattr(hour, name) >= 0:
            raise RatesError(f"{name} is {getattr(hour, name)}; it must be 0 or more.")
    if not 0 <= hour.running + hour.surplus < 1:
        raise RatesError(
            f"Running costs and surplus take {hour.running + hour.surplus:.0%} of the price; "
            f"less than 100 % must be left for care."
        )


def _pounds(pence: float) -> str:
    return f"£{pence / 100:.2f}"
