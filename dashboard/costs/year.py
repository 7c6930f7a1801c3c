"""What care costs a week and a year: the table of the paper, the change and why, by weeks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.costs import papers
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.prices import (
    BASES,
    CURRENT_RATE,
    WEEKS,
    against_today,
    say_base,
    table_of,
)
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import (
    change,
    change_to_the_penny,
    millions,
    money_change,
    number,
    percent,
    pounds,
)
from solver import costs

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import HoursBasis, Scenario
    from solver.domain.scenario import Weeks


def weeks(page: Open) -> None:
    """Choose how many weeks a year has."""
    controls.follow(
        st.segmented_control,
        "A year has",
        key="weeks",
        value=page.scenario.prices.weeks,
        options=list(WEEKS),
        format_func=WEEKS.__getitem__,
        required=True,
        on_change=lambda chosen: state.edit(partial(_set_weeks, chosen)),
    )


def _set_weeks(chosen: Weeks, scenario: Scenario) -> Scenario:
    return replace(scenario, prices=replace(scenario.prices, weeks=chosen))


def choose_base() -> HoursBasis:
    """Choose which hours are counted; the two are never added."""
    chosen: HoursBasis = controls.choose_one(
        "Hours counted",
        BASES,
        key="cost-base",
        help="Maintenance: ongoing care only, the base of the price bands. All planned: every "
        "planned visit. The two overlap and are never added.",
    )
    return chosen


def figures(page: Open, base: HoursBasis) -> None:
    """Weekly and annual cost, the average, and the change against the rate paid today."""
    table = table_of(page, base)
    current = page.world.tables.about.current_rate_pence
    weeks_of_year = page.scenario.prices.weeks
    found = against_today(page, base)
    hours = number(table["hours"].sum())
    said = f"{hours} carer-hours, {BASES[base].lower()}"
    show_figures(
        [
            Figure(
                "Council cost a week", pounds(found.proposed_weekly_pence), f"{said}, band rates"
            ),
            Figure(
                "Average",
                pounds(found.proposed_pence),
                f"a carer-hour; {CURRENT_RATE} {pounds(current)}",
            ),
            Figure(
                "Council cost a year",
                millions(found.proposed_annual_pence),
                f"{WEEKS[weeks_of_year]}; at the {CURRENT_RATE} "
                f"{millions(found.current_annual_pence)}",
            ),
            Figure(
                "Change a year",
                f"{'+' if found.change_annual_pence > 0 else ''}"
                f"{millions(found.change_annual_pence)}",
                f"{change(100 * found.change_share, 2)}% against the {CURRENT_RATE}",
            ),
        ]
    )
    say_base(page, f"{BASES[base].lower()} hours at band rates, {WEEKS[weeks_of_year]} a year")


def paper_table(page: Open, base: HoursBasis) -> None:
    """Show the table of the paper: hours, share, rate, weekly cost by band, and the average."""
    frame = table_of(page, base).rename_axis("band").reset_index()
    frame["over_current_pence"] = frame["rate_pence"] - page.world.tables.about.current_rate_pence
    columns = (
        Column("band", "Band"),
        Column("hours", "Hours a week", number, numeric=True),
        Column("share", "Share", lambda v: percent(v, 2), numeric=True),
        Column("rate_pence", "Rate", pounds, numeric=True),
        Column(
            "over_current_pence", "Over the current single rate", change_to_the_penny, numeric=True
        ),
        Column("premium_pence", "Over the cheapest", pounds, numeric=True),
        Column("weekly_pence", "Cost a week", pounds, numeric=True),
    )
    total = {
        "band": "All bands",
        "hours": frame["hours"].sum(),
        "share": 1.0,
        "rate_pence": costs.average_pence(frame),
        "weekly_pence": frame["weekly_pence"].sum(),
    }
    show_table(
        frame,
        columns,
        caption=f"Price bands, {BASES[base].lower()} hours at band rates",
        note="Carer-hours a week × the rate of the band. In the last row the rate is the average. "
        "What is paid under each contract stands under “By contract”.",
        total=total,
    )
    beside_table(
        frame.assign(base=f"{base} hours", prices="at band rates"),
        f"bands-{base.replace(' ', '-')}",
        page,
        base=base,
        prices="band rates",
    )


def why(page: Open, base: HoursBasis) -> None:
    """Split the change of the year into the uplift on every hour and the premium for rural ones."""
    found = against_today(page, base)
    table = table_of(page, base)
    uplift = int(table["rate_pence"].min()) - found.current_pence
    say(
        f"{money_change(found.change_annual_pence)} a year against the {CURRENT_RATE} of "
        f"{pounds(found.current_pence)}: {money_change(found.uplift_annual_pence)} because every "
        f"hour costs at least {pounds(abs(uplift))} {'more' if uplift >= 0 else 'less'}, and "
        f"{money_change(found.premium_annual_pence)} because the other bands cost more than the "
        "cheapest."
    )
    if minute := papers.minute(page, base, found):
        say(minute)


def by_weeks(page: Open, base: HoursBasis) -> None:
    """Set the year at the rate paid today beside the bands' rates, by the weeks counted."""
    table, current = table_of(page, base), page.world.tables.about.current_rate_pence
    found = {weeks: costs.rate_change(table, current, weeks) for weeks in WEEKS}
    rows = (
        (f"At the {CURRENT_RATE}, {pounds(current)}", "current_annual_pence", millions),
        ("At the rates of the bands", "proposed_annual_pence", millions),
        ("Change", "change_annual_pence", money_change),
        ("… of it on every hour", "uplift_annual_pence", money_change),
        ("… of it rural premium", "premium_annual_pence", money_change),
        ("Cheapest band's rate at which the premium costs nothing", "neutral_pence", pounds),
    )
    frame = pd.DataFrame(
        {
            "what": title,
            **{weeks: write(getattr(change, name)) for weeks, change in found.items()},
        }
        for title, name, write in rows
    )
    columns = [Column("what", "A year")]
    columns += [Column(weeks, words, numeric=True) for weeks, words in WEEKS.items()]
    show_table(
        frame,
        columns,
        caption=f"Current and proposed, by weeks in the year, {BASES[base].lower()} hours at "
        "band rates",
        note=papers.weeks_note(page, base),
    )
    beside_table(frame, f"by-weeks-{base.replace(' ', '-')}", page, base=base, prices="band rates")
