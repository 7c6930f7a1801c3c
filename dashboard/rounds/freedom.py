"""How free the planner is: the fields that one day and a whole week ask alike.

Each choice is kept in the scenario as it is made, so that every figure, curve and plan of the page
is of what is chosen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.rounds import wishes
from dashboard.show.belongs import FREEDOM
from dashboard.show.controls import follow
from dashboard.show.text import MINUTE_S
from solver.zones import assignment

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from dashboard.state import Open
    from solver.domain import RoundChoices

MOST_MINUTES = 360


def fields(page: Open, key: str) -> DeltaGenerator:
    """Ask where and how freely is planned; each answer goes into the scenario at once.

    Returns
    -------
    place
        Room beside the last field, for how long to search.
    """
    rounds = page.scenario.rounds
    zones = assignment(page.world, page.scenario).zones
    where, how = st.columns([4, 3])
    follow(
        where.multiselect,
        "Zones",
        key=f"zones-{key}",
        value=[zone for zone in rounds.zones if zone in zones],
        on_change=lambda chosen: keep(zones=tuple(sorted(chosen))),
        options=sorted(zones),
        placeholder="All zones",
    )
    follow(
        how.selectbox,
        "What may change",
        key=f"freedom-{key}",
        value=rounds.freedom,
        on_change=lambda chosen: keep(freedom=chosen),
        options=list(FREEDOM),
        format_func=FREEDOM.__getitem__,
    )
    place = _limits(rounds, key)
    wishes.points(rounds, key, usual_carers=key == "week", on_change=_keep_points)
    return place


def keep(**choices: Any) -> None:
    """Keep choices of the rounds in the open scenario; Undo takes them back."""
    state.edit(lambda scenario: replace(scenario, rounds=replace(scenario.rounds, **choices)))


def _keep_points(points: tuple[tuple[str, float], ...]) -> None:
    keep(points=points)


def _limits(rounds: RoundChoices, key: str) -> DeltaGenerator:
    """Ask how far starts may move; gives room beside the fields."""
    first, second, third, place = st.columns(4, vertical_alignment="bottom")
    _minutes(
        first,
        "Most a start may move (min)",
        rounds.cap_s,
        (f"cap-{key}", lambda seconds: keep(cap_s=seconds)),
        "Earlier or later than today's start. A hard limit for every visit.",
    )
    _minutes(
        second,
        "If it is time-critical (min)",
        rounds.critical_cap_s,
        (f"critical-{key}", lambda seconds: keep(critical_cap_s=seconds)),
        "Medication, for example. The tighter of the two limits holds.",
    )
    _minutes(
        third,
        "A move counts beyond (min)",
        rounds.tolerance_s,
        (f"tolerance-{key}", lambda seconds: keep(tolerance_s=seconds)),
        "The search may move a start so far freely; beyond, it weighs each minute against what the "
        "move saves. Every start that moves is counted all the same.",
    )
    return place


def _minutes(
    place: DeltaGenerator,
    label: str,
    seconds: int,
    kept: tuple[str, Callable[[int], None]],
    help: str,
) -> None:
    """Ask for minutes; ``kept`` is the field's key, and what takes the seconds that are chosen."""
    key, take = kept
    follow(
        place.number_input,
        label,
        key=key,
        value=seconds // MINUTE_S,
        on_change=lambda minutes: take(int(minutes) * MINUTE_S),
        min_value=0,
        max_value=MOST_MINUTES,
        step=5,
        help=help,
    )
