"""Moving packages to another provider from a day on: which, to whom, from when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.text import count, number
from dashboard.zones import moving_effect
from solver import demand
from solver.zones import zones_of

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from dashboard.state import Open

WHICH = {"provider": "All packages of a provider", "single": "Single packages"}
CHOSEN = "move-packages"
FILTERS = {"zone": "Zones", "band": "Bands", "tier": "Tiers"}
GRID = {
    "package_id": "Package",
    "person_id": "Service user",
    "zone": "Zone",
    "band": "Band",
    "tier": "Tier",
    "provider": "Provider",
    "visits_week": "Visits a week",
    "hours": "Carer-hours a week",
}


@dataclass(frozen=True, slots=True)
class PackageMove:
    """Packages that are to move, to which provider, from which day."""

    package_ids: tuple[str, ...]
    provider_id: str
    start: dt.date


def show(page: Open) -> None:
    """Ask what moves, show whom it touches, and move it."""
    st.write(
        "Choose packages and the provider who is to have them. Nothing moves until you press "
        "“Move”; Undo takes it back. Zones, costs, rounds and Compare follow."
    )
    chosen = _packages(page)
    provider_id, start = _to_whom(page)
    if not chosen:
        st.info("Choose packages above: who is affected then stands here.")
    elif provider_id is None or start is None:
        missing = "who is to have them" if provider_id is None else "from which day they move"
        st.info(f"{count(len(chosen), 'package')} chosen. Say {missing}: who is affected follows.")
    else:
        moving_effect.preview(page, PackageMove(chosen, provider_id, start))
    moving_effect.by_hand(page)


def _packages(page: Open) -> tuple[str, ...]:
    """Ask which packages move."""
    way = controls.choose_one("Which packages move", WHICH, key="move-which")
    every = demand.packages(page.world, page.scenario)
    every = every.assign(
        provider=page.named(every["provider_id"]), hours=every["carer_hours_week"].round(1)
    )
    found = _filtered(every)
    if way == "single":
        return _single(every, found)
    hours = found.groupby("provider_id")["carer_hours_week"].sum().sort_values(ascending=False)
    names = page.provider_names
    labels = {str(key): f"{names[key]} ({number(hours[key], 1)} h a week)" for key in hours.index}
    if st.session_state.get("move-from") not in labels:
        st.session_state["move-from"] = None
    provider_id = controls.choose(
        "Provider whose packages move",
        labels,
        key="move-from",
        help="Those that it holds in the zones, bands and tiers chosen above; the most hours "
        "stand first.",
    )
    return tuple(map(str, found.loc[found["provider_id"] == provider_id, "package_id"]))


def _filtered(every: pd.DataFrame) -> pd.DataFrame:
    """Ask for zones, bands and tiers, and keep their packages; all where none is chosen."""
    kept = every["package_id"].notna()
    with st.container(horizontal=True):
        for column, label in FILTERS.items():
            wanted = st.multiselect(
                f"{label} (all, if none is chosen)",
                sorted(every[column].unique()),
                key=f"move-{column}",
                width=300,
            )
            if wanted:
                kept &= every[column].isin(wanted)
    return every[kept]


def _single(every: pd.DataFrame, found: pd.DataFrame) -> tuple[str, ...]:
    """Let packages be chosen one by one, from a list or from the table of those that are left."""
    known, shown = set(every["package_id"]), set(found["package_id"])
    kept = [package for package in st.session_state.get(CHOSEN, []) if package in known]
    st.session_state[CHOSEN] = kept
    listed = every[every["package_id"].isin(shown | set(kept))]
    rows: Any = listed.itertuples(index=False)
    labels = {
        row.package_id: f"{row.package_id}, {row.person_id}, {row.zone}, {row.provider}, "
        f"{number(row.carer_hours_week, 1)} h"
        for row in rows
    }
    chosen = st.multiselect(
        "Packages to move",
        list(labels),
        format_func=labels.__getitem__,
        key=CHOSEN,
        placeholder="Type to search, or tick rows in the table and add them",
    )
    state = st.dataframe(
        found[list(GRID)].rename(columns=GRID),
        hide_index=True,
        width="stretch",
        height=280,
        on_select="rerun",
        selection_mode="multi-row",
        key="move-table-" + "-".join(str(st.session_state.get(f"move-{one}")) for one in FILTERS),
        alt="Packages that may be chosen",
    )
    ticked = list(found["package_id"].iloc[list(state["selection"]["rows"])])
    with st.container(horizontal=True):
        st.button(
            f"Add the {count(len(ticked), 'row')} ticked",
            disabled=not ticked,
            on_click=_add,
            args=(ticked,),
            key="move-add-ticked",
        )
        st.button(
            f"Add all {len(found):,} in the table",
            disabled=found.empty,
            on_click=_add,
            args=(list(found["package_id"]),),
            key="move-add-all",
        )
    return tuple(chosen)


def _add(package_ids: list[str]) -> None:
    st.session_state[CHOSEN] = list(dict.fromkeys([*st.session_state[CHOSEN], *package_ids]))


def _to_whom(page: Open) -> tuple[str | None, dt.date | None]:
    """Ask who is to have the packages, and from which day."""
    names = provider_labels(page)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=420):
            provider_id = controls.choose("Receiving provider", names, key="move-to")
        start = st.date_input(
            "They move on",
            value=None,
            format="DD/MM/YYYY",
            key="move-start",
            width=220,
            persist_state="session",
            help="The first day on which the packages are with the receiving provider.",
        )
    if provider_id is not None:
        _roles(page, provider_id, names[provider_id])
    return provider_id, start


def provider_labels(page: Open) -> dict[str, str]:
    """Name each provider by its id, in alphabetical order; names that come twice carry the id."""
    names = page.provider_names
    twice = set(names[names.duplicated(keep=False)])
    labels = {str(key): f"{name} ({key})" if name in twice else name for key, name in names.items()}
    return dict(sorted(labels.items(), key=lambda item: item[1].casefold()))


def _roles(page: Open, provider_id: str, name: str) -> None:
    """Say where the receiving provider is called on: it decides on which contract it is paid."""
    zones = zones_of(page.world, page.scenario, provider_id)
    said = [
        f"{role} in {', '.join(zones[role])}" for role in ("prime", "supplementary") if zones[role]
    ]
    st.caption(plain(f"{name} is {' and '.join(said) or 'called on in no zone'}."))
