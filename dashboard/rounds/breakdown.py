"""Who and where: both ledgers by provider, carer, zone and band, and term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, by_name, show_grid, show_table
from dashboard.show.text import (
    change_to_the_penny,
    number,
    one_decimal,
    pounds,
    whole_pounds,
)
from solver.base.areas import band_order
from solver.score.scored import NO_CARER

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dashboard.rounds.result import RoundsShown
    from dashboard.state import Open
    from solver.score import Score
    from solver.score.scored import Level

LEVELS: dict[Level | Literal["term"], str] = {
    "provider": "Provider",
    "zone": "Zone",
    "band": "Price band",
    "carer": "Carer",
    "term": "What is paid for",
}

KEPT = (
    "visits",
    "served",
    "miles",
    "travel_minutes",
    "waiting_minutes",
    "provider_pence",
    "council_pence",
)
"""Figures of a row, today and new."""

TERM_NAMES = {
    "carer_hours": "Carer-hours bought",
    "contact_pay": "Pay at the door",
    "travel_pay": "Pay between visits",
    "waiting_pay": "Pay while waiting",
    "ni": "National Insurance",
    "pension": "Pension",
    "holiday": "Holiday",
    "training": "Training",
    "sick_pay": "Sick pay",
    "notice": "Notice and suspension",
    "mileage": "Mileage between visits",
    "commute_mileage": "Mileage from and to home",
    "moved": "Starts moved",
    "continuity": "Visits by other carers",
    "provider": "Visits by other providers",
    "imbalance": "Uneven rounds",
}
"""Terms of the ledgers and preferences as officers read them."""

WHO_PAYS = {"council": "Council", "provider": "Providers", "preference": "Nobody: points"}


def show(page: Open, found: RoundsShown) -> None:
    """Break today's rounds and the new ones down, with a download beside each table."""
    level: Level | Literal["term"] = controls.choose_one(
        "By", LEVELS, key="breakdown-level", wrap=True
    )
    if level == "term":
        _terms(page, found)
    else:
        _rows(page, found, level)


def _rows(page: Open, found: RoundsShown, level: Level) -> None:
    """Show a row a provider, zone, band or carer."""
    frame = _today_and_new(found.today, found.score, level)
    if level == "provider":
        frame["name"] = page.named(frame[level])
    else:
        frame["name"] = frame[level].replace(NO_CARER, "Without a carer")
    frame = _in_order(frame, level)
    heads = {
        "name": LEVELS[level],
        "visits_today": "Visits",
        "unmade_today": "Not made in today's rounds",
    }
    if found.score is not None:
        heads["unmade_new"] = "Not made, new"
    heads["miles_today"] = "Miles, today's rounds"
    if found.score is not None:
        heads["miles_new"] = "Miles, new"
    heads["provider_pence_today"] = "Provider spends, today's rounds"
    if found.score is not None:
        heads |= {"provider_pence_new": "Spends, new", "provider_saved_pence": "Saves"}
    heads["council_pence_today"] = "Council pays"
    caption = f"{controls.DAY_NAMES[found.day]} by {LEVELS[level].lower()}"
    if level == "carer":  # hundreds of rows: a grid to search, its money in pounds
        money = [name for name in heads if "pence" in name]
        shown = frame.assign(**{name: frame[name] / 100 for name in money})
        said = heads | {name: f"{heads[name]}, £" for name in money}
        said["provider_pence_today"] = "Spends, today's rounds, £"
        places = dict.fromkeys(money, 2) | {name: 1 for name in heads if "miles" in name}
        show_grid(shown, said, caption=caption, height=460, decimals=places)
        st.caption(
            "A visit by two carers stands with both; what the council pays for it is halved."
        )
    else:
        columns = [
            Column(name, head, _writer(name), numeric=name != "name")
            for name, head in heads.items()
        ]
        total = {"name": "All"} | {name: frame[name].sum() for name in heads if name != "name"}
        show_table(
            frame,
            columns,
            caption=caption,
            note="A visit by two carers counts once. What a provider spends: working time, mileage "
            "and on-costs. The download has served visits, travel and waiting too.",
            total=total,
        )
    say_base(page, ROUNDS_BASE)
    beside_table(frame.drop(columns="name"), f"rounds-by-{level}-{found.day}", page)


def _in_order(frame: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Put rows in the order of what is read: prices for bands, else names; "without" is last."""
    if level == "band":
        rank = {band: i for i, band in enumerate(band_order(set(frame["band"])))}
        return frame.sort_values("band", key=lambda bands: bands.map(rank), ignore_index=True)
    return by_name(frame, "name", last=frame[level] == NO_CARER)


def _today_and_new(today: Score, new: Score | None, level: Level) -> pd.DataFrame:
    """Put a level's figures side by side; 0 where one of the two has no such row."""
    frame = today.by(level)[list(KEPT)].add_suffix("_today")
    if new is not None:
        plan = new.by(level)[list(KEPT)].add_suffix("_new")
        frame = frame.join(plan, how="outer").fillna(0)
        frame["provider_saved_pence"] = frame["provider_pence_today"] - frame["provider_pence_new"]
        frame["unmade_new"] = frame["visits_new"] - frame["served_new"]
    frame["unmade_today"] = frame["visits_today"] - frame["served_today"]
    return frame.rename_axis(level).reset_index()


def _terms(page: Open, found: RoundsShown) -> None:
    """Show every term of both ledgers, and the preferences apart from them in points."""
    frame = found.today.account().rename(columns={"pence": "pence_today", "points": "points_today"})
    if found.score is not None:
        new = found.score.account()
        frame["pence_new"], frame["points_new"] = new["pence"], new["points"]
        frame["pence_change"] = frame["pence_new"] - frame["pence_today"]
    frame = frame.reset_index()
    frame["who"] = frame["ledger"].map(WHO_PAYS)
    frame["name"] = [TERM_NAMES.get(str(term), str(term)) for term in frame["term"]]
    money = frame[frame["ledger"] != "preference"]
    columns = [
        Column("name", "What is paid for"),
        Column("who", "Who pays"),
        Column("pence_today", "Today's rounds", pounds, numeric=True),
    ]
    wishes = [
        Column("name", "Preference"),
        Column("points_today", "Today's rounds", number, numeric=True),
    ]
    if found.score is not None:
        columns += [
            Column("pence_new", "New rounds", pounds, numeric=True),
            Column("pence_change", "Change", change_to_the_penny, numeric=True),
        ]
        wishes.append(Column("points_new", "New rounds", number, numeric=True))
    columns.append(Column("what", "What it is"))
    wishes.append(Column("what", "What it counts"))
    show_table(money, columns, caption=f"{controls.DAY_NAMES[found.day]}, term by term")
    show_table(
        frame[frame["ledger"] == "preference"],
        wishes,
        caption="What people prefer, in points",
        note="The search weighs these against what providers spend; they are nobody's money.",
    )
    say_base(page, ROUNDS_BASE)
    beside_table(frame.drop(columns=["who", "name"]), f"rounds-by-term-{found.day}", page)


def _writer(name: str) -> Callable[[Any], str]:
    if name == "name":
        return str
    if "pence" in name:
        return whole_pounds
    return one_decimal if "miles" in name else number
