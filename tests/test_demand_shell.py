"""The shell's demand command: growth, leaves, unmet, peak."""

from __future__ import annotations

import argparse

import pandas as pd
import pytest
from villages import village_world

from solver.domain import DemandChoices, Scenario
from solver.errors import ScenarioError
from solver.shell.demand import add_parser
from solver.shell.shared import opening


@pytest.fixture
def command(monkeypatch, capsys):
    base = village_world()
    layer = base.tables.areas.assign(population=[100] * 12)
    monkeypatch.setattr(opening, "open_world", lambda _folder: village_world(areas=layer))
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())

    def run(*words):
        options = parser.parse_args(["demand", *(str(word) for word in words)])
        assert options.run(options) == 0
        return capsys.readouterr().out

    return run


def test_growth_takes_the_published_path_the_officers_or_the_scenarios(command, tmp_path):
    out = tmp_path / "growth.csv"
    assert "(+10.0%)" in command("growth", tmp_path, "--per-cent", "10", "--out", out)
    assert pd.read_csv(out)["carer_hours_then"].sum() == pytest.approx(1.1 * 50.75)
    said = command("growth", tmp_path)  # from the data's year, 2020
    assert "(+50.1%)" in said
    scenario = tmp_path / "s.toml"
    kept = Scenario(demand=DemandChoices(growth_percent=100, year=2030))
    scenario.write_text(kept.to_toml(), encoding="utf-8")
    assert "102 in 2030 (+100.0%)" in command("growth", tmp_path, "--scenario", scenario)


def test_leaves_says_who_and_what_it_costs(command, tmp_path):
    said = command("leaves", tmp_path, "elm")
    assert "4 people, 14.0 carer-hours a week to be found anew" in said
    assert "nobody is called on for 0.0. Council cost a year £+0." in said
    with pytest.raises(ScenarioError, match="no provider 'elmm'"):
        command("leaves", tmp_path, "elmm")
    with pytest.raises(ScenarioError, match="Nobody leaves"):
        command("leaves", tmp_path)


def test_unmet_and_peak_say_their_answer(command, tmp_path):
    said = command("unmet", tmp_path, "--per-1000", "40")
    assert "Missing, gross: 2 carer-hours a week in 1 of 3 zones with an expectation" in said
    assert "net: " in said
    said = command("unmet", tmp_path, "--per-band", "Urban=37.5", "Rural=60")
    assert "in 2 of 3 zones with an expectation" in said
    assert "Expected per 1,000 residents: Urban 37.5, Rural 60;" in said
    assert "of 1 zones with an expectation (3 in all)" in command("unmet", tmp_path)
    profile, moves = tmp_path / "day.csv", tmp_path / "moves.csv"
    said = command(
        "peak", tmp_path, "--minutes", "120", "--way", "0", "--out", profile, "--visits", moves
    )
    assert "no way of moving needs fewer than 2" in said  # the double-handed visit
    assert pd.read_csv(profile)["flattened"].max() == 2
    assert set(pd.read_csv(moves)) == {"INTERNAL", "visit_id", "from_s", "to_s", "minutes"}
