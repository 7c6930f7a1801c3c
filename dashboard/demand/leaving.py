"""A provider leaves: whose care is to be found anew, who is called on, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.demand import charts
from dashboard.escape import plain
from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, WEEKS, say_base
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import count, money_change, number, one_decimal, percent
from solver import costs, demand

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.demand import Leaving
    from solver.domain import Scenario

TAKERS = {
    "prime": "By primes",
    "supplementary": "By supplementary",
    "specialist": "By specialists",
    "nobody": "By nobody",
}

FULL = 0.75
"""From this share of shift hours at the door on, little is left for travel and breaks."""


def ask(page: Open) -> tuple[str, ...]:
    """Ask who leaves; at first the one who holds the most hours."""
    hours = _hours(page)
    names = page.provider_names
    share = hours / hours.sum()
    labels = {
        provider: f"{names[provider]} ({number(hours[provider])} h, {percent(share[provider])})"
        for provider in hours.index
    }
    stamp = f"{page.desk.stored.id}-{page.desk.stored.version}"
    chosen = st.multiselect(
        "Providers that leave",
        list(labels),
        default=[*page.scenario.demand.leaving] or list(labels)[:1],
        format_func=labels.__getitem__,
        key=f"leaving-{stamp}",
        placeholder="Type to search",
        help="In order of the carer-hours a week that they hold; the share is that of all hours.",
    )
    return tuple(chosen)


def _hours(page: Open) -> pd.Series[float]:
    """Carer-hours a week that each provider holds while all stay, the most first."""
    stay = replace(page.scenario, demand=replace(page.scenario.demand, leaving=()))
    held = demand.packages(page.world, stay).groupby("provider_id")["carer_hours_week"].sum()
    every = page.world.tables.providers["provider_id"]
    return held.reindex(every, fill_value=0.0).sort_values(ascending=False, kind="stable")


def show(page: Open, leavers: tuple[str, ...]) -> None:
    """Show who loses care, who is called on, and what it costs; keep it if asked."""
    if not leavers:
        _keep(page, leavers)
        st.info("Choose a provider above: whose care must be found anew then stands here.")
        return
    scenario = replace(page.scenario, demand=replace(page.scenario.demand, leaving=leavers))
    found = demand.leaving(page.world, scenario)
    if found.packages.empty:
        _keep(page, leavers)
        st.info("This provider holds no package: nobody's care must be found anew.")
        return
    _figures(page, found)
    _keep(page, leavers)
    zones, providers, people = st.tabs(["By zone", "Who is called on", "Whose care"])
    with zones:
        _zones(page, found)
    with providers:
        _providers(page, found)
    with people:
        _people(page, found)


def _figures(page: Open, found: Leaving) -> None:
    zones = found.zones
    hours, nobody = zones["carer_hours_week"].sum(), zones["nobody"].sum()
    pence = zones["weekly_pence_after"].sum() - zones["weekly_pence_before"].sum()
    people = found.packages["person_id"].nunique()
    few = demand.few_primes(zones, "primes_left")
    show_figures(
        [
            Figure("Lose their provider", count(people, "person", "people"),
                   f"in {count(len(zones), 'zone')}"),
            Figure("Care to be found anew", f"{number(hours)} h", "carer-hours a week"),
            Figure("Nobody is called on for", f"{number(nobody, 1 if nobody else 0)} h",
                   "no other prime or supplementary provider" if nobody else "all can be offered"),
            Figure("Council cost a year",
                   money_change(costs.annual_pence(pence, page.scenario.prices.weeks)),
                   "where packages go from one price to another"),
        ]
    )  # fmt: skip
    say_base(page, f"{AT_CONTRACT}, {WEEKS[page.scenario.prices.weeks]} a year")
    sentence = (
        f"{count(people, 'person', 'people')} must be offered another provider, "
        f"{number(hours)} carer-hours a week. "
    )
    if nobody:
        sentence += f"For {number(nobody, 1)} of them nobody else is called on. "
    if len(few):
        sentence += f"Fewer than two prime providers are left in {', '.join(few)}."
    else:
        sentence += "Every one of these zones keeps two prime providers or more."
    say(sentence)


def _zones(page: Open, found: Leaving) -> None:
    frame = found.zones.assign(
        pence_change=found.zones["weekly_pence_after"] - found.zones["weekly_pence_before"]
    )
    st.altair_chart(charts.who_takes(frame), width="stretch")
    columns = (
        Column("zone", "Zone"),
        Column("people", "People", number, numeric=True),
        Column("carer_hours_week", "Hours to be found", one_decimal, numeric=True),
        *(
            Column(name, heading, one_decimal, numeric=True)
            for name, heading in TAKERS.items()
            if frame[name].any()
        ),
        Column("primes_left", "Primes left", number, numeric=True),
        Column("pence_change", "Council pays a week", money_change, numeric=True),
    )
    total = {"zone": "All zones"} | {
        column.name: frame[column.name].sum()
        for column in columns[1:]
        if column.name not in ("people", "primes_left")
    }
    total["people"] = found.packages["person_id"].nunique()
    show_table(
        frame,
        columns,
        caption="Care to be found anew, by zone",
        note="Carer-hours a week, all planned. Packages go to the other prime providers of the "
        "zone, to its supplementary ones where it has none, in proportion to the hours they hold; "
        "specialist packages to other specialists.",
        total=total,
    )
    say_base(page, AT_CONTRACT)
    beside_table(frame, "leaving-by-zone", page)


def _providers(page: Open, found: Leaving) -> None:
    frame = found.providers.assign(tier=found.providers["tier"].str.capitalize())
    if frame.empty:
        st.info("No other provider is called on in these zones.")
        return
    columns = (
        Column("name", "Provider"),
        Column("tier", "Called on as"),
        Column("people", "People", number, numeric=True),
        Column("gained", "Hours gained", one_decimal, numeric=True),
        Column("hours_before", "Hours before", number, numeric=True),
        Column("shift_hours", "Shift hours of its carers", number, numeric=True),
        Column("used_before", "At the door before", percent, numeric=True),
        Column("used_after", "At the door after", percent, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption="Providers that are called on, and their capacity",
        note="At the door: carer-hours held as a share of the hours that its carers are on duty. "
        "The rest is travel, breaks and waiting.",
    )
    beside_table(frame, "leaving-providers", page)
    full = frame.loc[frame["used_after"] >= FULL, "name"].unique()
    if len(full):
        st.warning(
            f"Three quarters and more of their shifts would be spent at the door: "
            f"{plain(', '.join(full))}. They would need more carers, or carers who move over.",
            icon=":material/warning:",
        )


def _people(page: Open, found: Leaving) -> None:
    names = page.provider_names
    shown = found.packages.assign(
        provider_from=found.packages["provider_from"].map(names),
        provider_to=found.packages["provider_to"].map(names).fillna("nobody"),
        hours=found.packages["carer_hours_week"].round(1),
    )
    st.caption("Single people: for the team that finds their care, not for publication.")
    headings = {
        "package_id": "Package",
        "person_id": "Service user",
        "zone": "Zone",
        "provider_from": "From provider",
        "provider_to": "Offered to",
        "tier": "As",
        "hours": "Carer-hours a week",
    }
    show_grid(shown, headings, caption="Whose care is to be found anew", height=320)
    beside_table(found.packages, "leaving-packages", page)


def _keep(page: Open, leavers: tuple[str, ...]) -> None:
    """Let them leave in the scenario, or stay again."""
    if page.scenario.demand.leaving == leavers:
        if leavers:
            st.success(
                "They leave in the open scenario: zones, costs, rounds and Compare follow. "
                "Their carers are off duty there."
            )
            st.button("Let them stay", icon=":material/undo:", on_click=_set, args=((),))
        return
    st.button(
        "Let them leave in the scenario" if leavers else "Let all stay in the scenario",
        icon=":material/check:",
        on_click=_set,
        args=(leavers,),
        help="Their packages then go to the others on every page, and their carers are off duty.",
    )


def _set(leavers: tuple[str, ...]) -> None:
    def edit(scenario: Scenario) -> Scenario:
        return replace(scenario, demand=replace(scenario.demand, leaving=leavers))

    state.edit(edit)
