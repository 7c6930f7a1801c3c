"""The whole chain from a shell, on the demo county and on real roads."""

from __future__ import annotations

import json
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from solver import study
from solver.__main__ import main
from solver.domain import RoundChoices, Scenario, ZoneChoices
from solver.rounds.effort import Effort
from solver.search.parallel.processes import processes
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from solver.stop import Progress

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire"
FIGURES = {"miles", "minutes", "council_pence", "provider_pence", "co2e_kg", "carers"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roads")


@pytest.fixture(scope="module")
def demo(cache: Path) -> study.World:
    return study.open_world(DEMO, cache=cache)


def run_from_shell(world: Path, out: Path, seconds: int) -> dict:
    scenario = world / "scenarios" / "today.toml"
    command = ["run", str(world), "--scenario", str(scenario), "--day", "mon"]
    command += ["--seconds", str(seconds), "--seed", "1", "--out", str(out)]
    assert main(command) == 0
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


def check_summary(summary: dict) -> None:
    """A run is valid, serves 99 % or says why not, and drives no further than today."""
    assert summary["valid"] is True
    assert summary["violations"] == []
    assert summary["served"] + len(summary["unserved"]) == summary["visits"] > 0
    assert summary["served"] >= 0.99 * summary["visits"]
    assert all(set(item) == {"reason"} for item in summary["unserved"])  # no visit is named
    assert set(summary["today"]) >= FIGURES
    assert set(summary["plan"]) >= FIGURES
    assert summary["plan"]["miles"] <= summary["today"]["miles"]
    assert summary["plan"]["council_pence"] == summary["today"]["council_pence"]
    assert {"scenario", "seed", "versions", "rates", "input_hash"} <= set(summary)


@pytest.mark.slow
def test_killing_a_worker_in_a_county_run_costs_only_time(demo: study.World) -> None:
    """The whole county in two processes, one killed half-way: the very plan found in one."""
    stop = AfterIterations(24_000)
    alone = study.run(demo, Scenario(), day="mon", effort=Effort(stop, 1))
    killed: list[int] = []
    with processes(2) as spread:

        def kill_one(_word: Progress) -> None:
            if spread.ready and not killed:  # it stands still, is sent work, and dies over it
                killed.append(spread.pids[0])
                os.kill(killed[0], signal.SIGSTOP)
                threading.Timer(0.5, os.kill, (killed[0], signal.SIGKILL)).start()

        token = spread.keep(1)
        while not spread.ready:
            spread.work(max, [[(token, 1)]])
        found = study.run(demo, Scenario(), day="mon", effort=Effort(stop, 1, kill_one, spread))
        assert killed
        assert killed[0] not in spread.pids
    assert found.plan == alone.plan
    assert found.valid
    served = {stop.visit_id for item in found.plan.rounds for stop in item.stops}
    left = {item.visit_id for item in found.plan.unserved}
    assert served | left == {visit.id for visit in found.case.workload.visits}
    assert not served & left


@pytest.mark.slow
def test_the_demo_county_runs_from_the_shell(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["demo", str(tmp_path / "w")]) == 0
    summary = run_from_shell(tmp_path / "w", tmp_path / "o", seconds=20)
    check_summary(summary)
    assert summary["invented"] is True
    spoken = capsys.readouterr()
    assert "Council pays: unchanged." in spoken.out
    assert "Searching" in spoken.err
    plan = pd.read_csv(tmp_path / "o" / "INTERNAL_plan.csv", dtype=str)
    assert "internal" in " ".join([*plan.columns, *plan.iloc[0].astype(str)]).lower()
    rounds = json.loads((tmp_path / "o" / "INTERNAL_rounds.geojson").read_text(encoding="utf-8"))
    assert "internal" in json.dumps(rounds["features"][0]["properties"]).lower()
    assert (tmp_path / "o" / "INTERNAL_costs.csv").stat().st_size > 0


@pytest.mark.slow
@pytest.mark.data
def test_packages_invented_on_real_roads_run_too(shared_data: Path, tmp_path: Path) -> None:
    extract = shared_data / "osm" / "rutland-2022-07-20.osm.pbf"
    postcodes = shared_data / "postcodes" / "postcodes_leics_rutland.csv.gz"
    world = tmp_path / "rutland"
    command = ["invent", str(extract), "--postcodes", str(postcodes)]
    assert main([*command, "--seed", "1", "--out", str(world)]) == 0
    check_summary(run_from_shell(world, tmp_path / "o", seconds=10))


def one_zone(name: str, **choices) -> Scenario:
    return Scenario(rounds=RoundChoices(zones=(name,), **choices))


def test_same_seed_and_iterations_give_the_same_plan(demo: study.World) -> None:
    scenario = one_zone("Melton")
    plans = [
        study.run(demo, scenario, day="mon", effort=Effort(AfterIterations(3_000), 7)).plan
        for _ in range(2)
    ]
    assert plans[0] == plans[1]


def test_a_zone_alone_is_planned_alone(demo: study.World) -> None:
    result = study.run(
        demo, one_zone("Melton"), day="tue", effort=Effort(AfterIterations(2_000), 1)
    )
    assert result.valid
    assert {visit.zone for visit in result.case.workload.visits} == {"Melton"}
    assert result.score.totals.provider_pence < result.today.totals.provider_pence


def test_moving_an_area_keeps_the_councils_cost_until_packages_move(demo: study.World) -> None:
    moved = ZoneChoices(moves=(("husbands-bosworth", "Market Harborough"),))
    today = study.prepare(demo, Scenario(), "mon")
    keep = study.prepare(demo, Scenario(zones=moved), "mon")
    council = [study.score_today(case).totals.council_pence for case in (today, keep)]
    assert council[0] == council[1]
    primes = study.prepare(demo, Scenario(zones=replace(moved, transfer="primes")), "mon")
    before = {visit.package_id: visit.provider_id for visit in keep.workload.visits}
    after = {visit.package_id: visit.provider_id for visit in primes.workload.visits}
    changed = {package for package, provider in after.items() if provider != before[package]}
    assert changed
    areas = {v.package_id: v.area_id for v in primes.workload.visits}
    assert {areas[package] for package in changed} == {"husbands-bosworth"}


def test_a_wrong_command_speaks_plainly(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["validate", str(tmp_path / "nowhere")]) == 1
    scenario = tmp_path / "s.toml"
    scenario.write_text("[rounds]\ncap = 3\n", encoding="utf-8")
    out = str(tmp_path / "o")
    assert main(["run", str(DEMO), "--scenario", str(scenario), "--out", out]) == 2
    assert "no choice 'cap'" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()
