"""Whom a move of packages touches: people, visits, hours, the council's price; what is moved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import focus
from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, say_base
from dashboard.show.tables import Column, say, show_grid, show_table
from dashboard.show.text import (
    british_date,
    count,
    money_change,
    number,
    one_decimal,
    pounds,
    whole_pounds,
)
from solver import costs, demand
from solver.zones import affected, by_providers, cannot_take, move_packages, put_back

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.show.text import Writer
    from dashboard.state import Open
    from dashboard.zones.moving import PackageMove
    from solver.domain import Scenario

MOVED = "packages-moved"
MOST_MOVES = 12
"""Groups of packages moved by hand with a button each."""

COLUMNS = (
    Column("from", "From provider"),
    Column("to", "To provider"),
    Column("day", "From day"),
    Column("people", "People", number, numeric=True),
    Column("packages", "Packages", number, numeric=True),
    Column("visits_week", "Visits a week", one_decimal, numeric=True),
    Column("carer_hours_week", "Carer-hours a week", one_decimal, numeric=True),
    Column("weekly_pence_before", "Council pays a week before", pounds, numeric=True),
    Column("weekly_pence_after", "After", pounds, numeric=True),
    Column("pence_change", "Change", money_change, numeric=True),
)
SUMS = [column.name for column in COLUMNS[4:]]
PACKAGES = {
    "package_id": "Package",
    "person_id": "Service user",
    "zone": "Zone",
    "band": "Band",
    "from": "From provider",
    "to": "To provider",
    "tier_from": "Tier before",
    "tier_to": "Tier after",
    "visits": "Visits a week",
    "hours": "Carer-hours a week",
}


def preview(page: Open, move: PackageMove) -> None:
    """Show whom a move would touch and what cannot go, and offer to make it."""
    world, scenario = page.world, page.scenario
    refused = cannot_take(world, scenario, move.package_ids, move.provider_id)
    stay = set(refused["package_id"])
    going = [package for package in move.package_ids if package not in stay]
    after = move_packages(world, scenario, going, move.provider_id, move.start)
    found = affected(world, scenario, after)
    _refused(page, refused)
    if found.empty:
        if len(refused) < len(move.package_ids):
            st.info("The packages chosen are with this provider already: nothing would move.")
        return
    say(_sentence(page, found, move.start))
    _two_providers(page, found, after)
    who_is_affected(page, found, "packages-that-would-move")
    st.button(
        f"Move {count(len(set(going) & set(found['package_id'])), 'package')}",
        type="primary",
        icon=":material/move_down:",
        on_click=_move,
        args=(page, going, move),
        help="They go into the open scenario; Undo takes them back.",
    )


def _move(page: Open, going: list[str], move: PackageMove) -> None:
    state.edit(
        lambda scenario: move_packages(page.world, scenario, going, move.provider_id, move.start)
    )
    st.session_state["move-packages"] = []
    focus.ask(MOVED)


def _refused(page: Open, refused: pd.DataFrame) -> None:
    """Say which packages cannot go, and what would cure it."""
    if refused.empty:
        return
    by_reason = refused.groupby("reason", sort=False)["package_id"].size()
    lines = [f"{count(size, 'package')}: {reason}" for reason, size in by_reason.items()]
    more = f"\n- and {len(lines) - 5:,} more reasons, in the table" if len(lines) > 5 else ""
    st.warning(
        f"{count(len(refused), 'package')} cannot go to this provider.\n"
        + "".join(f"\n- {plain(line)}" for line in lines[:5])
        + more,
        icon=":material/block:",
    )
    with st.expander("Packages that cannot go"):
        headings = {"package_id": "Package", "reason": "Why, and what to do"}
        show_grid(refused, headings, caption="Packages that cannot go", height=240)
        beside_table(refused, "packages-that-cannot-go", page)


def _sentence(page: Open, found: pd.DataFrame, start: dt.date) -> str:
    """Say whom a move touches and what it costs, out of the same figures as the table."""
    before, after = found["weekly_pence_before"].sum(), found["weekly_pence_after"].sum()
    words = (
        f"{count(found['person_id'].nunique(), 'person changes', 'people change')} provider from "
        f"{british_date(start.isoformat())}: {count(len(found), 'package')}, "
        f"{number(found['visits_week'].sum(), 1)} visits and "
        f"{number(found['carer_hours_week'].sum(), 1)} carer-hours a week. "
    )
    if round(after - before) == 0:
        return words + f"The council pays {pounds(before)} a week for them, before and after."
    year = costs.financial_year(start)
    share = costs.NewRates(start, start).share(year)
    annual = costs.annual_pence(after - before, page.scenario.prices.weeks)
    return words + (
        f"The council pays {pounds(before)} a week for them before and {pounds(after)} after: "
        f"{_more(after - before, pounds)} a week at contract prices, and "
        f"{_more(annual * share, whole_pounds)} in {year}/{(year + 1) % 100:02d} from that day."
    )


def _more(pence: float, write: Writer) -> str:
    return f"{write(abs(pence))} {'more' if pence > 0 else 'less'}"


def _two_providers(page: Open, found: pd.DataFrame, after: Scenario) -> None:
    """Warn of people who would have more providers than now."""
    people = set(found["person_id"])
    now, then = (_providers_of(page, scenario, people) for scenario in (page.scenario, after))
    several = int((then > now).sum())
    if several:
        whose = "person would have" if several == 1 else "people would have"
        st.warning(
            f"{several:,} {whose} more providers than now, since only some of their packages move.",
            icon=":material/warning:",
        )


def _providers_of(page: Open, scenario: Scenario, people: set[str]) -> pd.Series[int]:
    held = demand.packages(page.world, scenario)
    held = held[held["person_id"].isin(people)]
    return held.groupby("person_id")["provider_id"].nunique()


def who_is_affected(page: Open, found: pd.DataFrame, what: str) -> None:
    """Show packages that change hands or price: added up by provider, then one by one."""
    frame = by_providers(found)
    frame["from"], frame["to"] = (
        page.named(frame["provider_from"]),
        page.named(frame["provider_to"]),
    )
    frame["day"] = [british_date(day) if day else "not said" for day in frame["start"]]
    frame["pence_change"] = frame["weekly_pence_after"] - frame["weekly_pence_before"]
    total = {"from": "All", "people": found["person_id"].nunique()}
    show_table(
        frame,
        COLUMNS,
        caption="Who is affected",
        note="All planned hours, at contract prices. A person with packages in two rows counts "
        "once in the total.",
        total=total | {name: frame[name].sum() for name in SUMS},
    )
    say_base(page, AT_CONTRACT)
    beside_table(frame, f"{what}-by-provider", page, prices="contract prices")
    with st.expander("Whose packages"):
        st.caption("Single people: for the team that finds their care, not for publication.")
        listed = found.assign(
            **{"from": page.named(found["provider_from"]), "to": page.named(found["provider_to"])},
            visits=found["visits_week"].round(1),
            hours=found["carer_hours_week"].round(1),
        )
        show_grid(listed, PACKAGES, caption="Packages that are affected", height=280)
        beside_table(found, what, page, prices="contract prices")


def by_hand(page: Open) -> None:
    """List what is moved by hand, each with a way back, and who is affected."""
    market = page.scenario.market
    if not market.transfers:
        return
    st.header("Moved by hand in this scenario", anchor=False)
    ids = list(dict(market.transfers))
    focus.outcome(
        f"{count(len(ids), 'package is', 'packages are')} moved by hand in the open scenario. "
        "Undo takes the last move back; “Put back” takes back those of its line.",
        key=MOVED,
    )
    groups = _groups(page.scenario)
    for i, ((provider_id, day), members) in enumerate(list(groups.items())[:MOST_MOVES]):
        with st.container(horizontal=True, vertical_alignment="center"):
            to = page.named([provider_id])[0]  # type: ignore[arg-type]
            when = f"from {british_date(day)}" if day else "from a day that is not said"
            st.markdown(plain(f"{count(len(members), 'package')} to {to}, {when}"))
            st.button(
                f"Put {'it' if len(members) == 1 else 'them'} back",
                key=f"move-back-{i}",
                icon=":material/undo:",
                help=f"{count(len(members), 'package')} to {plain(to)}",
                on_click=_back,
                args=(members,),
            )
    with st.expander("Put single packages back"):
        some = st.multiselect("Packages to put back", ids, key=f"move-some-{page.scenario.key}")
        st.button("Put these back", disabled=not some, on_click=_back, args=(some,))
    found = affected(page.world, put_back(page.scenario, ids), page.scenario)
    if found.empty:
        st.info("None of them changes provider: all are where they would be without the move.")
        return
    who_is_affected(page, found, "packages-moved-by-hand")


def _groups(scenario: Scenario) -> dict[tuple[str, str], list[str]]:
    """Put packages moved by hand together by receiving provider and day, in the order moved."""
    days = dict(scenario.market.starts)
    found: dict[tuple[str, str], list[str]] = {}
    for package_id, provider_id in dict(scenario.market.transfers).items():
        found.setdefault((provider_id, days.get(package_id, "")), []).append(package_id)
    return found


def _back(package_ids: Sequence[str]) -> None:
    state.edit(partial(_put_back, tuple(package_ids)))
    focus.ask(MOVED)


def _put_back(package_ids: tuple[str, ...], scenario: Scenario) -> Scenario:
    return put_back(scenario, package_ids)
