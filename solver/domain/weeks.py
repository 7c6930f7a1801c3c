"""What binds the days of a week together: rest, a day off, hours."""

from __future__ import annotations

from dataclasses import dataclass

from solver.domain.words import DAYS


@dataclass(frozen=True, slots=True)
class WeekRules:
    """What a carer's week must keep; 0 switches a rule off.

    The week stands for every week: Monday follows Sunday.

    Parameters
    ----------
    rest_s
        Seconds from the end of a day's last call to the start of the next day's first one: eleven
        hours [Working Time Regulations 1998, reg. 10]. Where work is split up over the day, the
        regulations let a provider give the rest at another time (regs. 22 and 24).
    days_off
        Days of the week without a call [reg. 11: 24 hours in each seven days].
    most_week_s
        Most seconds on rounds a week, each round counted from its first door to its last: 48
        hours [reg. 4, an average over 17 weeks that a worker may opt out of].
    usual_points
        Preference for a person's usual carer over one who is new to them, points a call; the
        search weighs a point against a penny of provider cost.
    contracts
        True fills contracted hours first: up to them a carer's work costs nothing more. False
        plans as if they were paid only when worked.
    """

    rest_s: int = 11 * 3_600
    days_off: int = 1
    most_week_s: int = 48 * 3_600
    usual_points: int = 400
    contracts: bool = True

    @property
    def days_on(self) -> int:
        """Most days of the week with a call."""
        return len(DAYS) - self.days_off
