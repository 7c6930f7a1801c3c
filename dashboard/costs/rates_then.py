"""Other rates beside those now: what each band would have, what a year would cost; set or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.show import focus
from dashboard.show.downloads import beside_table
from dashboard.show.prices import BASES, CURRENT_RATE, WEEKS
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import (
    change_to_the_penny,
    millions,
    money_change,
    percent,
    pounds,
    whole_pounds,
)
from solver import costs
from solver.base.chosen_rates import band_pence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.state import Open
    from solver.costs import RateChange
    from solver.domain import HoursBasis, Scenario

Rates = dict[str, int]


def show(page: Open, base: HoursBasis, risen: Rates, *, why: str, note: str, key: str) -> None:
    """Show rates that would be, and let them be set.

    Parameters
    ----------
    risen
        Band → pence a carer-hour.
    why
        What asks for them: the beginning of a sentence, such as "A wage of £9.80".
    note
        How they are worked out.
    key
        Name of the download and of the button.
    """
    book = band_pence(page.world, page.desk.base.scenario)
    now = band_pence(page.world, page.scenario)
    before, after = _year(page, base, now), _year(page, base, risen)
    _figures(page, base, before, after, why)
    _table(page, base, book, now, risen, note, key)
    if all(now.get(band) == pence for band, pence in risen.items()):
        focus.outcome(
            "These are the rates of the open scenario. Undo takes them back.", key=f"are-{key}"
        )
        return
    st.button(
        "Set these rates",
        type="primary",
        icon=":material/check:",
        on_click=_set,
        args=(risen, book, f"are-{key}"),
        key=f"set-{key}",
        help="The rates of all bands go into the open scenario; Undo takes them back.",
    )


def _year(page: Open, base: HoursBasis, rates: Mapping[str, int]) -> RateChange:
    hours = costs.band_hours(page.world, page.scenario, base)
    current = page.world.tables.about.current_rate_pence
    return costs.rate_change(costs.band_table(hours, rates), current, page.scenario.prices.weeks)


def _figures(page: Open, base: HoursBasis, before: RateChange, after: RateChange, why: str) -> None:
    said = f"{BASES[base].lower()} hours, {WEEKS[page.scenario.prices.weeks]}"
    more = after.proposed_annual_pence - before.proposed_annual_pence
    show_figures(
        [
            Figure(
                "Council cost a year with the rise",
                millions(after.proposed_annual_pence),
                f"{said}; with the rates now {millions(before.proposed_annual_pence)}",
            ),
            Figure("Change by the rise", money_change(more), "a year, against the rates now"),
            Figure(
                "Of the year's change: every hour",
                money_change(after.uplift_annual_pence),
                f"against the {CURRENT_RATE} of {pounds(after.current_pence)}",
            ),
            Figure(
                "Of the year's change: rural premium",
                money_change(after.premium_annual_pence),
                "what the other bands cost over the cheapest",
            ),
        ]
    )
    less = "less" if more < 0 else "more"
    say(f"{why} {whole_pounds(abs(more))} {less} a year than the rates now.")


def _table(
    page: Open, base: HoursBasis, book: Rates, now: Rates, risen: Rates, note: str, key: str
) -> None:
    used = costs.band_hours(page.world, page.scenario, base)
    frame = pd.DataFrame(
        {
            "band": band,
            "now_pence": now.get(band),
            "book_pence": book.get(band),
            "risen_pence": risen[band],
            "rise_pence": risen[band] - book[band] if band in book else None,
            "share": risen[band] / book[band] - 1 if book.get(band) else None,
        }
        for band in sorted(used, key=lambda band: (book.get(band, 0), band))
        if band in risen
    )
    columns = (
        Column("band", "Band"),
        Column("now_pence", "Rate now", pounds, numeric=True),
        Column("book_pence", "Rate as loaded", pounds, numeric=True),
        Column("rise_pence", "Rise", change_to_the_penny, numeric=True),
        Column("share", "Rise, per cent", percent, numeric=True),
        Column("risen_pence", "Rate with the rise", pounds, numeric=True),
    )
    show_table(frame, columns, caption="What each band's rate would be", note=note)
    beside_table(frame, key, page)


def _set(risen: Rates, book: Rates, told: str) -> None:
    pairs = tuple(sorted((band, p) for band, p in risen.items() if p != book.get(band)))

    def change(scenario: Scenario) -> Scenario:
        return replace(scenario, prices=replace(scenario.prices, band_pence=pairs))

    state.edit(change)
    focus.ask(told)
    state.notice("The rates are in the open scenario. Undo takes them back.")
