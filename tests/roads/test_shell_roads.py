"""``python -m solver roads`` from a shell."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from towns import SOUTH, WEST, node, town, way

from solver.__main__ import main

HOME, AWAY = f"{WEST + 0.0005},{SOUTH}", f"{WEST + 0.003},{SOUTH + 0.002}"


@pytest.fixture
def built(tmp_path, capsys):
    path = town(
        tmp_path,
        node(1, 0, 0),
        node(2, 3, 0),
        node(3, 3, 3),
        node(7, 60, 0),
        node(8, 61, 0),
        way(1, [1, 2, 3], highway="residential", name="Long Street"),
        way(2, [3, 1], highway="footway"),
        way(3, [7, 8], highway="service"),
    )
    assert main(["roads", "build", str(path), "--out", str(tmp_path / "out")]) == 0
    return tmp_path / "out", capsys.readouterr().out


def test_build_says_what_there_is_and_what_was_dropped(built):
    folder, said = built
    assert "town.osm: 5 points on 3 ways" in said
    assert "car: 2 junctions, 2 edges, 0.5 km" in said
    assert "footway" in said
    assert "dropped: 1 parts that the rest cannot reach" in said
    assert (folder / "roads.osm").is_file()
    assert (folder / "report.json").is_file()


def test_route_prints_steps_metres_and_minutes(built, capsys):
    folder, _ = built
    assert main(["roads", "route", str(folder), "--from", HOME, "--to", AWAY]) == 0
    said = capsys.readouterr().out
    assert "Long Street" in said
    assert "390 m" in said
    assert (
        main(["roads", "route", str(folder), "--from", HOME, "--to", AWAY, "--mode", "foot"]) == 0
    )
    assert "Total by foot" in capsys.readouterr().out


def test_a_picture_has_its_size_and_says_whose_data_it_is(built, tmp_path):
    folder, _ = built
    out = tmp_path / "map.png"
    asked = ["roads", "picture", str(folder), "--centre", HOME, "--zoom", "15"]
    assert main([*asked, "--size", "700x300", "--out", str(out)]) == 0
    with Image.open(out) as image:
        assert image.size == (700, 300)
        signed = np.asarray(image.convert("L"))[265:, 400:]
    assert main([*asked, "--size", "700x300", "--credit", " ", "--out", str(out)]) == 0
    with Image.open(out) as image:
        assert (np.asarray(image.convert("L"))[265:, 400:] != signed).sum() > 500
    assert main([*asked, "--size", "7x3", "--out", str(out)]) == 2


def test_route_without_a_way_says_why(built, capsys):
    folder, _ = built
    assert main(["roads", "route", str(folder), "--from", HOME, "--to", "3.0,53.0"]) == 1
    assert "no road for travel by car" in capsys.readouterr().out


def test_an_empty_folder_is_said_so(tmp_path, capsys):
    assert main(["roads", "route", str(tmp_path), "--from", HOME, "--to", AWAY]) == 2
    assert "roads build" in capsys.readouterr().err
