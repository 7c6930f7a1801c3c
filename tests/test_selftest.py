"""The self-test: it passes on the demo, and one altered hour makes it fail."""

from __future__ import annotations

import argparse
import shutil
import tomllib

import pandas as pd
import pytest

from solver.selftest import DEMO, PUBLISHED, Check, selftest
from solver.shell import selftest as shell


@pytest.fixture(scope="module")
def checks() -> tuple[Check, ...]:
    return selftest()


def run(*options: str) -> int:
    parser = argparse.ArgumentParser()
    shell.add_parser(parser.add_subparsers())
    given = parser.parse_args(["selftest", *options])
    return given.run(given)


def test_the_demo_reproduces_every_published_number(checks):
    assert [check.key for check in checks if not check.ok] == []


def test_the_systems_and_misprints_asked_for_are_all_there(checks):
    systems = {check.system for check in checks}
    assert systems >= {"A1", "A2", "A3", "A4", "A5", "A7", "A15", "A19", "A44", "C1"}
    printed = {check.system for check in checks if check.printed}
    assert printed == {"trap1", "trap2", "trap4", "trap7"}


def test_the_best_known_numbers(checks):
    by_key = {check.key: check.got for check in checks}
    assert by_key["A1.weekly.total"] == 352_155.25
    assert by_key["A5.hours.total"] == 23_150
    assert round(by_key["A1.average"], 2) == 19.56


def test_every_published_number_has_a_source_and_hours_carry_their_base():
    published = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["published"]
    for key, entry in published.items():
        assert entry["source"], key
        if ".hours." in key:
            assert entry["base"] in ("maintenance", "all planned"), key


def test_one_altered_hour_is_found(tmp_path, capsys):
    """Make one weekly maintenance visit an hour longer in a copy of the demo."""
    copy = tmp_path / "demo"
    shutil.copytree(DEMO, copy)
    path = copy / "visits.csv.gz"
    visits = pd.read_csv(path, dtype=str, keep_default_na=False)
    packages = pd.read_csv(copy / "packages.csv", dtype=str).set_index("package_id")
    kept = visits["package_id"].map(packages["service"]) == "maintenance"
    row = visits.index[kept & (visits["carers"] == "1") & (visits["every_n_weeks"] == "1")][0]
    visits.loc[row, "minutes"] = str(int(visits.loc[row, "minutes"]) + 60)
    visits.to_csv(path, index=False)
    assert run("--world", str(copy)) == 1
    said = capsys.readouterr().out
    assert "DIFF All bands: hours a week" in said
    found = {check.key: check for check in selftest(copy)}
    wrong = {key for key, check in found.items() if not check.ok}
    assert found["A1.hours.total"].got - 18_000 in range(1, 8)  # an hour on each day of the visit
    assert {"A1.hours.total", "A1.weekly.total", "A5.hours.total"} <= wrong
    assert "A15.rlw" not in wrong  # what does not rest on the hours still holds


def test_a_changed_price_is_found(tmp_path):
    copy = tmp_path / "demo"
    shutil.copytree(DEMO, copy)
    (copy / "rates.toml").write_text(
        '["band Rural"]\nvalues = [{ from = 2020-01-01, value = 23.01, source = "a slip" }]\n'
    )
    wrong = {check.key for check in selftest(copy) if not check.ok}
    assert {"A1.rate.Rural", "A1.weekly.Rural", "A1.weekly.total", "A3.premium.Rural"} <= wrong
    assert "A1.weekly.Urban" not in wrong


def test_the_shell_prints_expected_and_got_and_exits_0(capsys):
    assert run() == 0
    said = capsys.readouterr().out
    assert "352,155.25" in said
    assert "Misprint 1" in said
    assert "the paper prints 3,324" in said
    assert "published numbers are reproduced" in said


def test_a_figure_that_a_world_does_not_give_is_a_difference():
    check = Check("A9.x", "x", "", "", "", 1.0, None, 0)
    assert not check.ok
    assert "nothing" in shell.line(check)


@pytest.mark.parametrize(
    ("expected", "got", "decimals", "ok"),
    [
        (19.56, 19.5642, 2, True),
        (19.56, 19.5651, 2, False),
        (102_900, 102_857.1, -2, True),
        (102_900, 102_840.0, -2, False),
    ],
)
def test_numbers_are_compared_as_finely_as_they_are_printed(expected, got, decimals, ok):
    assert Check("A.x", "", "", "", "", expected, got, decimals).ok is ok
