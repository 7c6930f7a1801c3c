"""A case: one day of one scenario, with all that planning and scoring it need."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from solver.rates.preferences import preferences_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Day, Plan, RoundChoices, Scenario, TravelSet, Workload
    from solver.rates import Rates
    from solver.rates.pay import PayRules
    from solver.rates.preferences import Preferences


@dataclass(frozen=True, eq=False)
class Case:
    """One day of one scenario, ready to be planned or scored.

    Parameters
    ----------
    scenario, day
        What is looked at.
    workload, travel, today
        Visits and carers of the day, travel between their places, and
        today's rounds.
    rules, rates
        What working time costs, and the dated rates behind it.
    price_pence
        Contract price of each package, pence per carer-hour.
    spot_gap_pence
        Spot package that could move → what an hour costs above a strategic provider's.
    invented
        True where packages, visits and rounds are nobody's.
    """

    scenario: Scenario
    day: Day
    workload: Workload
    travel: TravelSet
    today: Plan
    rules: PayRules
    rates: Rates
    price_pence: Mapping[str, int]
    spot_gap_pence: Mapping[str, float] = field(default_factory=dict)
    invented: bool = False

    @property
    def choices(self) -> RoundChoices:
        """How freely the rounds may be planned: cap, freedom and locks."""
        return self.scenario.rounds

    @property
    def preferences(self) -> Preferences:
        """Weights of what people prefer, as the scenario gives them."""
        return preferences_of(self.choices)

    def with_choices(self, choices: RoundChoices) -> Case:
        """Give the same day with another cap or freedom."""
        return replace(self, scenario=replace(self.scenario, rounds=choices))
