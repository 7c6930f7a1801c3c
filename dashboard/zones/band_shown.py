"""Suggested bands beside those now: what they cost, on the map, area by area; taken over or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.maps import MapSpec, MapView, county, show_map
from dashboard.show import focus
from dashboard.show.downloads import beside_table
from dashboard.show.prices import BASES, WEEKS
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import change, count, money_change, number, pounds, whole_pounds
from dashboard.zones.edit import edit_zones
from solver import costs
from solver.zones import assignment
from solver.zones.banding.bands import accept

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.costs import Rebanding
    from solver.domain import HoursBasis, Scenario

BASE: HoursBasis = "maintenance"
TAKEN = "bands-taken"
HAND = "bands-by-hand"
"""How often choices made by hand were forgotten: part of the table's key."""


def show(page: Open, suggestion: pd.DataFrame, measure: str = "", decimals: int = 0) -> None:
    """Show what a suggestion does, let single areas be changed, and offer to use it.

    Parameters
    ----------
    suggestion
        ``area_id, area, band, suggested, sentence`` and perhaps ``value``.
    measure, decimals
        What ``value`` is, and how finely it is written.
    """
    above = st.container()
    final = _by_area(page, suggestion, measure, decimals)
    changed = final[final["suggested"] != final["band"]]
    zones = accept(page.world, page.scenario.zones, changed)
    after = replace(page.scenario, zones=zones)
    found = costs.rebanding(page.world, page.scenario, zones, BASE)
    with above:
        _use(page, changed)
        _figures(page, found)
        _maps(page, after, tuple(changed["area_id"]))
        _by_band(page, found)
        st.subheader("Area by area", anchor=False)
        st.caption(
            "Change “Band to use” where you know better. Click a heading to sort; the search is at "
            "the top right of the table."
        )


def _use(page: Open, changed: pd.DataFrame) -> None:
    if changed.empty:
        focus.outcome(
            "Every area is in the band that is suggested: nothing would change.", key=TAKEN
        )
        return
    st.button(
        "Use these bands",
        type="primary",
        icon=":material/check:",
        on_click=_take,
        args=(page, changed),
        help="They go into the open scenario; Undo takes them back.",
    )


def _take(page: Open, changed: pd.DataFrame) -> None:
    edit_zones(lambda choices: accept(page.world, choices, changed))
    _forget()
    focus.ask(TAKEN)
    state.notice("The bands are in the open scenario. Undo takes them back.")


def _forget() -> None:
    st.session_state[HAND] = st.session_state.get(HAND, 0) + 1


def _figures(page: Open, found: Rebanding) -> None:
    hours = f"{BASES[BASE].lower()} hours"
    before = found.bands["weekly_pence_before"].sum()
    after = found.bands["weekly_pence_after"].sum()
    weeks = page.scenario.prices.weeks
    show_figures(
        [
            Figure(
                "Would change band",
                count(found.areas_changed, "area"),
                f"{number(found.hours_changed)} carer-hours a week, {hours}",
            ),
            Figure(
                "Council cost a week",
                whole_pounds(after),
                f"{hours} at band rates; now {whole_pounds(before)}",
            ),
            Figure("Change a year", money_change(found.annual_pence), f"{WEEKS[weeks]}, {hours}"),
        ]
    )
    if found.areas_changed:
        what = "as much as now" if found.annual_pence == 0 else _more(found.annual_pence)
        say(
            f"{count(found.areas_changed, 'area')} would be in another band, and the council "
            f"would pay {what} a year at the rates now ({hours}, {WEEKS[weeks]})."
        )


def _more(pence: int) -> str:
    return f"{whole_pounds(abs(pence))} {'more' if pence > 0 else 'less'}"


