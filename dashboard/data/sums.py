"""“Can I check your sums?”: the papers' own numbers, recomputed at a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from solver.selftest import HEADINGS, counted, selftest

if TYPE_CHECKING:
    from solver.selftest import Check, Kind

KINDS: dict[Kind, str] = {
    "published": "Published",
    "computed": "Computed from published numbers",
    "misprinted": "The paper misprints it",
}

PAPERS = (
    "Sources: 001 and 003 are Cambridgeshire business cases of 2020 and December 2023; 002 is the "
    "report to Leicestershire's Adults and Communities Overview and Scrutiny Committee of 20 "
    "January 2020; 004 is Bradford's report on home support of September 2021; MTFS is "
    "Leicestershire's medium-term financial strategy of 2020."
)


def panel() -> None:
    """Offer the check; a click answers it."""
    st.header("Can I check your sums?", anchor=False)
    st.markdown(
        "What the council papers print of Leicestershire, Cambridgeshire and Bradford, worked out "
        "again by this installation: from the files of the demo county that ships with it, and "
        "from printed inputs. Whatever county is open, it is not in these figures."
    )
    if st.button("Check the sums", icon=":material/calculate:", key="check-sums"):
        st.session_state["sums-checked"] = True
    if st.session_state.get("sums-checked"):
        _show(_checked())


@st.cache_data(max_entries=1, show_spinner="Recomputing the papers' numbers…")
def _checked() -> tuple[Check, ...]:
    return selftest()


def _show(checks: tuple[Check, ...]) -> None:
    """Say what is reproduced, then list every number beside the one expected."""
    kinds = {kind: [check.ok for check in checks if check.kind == kind] for kind in KINDS}
    show_figures(
        Figure(KINDS[kind], f"{sum(oks)} of {len(oks)}", "reproduced")
        for kind, oks in kinds.items()
        if oks
    )
    say(counted(checks))
    st.caption(PAPERS)
    frame = pd.DataFrame(
        {
            "title": check.title,
            "system": HEADINGS.get(check.system, check.system),
            "expected": _written(check, check.expected),
            "got": _written(check, check.got),
            "unit": check.unit.replace(" ", "\u00a0"),
            "ok": "yes" if check.ok else "NO",
            "kind": KINDS[check.kind],
            "source": check.source + (f" (prints {check.printed})" if check.printed else ""),
            "base": f"{check.base} hours" if check.base else "",
        }
        for check in checks
    )
    columns = (
        Column("title", "Number"),
        Column("expected", "Expected", numeric=True),
        Column("got", "Got", numeric=True),
        Column("unit", "Unit"),
        Column("ok", "Agrees"),
        Column("kind", "Printed or computed"),
        Column("base", "Base"),
        Column("source", "Source"),
    )
    for system, rows in frame.groupby("system", sort=False):
        show_table(rows, columns, caption=str(system))


def _written(check: Check, value: float | None) -> str:
    if value is None:
        return "nothing"
    return f"{round(value, check.decimals):,.{max(0, check.decimals)}f}"
