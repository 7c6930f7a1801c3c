"""The shell command ``prices``: reads a plan, prints the rate needed and offered."""

from __future__ import annotations

import argparse

import pandas as pd
import pytest
from villages import village_world

from solver.costs import effective_pay, premium_sentences
from solver.domain import Scenario
from solver.errors import PlanError
from solver.publish import colophon, write_csv
from solver.rates import default_rates
from solver.selftest import DEMO
from solver.shell import plans, prices
from solver.study.outcome import PLAN_COLUMNS

ROWS = {
    "carer_id": ["anna", "anna", "ben"],
    "shift": [1, 1, 2],
    "visit_id": ["007", "b", "c"],
    "start": ["07:30", "08:15", "00:30 +1"],
}


def plan_file(tmp_path, **changes):
    frame = pd.DataFrame({**ROWS, **changes}).rename(columns=PLAN_COLUMNS)
    about = colophon(village_world(), Scenario(), made_on="2026-01-05", threshold=None)
    write_csv(frame, tmp_path / "INTERNAL_plan.csv", about=about)
    return tmp_path / "INTERNAL_plan.csv"


def test_a_plan_that_a_run_wrote_is_read_back(tmp_path):
    plan = plans.read_plan(plan_file(tmp_path), "tue")
    assert plan.day == "tue"
    assert [(r.carer_id, r.shift, len(r.stops)) for r in plan.rounds] == [
        ("anna", 0, 2),
        ("ben", 1, 1),
    ]
    assert plan.rounds[0].stops[0].visit_id == "007"
    assert plan.rounds[0].stops[0].start_s == 27_000
    assert plan.rounds[1].stops[0].start_s == 86_400 + 1_800


def test_a_plan_of_an_earlier_version_is_read_alike(tmp_path):
    """Before: ``plan.csv``, nothing beside it, and ``Call`` where ``Order`` stands now."""
    old = tmp_path / "plan.csv"
    old.write_text(
        "\ufeffINTERNAL,Carer,Provider,Shift,Call,Visit,Start\r\n"
        "not for publication,anna,elm,1,1,007,07:30\r\n",
        encoding="utf-8",
    )
    plan = plans.read_plan(old, "tue")
    assert plan.rounds[0].stops[0].visit_id == "007"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": ["07:30", "soon", "09:00"]}, "row 3.*'soon'"),
        ({"shift": ["1", "first", "2"]}, "row 3.*'first'"),
    ],
)
def test_a_cell_that_is_no_time_or_number_is_named(tmp_path, change, says):
    with pytest.raises(PlanError, match=says):
        plans.read_plan(plan_file(tmp_path, **change), "mon")


def test_a_file_that_is_no_plan_is_refused(tmp_path):
    other = tmp_path / "costs.csv"
    other.write_text("zone,band\nNorth,Urban\n")
    with pytest.raises(PlanError, match="no column 'Carer'"):
        plans.read_plan(other, "mon")
    with pytest.raises(PlanError, match="cannot be read"):
        plans.read_plan(tmp_path / "none.csv", "mon")


def test_the_stamp_says_what_the_figures_rest_on():
    said = prices.stamp(default_rates().on("2020-01-20"), 0)
    assert "wage £9.30" in said
    assert "mileage 45p" in said
    assert "wage £10.00" in prices.stamp(default_rates().on("2020-01-20"), 1_000)


def test_the_sentences_say_more_fewer_or_the_same():
    table = pd.DataFrame(
        {
            "premium_pence": [0, 145, 425, 760],
            "bought_minutes": [0, 3.8, 11.1, 19.9],
            "extra_minutes": [0, -0.5, 14.0, 0.01],
        },
        index=["Urban", "Fringe", "Rural", "Isolated"],
    )
    fringe, rural, isolated = premium_sentences(table)
    assert rural == (
        "Rural: £4.25 more buys 11.1 extra minutes of travel an hour; "
        "its rounds need 14.0 more than Urban."
    )
    assert "need 0.5 fewer than Urban" in fringe
    assert "need the same as Urban" in isolated


@pytest.mark.slow
def test_the_demo_from_a_shell_and_in_the_documentation(capsys, root):
    parser = argparse.ArgumentParser()
    prices.add_parser(parser.add_subparsers())
    scenario = DEMO / "scenarios" / "today.toml"
    options = parser.parse_args(["prices", str(DEMO), "--scenario", str(scenario)])
    assert options.run(options) == 0
    said = capsys.readouterr().out
    assert "mon, today's rounds; maintenance hours" in said
    for band in ("Urban", "Fringe", "Rural", "Isolated"):
        assert band in said
    assert "18.75" in said
    assert "£4.25 more buys" in said
    assert "Rates of 20 January 2020: wage £9.30" in said
    assert "Illustrative roads" in said
    assert "Paid for all working time: 0 of" in said
    assert "Paid for contact time alone:" in said
    documented = (root / "docs" / "prices.md").read_text(encoding="utf-8")
    for row in said.splitlines():
        band, *cells = row.split() or [""]
        if band in ("Urban", "Fringe", "Rural", "Isolated"):
            _, minutes, miles, _, offered, needed, spread, over, _ = cells
            assert (
                f"| {band} | {minutes} | {miles} | £{offered} | £{needed} | {spread} | "
                f"{over.replace('-', '−')} |"
            ) in documented, "docs/prices.md no longer shows what the command prints"


def test_a_plan_holds_one_day(tmp_path):
    parser = argparse.ArgumentParser()
    prices.add_parser(parser.add_subparsers())
    scenario, plan = DEMO / "scenarios" / "today.toml", plan_file(tmp_path)
    line = ["prices", str(DEMO), "--scenario", str(scenario), "--plan", str(plan)]
    options = parser.parse_args([*line, "--day", "mon", "tue"])
    with pytest.raises(PlanError, match="one --day"):
        options.run(options)


def test_a_day_on_which_nobody_works_is_said():
    assert prices.pay_sentence(effective_pay([]), True) == (
        "Paid for contact time alone: nobody works."
    )
