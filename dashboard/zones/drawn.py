"""Zones that the computer drew: beside the zones now, in figures, and accepted or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import altair as alt
import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.maps import MapSpec, MapView, county, show_map
from dashboard.maps.palette import CIVIC
from dashboard.show import focus
from dashboard.show.charts import finish
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import count, number, one_decimal, signed_share
from solver.zones import areas, transfers, zone_table, zone_travel
from solver.zones.proposals import pareto

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Scenario
    from solver.zones.proposals import Proposal

ACCEPTED = "zones-accepted"


def choose(page: Open, found: Sequence[Proposal], job_id: str) -> Proposal:
    """Set alternatives side by side and choose one; a single proposal is given back."""
    if len(found) == 1:
        return found[0]
    frame = pareto(found)
    frame["name"] = [f"Alternative {i}" for i in range(1, len(frame) + 1)]
    frame["best"] = ["yes" if on else "" for on in frame["on_front"]]
    st.altair_chart(_scatter(frame), width="stretch")
    columns = (
        Column("name", "Alternative"),
        Column("minutes", "Minutes between packages", one_decimal, numeric=True),
        Column("balance", "Largest difference in hours", lambda v: f"{v:.0%}", numeric=True),
        Column("areas_moved", "Areas that change zone", number, numeric=True),
        Column("hours_moved", "Hours that change zone", number, numeric=True),
        Column("best", "No other is better in all three"),
    )
    show_table(frame, columns, caption="Alternatives, those with the least travel first")
    beside_table(frame.drop(columns="best"), "zone-alternatives", page)
    names = dict(zip(frame["proposal"], frame["name"], strict=True))
    chosen = st.selectbox(
        "Alternative to look at", list(names), format_func=names.__getitem__, key=f"seen-{job_id}"
    )
    return found[int(chosen)]


def _scatter(frame: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    shown = frame.assign(
        kind=["Not beaten" if on else "Beaten by another" for on in frame["on_front"]],
        balance_percent=(100 * frame["balance"]).round(1),
        short=[name.removeprefix("Alternative ") for name in frame["name"]],
    )
    base = alt.Chart(shown).encode(
        x=alt.X(
            "hours_moved:Q",
            title="Carer-hours a week that change zone",
            scale=alt.Scale(zero=False, padding=20),
        ),
        y=alt.Y(
            "minutes:Q", title="Minutes between packages of a zone", scale=alt.Scale(zero=False)
        ),
    )
    dots = base.mark_point(size=170, filled=True).encode(
        shape=alt.Shape(
            "kind:N",
            scale=alt.Scale(
                domain=["Not beaten", "Beaten by another"], range=["circle", "diamond"]
            ),
            title=None,
        ),
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=["Not beaten", "Beaten by another"], range=[CIVIC, "#9aa7ab"]),
            title=None,
        ),
        tooltip=[
            alt.Tooltip("name:N", title="Which"),
            alt.Tooltip("minutes:Q", title="Minutes", format=".1f"),
            alt.Tooltip("hours_moved:Q", title="Hours that change zone", format=",.0f"),
            alt.Tooltip("balance_percent:Q", title="Largest difference in hours (%)"),
        ],
    )
    names = base.mark_text(dy=-15, fontSize=12).encode(text="short:N")
    return finish((dots + names).properties(height=280))


def show(page: Open, proposal: Proposal, job: Job) -> None:
    """Show a proposal beside the zones now, and offer to accept it."""
    after = proposed(page, proposal)
    if after.zones == page.scenario.zones:
        focus.outcome(
            "These are the zones of the open scenario. Undo takes them back.", key=ACCEPTED
        )
    else:
        st.button(
            "Accept these zones",
            type="primary",
            icon=":material/check:",
            on_click=_accept,
            args=(proposal,),
            help="They go into the open scenario; Undo takes them back.",
        )
    for note in proposal.notes:
        st.warning(plain(note))
    _no_primes(page, after)
    _figures(page, proposal, after, job)
    _maps(page, after)
    _by_zone(page, after)
    _moved(page, after)


def _no_primes(page: Open, after: Scenario) -> None:
    """Say which drawn zones have no prime provider that the zones now do have."""
    before, then = zone_table(page.world, page.scenario), zone_table(page.world, after)
    lacking = set(then.loc[then["primes"] == 0, "zone"])
    new = sorted(lacking - set(before.loc[before["primes"] == 0, "zone"]))
    if new:
        st.warning(
            plain(
                f"{', '.join(new)}: {'a new zone' if len(new) == 1 else 'new zones'} without a "
                "prime provider. One would have to be appointed there."
            )
        )


def proposed(page: Open, proposal: Proposal) -> Scenario:
    """Give the open scenario with the proposed zones; its bands and its rule of transfer stay."""
    return _with(page.scenario, proposal)


def _with(scenario: Scenario, proposal: Proposal) -> Scenario:
    zones = replace(proposal.choices, bands=scenario.zones.bands, transfer=scenario.zones.transfer)
    return replace(scenario, zones=zones)


def _accept(proposal: Proposal) -> None:
    state.edit(lambda scenario: _with(scenario, proposal))
    focus.ask(ACCEPTED)
    state.notice("The drawn zones are in the open scenario. Undo takes them back.")


def mean_minutes(page: Open, scenario: Scenario) -> float:
    """Mean minutes by car from a package to the others of its zone, over all packages."""
    travel = zone_travel(page.world, scenario).set_index("zone")["minutes_between"]
    packages = zone_table(page.world, scenario).set_index("zone")["packages"]
    known = travel.dropna()
    weight = packages.reindex(known.index)
    return float((known * weight).sum() / weight.sum())


def _figures(page: Open, proposal: Proposal, after: Scenario, job: Job) -> None:
    now, then = mean_minutes(page, page.scenario), mean_minutes(page, after)
    before, table = zone_table(page.world, page.scenario), zone_table(page.world, after)
    moved = transfers(page.world, after)
    show_figures(
        [
            Figure(
                "Minutes between packages of a zone",
                f"{then:.1f} min",
                f"by car; now {now:.1f}, {then / now - 1:+.0%}. No drawing of the free zones "
                f"within {job.parameters['tolerance']:.0%} has under {proposal.bound_minutes:.1f}",
            ),
            Figure(
                "Largest difference from an equal share",
                f"{proposal.balance:.0%}",
                f"of hours, free zones; now {before['balance'].abs().max():.0%}. "
                + ("Within what was asked" if proposal.within else "More than was asked"),
            ),
            Figure(
                "Change zone",
                count(proposal.areas_moved, "area"),
                f"{number(proposal.hours_moved)} carer-hours a week; this balance needs at least "
                f"{number(proposal.bound_hours_moved)}",
            ),
            Figure(
                "Change provider",
                count(moved["person_id"].nunique(), "person", "people"),
                "packages stay with their provider"
                if after.zones.transfer == "keep"
                else "packages follow the zone's prime providers",
            ),
        ]
    )
    split = sum(bool(names) for names in table["split_settlements"])
    loose = int((table["parts"] > 1).sum())
    say(
        f"{'Every zone hangs together' if not loose else count(loose, 'zone') + ' in parts'}; "
        f"{'no town is split' if not split else 'towns are split along ' + count(split, 'zone')}. "
        f"Travel inside zones {'falls' if then < now else 'rises'} by {abs(then / now - 1):.0%}."
    )


def _maps(page: Open, after: Scenario) -> None:
    world = page.world
    views = []
    for title, scenario in (("Zones now", page.scenario), ("Zones as drawn", after)):
        zones, names = county.zone_layers(world, scenario, tinted=True)
        views.append(MapView(f"{title}: map of the zones.", (zones, names), title=title))
    show_map(
        MapSpec(
            views=tuple(views),
            bounds=county.bounds(world),
            bounds_key=world.input_hash,
            tiles=county.ground(world),
            legend=(
                {"label": "Zone border (tints only tell neighbours apart)", "shape": "line",
                 "fill": "", "ink": "#14202b"},
            ),
            height=600,
        ),
        key="zones-drawn-map",
    )  # fmt: skip


def _by_zone(page: Open, after: Scenario) -> None:
    travel = zone_travel(page.world, after)
    frame = zone_table(page.world, after).merge(travel, on="zone", how="left")
    columns = (
        Column("zone", "Zone as drawn"),
        Column("areas", "Areas", number, numeric=True),
        Column("carer_hours_week", "Carer-hours a week, all planned", number, numeric=True),
        Column("balance", "Against the mean", signed_share, numeric=True),
        Column("minutes_between", "Minutes between packages", one_decimal, numeric=True),
        Column("compactness", "Compactness (1 is a circle)", lambda v: f"{v:.2f}", numeric=True),
        Column("primes", "Prime providers", number, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption="Zones as drawn",
        note="A drawn zone keeps the name and the providers of the zone it shares most hours with.",
    )
    beside_table(frame[[column.name for column in columns]], "zones-as-drawn", page)


def _moved(page: Open, after: Scenario) -> None:
    now = areas(page.world, page.scenario).set_index("area_id")
    then = areas(page.world, after).set_index("area_id")
    frame = now[["name", "zone"]].assign(zone_to=then["zone"])
    frame = frame[frame["zone"] != frame["zone_to"]].reset_index()
    if frame.empty:
        return
    headings = {"name": "Area", "zone": "Zone now", "zone_to": "Zone as drawn"}
    show_grid(frame, headings, caption="Areas that change zone", height=260)
    beside_table(frame, "areas-that-change-zone", page)