def _maps(page: Open, after: Scenario, changed: tuple[str, ...]) -> None:
    world = page.world
    views = []
    for title, scenario in (("Bands now", page.scenario), ("Bands suggested", after)):
        zones, names = county.zone_layers(world, scenario)
        own = (county.chosen_layer(world, changed),) if scenario is after and changed else ()
        views.append(
            MapView(
                f"{title}: map of the areas by price band. The table below says the same.",
                (county.band_layer(world, scenario), zones, *own, names),
                title=title,
            )
        )
    show_map(
        MapSpec(
            views=tuple(views),
            bounds=county.bounds(world),
            bounds_key=world.input_hash,
            tiles=county.ground(world),
            patterns=county.patterns(world, page.scenario),
            legend=(
                *county.legend(world, page.scenario, people=False),
                {"label": "Would change band", "shape": "dashed", "fill": "", "ink": "#7a1f3d"},
            ),
            height=560,
        ),
        key="bands-map",
    )


def _by_band(page: Open, found: Rebanding) -> None:
    frame = found.bands.reset_index()
    frame["areas_change"] = frame["areas_after"] - frame["areas_before"]
    frame["hours_change"] = frame["hours_after"] - frame["hours_before"]
    frame["weekly_change"] = frame["weekly_pence_after"] - frame["weekly_pence_before"]
    columns = (
        Column("band", "Band"),
        Column("rate_pence", "Rate", pounds, numeric=True),
        Column("areas_before", "Areas now", number, numeric=True),
        Column("areas_after", "Areas then", number, numeric=True),
        Column("hours_before", "Hours a week now", number, numeric=True),
        Column("hours_after", "Hours a week then", number, numeric=True),
        Column("hours_change", "Change of hours", change, numeric=True),
        Column("weekly_change", "Change of cost a week", money_change, numeric=True),
    )
    sums = {name: frame[name].sum() for name in frame.columns if name not in ("band", "rate_pence")}
    show_table(
        frame,
        columns,
        caption=f"Bands now and as suggested, {BASES[BASE].lower()} hours",
        note="Carer-hours a week × the rate of the band; contracts with a price of their own "
        "are not in it.",
        total={"band": "All bands", **sums},
    )
    beside_table(frame, "bands-now-and-suggested", page)


def _by_area(page: Open, suggestion: pd.DataFrame, measure: str, decimals: int) -> pd.DataFrame:
    """List the areas; a band changed by hand counts in place of the suggested one."""
    bands = list(assignment(page.world, page.scenario).bands)
    frame = suggestion.reset_index(drop=True).assign(use=suggestion["suggested"].to_numpy())
    with st.container():
        edited = st.data_editor(
            frame,
            hide_index=True,
            width="stretch",
            height=420,
            key=f"bands-table-{st.session_state.get(HAND, 0)}-{page.scenario.key}-{len(frame)}",
            disabled=["area", "band", "value", "suggested", "sentence"],
            column_order=["area", "band", "value", "suggested", "use", "sentence"],
            column_config={
                "area": st.column_config.TextColumn("Area", pinned=True),
                "band": st.column_config.TextColumn("Band now"),
                "value": st.column_config.NumberColumn(measure, format=f"%.{decimals}f"),
                "suggested": st.column_config.TextColumn("Suggested"),
                "use": st.column_config.SelectboxColumn(
                    "Band to use", options=bands, required=True
                ),
                "sentence": st.column_config.TextColumn("Why", width="large"),
            },
        )
        own = edited["use"] != frame["suggested"]
        if own.any():
            with st.container(horizontal=True, vertical_alignment="center"):
                names = ", ".join(edited.loc[own, "area"].head(6))
                more = " …" if own.sum() > 6 else ""
                st.markdown(plain(f"{count(int(own.sum()), 'area')} set by hand: {names}{more}."))
                st.button("Forget these", icon=":material/undo:", on_click=_forget)
        final = frame.assign(suggested=edited["use"].to_numpy()).drop(columns="use")
        final.loc[own, "sentence"] = [
            f"{area} is set to {band} by hand; suggested was {was}."
            for area, band, was in zip(
                final.loc[own, "area"],
                final.loc[own, "suggested"],
                frame.loc[own, "suggested"],
                strict=True,
            )
        ]
        beside_table(final, "suggested-bands", page)
    return final
