"""New rounds beside today's: figures, sentence, unserved visits, moved starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import cache
from dashboard.escape import plain
from dashboard.show import controls, ranges
from dashboard.show.belongs import zone_words
from dashboard.show.downloads import beside_table
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, Figure, in_units, say, show_figures, show_grid, show_table
from dashboard.show.text import CHANGE_UNITS, FIGURE_UNITS, count, number
from solver.domain.clock import clock
from solver.study.affected import lost
from solver.study.compare import compare, saving

if TYPE_CHECKING:
    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Day
    from solver.score import Score
    from solver.study import Case, Result
    from solver.study.ranges import Ranges


HEADLINE = (
    "unserved",
    "carers_changed_share",
    "moved_share",
    "late_visits",
    "council_pence",
    "provider_pence",
    "miles",
    "travel_minutes_per_contact_hour",
    "released_carer_hours",
)
"""Names of the figures that stand above everything else: people before money."""

PART_OF = {
    "carers_changed_share": ("carers_changed", "people", "people called on"),
    "moved_share": ("moved", "served", "visits made"),
}
"""Share → the figures that it is a part and a whole of, and what the whole is."""

CARDS = {"carers_changed_share": "People with a new carer", "moved_share": "Starts moved"}
"""Names of cards whose value says that it is a share."""

MOST_READ = 40
"""Visits without a carer that are listed in full; more are a grid to search."""


@dataclass(frozen=True, eq=False)
class RoundsShown:
    """Today's rounds and, where there are some, new ones, on the same roads and prices.

    ``ranges`` says between what the saving of the new rounds lies.
    """

    day: Day
    case: Case
    today: Score
    result: Result | None
    ranges: Ranges | None = None

    @property
    def score(self) -> Score | None:
        """The new rounds' score, where there are new rounds."""
        return self.result.score if self.result else None


def outcome(page: Open, day: Day, job: Job | None) -> RoundsShown:
    """Score today's rounds and those that a job left."""
    if job is not None:
        result = cache.solved(page.world, page.scenario, day, job)
        sure = ranges.of_job(page, result, job)
        return RoundsShown(day, result.case, result.today, result, sure)
    case = cache.case(page.world, page.scenario, day)
    return RoundsShown(day, case, cache.today_score(page.world, page.scenario, day), None)


def headline(page: Open, found: RoundsShown) -> None:
    """Say whom new rounds touch, what they save and to whom, with the key figures."""
    if found.result is not None:
        say(saving(found.result, found.ranges))
        _validity(found.result)
    else:
        warn_of_lost(found.today)
    frame = _compared(page, found)
    figures: list[Figure] = []
    for name in HEADLINE:
        row: Any = frame.loc[name]
        today, plan = row["today"], row["plan"]
        if found.result is None and pd.isna(today):
            continue
        shown = FIGURE_UNITS[row["unit"]](plan if found.result else today)
        where = f"{controls.DAY_NAMES[found.day]}, {zone_words(page.scenario.rounds.zones)}"
        beside = f"today's rounds, {where}"
        if name in PART_OF:
            part, whole, what = PART_OF[name]
            of = frame["plan"]
            beside = f"{number(of[part])} of {number(of[whole])} {what}, {where}"
        elif found.result is not None and not pd.isna(today):
            gap = f" ({CHANGE_UNITS['pence'](row['change'])})" if row["unit"] == "pence" else ""
            beside = f"today's rounds {FIGURE_UNITS[row['unit']](today)}{gap}, {where}"
        figures.append(Figure(CARDS.get(name, str(row["title"])), shown, beside))
    sure = found.ranges.plain() if found.ranges else None
    show_figures([*figures, ranges.card(sure)] if sure else figures)
    say_base(page, ROUNDS_BASE)
    if sure:
        what = f"range-of-saving-{found.day}"
        ranges.show(page, sure, what, invented=found.case.invented)


