"""A damaged store: every call ends well or in a sentence, and what is sound is still there."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from office import jobs
from office.jobs import rounds as job_rounds
from office.jobs.runner import Runner
from office.jobs.tasks.solve import Solve
from office.loading import mappings
from office.store import StoreError, exports, job_rows, plans, results, scenarios, settings, worlds
from office.store.commit import committed_from
from office.store.database import Store
from solver.domain import Plan, PriceChoices, Round, Scenario, Stop
from solver.errors import HomeroundsError, PlanError

PLAN = Plan(day="mon", rounds=(Round("c1", 0, (Stop("v1", 28_800), Stop("v2", 30_600))),))


@pytest.fixture
def full(store, world):
    """A store with something in every table, closed, so that all of it lies in one file."""
    for number in range(12):
        kept = scenarios.create(store, world.id, Scenario(name=f"Plan {number}"), owner="Ann")
        for wage in (1_000, 1_100):
            changed = Scenario(name=kept.name, prices=PriceChoices(wage_pence=wage))
            scenarios.save(store, kept.id, changed, owner="Ann")
        job = job_rows.add(
            store, world.id, kept.scenario, kind="solve", day="mon", parameters=ASKED, owner="Ann"
        )
        job_rows.claim_next(store, at_once=99)
        plan, result = plans.save(store, world.id, PLAN), results.save(store, world.id, {"a": 1})
        ending = job_rows.Ending("done", "Done", result_hash=result, plan_hash=plan)
        job_rows.end(store, job, None, ending)
        exports.log(
            store,
            world.id,
            who="Ann",
            what=f"map {number}",
            audience="public",
            threshold=5,
            scenario=kept.scenario,
        )
        settings.remember(store, f"last:{number}", {"world": world.id, "scenario": kept.id})
    settings.remember(store, "mappings", {"saved": ['[visits]\nfile = "visits.csv"\n']})
    settings.remember(store, f"world:{world.id}:commit", {"world_id": "a", "at": "2026-01-05"})
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return store.folder, world.id


TURNS = 60

ASKED = {"seconds": 60.0, "seed": 1}


def calls(store, world_id):
    """Everything that pages do with a store, one after the other."""
    new = Scenario(name="After the damage")
    every = lambda: scenarios.every(store, world_id)  # noqa: E731
    yield lambda: worlds.every(store)
    yield lambda: worlds.get(store, world_id)
    yield lambda: worlds.opened(store, world_id, "another hash")
    yield lambda: [one.scenario for one in every()]
    yield lambda: [scenarios.history(store, one.id) for one in every()]
    yield lambda: [scenarios.undo(store, one.id) for one in every()[1:4]]
    yield lambda: [scenarios.redo(store, one.id) for one in every()[1:4]]
    yield lambda: scenarios.create(store, world_id, new, owner="Bea")
    yield lambda: scenarios.delete(store, every()[-1].id)
    yield lambda: jobs.recent(world_id, store=store)
    yield lambda: [jobs.title(job, "Monday") for job in jobs.recent(world_id, store=store)]
    yield lambda: job_rounds.latest(world_id, new, "mon", store=store)
    yield lambda: jobs.to_start_from(world_id, new, "mon", store=store)
    yield lambda: jobs.done(Solve, world_id, "mon", asked=lambda _task: True, store=store)
    yield lambda: jobs.newest_left(Solve, world_id, new, "mon", input_hash="", store=store)
    yield lambda: [jobs.plan(job.id, store=store) for job in job_rows.recent(store, world_id)]
    yield lambda: [jobs.result(job.id, store=store) for job in job_rows.recent(store, world_id)]
    yield lambda: exports.recent(store, world_id)
    yield lambda: settings.recall(store, "last:3")
    yield lambda: settings.remember(store, "last:3", {"world": world_id})
    yield lambda: mappings.saved(store)
    yield lambda: committed_from(store, world_id)
    yield lambda: worlds.half_deleted(store)
    yield lambda: Runner(store, ("false",)).move()
    yield lambda: store.compact()


def damage(content, dice):
    """Zero a page, flip a byte or some, cut the end off, or write one page over another."""
    page = 4_096
    pages = len(content) // page
    at = dice.randrange(pages) * page
    kind = dice.choice(["zero", "flip", "flip", "flips", "cut", "copy", "noise"])
    if kind == "zero":
        content[at : at + page] = bytes(page)
    elif kind == "flip":
        content[at + dice.randrange(page)] ^= 1 << dice.randrange(8)
    elif kind == "flips":
        for _ in range(200):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    elif kind == "cut":
        del content[dice.randrange(len(content)) :]
    elif kind == "copy":
        other = dice.randrange(pages) * page
        content[at : at + page] = content[other : other + page]
    else:
        content[at : at + page] = dice.randbytes(page)
    return kind


def test_no_damage_anywhere_ends_in_anything_but_a_sentence(full, tmp_path):
    folder, world_id = full
    whole = (folder / "homerounds.sqlite").read_bytes()
    dice = random.Random(14)
    told = refused = 0
    for turn in range(TURNS):
        content = bytearray(whole)
        kind = damage(content, dice)
        place = tmp_path / f"copy-{turn}"
        place.mkdir()
        (place / "homerounds.sqlite").write_bytes(content)
        (place / "worlds" / world_id).mkdir(parents=True)
        try:
            store = Store(place)
        except StoreError as error:
            assert_sentence(error)
            refused += 1
            continue
        try:
            for number, call in enumerate(calls(store, world_id)):
                try:
                    call()
                except HomeroundsError as error:
                    told += 1
                    assert_sentence(error)
                except Exception as error:
                    raise AssertionError(f"turn {turn} ({kind}), call {number}") from error
        finally:
            store.close()
        shutil.rmtree(place)
    assert told > TURNS / 2
    assert refused > TURNS / 20


def test_a_plan_or_result_that_is_cut_or_changed_is_told_and_not_used(store, world):
    dice = random.Random(6)
    plan, result = plans.save(store, world.id, PLAN), results.save(store, world.id, {"a": "b" * 50})
    kept = (
        (f"plans/{plan}.parquet", lambda: plans.load(store, world.id, plan), PLAN),
        (f"results/{result}/summary.json", lambda: results.load(store, world.id, result), None),
    )
    for name, load, same in kept:
        path = worlds.home(store, world.id) / name
        whole = path.read_bytes()
        for turn in range(120):
            content = bytearray(whole)
            if turn % 2:
                content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
            else:
                del content[dice.randrange(len(content)) :]
            path.write_bytes(content)
            try:
                assert load() == same  # in a place that says nothing, such as a statistic
            except PlanError as error:
                assert_sentence(error)


def assert_sentence(error):
    text = str(error)
    assert text.endswith(".") and " " in text
    assert not any(word in text for word in ("Traceback", "sqlite3.", "SELECT", "malformed"))
