"""What people prefer, in points: the weights that the search sets against what providers spend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from solver.domain.freedom import MOST_POINTS
from solver.rates.preferences import Preferences, preferences_of

if TYPE_CHECKING:
    from solver.domain import RoundChoices
    from solver.domain.freedom import Preference

WISHES: dict[Preference, tuple[str, str]] = {
    "continuity": (
        "A visit by a new carer",
        "Points for each visit by a carer who does not make it today.",
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
        "Points for each visit by a provider other than today's: of use where providers may "
        "change.",
    ),
}
"""What is weighed → its name on the page, and its help."""


def points(
    choices: RoundChoices, version: str, *, usual_carers: bool
) -> tuple[tuple[str, float], ...]:
    """Ask, inside a form, for the weights, as the scenario says at first.

    Parameters
    ----------
    choices
        Those of the scenario.
    version
        What the fields' keys end with: it changes with the scenario.
    usual_carers
        True where new carers are weighed elsewhere, so that their weight is not asked for here.

    Returns
    -------
    points
        (what, points) of those that differ from the usual weights.
    """
    now, usual = preferences_of(choices), Preferences()
    asked = {name: float(getattr(now, name)) for name in WISHES}
    shown = [name for name in WISHES if name != "continuity" or not usual_carers]
    with st.expander("What people prefer, in points"):
        st.caption(
            "A point weighs as much as a penny of what providers spend: a change that saves less "
            "than its points is not made. 0 leaves a preference out. No council paper gives these "
            "weights; they are for you to set."
        )
        places = st.columns(len(shown), vertical_alignment="bottom")
        for place, name in zip(places, shown, strict=True):
            label, help_text = WISHES[name]
            asked[name] = place.number_input(
                label,
                min_value=0.0,
                max_value=MOST_POINTS[name],
                value=asked[name],
                step=0.1 if name == "imbalance" else 1.0,
                format="%.1f" if name == "imbalance" else "%g",
                key=f"points-{name}-{version}",
                help=f"{help_text} Usual: {getattr(usual, name):g}.",
            )
    return tuple((name, value) for name, value in asked.items() if value != getattr(usual, name))
