"""The table of zones as it is published, small numbers hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.show import controls
from dashboard.show.prices import say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number, pounds, whole_pounds
from solver.domain import HOURS_BASIS_WORDS
from solver.publish.public import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.state import Open
    from solver.publish.public import PublicFigures


def as_published(page: Open, table: PublicFigures) -> None:
    """Show the zones as they are published: hidden numbers as *, the prices named."""
    frame = marked(table.by_zone)
    columns = (
        Column("zone", "Zone"),
        Column("people", "Service users", _star(number), numeric=True),
        Column("packages", "Packages", _star(number), numeric=True),
        Column("carer_hours_week", "Carer-hours a week", _star(number), numeric=True),
        Column("rate_pence", "Rate an hour", _star(pounds), numeric=True),
        Column("weekly_pence", "Cost a week", _star(whole_pounds), numeric=True),
    )
    hidden = int(table.by_zone["suppressed"].sum())
    show_table(
        frame,
        columns,
        caption=f"As published: zones, {HOURS_BASIS_WORDS[table.basis]} hours at {table.prices}",
        note=f"Numbers of people below {table.threshold}, other than none, are shown as *, with "
        "others from which they could be worked out; the rest is rounded to 5.",
    )
    controls.facts([("Zones with a hidden number", number(hidden))])
    say_base(page, f"{HOURS_BASIS_WORDS[table.basis]} hours at {table.prices}")


def _star(write: Callable[[float], str]) -> Callable[[Any], str]:
    return lambda value: value if isinstance(value, str) else write(float(value))
