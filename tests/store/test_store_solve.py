"""A real solve of the demo county's smallest zone, in its own process, as a page asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store.waiting import until_over

from dashboard import jobs
from dashboard.store import worlds
from dashboard.store.startup import open_store
from solver import study
from solver.domain import PriceChoices, RoundChoices, Scenario
from solver.score import score

pytestmark = pytest.mark.slow


def test_a_zone_is_solved_scored_again_and_found_again(demo):
    scenario = Scenario(rounds=RoundChoices(zones=("Bottesford",)))
    job = until_over(jobs.start_solve(demo.id, scenario, "mon", 2.0, 1, owner="Ann"))
    assert (job.state, job.error) == ("done", "")
    solved = jobs.result(job.id)
    assert solved.summary["served"] + len(solved.plan.unserved) == solved.summary["visits"]
    world = study.open_world(demo.folder, cache=demo.cache)
    assert solved.summary["input_hash"] == world.input_hash
    assert worlds.get(open_store(), demo.id).input_hash == world.input_hash
    case = study.prepare(world, scenario, "mon")
    again = score(
        solved.plan, case.workload, case.travel, rules=case.rules, price_pence=case.price_pence
    )
    assert again.totals.miles == pytest.approx(solved.summary["plan"]["miles"], abs=0.001)
    dearer = replace(scenario, name="Other", prices=PriceChoices(band_pence=(("Urban", 2_000),)))
    found = jobs.latest(demo.id, dearer, "mon", input_hash=world.input_hash)
    assert found is not None and found.id == job.id
    assert jobs.latest(demo.id, dearer, "mon", input_hash="other files") is None
    mended = until_over(jobs.start_solve(demo.id, scenario, "mon", 0.5, 1, mended=job))
    assert (mended.state, mended.message) == ("done", job.message)
    assert jobs.plan(mended.id).rounds == solved.plan.rounds  # nothing has changed


def test_a_scenario_that_does_not_fit_fails_in_words(demo):
    wrong = Scenario(rounds=RoundChoices(zones=("Nowhere",)))
    job = until_over(jobs.start_solve(demo.id, wrong, "mon", 2.0, 1))
    assert job.state == "failed"
    assert "Nowhere" in job.error
