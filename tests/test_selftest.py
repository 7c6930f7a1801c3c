"""The self-test: it passes on the demo, and one altered hour makes it fail."""

from __future__ import annotations

import argparse
import shutil
import tomllib

import pandas as pd
import pytest

from solver.__main__ import main
from solver.errors import InputError
from solver.selftest import DEMO, PUBLISHED, Check, counted, selftest
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
    kinds = [check.kind for check in selftest()]
    assert (
        f"All numbers are reproduced: {kinds.count('published')} of {kinds.count('published')} "
        f"published, {kinds.count('computed')} of {kinds.count('computed')} computed from "
    ) in said


def test_published_and_computed_numbers_are_counted_apart(checks):
    kinds = {check.key: check.kind for check in checks}
    assert kinds["A1.average"] == kinds["A1.hours.total"] == "published"
    assert kinds["A1.weekly.total"] == "computed"  # the paper prints hours, rates and the average
    assert kinds["A3.premium.Rural"] == "computed"
    assert kinds["trap1.lines"] == "misprinted"
    one = Check("A.x", "", "", "", "", 1.0, 2.0, 0, computed=True)
    assert counted((one, checks[0])) == (
        "1 of 2 numbers differ: A.x. Reproduced: 1 of 1 published, 0 of 1 computed from published "
        "ones, 0 of 0 that the papers misprint."
    )


def test_the_budget_is_rolled_forward_from_its_parts(checks):
    found = {check.key: check for check in checks}["A19.roll_forward"]
    assert (found.got, found.expected) == (143_083, 143_083)
    given = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["given"]
    assert found.expected not in (given["mtfs_before_k"], *given["mtfs_changes_k"])


PAPER = PUBLISHED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("9775, 2845", "9757, 2845", "A19.roll_forward"),  # a growth with two digits turned round
        ("-7250]", "7250]", "A19.roll_forward"),  # a saving that is added
        ("on_cost_low = 0.25", "on_cost_low = 0.35", "A4.minutes_high.Rural"),
        ("rlw_to = 12.00", "rlw_to = 12.60", "A44.rise"),
    ],
)
def test_an_altered_printed_input_is_found(tmp_path, before, after, key, capsys):
    copy = tmp_path / "published.toml"
    assert PAPER.count(before) == 1
    copy.write_text(PAPER.replace(before, after), encoding="utf-8")
    assert main(["selftest", "--published", str(copy)]) == 1
    assert "numbers differ" in capsys.readouterr().out
    assert key in {check.key for check in selftest(published=copy) if not check.ok}


@pytest.mark.parametrize(
    ("file", "alter", "key"),
    [
        ("bands.csv", lambda t: t.replace(",Rural", ",Fringe", 1), "A1.hours.Rural"),
        ("zones.csv", lambda t: t.replace(",Melton", ",Bottesford", 1), "A5.hours.Melton"),
        ("world.toml", lambda t: t.replace("18.45", "18.54", 1), "A2.current"),
        ("providers.csv", lambda t: t.replace("Melton; Bottesford", "Melton", 1), "A5.with_primes"),
    ],
)
def test_an_altered_input_of_the_county_is_found(tmp_path, file, alter, key, capsys):
    copy = tmp_path / "demo"
    shutil.copytree(DEMO, copy)
    before = (copy / file).read_text(encoding="utf-8")
    (copy / file).write_text(alter(before), encoding="utf-8")
    assert (copy / file).read_text(encoding="utf-8") != before
    assert main(["selftest", "--world", str(copy)]) == 1
    assert "numbers differ" in capsys.readouterr().out
    assert key in {check.key for check in selftest(copy) if not check.ok}


def test_a_file_of_published_numbers_that_is_none_is_refused(tmp_path):
    broken = tmp_path / "other.toml"
    broken.write_text("[given]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.toml"):
        selftest(published=broken)


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
