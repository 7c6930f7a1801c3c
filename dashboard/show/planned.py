"""Rounds that were planned before: the newest of a scenario and day, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard import cache
from office import jobs

if TYPE_CHECKING:
    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Day, Scenario
    from solver.score import Score


def newest(page: Open, day: Day) -> Job | None:
    """Return the newest finished job whose rounds hold for the open scenario on this day."""
    return newest_of(page, page.scenario, day)


def newest_of(page: Open, scenario: Scenario, day: Day) -> Job | None:
    """Return the newest finished job of a scenario on a day; a change of price keeps it."""
    world_id = page.desk.world.id
    return jobs.latest(world_id, scenario, day, input_hash=page.world.input_hash)


def planned_whole(page: Open, day: Day) -> Job | None:
    """Return the newest finished job that planned a day of the scenario in all zones."""
    return newest_of(page, cache.of_all_zones(page.scenario), day)


def score_of(page: Open, day: Day, *, new: bool = True) -> tuple[Score, str]:
    """Score a day's rounds of all zones, and say whose they are: new where planned, else today's.

    Rounds of some zones say nothing of the others, so they do not count here. Bands' rates are left
    out: what rounds ask of providers does not depend on them.
    """
    whole = cache.of_all_zones(page.scenario)
    unpriced = replace(whole, prices=replace(whole.prices, band_pence=()))
    job = planned_whole(page, day) if new else None
    if job is None:
        return cache.today_score(page.world, unpriced, day), "today's rounds"
    return cache.solved(page.world, unpriced, day, job).score, "new rounds"
