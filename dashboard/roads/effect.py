"""What changed speeds do to today's rounds, at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard import cache
from dashboard.show import controls
from dashboard.show.tables import Figure, say, show_figures
from dashboard.show.text import change, number

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Day


def figures(page: Open, day: Day) -> None:
    """Run today's rounds of a day at the scenario's speeds, beside the usual ones."""
    whole = cache.of_all_zones(page.scenario)
    usual = replace(whole, roads=page.desk.base.scenario.roads)
    now, before = (cache.today_score(page.world, one, day).totals for one in (whole, usual))
    name = controls.DAY_NAMES[day]
    changed = page.scenario.roads != page.desk.base.scenario.roads
    minutes = now.travel_minutes_per_contact_hour
    hours, hours_before = now.travel_minutes / 60, before.travel_minutes / 60
    if changed:
        gap = minutes - before.travel_minutes_per_contact_hour
        say(
            f"At these speeds today's rounds of {name} take {number(minutes, 1)} minutes of travel "
            f"for each hour at the door ({change(gap, 1)}), and "
            f"{number(now.late_visits)} visits start late "
            f"({change(now.late_visits - before.late_visits)})."
        )
    base = "at the speeds as loaded" if changed else f"today's rounds, {name}"

    def beside(was: float, value: float, decimals: int, unit: str = "") -> str:
        if not changed:
            return base
        return f"{number(was, decimals)}{unit} {base}, {change(value - was, decimals)}"

    show_figures(
        [
            Figure(
                "Travel per contact hour",
                f"{number(minutes, 1)} min",
                beside(before.travel_minutes_per_contact_hour, minutes, 1, " min"),
            ),
            Figure(
                "Travel between visits",
                f"{number(hours)} h",
                beside(hours_before, hours, 0, " h"),
            ),
            Figure("Miles between visits", number(now.miles), beside(before.miles, now.miles, 0)),
            Figure(
                "Late visits",
                number(now.late_visits),
                beside(before.late_visits, now.late_visits, 0),
            ),
            Figure("Time at each door", f"{page.scenario.roads.stop_s} s", "by car, on arriving"),
        ]
    )
