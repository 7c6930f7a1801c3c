"""Primes and supplementaries of a zone: who is called on, and whom a change touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import focus
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, say, show_table
from dashboard.show.text import count, number, one_decimal, pounds
from dashboard.zones.moving import provider_labels
from dashboard.zones.moving_effect import who_is_affected
from solver.errors import ScenarioError
from solver.zones import affected, appoint, assignment, called_on, held_in_zone
from solver.zones.providers.called_on import base_zone

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.domain import Scenario
    from solver.domain.market import CalledOnAs

APPOINTED = "providers-appointed"
ROLES: dict[CalledOnAs, str] = {
    "prime": "Prime",
    "supplementary": "Supplementary",
    "none": "Not called on",
}
COLUMNS = (
    Column("name", "Provider"),
    Column("role_before", "Called on as, now"),
    Column("role_after", "Then"),
    Column("people", "People it has there", number, numeric=True),
    Column("packages", "Packages", number, numeric=True),
    Column("visits_week", "Visits a week", one_decimal, numeric=True),
    Column("carer_hours_week", "Carer-hours a week", one_decimal, numeric=True),
    Column("weekly_pence_before", "Council pays a week before", pounds, numeric=True),
    Column("weekly_pence_after", "After", pounds, numeric=True),
)
SUMS = [column.name for column in COLUMNS[4:]]


def show(page: Open) -> None:
    """Ask who is prime and who supplementary in a zone, show what follows, and set it."""
    st.write(
        "Say who is called on first (prime) and next (supplementary) in a zone. No package moves "
        "by this alone: new packages are offered to those named, and so are packages that follow "
        "their area into the zone, or whose provider leaves. Nothing changes until you press the "
        "button; Undo takes it back."
    )
    zones = sorted(assignment(page.world, page.scenario).zones)
    zone = st.selectbox("Zone", zones, key="called-zone", width=420, persist_state="session")
    if own := sorted({named for named, *_ in page.scenario.market.appointed}):
        st.caption(plain(f"Not as in the providers table: {', '.join(own)}."))
    after = _wanted(page, zone)
    if after is None:
        return
    _table(page, zone, after)
    if after == page.scenario:
        focus.outcome(f"{zone} calls on these providers in the open scenario.", key=APPOINTED)
        _back_to_table(page, zone)
        return
    say(_sentence(page, zone, after))
    _warn(page, zone, after)
    found = affected(page.world, page.scenario, after)
    if len(found):
        who_is_affected(page, found, "changed-by-who-is-called-on")
    st.button(
        "Call on these providers",
        type="primary",
        icon=":material/check:",
        on_click=_set,
        args=(page, zone, _named(page, zone, after)),
        help="It goes into the open scenario; Undo takes it back.",
    )


def _named(page: Open, zone: str, scenario: Scenario) -> dict[CalledOnAs, list[str]]:
    """Ids of the prime and the supplementary providers of a zone."""
    called = called_on(page.world, scenario)
    base = base_zone(page.world, scenario, zone)
    primes = list(called.primes.get(base, ()))
    return {
        "prime": primes,
        "supplementary": [p for p in called.supplementary.get(base, ()) if p not in primes],
    }


def _wanted(page: Open, zone: str) -> Scenario | None:
    """Ask for the zone's providers; ``None`` where what is chosen cannot be."""
    labels = provider_labels(page)
    chosen: dict[str, list[str]] = {}
    for role, now in _named(page, zone, page.scenario).items():
        chosen[role] = st.multiselect(
            f"{ROLES[role]} providers of {zone}",
            list(labels),
            default=now,
            format_func=labels.__getitem__,
            key=f"called-{role}-{zone}-{page.scenario.key}",
            placeholder="Type to search",
        )
    try:
        return appoint(page.world, page.scenario, zone, chosen["prime"], chosen["supplementary"])
    except ScenarioError as error:
        st.error(plain(str(error)))
        return None


def _roles(page: Open, zone: str, scenario: Scenario) -> dict[str, CalledOnAs]:
    named = _named(page, zone, scenario)
    return {provider: role for role, providers in named.items() for provider in providers}


def _frame(page: Open, zone: str, after: Scenario) -> pd.DataFrame:
    """List providers that are called on in a zone, now or then, or hold packages there."""
    now, then = (_roles(page, zone, scenario) for scenario in (page.scenario, after))
    before, held = (held_in_zone(page.world, one, zone) for one in (page.scenario, after))
    ids = sorted({*now, *then, *before.index, *held.index})
    frame = held.reindex(ids, fill_value=0).rename(columns={"weekly_pence": "weekly_pence_after"})
    frame["weekly_pence_before"] = before["weekly_pence"].reindex(ids, fill_value=0.0)
    frame["role_before"] = [ROLES[now.get(provider, "none")] for provider in ids]
    frame["role_after"] = [ROLES[then.get(provider, "none")] for provider in ids]
    frame = frame.reset_index(names="provider_id")
    frame["name"] = page.named(frame["provider_id"])
    order = list(ROLES.values())
    place = frame["role_after"].map(order.index)
    return frame.assign(place=place).sort_values(
        ["place", "carer_hours_week"], ascending=[True, False], kind="stable"
    )


