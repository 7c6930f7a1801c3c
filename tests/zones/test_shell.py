"""The shell's zones command: table, propose, import, natural."""

from __future__ import annotations

import argparse

import pandas as pd
import pytest
from villages import village_world

from solver.domain import Scenario, ZoneChoices
from solver.errors import InputError
from solver.shell.shared import opening
from solver.shell.zones import add_parser
from solver.zones import areas, zone_shapes
from solver.zones.exchange import export_areas

OTHER = Scenario(name="Other", zones=ZoneChoices(moves=(("r0c2", "West"),), transfer="primes"))


@pytest.fixture
def command(monkeypatch, tmp_path):
    world = village_world()
    monkeypatch.setattr(opening, "open_world", lambda _folder: world)
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())

    def run(*words):
        options = parser.parse_args(["zones", *(str(word) for word in words)])
        return options.run(options)

    return run


def test_table_says_what_changed_and_writes_all_figures(command, tmp_path, capsys):
    scenario = tmp_path / "s.toml"
    scenario.write_text(OTHER.to_toml(), encoding="utf-8")
    out = tmp_path / "zones.csv"
    assert command("table", tmp_path, "--scenario", scenario, "--out", out) == 0
    said = capsys.readouterr().out
    assert "Area 02: East → West" in said
    assert "1 packages of 1 people change provider." in said
    assert set(pd.read_csv(out)["zone"]) == {"West", "East", "South East"}


def test_propose_writes_a_scenario_that_opens_again(command, tmp_path, capsys):
    out = tmp_path / "s.toml"
    words = ["--zones", "3", "--tolerance", "40", "--anneals", "1", "--out", out]
    assert command("propose", tmp_path, *words) == 0
    scenario = Scenario.from_toml(out.read_text(encoding="utf-8"))
    assert scenario.name == "3 zones proposed"
    assert areas(village_world(), scenario)["zone"].nunique() == 3
    assert "minutes between packages (no drawing under" in capsys.readouterr().out


def test_propose_ends_with_1_where_no_drawing_keeps_the_tolerance(command, tmp_path):
    assert command("propose", tmp_path, "--zones", "4", "--tolerance", "12", "--anneals", "1") == 1


@pytest.mark.parametrize("name", ["zones.csv", "zones.gpkg", "zones.geojson"])
def test_import_reads_what_was_exported(command, tmp_path, name, capsys):
    world = village_world()
    if name.endswith(".csv"):
        export_areas(world, OTHER).to_csv(tmp_path / name, index=False)
    else:
        zone_shapes(world, OTHER).to_file(tmp_path / name)
    out = tmp_path / "s.toml"
    assert command("import", tmp_path, tmp_path / name, "--out", out) == 0
    scenario = Scenario.from_toml(out.read_text(encoding="utf-8"))
    assert scenario.zones.moves == OTHER.zones.moves
    assert "1 areas are in another zone" in capsys.readouterr().out


def test_import_of_a_faulty_layer_asks_before_mending(command, tmp_path):
    layer = zone_shapes(village_world(), Scenario())
    layer.loc[layer["zone"] == "East", "zone"] = "West"
    layer.to_file(tmp_path / "old.gpkg")
    out = tmp_path / "s.toml"
    with pytest.raises(InputError, match=r"'West' names the polygon.*Fix: Take both as parts"):
        command("import", tmp_path, tmp_path / "old.gpkg", "--out", out)
    assert not out.exists()
    assert command("import", tmp_path, tmp_path / "old.gpkg", "--fix", "--out", out) == 0


def test_natural_lists_clusters(command, tmp_path, capsys):
    out = tmp_path / "areas.csv"
    assert command("natural", tmp_path, "--minutes", "60", "--out", out) == 0
    assert "Ashby" in capsys.readouterr().out
    assert len(pd.read_csv(out)) == 12
