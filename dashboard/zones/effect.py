"""What a change of zones or bands means at once: hours, cost, balance, who changes provider."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import controls, zone_tables
from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, say_base
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import change, count, money_change, number, whole_pounds
from dashboard.show.zone_tables import TRANSFER_HEADINGS, with_names
from dashboard.zones import edit as zone_edit, shapes
from solver import demand
from solver.zones import back_to_base, edits, kept_packages, transfers, zone_table

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Scenario, ZoneChoices
    from solver.domain.scenario import Transfer

RULES: dict[Transfer, str] = {
    "keep": "Keep: packages stay with their provider",
    "primes": "Primes: packages go to the new zone's prime providers",
}


def figures(page: Open) -> None:
    """Key figures, with the change against the base scenario."""
    now = zone_table(page.world, page.scenario)
    base = zone_table(page.world, page.desk.base.scenario)
    moved = transfers(page.world, page.scenario)
    weekly, before = now["weekly_pence"].sum(), base["weekly_pence"].sum()
    largest = now.sort_values("balance").iloc[-1]
    few = demand.few_primes(now)
    show_figures(
        [
            Figure(
                "Council pays a week",
                whole_pounds(weekly),
                f"all planned hours, contract prices; {_against(weekly - before, page)}",
            ),
            Figure(
                "Changes provider",
                count(moved["person_id"].nunique(), "person", "people"),
                f"{number(moved['carer_hours_week'].sum(), 1)} carer-hours a week",
            ),
            Figure(
                "Largest zone",
                f"{number(largest['carer_hours_week'])} h",
                f"{largest['zone']}, {100 * largest['balance']:+.0f}% against the mean",
            ),
            Figure(
                "Fewer than two primes",
                count(len(few), "zone"),
                zone_tables.primes_said(few, now["zone"]),
            ),
            zone_tables.over_a_quarter(page),
        ]
    )
    say_base(page, AT_CONTRACT)


def _against(pence: float, page: Open) -> str:
    if page.desk.is_base or round(pence) == 0:
        return f"unchanged against {page.desk.base.name}"
    return f"{money_change(pence)} against {page.desk.base.name}"


def transfer_rule(page: Open) -> None:
    """Choose whether packages follow the zone."""
    controls.follow(
        st.radio,
        "When an area changes zone",
        key="transfer",
        value=page.scenario.zones.transfer,
        options=list(RULES),
        format_func=RULES.__getitem__,
        on_change=lambda rule: state.edit(partial(_set_rule, rule)),
    )
    base = zone_table(page.world, page.desk.base.scenario)["weekly_pence"].sum()
    now = zone_table(page.world, page.scenario)["weekly_pence"].sum()
    say(_meaning(page.scenario, now - base, len(transfers(page.world, page.scenario))))


def _set_rule(rule: Transfer, scenario: Scenario) -> Scenario:
    return replace(scenario, zones=replace(scenario.zones, transfer=rule))


def _meaning(scenario: Scenario, pence: float, moved: int) -> str:
    """Say what the change of zones means for the council's cost."""
    if not scenario.zones.moves and not scenario.zones.bands:
        return (
            "Nothing is moved yet. A zone says which providers are called on; a band sets the "
            "price of an hour. Moving an area to another zone leaves the council's cost "
            "unchanged until packages move."
        )
    parts = []
    if scenario.zones.moves:
        if scenario.zones.transfer == "keep":
            parts.append(
                "Moving an area to another zone leaves the council's cost unchanged until "
                "packages move, and under “keep” none does: new packages will be offered to the "
                "new zone's providers."
            )
        else:
            parts.append(
                f"{count(moved, 'package')} "
                f"{'moves' if moved == 1 else 'move'} to providers of the new zone: prime ones, "
                "or supplementary ones where it has no prime."
            )
    if scenario.zones.bands:
        parts.append("A changed band changes the price of every hour paid at the band's rate.")
    if round(pence) == 0:
        parts.append("The council pays the same each week.")
    else:
        less = "less" if pence < 0 else "more"
        parts.append(
            f"The council pays {whole_pounds(abs(pence))} a week {less}, all planned hours."
        )
    return " ".join(parts)


