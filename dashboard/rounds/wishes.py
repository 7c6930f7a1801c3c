"""What people prefer, in points: the weights that the search sets against what providers spend."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.show.controls import follow
from solver.domain.freedom import MOST_POINTS
from solver.rates.preferences import Preferences, preferences_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.domain import RoundChoices
    from solver.domain.freedom import Preference

WISHES: dict[Preference, tuple[str, str]] = {
    "continuity": (
        "A visit by a new carer",
        "Points for each visit by a carer who does not make it in today's rounds.",
    ),
    "moved": (
        "A minute moved",
        "Points for each minute by which a start moves beyond the minutes that do not count.",
    ),
    "imbalance": (
        "A minute of uneven work",
        "Points for each minute by which a carer's working time on the day lies off the average "
        "of their provider's carers.",
    ),
    "provider": (
        "A visit by another provider",
        "Points for each visit by a provider other than that of today's rounds: of use where "
        "providers may change.",
    ),
}
"""What is weighed → its name on the page, and its help."""


def points(
    choices: RoundChoices,
    key: str,
    *,
    usual_carers: bool,
    on_change: Callable[[tuple[tuple[str, float], ...]], None],
) -> None:
    """Ask for the weights, as the scenario says.

    Parameters
    ----------
    choices
        Those of the scenario.
    key
        What the fields' keys end with.
    usual_carers
        True where new carers are weighed elsewhere, so that their weight is not asked for here.
    on_change
        Told (what, points) of those that differ from the usual weights, when one is chosen.
    """
    now, usual = preferences_of(choices), Preferences()
    weighed = {name: float(getattr(now, name)) for name in WISHES}
    shown = [name for name in WISHES if name != "continuity" or not usual_carers]

    def take(name: Preference, value: float) -> None:
        chosen = weighed | {name: value}
        on_change(tuple((one, kept) for one, kept in chosen.items() if kept != getattr(usual, one)))

    with st.expander("What people prefer, in points"):
        st.caption(
            "A point weighs as much as a penny of what providers spend: a change that saves less "
            "than its points is not made. 0 leaves a preference out. No council paper gives these "
            "weights; they are for you to set."
        )
        places = st.columns(len(shown), vertical_alignment="bottom")
        for place, name in zip(places, shown, strict=True):
            label, help_text = WISHES[name]
            follow(
                place.number_input,
                label,
                key=f"points-{name}-{key}",
                value=weighed[name],
                on_change=partial(take, name),
                min_value=0.0,
                max_value=MOST_POINTS[name],
                step=0.1 if name == "imbalance" else 1.0,
                format="%.1f" if name == "imbalance" else "%g",
                help=f"{help_text} Usual: {getattr(usual, name):g}.",
            )
