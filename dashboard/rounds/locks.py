"""Locks: visits that keep today's carer, today's start, or both, whatever is planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.tables import show_grid
from dashboard.show.text import count
from solver.domain.clock import clock
from solver.rounds.locks import contradictions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.state import Open
    from solver.domain import Day, Visit

KEPT = {"carer": "The carer", "time": "The start", "both": "The carer and the start"}
MOST_SAID = 5
"""Contradictions named at once."""
Locks = dict[str, str]


def locks(page: Open, day: Day) -> None:
    """Choose visits that are to stay as they are today; list them and let them go again."""
    case = cache.case(page.world, page.scenario, day)
    visits = case.workload.visit
    now: Locks = dict(page.scenario.rounds.locks)
    here = [visit_id for visit_id in now if visit_id in visits]
    box = st.expander("Keep chosen visits as in today's rounds", key="locks-box", on_change="rerun")
    if box.open:  # its lists are long: they are sent only where they are looked at
        with box:
            _choose(case.workload.visits)
            if now:
                _listed(now, visits)
    if here:
        st.caption(
            f":material/lock: {count(len(here), 'visit')} of {controls.DAY_NAMES[day]} "
            f"{'stays' if len(here) == 1 else 'stay'} as in today's rounds in what is locked."
        )
        found = contradictions(case)
        if found:
            _contradicting([item.detail for item in found])


def _contradicting(details: Sequence[str]) -> None:
    """Say which locks cannot be kept together: what they shut out stays without a carer."""
    more = f" … and {len(details) - MOST_SAID:,} more" if len(details) > MOST_SAID else ""
    lines = "".join(f"\n- {plain(detail)}" for detail in details[:MOST_SAID])
    st.warning(
        f"Not all locks can be kept. What they shut out will be without a carer.\n{lines}{more}"
    )


def _choose(visits: Sequence[Visit]) -> None:
    """Ask for visits, by themselves or by their carer, and for what of them stays."""
    names = {visit.id: _name(visit) for visit in visits}
    chosen = st.multiselect(
        "Visits to keep",
        list(names),
        format_func=names.__getitem__,
        key="locks-chosen",
        placeholder="Type a visit, a time, a service user, a zone or a carer",
    )
    carers = {carer: carer for visit in visits for carer in visit.regular_carers}
    carer = controls.choose("All visits of a carer", dict(sorted(carers.items())), key="locks-of")
    what = st.segmented_control(
        "What of them stays",
        list(KEPT),
        default="both",
        format_func=KEPT.__getitem__,
        key="locks-what",
        required=True,
    )
    wanted = [*chosen, *(visit.id for visit in visits if carer in visit.regular_carers)]
    st.button(
        "Keep them",
        icon=":material/lock:",
        disabled=not wanted,
        on_click=_change,
        args=(lambda locks: locks | dict.fromkeys(wanted, str(what)),),
    )


def _listed(now: Locks, visits: Mapping[str, Visit]) -> None:
    """List the locks of all days, and let some or all of them go."""
    frame = pd.DataFrame(
        [
            {
                "visit_id": visit_id,
                "start": clock(visits[visit_id].start_s) if visit_id in visits else "another day",
                "carers": ", ".join(visits[visit_id].regular_carers) if visit_id in visits else "",
                "zone": visits[visit_id].zone if visit_id in visits else "",
                "what": KEPT[what],
            }
            for visit_id, what in now.items()
        ]
    )
    headings = {
        "visit_id": "Visit",
        "start": "Today's start",
        "carers": "Today's carers",
        "zone": "Zone",
        "what": "What stays",
    }
    show_grid(frame, headings, caption="Visits that are kept", height=230)
    gone = st.multiselect("Visits to let go", list(now), key="locks-gone")
    with st.container(horizontal=True):
        st.button(
            "Let them go",
            icon=":material/lock_open:",
            disabled=not gone,
            on_click=_change,
            args=(lambda locks: {v: what for v, what in locks.items() if v not in gone},),
        )
        st.button("Let all go", on_click=_change, args=(lambda _locks: {},))


def _change(change: Callable[[Locks], Locks]) -> None:
    """Change the locks of the open scenario; Undo takes it back."""
    state.edit(
        lambda scenario: replace(
            scenario,
            rounds=replace(
                scenario.rounds, locks=tuple(sorted(change(dict(scenario.rounds.locks)).items()))
            ),
        )
    )
    st.session_state["locks-chosen"] = []
    st.session_state["locks-gone"] = []
    st.session_state["locks-of"] = None


def _name(visit: Visit) -> str:
    carers = " and ".join(visit.regular_carers) or "nobody"
    return f"{visit.id}, {clock(visit.start_s)}, {visit.person_id}, {visit.zone}, {carers}"
