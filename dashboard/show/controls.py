"""Controls that several pages share: the day, downloads, choices that follow the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from dashboard.escape import plain
from solver.domain import DAYS, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solver.domain import Day

Choice = TypeVar("Choice", bound=str)

DAY_NAMES: Mapping[str, str] = {str(day): name for day, name in words.DAY_NAMES.items()}
"""Days as officers read them."""


def choose_day(label: str = "Day") -> Day:
    """Ask for a day of the week; the choice is kept from page to page."""
    chosen: Day = st.segmented_control(
        label,
        options=DAYS,
        default=DAYS[0],
        format_func=lambda day: DAY_NAMES[day][:3],
        key="day",
        required=True,
        wrap=True,
        persist_state="session",
    )
    return chosen


def choose_one(
    label: str,
    names: Mapping[Choice, str],
    *,
    key: str,
    default: Choice | None = None,
    wrap: bool = False,
    help: str | None = None,
) -> Choice:
    """Ask for one of a few things, side by side; the choice is kept from page to page.

    ``names`` says how each is written; the first is chosen at first, or ``default``.
    """
    chosen: Choice = st.segmented_control(
        label,
        options=list(names),
        default=next(iter(names)) if default is None else default,
        format_func=names.__getitem__,
        key=key,
        required=True,
        wrap=wrap,
        persist_state="session",
        help=help,
    )
    return chosen


def follow(
    widget: Callable[..., Any],
    label: str,
    *,
    key: str,
    value: Any,
    on_change: Callable[[Any], None],
    **options: Any,
) -> Any:
    """Draw a widget that always shows what the scenario says.

    The value is set before the widget is drawn, so undo, redo and another
    scenario show at once; ``on_change`` is told the new value.
    """
    st.session_state[key] = value
    return widget(label, key=key, on_change=lambda: on_change(st.session_state[key]), **options)


def choose(label: str, names: dict[str, str], *, key: str, help: str | None = None) -> str | None:
    """Ask for one of some things by name (type to search); ``None`` until one is chosen."""
    return st.selectbox(
        label,
        options=list(names),
        index=None,
        format_func=lambda key: names[key],
        key=key,
        placeholder="Type to search",
        persist_state="session",
        help=help,
    )


def facts(lines: Sequence[tuple[str, str]]) -> None:
    """List facts, one a line: a word in bold, then what it is. Both are shown as text."""
    st.markdown("  \n".join(f"**{plain(word)}:** {plain(text)}" for word, text in lines))
