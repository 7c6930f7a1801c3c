"""How sure a saving is: its range beside it, the rule, and the papers' claim in a block apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import cache
from dashboard.show.downloads import beside_table
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, Figure, in_units, show_table
from dashboard.show.text import FIGURE_UNITS, percent, whole_pounds
from solver.domain.reads import key_of
from solver.study.range_words import (
    CLAIM,
    CLAIM_HEADING,
    NO_RANGE,
    range_rows,
    rule_words,
    said_words,
)
from solver.study.ranges import RULE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.state import Open
    from office.jobs import Job
    from solver.study import Result
    from solver.study.ranges import Ranges

HOW_SURE = "How sure is the saving?"

_UNITS = defaultdict(FIGURE_UNITS.default_factory, {**FIGURE_UNITS, "share": percent})
"""How a figure is written; a share to a tenth of a per cent, since its ends lie close."""


def of_job(page: Open, result: Result, job: Job) -> Ranges:
    """Give the ranges of the rounds that a job left; what was worked out once is kept."""
    key = key_of("new rounds scored", result.scenario)
    return cache.ranges(page.world.input_hash, key, result.day, job.plan_hash, RULE, result)


def card(found: Mapping[str, Any]) -> Figure:
    """Say between what providers save, for the cards beside which a saving stands."""
    saved = found["figures"]["provider_saved_pence"]
    return Figure(
        "Providers save, low to high",
        f"{whole_pounds(saved['low'])} to {whole_pounds(saved['high'])}",
        f"as planned {whole_pounds(saved['plan'])}; {said_words(found['rule'])}",
    )


def show(page: Open, found: Mapping[str, Any] | None, what: str, *, invented: bool) -> None:
    """Show a table of ranges with its rule and download, and the papers' claim beside it.

    Parameters
    ----------
    found
        Ranges as :meth:`solver.study.ranges.Ranges.plain` writes them; ``None`` where a result
        that an earlier version kept has none.
    what
        What the file is called after.
    invented
        True where the rounds are nobody's.
    """
    with st.expander(HOW_SURE, icon=":material/straighten:"):
        if found is None:
            st.info(NO_RANGE)
        else:
            table(page, found, what, caption="Range of the saving", invented=invented)
        claim()


def table(page: Open, found: Mapping[str, Any], what: str, *, caption: str, invented: bool) -> None:
    """Show the ranges in a table with their rule, and offer them as a file; see :func:`show`."""
    rows = range_rows(found)
    rule = rule_words(found["rule"])
    cap = f"Beyond the cap is more than {found['cap_s'] / 60:g} minutes after the planned start."
    shown = rows.assign(**{part: in_units(rows, part, _UNITS) for part in ("low", "plan", "high")})
    show_table(
        shown,
        (
            Column("title", "Figure"),
            Column("low", "Low", numeric=True),
            Column("plan", "As planned", numeric=True),
            Column("high", "High", numeric=True),
        ),
        caption=caption,
        note=f"{'Invented rounds. ' if invented else ''}{rule} {cap}",
    )
    say_base(page, ROUNDS_BASE)
    beside_table(rows.assign(rule=rule), what, page)


def claim() -> None:
    """Set what the papers claim apart, under a heading of its own."""
    with st.container(border=True):
        st.markdown(f"**{CLAIM_HEADING}**")
        st.caption(CLAIM)
