"""What commands print and files hold stays the same, to the byte, while the house is rearranged.

The golden files were made before that. A figure may change on purpose: then ``--regen``
writes them anew, and the change is read line by line.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest

from solver import publish, study
from solver.__main__ import main
from solver.domain import Scenario, ZoneChoices
from solver.rounds.effort import Effort
from solver.stop.rules import AfterIterations
from solver.study.outcome import write_result

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire"
TODAY = str(DEMO / "scenarios" / "today.toml")
MADE_ON = "2026-01-05"

RENAMED = {",Call,": ",Order,"}
"""Columns of the files that have another name than when the golden files were made: old, new."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> study.World:
    return study.open_world(DEMO, cache=tmp_path_factory.mktemp("roads"))


@pytest.fixture
def same(golden):
    """Compare text with a golden file."""

    def compare(name: str, text: str) -> None:
        golden(f"same/{name}", text)

    return compare


def digest(path: Path) -> str:
    """Hash a file as it was when its columns had their old names."""
    text = path.read_bytes()
    for old, new in RENAMED.items():
        text = text.replace(new.encode(), old.encode())
    return hashlib.sha256(text).hexdigest()


def test_selftest_prints_the_same(same, capsys) -> None:
    assert main(["selftest"]) == 0
    same("selftest.txt", capsys.readouterr().out)


def test_prices_print_the_same(same, capsys) -> None:
    assert main(["prices", str(DEMO), "--scenario", TODAY]) == 0
    same("prices.txt", capsys.readouterr().out)


def test_proposed_zones_are_the_same(same, capsys, tmp_path) -> None:
    out = tmp_path / "s.toml"
    command = ["zones", "propose", str(DEMO), "--zones", "14", "--anneals", "1"]
    assert main([*command, "--seed", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr().out.replace(str(tmp_path), "OUT")
    same("zones.txt", printed + out.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["as-today", "everything-chosen"])
def test_the_demo_monday_is_planned_the_same(demo, same, tmp_path, name: str) -> None:
    """The whole county by iterations; and a zone whose scenario makes choices of every kind."""
    if name == "as-today":
        scenario, iterations = Scenario(), 24_000
    else:
        scenario = Scenario.from_toml(CHOSEN)
        iterations = 4_000
    result = study.run(demo, scenario, day="mon", effort=Effort(AfterIterations(iterations), 1))
    files = write_result(result, demo, tmp_path, made_on=MADE_ON)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    del summary["versions"]
    digests = {path.name: digest(path) for path in files if path.suffix != ".json"}
    same(f"monday-{name}.json", json.dumps({**summary, "files": digests}, indent=1) + "\n")


CHOSEN = """
name = "Everything chosen"
[zones]
moves = [["husbands-bosworth", "Market Harborough"]]
bands = [["husbands-bosworth", "Isolated"]]
transfer = "primes"
[prices]
band_pence = [["Rural", 2400]]
weeks = "365/7"
wage_pence = 1000
enhancements = [["evening", 10]]
[rounds]
zones = ["Melton", "Bottesford"]
cap_s = 2700
freedom = "re-provide"
"""


def test_exports_are_the_same(demo, same, tmp_path) -> None:
    """Public tables as CSV and XLSX, the layers as GeoJSON, a map as a web page."""
    scenario = Scenario(zones=ZoneChoices(moves=(("husbands-bosworth", "Market Harborough"),)))
    figures = publish.public_figures(demo, scenario, threshold=8)
    stands = publish.colophon(demo, scenario, made_on=MADE_ON, threshold=8)
    parts = {
        "zones": publish.marked(figures.by_zone),
        "bands": publish.marked(figures.by_band),
        "areas": publish.marked(figures.by_area.drop(columns="geometry")),
    }
    for name, frame in parts.items():
        publish.write_csv(frame, tmp_path / f"{name}.csv", about=stands)
    publish.write_xlsx(parts, tmp_path / "all.xlsx", colophon=stands)
    book = openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True)
    cells = [[[*row] for row in sheet.iter_rows(values_only=True)] for sheet in book]
    publish.write_geojson(figures, tmp_path / "layers.geojson", colophon=stands)
    publish.web_map(demo, scenario, tmp_path / "map.html", figures=figures, colophon=stands)
    digests = {
        "all.xlsx": hashlib.sha256(json.dumps(cells, default=str).encode()).hexdigest(),
        "layers.geojson": digest(tmp_path / "layers.geojson"),
        "map.html": digest(tmp_path / "map.html"),
    }
    texts = [(tmp_path / f"{name}.csv").read_text(encoding="utf-8") for name in parts]
    same("exports.txt", "\n".join([*texts, json.dumps(digests, indent=1)]) + "\n")
