"""A real solve of the demo county's smallest zone, in its own process, as a page asks for it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from store.waiting import until_over

from office import jobs
from office.jobs.startup import open_store
from office.jobs.tasks.solve import Solve
from office.store import plans, staging, worlds
from solver import study
from solver.check import violations
from solver.domain import PriceChoices, RoundChoices, Scenario
from solver.score import score

pytestmark = pytest.mark.slow


def test_a_zone_is_solved_scored_again_and_found_again(demo):
    scenario = Scenario(rounds=RoundChoices(zones=("Bottesford",)))
    job = until_over(jobs.ask(demo.id, scenario, "mon", Solve(2.0), owner="Ann"))
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
    mended = until_over(ask_to_mend(demo.id, scenario, 0.5, job))
    assert (mended.state, mended.error) == ("done", "")
    assert jobs.plan(mended.id).rounds == solved.plan.rounds  # nothing has changed
    served = solved.summary["served"]
    assert mended.message.endswith(f"{served} of {served} visits made are as in the plan before")


def test_a_plan_is_mended_around_visits_that_are_locked_since(demo):
    scenario = Scenario(rounds=RoundChoices(zones=("Bottesford",)))
    job = until_over(jobs.ask(demo.id, scenario, "mon", Solve(1.0)))
    before, world = jobs.plan(job.id), study.open_world(demo.folder, cache=demo.cache)
    today = calls(study.prepare(world, scenario, "mon").today)
    was = calls(before)
    moved = sorted(name for name in was if name in today and was[name] != today[name])[:3]
    assert moved
    locked = replace(scenario, rounds=replace(scenario.rounds, locks=both(moved)))
    found = jobs.to_start_from(demo.id, locked, "mon")
    assert found is not None and found.id == job.id
    mended = until_over(ask_to_mend(demo.id, locked, 1.0, found))
    assert (mended.state, mended.error) == ("done", "")
    now = calls(jobs.plan(mended.id))
    case = study.prepare(world, locked, "mon")
    plan = jobs.plan(mended.id)
    assert not violations(plan, case.workload, case.travel, choices=locked.rounds, today=case.today)
    assert all(now.get(name, today[name]) == today[name] for name in moved)
    kept = sum(now.get(name) == was[name] for name in was)
    assert kept > len(was) / 2  # far from the locks the rounds stand as they stood
    for other in (RoundChoices(zones=("Bottesford",), freedom="re-sequence"), RoundChoices()):
        assert jobs.to_start_from(demo.id, Scenario(rounds=other), "mon") is None

    with staging.staged(open_store()) as folder:  # the same county, loaded again later
        shutil.copytree(demo.folder, folder, dirs_exist_ok=True)
        later = worlds.add(open_store(), folder, owner="Ann")
    found = jobs.to_start_from(later.id, locked, "mon")
    assert found is not None and found.id == mended.id
    jobs.cancel(ask_to_mend(later.id, locked, 1.0, found))
    assert plans.load(open_store(), later.id, found.plan_hash) == plan
    jobs.delete_world(later.id)


def ask_to_mend(world_id, scenario, seconds, job):
    """Ask for Monday's rounds, mended from those of an earlier job."""
    task = Solve(seconds, mended=jobs.rounds_to_mend(job, world_id))
    return jobs.ask(world_id, scenario, "mon", task)


def both(names):
    """Lock carer and start of visits."""
    return tuple((name, "both") for name in names)


def calls(plan):
    """Carers and start of each visit of a plan."""
    found = {}
    for item in plan.rounds:
        for stop in item.stops:
            found.setdefault(stop.visit_id, set()).add((item.carer_id, stop.start_s))
    return found


def test_a_scenario_that_does_not_fit_fails_in_words(demo):
    wrong = Scenario(rounds=RoundChoices(zones=("Nowhere",)))
    job = until_over(jobs.ask(demo.id, wrong, "mon", Solve(2.0)))
    assert job.state == "failed"
    assert "Nowhere" in job.error
