"""What care costs its providers on one day, beside what the council pays for it, by band."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from dashboard import cache
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.round_job import newest_of
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number, one_decimal, pounds
from solver.base.chosen_rates import band_pence

if TYPE_CHECKING:
    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Day
    from solver.score import Score


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
    beside_table(frame, f"provider-cost-{day}", page)


def score_of(page: Open, day: Day, *, new: bool = True) -> tuple[Score, str]:
    """Score a day's rounds of all zones, and say whose they are: new where planned, else today's.

    Rounds of some zones say nothing of the others, so they do not count here. Bands' rates are left
    out: what rounds ask of providers does not depend on them.
    """
    whole = cache.of_all_zones(page.scenario)
    unpriced = replace(whole, prices=replace(whole.prices, band_pence=()))
    job = planned_whole(page, day) if new else None
    if job is None:
        return cache.today_score(page.world, unpriced, day), "today's rounds"
    return cache.solved(page.world, unpriced, day, job).score, "new rounds"


def planned_whole(page: Open, day: Day) -> Job | None:
    """Return the newest finished job that planned a day of the scenario in all zones."""
    return newest_of(page, cache.of_all_zones(page.scenario), day)