def who_changes(page: Open) -> None:
    """List every package that changes provider, and those that cannot."""
    moved = transfers(page.world, page.scenario)
    if len(moved):
        st.header("Who changes provider", anchor=False)
        named = with_names(page, moved)
        show_grid(named, TRANSFER_HEADINGS, caption="Packages that change provider", height=300)
        beside_table(moved, "who-changes-provider", page)
    stays = kept_packages(page.world, page.scenario)
    if len(stays):
        st.header("Would move, but cannot", anchor=False)
        show_grid(
            with_names(page, stays), TRANSFER_HEADINGS, caption="Packages that stay", height=220
        )


MOST_CHANGES = 12
"""Changes with a button each: more, where all zones were drawn anew, hides what comes below."""


def changes(page: Open) -> None:
    """List what differs from the base, each moved or re-priced area with a way back."""
    found = edits(page.world, page.scenario.zones)
    if not found:
        return
    st.header("What is changed", anchor=False)
    names = page.area_names
    for i, edit in enumerate(found[:MOST_CHANGES]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(str(edit)))
            area_id = getattr(edit, "area_id", None)
            if area_id is not None:
                st.button(
                    f"Put {plain(str(names[area_id]))} back",
                    key=f"back-{i}",
                    icon=":material/undo:",
                    on_click=zone_edit.edit_zones,
                    args=(partial(_put_back, page, area_id),),
                )
    if more := found[MOST_CHANGES:]:
        with st.expander(f"{len(more):,} more"):
            st.markdown("".join(f"- {plain(str(edit))}\n" for edit in more))


def _put_back(page: Open, area_id: str, choices: ZoneChoices) -> ZoneChoices:
    return back_to_base(page.world, choices, [area_id])


def tables(page: Open) -> None:
    """Zones before and after, by band, and what to look at along the borders."""
    before_after, by_zone, by_band, shape = st.tabs(
        ["Before and after", "Zones", "Zones by band", "Shape and borders"]
    )
    with before_after:
        _before_after(page)
    with by_zone:
        zone_tables.zones(page)
    with by_band:
        zone_tables.zone_bands(page)
    with shape:
        shapes.show(page)


def _before_after(page: Open) -> None:
    if page.desk.is_base:
        st.info(
            "This is the starting scenario. Move an area, and before and after stand here side by "
            "side."
        )
        return
    names = ["carer_hours_week", "weekly_pence", "people", "primes"]
    now = zone_table(page.world, page.scenario).set_index("zone")[names]
    base = zone_table(page.world, page.desk.base.scenario).set_index("zone")[names]
    both = now.join(base.add_suffix("_before"), how="outer").fillna(0).reset_index()
    both["hours_change"] = both["carer_hours_week"] - both["carer_hours_week_before"]
    both["pence_change"] = both["weekly_pence"] - both["weekly_pence_before"]
    columns = (
        Column("zone", "Zone"),
        Column("carer_hours_week_before", "Hours before", number, numeric=True),
        Column("carer_hours_week", "Hours now", number, numeric=True),
        Column("hours_change", "Change", lambda v: change(v, 1), numeric=True),
        Column("weekly_pence", "Council pays a week", whole_pounds, numeric=True),
        Column("pence_change", "Change", money_change, numeric=True),
        Column("primes", "Prime providers", number, numeric=True),
    )
    show_table(
        both,
        columns,
        caption=f"Zones: {page.desk.base.name} and {page.scenario.name}",
        note="Carer-hours a week, all planned; council cost at contract prices.",
    )
    say_base(page, AT_CONTRACT)
    beside_table(both, "zones-before-and-after", page)
