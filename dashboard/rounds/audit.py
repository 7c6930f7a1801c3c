"""Can today's rounds be kept? The planned gaps beside the ways on the roads, by provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.kept import kept
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, by_name, say, show_table
from dashboard.show.text import number, one_decimal, percent
from solver.study.audit import ALL, Audit, audit

if TYPE_CHECKING:
    from dashboard.rounds.result import RoundsShown
    from dashboard.state import Open
    from solver.domain import Carer, Plan, RoadChoices
    from solver.study import Case


def today(page: Open, found: RoundsShown) -> None:
    """Audit today's rounds: legs that cannot be kept, and the late starts that follow."""
    case = found.case
    roads, carers = page.scenario.roads, case.workload.carers
    result, table = _audited(page.world.input_hash, roads, case.today, carers, case)
    if result.starts.empty:
        st.info("There are no rounds on this day.")
        return
    whole: Any = table.loc[ALL]
    say(
        f"{percent(whole['not_kept_share'])} of the gaps between two visits are shorter than the "
        f"way on these roads, and {percent(whole['late_share'])} of the carers' visits would "
        f"start late, by {number(whole['late_minutes_mean'], 1)} minutes on average."
    )
    frame = table.reset_index()
    frame["provider"] = page.named(frame["provider_id"])
    frame = by_name(frame, "provider", last=frame["provider_id"] == ALL)
    columns = (
        Column("provider", "Provider"),
        Column("calls", "Carers' visits", number, numeric=True),
        Column("not_kept_share", "Gaps too short", percent, numeric=True),
        Column("short_minutes_mean", "Short by, minutes", one_decimal, numeric=True),
        Column("late_share", "Visits late", percent, numeric=True),
        Column("late_minutes_mean", "Late by, minutes", one_decimal, numeric=True),
        Column("latest_minutes", "Latest, minutes", one_decimal, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"Can today's rounds be kept? {controls.DAY_NAMES[found.day]}",
        note="A gap is kept where it is at least as long as the way between the two doors.",
    )
    beside_table(frame, f"audit-{found.day}", page)
    _out_of_turn(result, found, page)


@kept("drawn")
def _audited(
    input_hash: str, roads: RoadChoices, today: Plan, carers: tuple[Carer, ...], _case: Case
) -> tuple[Audit, pd.DataFrame]:
    """Audit today's rounds and sum that up: no zone, band or price bears on it."""
    result = audit(_case.today, _case.workload, _case.travel)
    return result, result.by_provider()


def _out_of_turn(result: Audit, found: RoundsShown, page: Open) -> None:
    """List the visits that start before an earlier one of the same person has ended."""
    if not result.out_of_turn:
        return
    frame = pd.DataFrame(
        [(one.visit_id, one.detail) for one in result.out_of_turn], columns=["visit_id", "detail"]
    )
    show_table(
        frame,
        (Column("visit_id", "Visit"), Column("detail", "What overlaps")),
        caption="Visits of one person that overlap in today's rounds",
        note="A plan puts them one after the other. Where they may overlap, write free under "
        "order in the visits table.",
    )
    beside_table(frame, f"overlaps-{found.day}", page)
