"""The year at the rates of the bands: which hours, which weeks, and against the rate paid today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.escape import plain
from dashboard.show.text import british_date
from solver import costs
from solver.base.chosen_rates import band_pence, rates_for
from solver.rates.book import BAND

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.costs import RateChange
    from solver.domain import HoursBasis, Scenario
    from solver.domain.scenario import Weeks

WEEKS: dict[Weeks, str] = {"52": "52 weeks", "365/7": "365 ÷ 7 weeks", "53": "53 weeks"}
BASES: dict[HoursBasis, str] = {"maintenance": "Maintenance only", "all planned": "All planned"}
AT_CONTRACT = "all planned hours at contract prices"
"""Base of what the council pays, where a page offers no other."""
ROUNDS_BASE = (
    "visits of the day, the council at contract prices, providers at dated wages and mileage"
)
"""Base of the two ledgers of rounds."""
PAPERS_COUNTY = "leicestershire"
PAPERS_RATES = "002"
"""How the source of a band rate begins that is the papers' own."""
CURRENT_RATE = "current single rate (before bands)"
"""What the one rate that is paid before there are bands is called, everywhere."""


def table_of(page: Open, base: HoursBasis) -> pd.DataFrame:
    """Hours × the rate of their band, a row a band."""
    hours = costs.band_hours(page.world, page.scenario, base)
    return costs.band_table(hours, band_pence(page.world, page.scenario))


def against_today(page: Open, base: HoursBasis) -> RateChange:
    """Set the cost at the rates of the bands against that at the rate paid today."""
    return costs.rate_change(
        table_of(page, base),
        page.world.tables.about.current_rate_pence,
        page.scenario.prices.weeks,
    )


def is_papers_county(page: Open) -> bool:
    """Tell whether the open county is the one that the papers are of."""
    return PAPERS_COUNTY in page.world.tables.about.name.casefold()


def based(base: str, prices_of: str, data_of: str) -> str:
    """Write the line on what amounts rest; the two days are ISO dates."""
    return f"Base: {base}; prices of {british_date(prices_of)}; data of {british_date(data_of)}."


def rests_on(page: Open, base: str, scenario: Scenario | None = None) -> str:
    """Say what amounts of money rest on: their base, the day of their prices and of the data.

    Where the bands have the papers' rates in another county than the papers', it says whose
    they are.

    Parameters
    ----------
    base
        Which hours or rounds, and at which prices, such as :data:`AT_CONTRACT`.
    scenario
        Whose prices they are, where not those of the open scenario.
    """
    rates = rates_for(page.world, scenario or page.scenario)
    words = based(base, rates.day.isoformat(), page.world.tables.about.data_date)
    own = dict((scenario or page.scenario).prices.band_pence)
    book = rates.table()
    theirs = book["source"].str.startswith(PAPERS_RATES) & book["name"].isin(
        [f"{BAND}{band}" for band in rates.band_pence if band not in own]
    )
    if is_papers_county(page) or not theirs.any():
        return words
    return (
        f"{words} The rates of bands are those of Leicestershire's report of 20 January 2020 "
        "(paragraph 20), until this county's own are set."
    )


def say_base(page: Open, base: str, scenario: Scenario | None = None) -> None:
    """Write under figures what their amounts of money rest on."""
    st.caption(plain(rests_on(page, base, scenario)))
