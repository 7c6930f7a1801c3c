"""A real solve of the demo county's smallest zone, in its own process, as a page asks for it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dashboard import jobs
from dashboard.store import worlds
from dashboard.store.startup import close_stores, open_store
from solver import study
from solver.domain import PriceChoices, RoundChoices, Scenario
from solver.score import score

pytestmark = pytest.mark.slow


@pytest.fixture
def county(tmp_path, monkeypatch):
    monkeypatch.setenv("HOMEROUNDS_DATA", str(tmp_path / "data"))
    store = open_store()
    yield worlds.get(store, worlds.DEMO)
    for job in jobs.recent(worlds.DEMO):
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


def test_a_zone_is_solved_scored_again_and_found_again(county):
    scenario = Scenario(rounds=RoundChoices(zones=("Bottesford",)))
    job = wait(jobs.start_solve(county.id, scenario, "mon", 2.0, 1, owner="Ann"))
    assert (job.state, job.error) == ("done", "")
    solved = jobs.result(job.id)
    assert solved.summary["served"] + len(solved.plan.unserved) == solved.summary["visits"]
    world = study.open_world(county.folder, cache=county.cache)
    assert solved.summary["input_hash"] == world.input_hash
    assert worlds.get(open_store(), county.id).input_hash == world.input_hash
    case = study.prepare(world, scenario, "mon")
    again = score(
        solved.plan, case.workload, case.travel, rules=case.rules, price_pence=case.price_pence
    )
    assert again.totals.miles == pytest.approx(solved.summary["plan"]["miles"], abs=0.001)
    dearer = replace(scenario, name="Other", prices=PriceChoices(band_pence=(("Urban", 2_000),)))
    found = jobs.latest(county.id, dearer, "mon", input_hash=world.input_hash)
    assert found is not None and found.id == job.id
    assert jobs.latest(county.id, dearer, "mon", input_hash="other files") is None
    mended = wait(jobs.start_solve(county.id, scenario, "mon", 0.5, 1, mended=job))
    assert (mended.state, mended.message) == ("done", job.message)
    assert jobs.plan(mended.id).rounds == solved.plan.rounds  # nothing has changed


def test_a_scenario_that_does_not_fit_fails_in_words(county):
    wrong = Scenario(rounds=RoundChoices(zones=("Nowhere",)))
    job = wait(jobs.start_solve(county.id, wrong, "mon", 2.0, 1))
    assert job.state == "failed"
    assert "Nowhere" in job.error
