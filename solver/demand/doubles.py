"""Which 44 %? A double-handed share of visits, of clock hours or of carer-hours (A52, [004]).

The three differ: a double-handed hour at the door is one clock hour and two carer-hours. What is
planned with one share and read as another is wrong by a quarter of the hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from solver.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

ShareBasis = Literal["visits", "clock hours", "carer-hours"]
SHARE_BASES: tuple[ShareBasis, ...] = get_args(ShareBasis)


@dataclass(frozen=True, slots=True)
class DoubleHanded:
    """A double-handed share in its three readings.

    Parameters
    ----------
    visits, clock_hours, carer_hours
        Double-handed visits as a share of visits, of hours on the clock at the door, and of
        carer-hours. NaN without care.
    """

    visits: float
    clock_hours: float
    carer_hours: float

    @property
    def factor(self) -> float:
        """Carer-hours for an hour on the clock: 1 + the share of clock hours."""
        return 1 + self.clock_hours

    def of(self, basis: ShareBasis) -> float:
        """Give the share of one basis."""
        by_basis = {
            "visits": self.visits,
            "clock hours": self.clock_hours,
            "carer-hours": self.carer_hours,
        }
        return by_basis[basis]

    def clock_hours_of(self, carer_hours: float) -> float:
        """Hours on the clock that so many carer-hours deliver."""
        return carer_hours / self.factor


def double_handed(frame: pd.DataFrame) -> DoubleHanded:
    """Count the double-handed share of packages or zones in its three readings.

    Parameters
    ----------
    frame
        From :func:`solver.demand.packages` (``carer_hours_week, double_handed_hours_week,
        visits_week, double_handed_visits_week``).
    """
    names = ("visits_week", "carer_hours_week")
    visits, carer_hours = (float(frame[name].sum()) for name in names)
    double_visits = float(frame["double_handed_visits_week"].sum())
    double_hours = float(frame["double_handed_hours_week"].sum())
    nan = float("nan")
    share = double_hours / carer_hours if carer_hours else nan
    return DoubleHanded(double_visits / visits if visits else nan, clock_share(share), share)


def clock_share(carer_hours_share: float) -> float:
    """Turn a share of carer-hours into one of clock hours: half of it over what is left.

    >>> round(clock_share(0.44), 4)
    0.2821
    """
    return carer_hours_share / 2 / (1 - carer_hours_share / 2)


def read_as(share: float, basis: ShareBasis, length_ratio: float = 1.0) -> DoubleHanded:
    """Read a printed share as one of visits, of clock hours or of carer-hours.

    Parameters
    ----------
    share
        Between 0 and 1.
    basis
        Of what it is.
    length_ratio
        How long a double-handed visit is over a single one. A share of visits follows from it,
        and from a share of visits the others.

    Raises
    ------
    ScenarioError
        When the share is not between 0 and 1, or the ratio is not above 0.
    """
    if not 0 <= share <= 1:
        raise ScenarioError(f"A share of {share:.0%} is not between 0 and 100 %.")
    if not length_ratio > 0:
        raise ScenarioError("The length of double-handed visits must be above 0.")
    if basis == "visits":
        clock = share * length_ratio / (share * length_ratio + 1 - share)
    else:
        clock = share if basis == "clock hours" else clock_share(share)
    visits = clock / length_ratio / (clock / length_ratio + 1 - clock)
    return DoubleHanded(visits, clock, 2 * clock / (1 + clock))


def length_ratio(frame: pd.DataFrame) -> float:
    """How long a double-handed visit is over a single one, on average; 1 where a kind is missing.

    Parameters
    ----------
    frame
        As for :func:`double_handed`.
    """
    doubles = float(frame["double_handed_visits_week"].sum())
    singles = float(frame["visits_week"].sum()) - doubles
    double_clock = float(frame["double_handed_hours_week"].sum()) / 2
    single_clock = float(frame["carer_hours_week"].sum()) - 2 * double_clock
    if not (doubles > 0 and singles > 0 and single_clock > 0):
        return 1.0
    return double_clock / doubles / (single_clock / singles)
