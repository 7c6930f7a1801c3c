"""Which share is it? Double-handed care of visits, of clock hours or of carer-hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import number, percent
from dashboard.show.zone_tables import SHARE_WORDS
from solver import demand

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.demand import DoubleHanded, ShareBasis


@dataclass(frozen=True, slots=True)
class ShareAsked:
    """A double-handed share as somebody gives it, of what, and of how many carer-hours."""

    share: float
    basis: ShareBasis
    carer_hours: float


def ask(page: Open) -> ShareAsked:
    """Ask for a share, for its basis, and for the hours that it is applied to."""
    frame = demand.packages(page.world, page.scenario)
    hours = float(frame["carer_hours_week"].sum())
    basis = controls.choose_one(
        "The share is of",
        SHARE_WORDS,
        key="double-basis",
        help="A paper that says “44% of provision” does not say which: ask. A double-handed hour "
        "is one hour on the clock and two carer-hours.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per_cent = st.number_input(
            f"Double-handed, % of {SHARE_WORDS[basis].lower()}",
            0.0,
            100.0,
            44.0,
            step=1.0,
            format="%.1f",
            key="double-share",
            width=280,
            persist_state="session",
            help="Bradford's home support report of September 2021 gives 44%.",
        )
        carer_hours = st.number_input(
            "Carer-hours a week",
            0.0,
            1e7,
            round(hours, 1),
            step=100.0,
            format="%.1f",
            key="double-hours",
            width=240,
            persist_state="session",
            help=f"This county has {number(hours)}, all planned. Bradford had 19,600.",
        )
    return ShareAsked(float(per_cent) / 100, basis, float(carer_hours))


def show(page: Open, asked: ShareAsked) -> None:
    """Say what follows from the share on each basis, and which shares this county has."""
    frame = demand.packages(page.world, page.scenario)
    ratio = demand.length_ratio(frame)
    read = demand.read_as(asked.share, asked.basis, ratio)
    _figures(asked, read, ratio)
    _readings(page, asked, ratio)
    own = demand.double_handed(frame)
    hours = float(frame["carer_hours_week"].sum())
    say(
        f"In this county {percent(own.visits)} of visits are double-handed, "
        f"{percent(own.clock_hours)} of clock hours and {percent(own.carer_hours)} of carer-hours "
        f"(all planned): {number(own.clock_hours_of(hours))} hours on the clock deliver "
        f"{number(hours)} carer-hours."
    )


def _figures(asked: ShareAsked, read: DoubleHanded, ratio: float) -> None:
    show_figures(
        [
            Figure(f"Of {SHARE_WORDS[basis].lower()}", percent(read.of(basis)), "double-handed")
            for basis in demand.SHARE_BASES
        ]
        + [
            Figure(
                "Hours on the clock",
                f"{number(read.clock_hours_of(asked.carer_hours))} h",
                f"a week deliver {number(asked.carer_hours)} carer-hours",
            ),
            Figure("Length", f"{ratio:.2f}", "times a single visit's, in this county"),
        ]
    )


def _readings(page: Open, asked: ShareAsked, ratio: float) -> None:
    """Set the three readings of one and the same per cent side by side."""
    rows = []
    for basis in demand.SHARE_BASES:
        read = demand.read_as(asked.share, basis, ratio)
        rows.append(
            {
                "basis": f"{percent(asked.share)} of {SHARE_WORDS[basis].lower()}",
                "visits": read.visits,
                "clock_hours": read.clock_hours,
                "carer_hours": read.carer_hours,
                "factor": read.factor,
                "clock": read.clock_hours_of(asked.carer_hours),
            }
        )
    own = demand.double_handed(demand.packages(page.world, page.scenario))
    rows.append(
        {
            "basis": "In this county",
            "visits": own.visits,
            "clock_hours": own.clock_hours,
            "carer_hours": own.carer_hours,
            "factor": own.factor,
            "clock": own.clock_hours_of(asked.carer_hours),
        }
    )
    frame = pd.DataFrame(rows)
    columns = (
        Column("basis", "If it is"),
        Column("visits", "Of visits", percent, numeric=True),
        Column("clock_hours", "Of clock hours", percent, numeric=True),
        Column("carer_hours", "Of carer-hours", percent, numeric=True),
        Column("factor", "Carer-hours for a clock hour", lambda v: f"{v:.2f}", numeric=True),
        Column("clock", "Clock hours a week", number, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"{percent(asked.share)} of what? Of visits, of clock hours, of carer-hours",
        note=f"{number(asked.carer_hours)} carer-hours a week. Shares of visits take this county's "
        f"lengths: a double-handed visit is {ratio:.2f} times as long as a single one.",
    )
    beside_table(frame, "double-handed", page)