def warn_of_lost(today: Score) -> None:
    """Warn where the scenario takes visits from today's rounds: their packages change provider."""
    if words := lost(today).words():
        st.warning(words)


def _compared(page: Open, found: RoundsShown) -> pd.DataFrame:
    """Today beside the new rounds (beside itself where there are none), a row a figure."""
    result = found.result or cache.as_today(page.world, page.scenario, found.day)
    return compare([result]).droplevel("scenario")


def figures(page: Open, found: RoundsShown) -> None:
    """List every figure of today's rounds and, where there are some, of the new ones."""
    frame = _compared(page, found).reset_index()
    frame["today_text"] = in_units(frame, "today", FIGURE_UNITS)
    columns = [Column("title", "Figure"), Column("today_text", "Today's rounds", numeric=True)]
    if found.result is None:
        frame = frame[frame["today"].notna()]
    else:
        frame["plan_text"] = in_units(frame, "plan", FIGURE_UNITS)
        frame["change_text"] = in_units(frame, "change", CHANGE_UNITS)
        columns += [
            Column("plan_text", "New rounds", numeric=True),
            Column("change_text", "Change", numeric=True),
        ]
    show_table(
        frame,
        columns,
        caption="Today's rounds and the new ones" if found.result else "Today's rounds",
        note=f"{frame['base'].iloc[0]}. Today's rounds are run as they would really go on these "
        "roads, lateness shown. Council: carer-hours at contract prices, served or not. "
        "Providers: working time, mileage and on-costs.",
    )
    kept = ["figure", "title", "unit", "base", "today", "plan", "change"]
    say_base(page, ROUNDS_BASE)
    beside_table(frame[kept], f"rounds-{found.day}", page)


def _validity(result: Result) -> None:
    """Say whether the independent check found anything."""
    if result.valid:
        st.caption(
            ":material/verified: Checked apart from the search: no start beyond the cap, no shift, "
            "skill or pair broken."
        )
        return
    found = result.violations
    st.error(
        f"The check found {count(len(found), 'broken rule')} in these rounds: do not use them. "
        f"First: {plain(found[0].detail)}"
    )
    with st.expander("All that the check found"):
        rows = [(item.rule, item.visit_id, item.carer_id, item.detail) for item in found]
        names = ["Rule", "Visit", "Carer", "What is wrong"]
        frame = pd.DataFrame(rows, columns=names)
        show_grid(frame, {name: name for name in names}, caption="Broken rules")


def unserved(page: Open, found: RoundsShown) -> None:
    """List the visits without a carer, each with the reason."""
    score = found.score or found.today
    whose = "the new rounds" if found.score else "today's rounds"
    if not score.unserved:
        st.success(f"Every visit has its carers in {whose}.")
        return
    visits = found.case.workload.visit
    rows = [
        {
            "visit_id": item.visit_id,
            "zone": visits[item.visit_id].zone,
            "start": clock(visits[item.visit_id].start_s),
            "minutes": visits[item.visit_id].service_s // 60,
            "carers": visits[item.visit_id].carers_required,
            "reason": item.reason,
            "detail": item.detail,
        }
        for item in score.unserved
    ]
    frame = pd.DataFrame(rows)
    st.warning(f"{count(len(rows), 'visit')} without a carer in {whose}; each with its reason.")
    headings = {
        "visit_id": "Visit",
        "zone": "Zone",
        "start": "Today's start",
        "minutes": "Minutes",
        "carers": "Carers",
        "detail": "Why",
    }
    caption = "Visits without a carer"
    if len(frame) > MOST_READ:
        show_grid(frame, headings, caption=caption)
    else:  # few are read to their end, a cell of a grid is not
        columns = [
            Column(name, head, numeric=name in ("minutes", "carers"))
            for name, head in headings.items()
        ]
        show_table(frame, columns, caption=caption)
    beside_table(frame, f"unserved-{found.day}", page)
