"""The curve of freedom: scored, checked, in one table, and what the shell prints of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rounds.towns import plan_of

from solver import study
from solver.__main__ import main
from solver.rounds.curve import cap_steps
from solver.stop.rules import AfterIterations
from solver.study.curve import curve, curve_table

if TYPE_CHECKING:
    from solver.stop import Progress

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "leicestershire"


@pytest.fixture(scope="module")
def case() -> study.Case:
    return plan_of(9, 3).case()


def test_a_cap_curve_is_one_table_with_today_at_its_head(case: study.Case) -> None:
    said: list[Progress] = []
    today = study.score_today(case)
    steps = cap_steps(case.scenario.rounds)
    points = list(
        curve(case, today, steps, stop=lambda: AfterIterations(200), seed=1, progress=said.append)
    )
    assert all(point.violations == () for point in points)
    table = curve_table(today, points)
    assert table["cap_minutes"].isna().tolist() == [True] + 5 * [False]
    assert table["cap_minutes"].tolist()[1:] == [0, 15, 30, 45, 60]
    assert table["council_pence"].nunique() == 1
    assert table["cost_pence"].iloc[1:].is_monotonic_decreasing
    assert (table["late_visits"].iloc[1:] == 0).all()
    for row, point in zip(table.iloc[1:].itertuples(), points, strict=True):
        assert row.miles == point.score.totals.miles
        assert row.provider_saved_pence == today.totals.provider_pence - row.provider_pence
        assert row.miles_saved_share == pytest.approx(1 - row.miles / today.totals.miles)
    fractions = [word.fraction for word in said]
    assert fractions == sorted(fractions)
    assert said[-1].fraction <= 1
    assert "within 60 minutes, 5 of 5" in said[-1].message


def test_a_curve_may_be_left_after_any_point(case: study.Case) -> None:
    today = study.score_today(case)
    steps = cap_steps(case.scenario.rounds)
    points = curve(case, today, steps, stop=lambda: AfterIterations(50), seed=1)
    first = next(points)
    points.close()
    assert first.choices.cap_s == 0
    assert len(curve_table(today, [first])) == 2


@pytest.mark.slow
def test_the_shell_prints_freedoms_caps_and_the_audit(
    capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    where = [str(DEMO), "--zone", "Bottesford", "--day", "mon"]
    search = ["--seconds", "0.3", "--seed", "1"]
    assert main(["rounds", *where, *search, "--freedom", "re-allocate", "--cap", "30"]) == 0
    out = capsys.readouterr().out
    assert "Bottesford" in out
    assert [line.split()[0] for line in out.splitlines()[2:4]] == ["today", "re-allocate"]
    assert main(["rounds", *where, *search, "--levels"]) == 0
    rows = capsys.readouterr().out.splitlines()[2:6]
    assert [row.split()[0] for row in rows] == ["today", "re-time", "re-sequence", "re-allocate"]
    assert main(["cap-curve", *where, *search, "--caps", "0", "30"]) == 0
    rows = capsys.readouterr().out.splitlines()[2:5]
    assert [row.split()[1] for row in rows[1:]] == ["0", "30"]
    assert main(["audit", *where, "--tolerance", "5"]) == 0
    assert "All providers" in capsys.readouterr().out


def test_the_shell_refuses_a_zone_that_is_not_there(capsys: pytest.CaptureFixture) -> None:
    assert main(["audit", str(DEMO), "--zone", "Narnia"]) == 2
    assert "Narnia" in capsys.readouterr().err


def test_the_shell_names_locks_that_cannot_be_kept(
    capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    locked = tmp_path / "locked.toml"
    locked.write_text('[rounds]\nlocks = [["nobody", "time"]]\n', encoding="utf-8")
    assert main(["rounds", str(DEMO), "--scenario", str(locked), "--seconds", "0"]) == 2
    assert "no such visit: nobody" in capsys.readouterr().err


@pytest.mark.parametrize("bad", [["--cap", "-5"], ["--cap", "half"], ["--freedom", "total"]])
def test_the_shell_refuses_choices_that_make_no_sense(
    bad: list[str], capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["rounds", str(DEMO), *bad])
    assert stopped.value.code == 2
    assert bad[-1] in capsys.readouterr().err
