"""How sure a comparison is: the range of each side's saving, and of what lies between the two."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.escape import plain
from dashboard.show import ranges
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import money_change
from solver.study.range_words import more_words, range_words
from solver.study.ranges import spent_more

if TYPE_CHECKING:
    from dashboard.compare.comparison import Pair
    from dashboard.state import Open
    from solver.study.ranges import LowToHigh


def show(page: Open, pair: Pair) -> None:
    """Show the range of what each side with new rounds saves against today's; else nothing.

    Where both have new rounds of the same zones, they meet the same draws, and what providers
    spend more under B has a range of its own.
    """
    sides = zip("AB", pair.names, pair.results, pair.jobs, strict=True)
    planned = [
        (side, name, result, ranges.of_job(page, result, job))
        for side, name, result, job in sides
        if job is not None
    ]
    if not planned:
        return
    for side, _, result, found in planned:
        words = range_words(found.plain(), invented=result.case.invented)
        st.caption(f"{side} against today's rounds under the same choices. {plain(words)}")
    more = None
    if len(planned) == 2 and pair.same_zones and pair.stored[0].id != pair.stored[1].id:
        one, other = (found for *_, found in planned)
        invented = planned[0][2].case.invented
        more = spent_more(one, other)
        st.caption(plain(more_words(("A", "B"), more, one.rule, invented=invented)))
    with st.expander(ranges.HOW_SURE, icon=":material/straighten:"):
        if more is not None:
            _between(page, more)
        for side, name, result, found in planned:
            ranges.table(
                page,
                found.plain(),
                f"range-of-saving-{pair.day}-{side.lower()}",
                caption=f"{side}: {name}, against today's rounds under the same choices",
                invented=result.case.invented,
            )
        ranges.claim()


def _between(page: Open, more: LowToHigh) -> None:
    """Set what providers spend more under B than under A in a table of its own."""
    title = "Providers spend more under B than under A"
    row = {"figure": title, **asdict(more)}
    money = [
        Column(name, words, money_change, numeric=True)
        for name, words in (("low", "Low"), ("plan", "As planned"), ("high", "High"))
    ]
    show_table(pd.DataFrame([row]), (Column("figure", "Figure"), *money), caption="B against A")
    say_base(page, ROUNDS_BASE)