def _table(page: Open, zone: str, after: Scenario) -> None:
    frame = _frame(page, zone, after)
    show_table(
        frame,
        COLUMNS,
        caption=f"Who is called on in {zone}, and what each holds there",
        note="All planned hours, at contract prices. People with packages of two providers count "
        "with both.",
        total={"name": "All"} | {name: frame[name].sum() for name in SUMS},
    )
    names = ["provider_id", *(column.name for column in COLUMNS)]
    beside_table(frame[names], "called-on-in-zone", page, prices="contract prices")


def _sentence(page: Open, zone: str, after: Scenario) -> str:
    """Say who becomes what, and who has care from those no longer called on."""
    frame = _frame(page, zone, after)
    changed = frame[frame["role_before"] != frame["role_after"]]
    rows: Any = changed.itertuples(index=False)
    words = [
        f"{row.name} would be {row.role_after.lower()} in {zone} ({row.role_before.lower()} now)."
        for row in rows
    ]
    rows = changed[(changed["role_after"] == ROLES["none"]) & (changed["packages"] > 0)]
    words += [
        f"{row.name} keeps {count(row.packages, 'package')} of "
        f"{count(row.people, 'person', 'people')} there, {number(row.visits_week, 1)} visits and "
        f"{number(row.carer_hours_week, 1)} carer-hours a week for "
        f"{pounds(row.weekly_pence_after)}, until they are moved."
        for row in rows.itertuples(index=False)
    ]
    found = affected(page.world, page.scenario, after)
    moved = found[found["provider_from"] != found["provider_to"]]
    people = moved["person_id"].nunique()
    if people:
        words.append(f"{count(people, 'person changes', 'people change')} provider at once.")
    else:
        words.append("Nobody changes provider by this alone.")
    change = found["weekly_pence_after"].sum() - found["weekly_pence_before"].sum()
    if round(change) == 0:
        words.append("The council pays the same each week.")
    else:
        less = "less" if change < 0 else "more"
        words.append(f"The council pays {pounds(abs(change))} a week {less} at contract prices.")
    return " ".join(words)


def _warn(page: Open, zone: str, after: Scenario) -> None:
    """Say what those named lack, and where fewer than two primes are left."""
    tables, now = page.world.tables, _roles(page, zone, page.scenario)
    contracts = set(zip(tables.contracts["provider_id"], tables.contracts["tier"], strict=True))
    carers = set(tables.carers["provider_id"])
    lines = []
    for provider, role in _roles(page, zone, after).items():
        if now.get(provider) == role:
            continue
        name = page.provider_names[provider]
        if (provider, role) not in contracts:
            lines.append(
                f"{name} has no {role} contract: packages that come to it are paid the band's "
                f"rate. Add a row to contracts.csv ({provider}, {role})."
            )
        if provider not in carers:
            lines.append(f"{name} has no carers: add them to carers.csv, or name another.")
        if provider in page.scenario.demand.leaving:
            lines.append(f"{name} leaves in this scenario: it is not called on until it stays.")
    primes = set(_named(page, zone, after)["prime"]) - set(page.scenario.demand.leaving)
    if len(primes) < 2:
        lines.append(f"{zone} would have {count(len(primes), 'prime provider')}: fewer than two.")
    if lines:
        st.warning("\n".join(f"- {plain(line)}" for line in lines), icon=":material/warning:")


def _back_to_table(page: Open, zone: str) -> None:
    """Offer the providers table's own names again, where the scenario has others."""
    base = base_zone(page.world, page.scenario, zone)
    own = page.scenario.market.appointed
    if any(base_zone(page.world, page.scenario, row[0]) == base for row in own):
        table = called_on(page.world, page.desk.base.scenario)
        named: dict[CalledOnAs, list[str]] = {
            "prime": list(table.primes.get(base, ())),
            "supplementary": list(table.supplementary.get(base, ())),
        }
        st.button(
            "Put back as in the starting scenario",
            icon=":material/undo:",
            on_click=_set,
            args=(page, zone, named),
        )


def _set(page: Open, zone: str, named: dict[CalledOnAs, list[str]]) -> None:
    def change(scenario: Scenario) -> Scenario:
        return appoint(page.world, scenario, zone, named["prime"], named["supplementary"])

    state.edit(change)
    focus.ask(APPOINTED)
