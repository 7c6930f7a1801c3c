"""Zones are drawn in a process of their own, kept, and found again apart from the rounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store.waiting import until_over

from office import jobs
from office.jobs.tasks.zones import Zones
from solver import study
from solver.domain import Scenario
from solver.errors import PlanError
from solver.zones import zone_table
from solver.zones.proposals import Wish


def test_a_wish_is_read_back_as_it_was_written() -> None:
    wish = Wish(zones=9, tolerance=0.15, mode="smallest-change", whole_settlements=False)
    task = Zones(wish, several=True, seed=4)
    written = task.parameters()
    assert (written["zones"], written["several"], written["seed"]) == (9, True, 4)
    assert Zones.read(written) == task


@pytest.mark.slow
def test_drawn_zones_are_kept_and_can_be_accepted(demo):
    wish = Wish(zones=6, tolerance=0.25, anneals=1)
    job = until_over(jobs.ask(demo.id, Scenario(), "", Zones(wish), owner="Ann"))
    assert (job.state, job.error) == ("done", "")
    world = study.open_world(demo.folder, cache=demo.cache)
    (found,) = jobs.left(Zones, job.id, input_hash=world.input_hash).proposals
    table = zone_table(world, replace(Scenario(), zones=found.choices))
    assert len(table) == 6 and set(table["parts"]) == {1}
    assert found.bound_minutes <= found.minutes
    assert found.within and table["balance"].abs().max() <= 0.25 + 1e-9
    assert jobs.left(Zones, job.id, input_hash="other files") is None
    assert jobs.recent(demo.id) == ()  # rounds are listed apart
    with pytest.raises(PlanError):
        jobs.plan(job.id)


@pytest.mark.slow
def test_a_wish_that_nobody_can_meet_fails_in_words(demo):
    job = until_over(jobs.ask(demo.id, Scenario(), "", Zones(Wish(zones=0))))
    assert job.state == "failed"
    assert "0 zones cannot be drawn" in job.error
