"""How free the planner is: the fields that one day and a whole week ask alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.rounds import wishes
from dashboard.show.text import MINUTE_S
from solver.zones import assignment

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from dashboard.state import Open
    from solver.domain import RoundChoices
    from solver.domain.freedom import Freedom

FREEDOM: dict[Freedom, str] = {
    "re-time": "Times only: same carer, same order",
    "re-sequence": "Order and times: same carer",
    "re-allocate": "Carers too: within each provider",
    "re-provide": "Providers too",
}
MOST_MINUTES = 360


def fields(page: Open, key: str) -> tuple[RoundChoices, DeltaGenerator]:
    """Ask, inside a form, where and how freely is planned, as the scenario says at first.

    Returns
    -------
    choices
        Those of the scenario with what was chosen; locks stay.
    place
        Room beside the last field, for how long to search.
    """
    rounds = page.scenario.rounds
    zones = assignment(page.world, page.scenario).zones
    version = f"{key}-{page.desk.stored.id}-{page.desk.stored.version}"
    where, how = st.columns([4, 3])
    chosen = where.multiselect(
        "Zones",
        options=sorted(zones),
        default=[zone for zone in rounds.zones if zone in zones],
        placeholder="All zones",
        key=f"zones-{version}",
    )
    freedom = how.selectbox(
        "What may change",
        options=list(FREEDOM),
        format_func=FREEDOM.__getitem__,
        index=list(FREEDOM).index(rounds.freedom),
        key=f"freedom-{version}",
    )
    limits, place = _limits(rounds, version)
    choices = replace(
        limits,
        zones=tuple(sorted(chosen)),
        freedom=freedom,
        points=wishes.points(rounds, version, usual_carers=key == "week"),
    )
    return choices, place


def _limits(rounds: RoundChoices, version: str) -> tuple[RoundChoices, DeltaGenerator]:
    """Ask how far starts may move; gives the choices with that, and room beside the fields."""
    first, second, third, place = st.columns(4, vertical_alignment="bottom")
    cap_s = _minutes(
        first,
        "Most a start may move (min)",
        rounds.cap_s,
        f"cap-{version}",
        "Earlier or later than today's start. A hard limit for every visit.",
    )
    critical_cap_s = _minutes(
        second,
        "If it is time-critical (min)",
        rounds.critical_cap_s,
        f"critical-{version}",
        "Medication, for example. The tighter of the two limits holds.",
    )
    tolerance_s = _minutes(
        third,
        "A move counts beyond (min)",
        rounds.tolerance_s,
        f"tolerance-{version}",
        "The search may move a start so far freely, and it is not counted as moved; beyond, it "
        "weighs each minute against what the move saves.",
    )
    limits = replace(rounds, cap_s=cap_s, critical_cap_s=critical_cap_s, tolerance_s=tolerance_s)
    return limits, place


def _minutes(place: DeltaGenerator, label: str, seconds: int, key: str, help: str) -> int:
    """Ask for minutes; gives seconds."""
    minutes = place.number_input(
        label,
        min_value=0,
        max_value=MOST_MINUTES,
        step=5,
        value=seconds // MINUTE_S,
        key=key,
        help=help,
    )
    return int(minutes) * MINUTE_S
