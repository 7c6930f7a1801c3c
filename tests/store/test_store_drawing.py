"""Zones are drawn in a process of their own, kept, and found again apart from the rounds."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dashboard import jobs
from dashboard.store import drawing, worlds
from dashboard.store.startup import close_stores, open_store
from solver import study
from solver.domain import Scenario
from solver.errors import PlanError
from solver.zones import zone_table
from solver.zones.proposals import Wish


def test_a_wish_is_read_back_as_it_was_written() -> None:
    wish = Wish(zones=9, tolerance=0.15, mode="smallest-change", whole_settlements=False)
    written = drawing.parameters_of(wish, several=True, seed=4)
    assert written["several"] is True and written["seed"] == 4
    assert drawing.wish_of(written) == wish


@pytest.fixture
def county(tmp_path, monkeypatch):
    monkeypatch.setenv("HOMEROUNDS_DATA", str(tmp_path / "data"))
    store = open_store()
    yield worlds.get(store, worlds.DEMO)
    for job in jobs.recent(worlds.DEMO, kind="zones"):
        jobs.cancel(job.id)
    close_stores()


def wait(job_id, seconds=240.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job = jobs.status(job_id)
        if job.over:
            return job
        time.sleep(0.2)
    raise AssertionError(f"still {jobs.status(job_id)}")


@pytest.mark.slow
def test_drawn_zones_are_kept_and_can_be_accepted(county):
    wish = Wish(zones=6, tolerance=0.25, anneals=1)
    job = wait(jobs.start_zones(county.id, Scenario(), wish, owner="Ann"))
    assert (job.state, job.error) == ("done", "")
    world = study.open_world(county.folder, cache=county.cache)
    (found,) = jobs.proposals(job.id, input_hash=world.input_hash)
    table = zone_table(world, replace(Scenario(), zones=found.choices))
    assert len(table) == 6 and set(table["parts"]) == {1}
    assert found.bound_minutes <= found.minutes
    assert found.within and table["balance"].abs().max() <= 0.25 + 1e-9
    assert jobs.proposals(job.id, input_hash="other files") == ()
    assert jobs.recent(county.id) == ()  # rounds are listed apart
    with pytest.raises(PlanError):
        jobs.plan(job.id)


@pytest.mark.slow
def test_a_wish_that_nobody_can_meet_fails_in_words(county):
    job = wait(jobs.start_zones(county.id, Scenario(), Wish(zones=0)))
    assert job.state == "failed"
    assert "0 zones cannot be drawn" in job.error
