"""A council's incremental budget table turned into what is spent, year by year."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from dashboard.show.tables import Column, show_table
from dashboard.show.text import number
from solver import costs
from solver.errors import RatesError


def show() -> None:
    """Ask for a printed table, and set what is spent beside it."""
    st.subheader("Turn a printed table round", anchor=False)
    text = st.text_input(
        "Amounts of an incremental table, year by year",
        key="budget-printed",
        placeholder="2830; −2576; −104; −150",
        help="Council budget tables often print each column as the change against the year before. "
        "Cambridgeshire's +2,830, −2,576, −104, −150 are 2,830, 254, 150 and 0 spent.",
    )
    if not text.strip():
        return
    try:
        printed = amounts(text)
    except RatesError as error:
        st.warning(str(error))
        return
    spent = costs.absolute(printed)
    frame = pd.DataFrame({"year": range(1, len(spent) + 1), "printed": printed, "spent": spent})
    show_table(
        frame,
        (
            Column("year", "Year", lambda year: f"Year {year}"),
            Column("printed", "As printed: change", number, numeric=True),
            Column("spent", "Spent", number, numeric=True),
        ),
        caption="As printed, and as spent",
        total={"year": "All years", "printed": sum(printed), "spent": sum(spent)},
    )


def amounts(text: str) -> tuple[float, ...]:
    """Read amounts with semicolons or blanks between, such as "2,830; −2,576".

    Raises
    ------
    RatesError
        When one of them is no number.
    """
    found = []
    for word in re.split(r"[;\s]+", text.strip().strip(";")):
        plain = word.replace(",", "").replace("£", "").replace("−", "-").replace("+", "")
        try:
            found.append(float(plain))
        except ValueError:
            raise RatesError(f"{word!r} is no amount; put semicolons between them.") from None
    return tuple(found)
