"""The curve of freedom: scored, checked, in one table, and what the shell prints of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rounds.towns import plan_of

from solver import study
from solver.__main__ import main
from solver.rounds.curve import cap_steps, freedom_steps
from solver.stop.rules import AfterIterations, PartOf
from solver.study.curve import OUTDONE, SETTLED, TOO_SHORT, Point, curve, curve_table, search_words

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


def points_of(case: study.Case, steps, iterations: int = 600) -> list[Point]:
    today = study.score_today(case)
    return list(curve(case, today, steps, stop=lambda: AfterIterations(iterations), seed=1))


def test_a_point_is_the_same_on_every_curve(case: study.Case) -> None:
    """A cap and a freedom are searched for from today's rounds, whatever stands before them."""
    choices = replace(case.choices, cap_s=1_800, freedom="re-allocate")
    caps = points_of(case, cap_steps(choices))
    levels = points_of(case, freedom_steps(choices))
    (alone,) = points_of(case, (choices,))
    of_caps = next(point for point in caps if point.choices == choices)
    of_levels = next(point for point in levels if point.choices == choices)
    assert not of_caps.outdone and not of_levels.outdone
    assert of_caps.plan == of_levels.plan == alone.plan
    assert of_caps.cost_pence == of_levels.cost_pence == alone.cost_pence


def test_a_search_that_is_too_short_says_so(case: study.Case) -> None:
    today = study.score_today(case)
    short = curve_table(today, points_of(case, cap_steps(case.choices), iterations=12))
    assert set(short["search"][1:]) - {SETTLED}
    assert "search longer before these figures are used" in search_words(short)


def test_a_search_that_has_settled_says_so(case: study.Case) -> None:
    today = study.score_today(case)
    (point,) = points_of(case, (case.choices,))
    again = replace(point, halfway=point.score, steps=10_000)
    table = curve_table(today, [again])
    assert table["search"].tolist() == ["", SETTLED]
    assert table["late_gain_share"][1] == 0 and table["late_gain_served"][1] == 0
    assert search_words(table).startswith("Every search had settled")
    table = curve_table(today, [replace(again, steps=0)])
    assert table["search"].tolist() == ["", TOO_SHORT]
    table = curve_table(today, [replace(again, outdone=True)])
    assert table["search"].tolist() == ["", OUTDONE]
    assert "1 of them found nothing better than the row above" in search_words(table)


def test_two_halves_spend_what_the_whole_may() -> None:
    half = PartOf(AfterIterations(100))
    assert next(at for at in range(0, 101, 10) if half(at, 0.0)) == 50
    assert [half.fraction(at) for at in (0, 25, 50, 100)] == [0.0, 0.5, 1.0, 1.0]
    assert PartOf(AfterIterations(0))(0, 0.0)
    blind = PartOf(lambda iterations, _cost: iterations >= 7)
    assert not blind(6, 0.0) and blind(7, 0.0) and blind.fraction(7) is None


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
    out = capsys.readouterr().out
    rows = out.splitlines()[2:5]
    assert [row.split()[1] for row in rows[1:]] == ["0", "30"]
    assert "2nd half" in out and ("had settled" in out or "not settled" in out)
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
