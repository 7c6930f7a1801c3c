"""A store that an earlier version wrote opens, with its scenarios, plans, jobs and mappings.

``earlier_store.zip`` was written by the version of 22 November 2026, before the house was
rearranged: five jobs of four kinds on the demo county, a scenario with two versions that makes
choices of every kind, and a remembered mapping. It holds no person.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from office import jobs
from office.jobs.startup import close_stores, open_store
from office.jobs.tasks import kinds
from office.jobs.tasks.curve import Curve
from office.jobs.tasks.week import Week
from office.jobs.tasks.zones import Zones
from office.loading import mappings
from office.store import scenarios, worlds
from solver.domain import RoundChoices, Scenario

ALONE = RoundChoices(zones=("Bottesford",))


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with zipfile.ZipFile(Path(__file__).with_name("earlier_store.zip")) as packed:
        packed.extractall(tmp_path / "data")
    monkeypatch.setenv("HOMEROUNDS_DATA", str(tmp_path / "data"))
    yield open_store()
    close_stores()


def test_its_scenarios_open_with_their_versions(earlier) -> None:
    (kept,) = [one for one in scenarios.every(earlier, worlds.DEMO) if one.owner == "Ann"]
    assert kept.scenario.name == "Everything chosen"
    assert kept.scenario.prices.wage_pence == 1_100
    assert kept.scenario.rounds.freedom == "re-provide"
    assert kept.scenario.rounds.points == (("continuity", 40.0),)
    assert [version.number for version in scenarios.history(earlier, kept.id)] == [2, 1]
    assert scenarios.undo(earlier, kept.id).scenario.prices.wage_pence == 1_000


def test_its_starting_scenario_is_called_so_and_today_is_nothing_but_todays_rounds(earlier) -> None:
    first, *others = scenarios.every(earlier, worlds.DEMO)
    assert (first.name, first.scenario.name) == ("Starting scenario", "Starting scenario")
    assert "Today" not in {one.name for one in others}
    every = [job for kind in kinds() for job in jobs.recent(worlds.DEMO, kind=kind)]
    assert every and "Today" not in {job.scenario_name for job in every}
    assert all(job.scenario.name == job.scenario_name for job in every)


def test_its_jobs_are_found_by_their_choices_and_bring_what_they_left(earlier) -> None:
    scenario = Scenario(rounds=ALONE)
    solved = jobs.latest(worlds.DEMO, scenario, "mon")
    assert solved is not None and solved.parameters["mended"]  # the newer one of two
    left = jobs.result(solved.id)
    assert len(left.plan.rounds) > 3
    served = left.summary["served"]
    assert served == left.summary["visits"] - len(left.plan.unserved) == 18
    known = left.summary["input_hash"]
    curve = jobs.newest_left(
        Curve,
        worlds.DEMO,
        scenario,
        "mon",
        input_hash=known,
        asked=lambda task: task.along == "caps",
    )
    assert curve is not None and len(curve.table) > 3
    week = jobs.newest_left(Week, worlds.DEMO, scenario, input_hash=known)
    assert week is not None and len(week.rota) > 50
    (drawn,) = jobs.recent(worlds.DEMO, kind="zones")
    (proposal,) = jobs.left(Zones, drawn.id).proposals
    assert len({zone for _, zone in proposal.choices.moves}) <= 6
    assert proposal.choices.new_zones or proposal.choices.moves


def test_its_jobs_say_what_was_asked_for_and_are_written_so_again(earlier) -> None:
    every = [job for kind in kinds() for job in jobs.recent(worlds.DEMO, kind=kind)]
    assert {job.kind for job in every} == {"solve", "curve", "week", "zones"}
    for job in every:
        task = kinds()[job.kind].read(job.parameters)
        written = json.loads(json.dumps(task.parameters()))
        assert kinds()[job.kind].read(written) == task
        assert written.keys() == job.parameters.keys()
        assert written | job.parameters | {"rules": None} == written | {"rules": None}


def test_its_mappings_are_remembered(earlier) -> None:
    (mapping,) = mappings.saved(earlier)
    assert "visits" in mapping.tables
