"""Where care is missing: the hours that residents are expected to need, less the actual ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.demand import unmet_map
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import change, number, one_decimal, percent
from solver import demand
from solver.demand import Expectation
from solver.demand.unmet import URBAN
from solver.zones import areas, assignment, zone_table

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.demand import Missing
    from solver.demand.unmet import Basis

BASES: dict[Basis, str] = {
    "residents": "Hours per 1,000 residents, by band",
    "aged-75": "Hours per 1,000 aged 75 and over",
    "ages": "The county's own hours by age",
}


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
    if basis == "residents":
        return Expectation("residents", per_band=_rates_of_bands(page, table))
    average = table["carer_hours_week"].sum() / table["aged_75"].sum() * 1_000
    typed = st.number_input(
        "Expected carer-hours a week per 1,000 75+",
        1.0,
        5_000.0,
        round(average, 1),
        step=5.0,
        key=f"unmet-{basis}",
        width=360,
        persist_state="session",
        help=f"This county has {number(average, 1)} on average.",
    )
    return Expectation(basis, float(typed))


def _rates_of_bands(page: Open, table: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    """Ask for the rate of each band; one that is left blank is not counted."""
    there = set(areas(page.world, page.scenario)["band"])
    bands = [band for band in assignment(page.world, page.scenario).bands if band in there]
    average = table["carer_hours_week"].sum() / table["residents"].sum() * 1_000
    usual = dict(Expectation().per_band)
    rates = []
    st.markdown("Expected carer-hours a week per 1,000 residents")
    controls.facts(
        [("This county now, all bands", f"{number(average, 1)} a week per 1,000 residents")]
    )
    for column, band in zip(st.columns(max(len(bands), 1)), bands, strict=False):
        typed = column.number_input(
            f"{band} band",
            0.0,
            5_000.0,
            usual.get(band),
            step=0.5,
            key=f"unmet-band-{band}",
            placeholder="blank: not counted",
            persist_state="session",
            help="Leicestershire's report of 20 January 2020 gives "
            f"{demand.PER_1000_LOW:g} to {demand.PER_1000_HIGH:g} for urban areas and no figure "
            f"for others. This county has {number(average, 1)} on average, in all bands.",
        )
        if typed is not None:
            rates.append((band, float(typed)))
    return tuple(rates)


def _has_ages(page: Open) -> bool:
    rates = demand.hours_per_head(page.world, page.scenario)
    return len(rates) == len(demand.AGE_GROUPS) - 1 and any(rates.values())


def assumption(page: Open, expectation: Expectation) -> str:
    """Say what the estimate rests on, in a sentence."""
    if expectation.basis == "residents":
        by_band = ", ".join(f"{band} {number(rate, 1)}" for band, rate in expectation.per_band)
        return (
            f"Assumed, carer-hours a week per 1,000 residents: {by_band or 'no rate yet'}. Bands "
            "without a rate are not counted, neither their residents nor their hours. "
            f"Leicestershire's report gives {demand.PER_1000_LOW:g} to {demand.PER_1000_HIGH:g} "
            "for urban areas and says that rural ones, being older, should have more, but not how "
            "much (20 January 2020, paragraph 29)."
        )
    if expectation.basis == "aged-75":
        return (
            f"Assumed: {number(expectation.per_1000 or 0, 1)} carer-hours a week per 1,000 "
            "residents aged 75 and over everywhere, so that an older zone is expected to need more."
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
    if expectation.basis == "ages":
        _by_age(page)
    if expectation.by_band and frame["residents"].notna().any() and not expectation.per_band:
        st.info("Give the hours that residents of a band are expected to need.")
        return
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
    unmet_map.show(page, frame)
    _table(page, frame, words)


def _by_age(page: Open) -> None:
    """List what each age group has in the county as a whole: it is expected everywhere."""
    rates = demand.hours_per_head(page.world, page.scenario)
    controls.facts(
        [
            (f"Aged {name}", f"{number(rate, 1)} carer-hours a week per 1,000 residents")
            for name, rate in rates.items()
        ]
    )


def _figures(page: Open, frame: pd.DataFrame, expectation: Expectation) -> None:
    found = demand.missing(frame)
    among = f"in {found.zones_short} of {_zones(found)}, those with less than expected"
    if dict(expectation.per_band).get(URBAN) and expectation.by_band:
        ends = (demand.PER_1000_LOW, demand.PER_1000_HIGH)
        low, high = (_at(page, expectation, end).gross for end in ends)
        among += f"; {number(low)} at {ends[0]:g}, {number(high)} at {ends[1]:g} per 1,000 urban"
    ranked = frame.sort_values("unmet_share", kind="stable").dropna(subset="unmet_share")
    if ranked.empty:
        say("Nothing is expected, so nothing can be missing.")
        return
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    counted = ", where a rate is set" if expectation.by_band else ""
    show_figures(
        [
            Figure("Expected", f"{number(found.expected)} h", f"carer-hours a week{counted}"),
            Figure("Actual", f"{number(found.actual)} h", f"all planned, a week{counted}"),
            Figure("Missing, gross", f"{number(found.gross)} h", among),
            Figure(
                "Missing, net",
                f"{number(found.net)} h",
                f"expected less actual: gross less {number(found.beyond)} h beyond it elsewhere",
            ),
            Figure(
                "Most is missing in",
                str(worst["zone"]),
                f"{number(100 * worst['unmet_share'])}% of what is expected",
            ),
        ]
    )
    if found.zones_short:
        say(
            f"{found.zones_short} of {_zones(found)} have less care than expected, "
            f"{number(found.gross)} carer-hours a week together (gross; net of what others have "
            f"beyond, {number(found.net)}); {worst['zone']} is furthest behind, "
            f"{best['zone']} furthest ahead. An estimate to ask questions with, not a list of "
            "people who wait."
        )
    else:
        say("No zone has less care than expected.")


def _zones(found: Missing) -> str:
    """Count the zones that have an expectation; of all, where some have none."""
    some = found.zones_known < found.zones
    return f"{found.zones_known} zones" + (f" with an expectation ({found.zones} in all)" * some)


def _at(page: Open, expectation: Expectation, urban: float) -> Missing:
    """Add up the estimate with another rate of the urban band."""
    pairs = tuple((band, urban if band == URBAN else rate) for band, rate in expectation.per_band)
    return demand.missing(
        demand.unmet(page.world, page.scenario, replace(expectation, per_band=pairs))
    )


def _table(page: Open, frame: pd.DataFrame, words: str) -> None:
    columns = (
        Column("zone", "Zone"),
        Column("residents", "Residents", number, numeric=True),
        Column("aged_75", "Aged 75 and over", number, numeric=True),
        Column("hours_per_1000", "Hours per 1,000", one_decimal, numeric=True),
        Column("hours_per_1000_75", "Hours per 1,000 aged 75+", one_decimal, numeric=True),
        Column("residents_counted", "Residents counted", number, numeric=True),
        Column("expected_hours", "Expected hours", number, numeric=True),
        Column("carer_hours_counted", "Actual hours, counted", number, numeric=True),
        Column("gross", "Missing, gross", number, numeric=True),
        Column("unmet_hours", "Missing, net", change, numeric=True),
        Column("unmet_share", "Net, share of expected", percent, numeric=True),
    )
    found = demand.missing(frame)
    total = {
        "zone": "All zones",
        **{name: frame[name].sum() for name in ("residents", "aged_75", "residents_counted")},
        "expected_hours": found.expected,
        "carer_hours_counted": found.actual,
        "gross": found.gross,
        "unmet_hours": found.net,
    }
    frame = frame.assign(gross=frame["unmet_hours"].clip(lower=0))
    shown = frame.sort_values("unmet_share", ascending=False, kind="stable")
    show_table(
        shown,
        columns,
        caption="Expected and actual care, the most missing first",
        note="Carer-hours a week, all planned. Gross: what is missing in zones with less than "
        f"expected. Net: expected less actual, below 0 where there is more. {words}",
        total=total,
    )
    beside_table(shown, "unmet-demand", page)
