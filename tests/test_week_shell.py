"""``python -m solver week`` on the demo county: printed, written, and read in again as today's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from solver.__main__ import main
from solver.intake import read_tables

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire"

pytestmark = pytest.mark.slow


def test_a_week_is_printed_and_its_rota_can_be_loaded_as_todays(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    out = tmp_path / "week"
    command = ["week", str(DEMO), "--zone", "Bottesford", "--seconds", "3", "--seed", "1"]
    assert main([*command, "--out", str(out)]) == 0
    spoken = capsys.readouterr().out
    assert "Sunday" in spoken and "That the plan breaks: none." in spoken
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["valid"]
    week = summary["days"]["week"]
    assert week["served_plan"] + len(summary["unserved"]) == week["visits_plan"]
    assert week["council_pence_plan"] == week["council_pence_today"]
    contracted = pd.DataFrame(summary["contracted"])
    for side, pence in summary["unused_contracted_pence"].items():
        assert contracted[f"unused_pence_{side}"].sum() == pence
    assert (contracted["unused_minutes_plan"] <= contracted["contracted_minutes"]).all()
    table = pd.read_csv(out / "INTERNAL_week.csv", encoding="utf-8-sig").set_index("day")
    assert table.loc["week", "miles_plan"] == pytest.approx(table["miles_plan"].iloc[:7].sum())

    county = tmp_path / "county"
    shutil.copytree(DEMO, county)
    (county / "rounds.csv.gz").unlink()
    shutil.copy(out / "INTERNAL_rounds.csv", county / "rounds.csv")
    loaded = read_tables(county).rounds
    assert loaded.groupby("day")["visit_id"].nunique().sum() == week["served_plan"]


def test_a_week_within_no_zone_speaks_plainly(capsys: pytest.CaptureFixture) -> None:
    assert main(["week", str(DEMO), "--zone", "Nowhere", "--seconds", "1"]) == 2
    assert "Nowhere" in capsys.readouterr().err
