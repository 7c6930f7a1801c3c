"""What a comparison rests on: whose rounds, of which choices, and what B changes against A."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.compare import sure
from dashboard.escape import plain
from dashboard.show.belongs import choices_words, time_words, zone_words
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import say
from dashboard.show.text import CHANGE_UNITS, FIGURE_UNITS
from solver.study.affected import lost
from solver.study.compare import deltas

if TYPE_CHECKING:
    from dashboard.compare.comparison import Pair
    from dashboard.state import Open

AGAINST = (
    "unserved",
    "carers_changed",
    "providers_changed",
    "moved",
    "council_pence",
    "provider_pence",
    "miles",
)
"""Figures of the sentence, in order: people before money."""


def basis(page: Open, pair: Pair) -> None:
    """Say which rounds stand on each side, of which choices, and what B changes against A."""
    if pair.stored[0].id == pair.stored[1].id:
        st.info("A and B are the same scenario: choose another one to see what differs.")
    for name, job, result in zip(pair.names, pair.jobs, pair.results, strict=True):
        if job is not None:
            st.caption(f"{plain(name)}: new rounds. {plain(choices_words(page, job))}.")
        else:
            where = plain(zone_words(result.scenario.rounds.zones))
            st.caption(f"{plain(name)}: today's rounds, {where}, run on these roads.")
        if words := lost(result.today).words():
            st.warning(f"{plain(name)}: {words}")
    _same_effort(pair)
    if pair.same_zones and pair.stored[0].id != pair.stored[1].id:
        say(against(pair))
        say_base(page, ROUNDS_BASE)
    sure.show(page, pair)
    if not pair.same_zones:
        st.warning(
            "The two plan different zones, so their figures count different visits, and no "
            "difference is shown. Plan both for the same zones to compare them."
        )


def against(pair: Pair) -> str:
    """Say what B changes against A: the figures of the table, written as it writes them."""
    frame = deltas(pair.results)
    titles = frame["title"].astype(str).to_dict()
    one, other = pair.names

    def both(name: str) -> tuple[str, str, str]:
        row: Any = frame.loc[name]
        write, write_change = FIGURE_UNITS[row["unit"]], CHANGE_UNITS[row["unit"]]
        values = (row[one], row[other])
        a, b = ("–" if pd.isna(value) else write(value) for value in values)
        change = row[f"{other}: change"]
        return a, b, "–" if pd.isna(change) else write_change(change)

    sentences = ["B against A."]
    for name in AGAINST:
        a, b, change = both(name)
        if (a, b) != ("–", "–"):
            beside = f" ({change})" if change != "–" else ""
            sentences.append(f"{titles[name]}: A {a}, B {b}{beside}.")
    return " ".join(sentences)


def _same_effort(pair: Pair) -> None:
    """Warn where the two were not searched for as long as each other."""
    one, other = (None if job is None else job.parameters.get("seconds") for job in pair.jobs)
    if one == other:
        return
    words = [
        "today's rounds, not searched" if s is None else f"{time_words(s)} of search"
        for s in (one, other)
    ]
    st.info(
        f"A rests on {words[0]}, B on {words[1]}: a part of what differs is the search, not the "
        "scenarios. Plan both for as long to compare them."
    )
