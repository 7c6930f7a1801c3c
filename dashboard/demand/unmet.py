"""Where care is missing: the hours that residents are expected to need, less the actual ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.maps import MapSpec, MapView, county, shaded, show_map
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import change, number, one_decimal
from solver import demand
from solver.demand import Expectation
from solver.zones import zone_table

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.demand.unmet import Basis

BASES: dict[Basis, str] = {
    "residents": "Hours per 1,000 residents",
    "aged-75": "Hours per 1,000 aged 75 and over",
    "ages": "The county's own hours by age",
}
CLASSES = (
    "As expected (at most 5% missing) or more",
    "Up to a quarter missing",
    "A quarter to a half missing",
    "More than half missing",
)
_LIMITS = (0.05, 0.25, 0.5)


def ask(page: Open) -> Expectation:
    """Ask what residents are expected to need."""
    table = zone_table(page.world, page.scenario)
    there: dict[Basis, bool] = {
        "residents": bool(table["residents"].notna().any()),
        "aged-75": bool(table["aged_75"].notna().any()),
        "ages": _has_ages(page),
    }
    known = [basis for basis in there if there[basis]]
    if not known:
        return Expectation()
    basis: Basis = st.radio(
        "What should residents need?",
        known,
        format_func=BASES.__getitem__,
        horizontal=True,
        key="unmet-basis",
        persist_state="session",
    )
    if basis == "ages":
        return Expectation("ages")
    heads = "residents" if basis == "residents" else "aged_75"
    average = table["carer_hours_week"].sum() / table[heads].sum() * 1_000
    usual = Expectation().per_1000 if basis == "residents" else round(average, 1)
    typed = st.number_input(
        f"Expected carer-hours a week per 1,000 {'residents' if heads == 'residents' else '75+'}",
        1.0,
        5_000.0,
        usual,
        step=0.5 if basis == "residents" else 5.0,
        key=f"unmet-{basis}",
        width=360,
        persist_state="session",
        help=f"This county has {number(average, 1)} on average.",
    )
    return Expectation(basis, float(typed))


def _has_ages(page: Open) -> bool:
    rates = demand.hours_per_head(page.world, page.scenario)
    return len(rates) == len(demand.AGE_GROUPS) - 1 and any(rates.values())


def assumption(page: Open, expectation: Expectation) -> str:
    """Say what the estimate rests on, in a sentence."""
    if expectation.basis == "residents":
        return (
            f"Assumed: {number(expectation.per_1000, 1)} carer-hours a week per 1,000 residents "
            f"everywhere. Leicestershire's report gives {demand.PER_1000_LOW:g} to "
            f"{demand.PER_1000_HIGH:g} for urban areas and says that rural ones, being older, "
            "should have more (20 January 2020, paragraph 29)."
        )
    if expectation.basis == "aged-75":
        return (
            f"Assumed: {number(expectation.per_1000, 1)} carer-hours a week per 1,000 residents "
            "aged 75 and over everywhere, so that an older zone is expected to need more."
        )
    rates = demand.hours_per_head(page.world, page.scenario)
    said = ", ".join(f"{name} {number(rate, 1)}" for name, rate in rates.items())
    return (
        "Assumed: in every zone each age group needs what it has in the county as a whole "
        f"(carer-hours a week per 1,000 residents: {said}). It shows who has less than their "
        "share; it cannot show that the whole county has too little."
    )


def show(page: Open, expectation: Expectation) -> None:
    """Show the estimate on a map and in a table."""
    frame = demand.unmet(page.world, page.scenario, expectation)
    if frame["unmet_hours"].isna().all():
        st.info(
            "The residents of this county are not known. Load a table population (area_id, "
            "residents, aged_75 …): the Data page has a blank one under Templates."
        )
        return
    if zone_table(page.world, page.scenario)["residents_estimated"].any():
        st.warning(
            "Residents are estimated from the settlements' populations, which leave out people "
            "outside them: figures per head are too high in the countryside. Load a table "
            "population for real ones."
        )
    words = assumption(page, expectation)
    _figures(page, frame, expectation)
    st.caption(words)
    _map(page, frame)
    _table(page, frame, words)


def _figures(page: Open, frame: pd.DataFrame, expectation: Expectation) -> None:
    missing = frame[frame["unmet_hours"] > 0]
    among = f"in {len(missing)} of {len(frame)} zones"
    if expectation.basis == "residents":
        ends = (demand.PER_1000_LOW, demand.PER_1000_HIGH)
        low, high = (
            demand.unmet(page.world, page.scenario, Expectation("residents", end))["unmet_hours"]
            .clip(lower=0)
            .sum()
            for end in ends
        )
        among += f"; {number(low)} at {ends[0]:g}, {number(high)} at {ends[1]:g} per 1,000"
    ranked = frame.sort_values("unmet_share", kind="stable").dropna(subset="unmet_share")
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    hours = missing["unmet_hours"].sum()
    show_figures(
        [
            Figure("Expected", f"{number(frame['expected_hours'].sum())} h", "carer-hours a week"),
            Figure("Actual", f"{number(frame['carer_hours_week'].sum())} h", "all planned, a week"),
            Figure("Missing", f"{number(hours)} h", among),
            Figure(
                "Most is missing in",
                str(worst["zone"]),
                f"{number(100 * worst['unmet_share'])}% of what is expected",
            ),
        ]
    )
    if len(missing):
        say(
            f"{len(missing)} of {len(frame)} zones have less care than expected, "
            f"{number(hours)} carer-hours a week together; {worst['zone']} is furthest behind, "
            f"{best['zone']} furthest ahead. An estimate to ask questions with, not a list of "
            "people who wait."
        )
    else:
        say("No zone has less care than expected.")


def _class_of(share: float) -> str:
    if pd.isna(share):
        return ""
    return CLASSES[sum(share > limit for limit in _LIMITS)]


def _map(page: Open, frame: pd.DataFrame) -> None:
    shades = tuple(
        (str(zone), _class_of(share), _signed(per_1000))
        for zone, share, per_1000 in zip(
            frame["zone"].tolist(),
            frame["unmet_share"].tolist(),
            frame["unmet_per_1000"].tolist(),
            strict=True,
        )
    )
    what = "Hours missing per 1,000 residents"
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map of zones shaded by care that is missing: {what.lower()}. The table "
                    "below says the same.",
                    shaded.shaded_zones(page.world, page.scenario, shades, CLASSES, what),
                ),
            ),
            bounds=county.bounds(page.world),
            bounds_key=page.world.input_hash,
            tiles=county.ground(page.world),
            patterns=shaded.patterns(CLASSES),
            legend=shaded.legend(CLASSES),
            height=560,
        ),
        key="unmet-map",
    )
    st.caption(
        "The figure beside a zone's name: carer-hours a week missing per 1,000 residents; less "
        "than 0 where there are more than expected."
    )


def _signed(value: float) -> str:
    return "" if pd.isna(value) else number(value, 1)


def _table(page: Open, frame: pd.DataFrame, words: str) -> None:
    columns = (
        Column("zone", "Zone"),
        Column("residents", "Residents", number, numeric=True),
        Column("aged_75", "Aged 75 and over", number, numeric=True),
        Column("hours_per_1000", "Hours per 1,000", one_decimal, numeric=True),
        Column("hours_per_1000_75", "Hours per 1,000 aged 75+", one_decimal, numeric=True),
        Column("expected_hours", "Expected hours", number, numeric=True),
        Column("carer_hours_week", "Actual hours", number, numeric=True),
        Column("unmet_hours", "Missing", change, numeric=True),
        Column("unmet_share", "Missing, share", lambda v: f"{number(100 * v)}%", numeric=True),
    )
    sums = ("residents", "aged_75", "expected_hours", "carer_hours_week", "unmet_hours")
    total = {"zone": "All zones", **{name: frame[name].sum() for name in sums}}
    shown = frame.sort_values("unmet_share", ascending=False, kind="stable")
    show_table(
        shown,
        columns,
        caption="Expected and actual care, the most missing first",
        note=f"Carer-hours a week, all planned. {words}",
        total=total,
    )
    beside_table(shown, "unmet-demand", page)
