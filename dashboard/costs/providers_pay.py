"""What care costs its providers on one day, beside what the council pays for it, by band."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.planned import score_of
from dashboard.show.prices import say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number, one_decimal, pounds
from solver.base.chosen_rates import band_pence

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Day


def by_band(page: Open, day: Day) -> None:
    """Show, band by band, what travel asks and whether the rate covers what providers pay.

    Provider cost does not depend on the bands' rates, so that a change of rate
    does not score the day anew.
    """
    score, whose = score_of(page, day)
    table = score.by("band")
    rates = band_pence(page.world, page.scenario)
    hours = table["contact_minutes"] / 60
    frame = pd.DataFrame(
        {
            "band": table.index,
            "hours": hours.to_numpy(),
            "travel": table["travel_minutes_per_contact_hour"].to_numpy(),
            "miles": table["miles_per_contact_hour"].to_numpy(),
            "cost": (table["provider_pence"] / hours).to_numpy(),
            "rate": [rates[band] for band in table.index],
        }
    )
    frame["left"] = frame["rate"] - frame["cost"]
    frame = frame.sort_values("rate", kind="stable")
    columns = (
        Column("band", "Band"),
        Column("hours", "Carer-hours at the door", number, numeric=True),
        Column("travel", "Travel minutes a contact hour", one_decimal, numeric=True),
        Column("miles", "Miles a contact hour", one_decimal, numeric=True),
        Column("cost", "Providers pay an hour", pounds, numeric=True),
        Column("rate", "Band rate an hour", pounds, numeric=True),
        Column("left", "Left for running costs and surplus", pounds, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"What providers pay beside the band rate, {whose}, {controls.DAY_NAMES[day]}",
        note="Providers pay working time (door, travel, waiting), mileage and on-costs. "
        "Offices, management and surplus come out of what is left.",
    )
    words = f"{whose}, {controls.DAY_NAMES[day]}"
    say_base(page, f"carer-hours at the door of {words}, at dated wages and at band rates")
    beside_table(frame, f"provider-cost-{day}", page)
