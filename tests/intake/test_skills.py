"""Skills as they are written: capitals, spaces, and characters that nobody sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rounds.towns import build, planned
from score_town import carer, plan, visit

from solver.check import violations
from solver.domain import Plan
from solver.domain.skills import lacking
from solver.intake import read_tables, write_templates

NOBODY = Plan("mon", ())
MILES = {"home:ann": 0.0, "person:p-a": 1.0}


@pytest.mark.parametrize(
    "held",
    ["PEG feeding", "peg  feeding", "Peg\u00a0Feeding", "\ufeffpeg feed\u200bing", "PEGfeeding"],
)
def test_a_skill_is_the_same_however_it_is_written(held: str) -> None:
    needed = replace(visit("a", "08:00"), skills=("peg feeding",))
    ann = carer("ann", skills=(held,))
    town = build([needed], [ann], MILES, NOBODY)
    made = planned(town)
    assert made.unserved == ()
    assert lacking(("peg feeding",), (held,)) == []


def test_another_skill_is_another(tmp_path) -> None:
    needed = replace(visit("a", "08:00"), skills=("peg", "stoma"))
    town = build([needed], [carer("ann", skills=("PEG",))], MILES, NOBODY)
    (left,) = planned(town).unserved
    assert left.reason == "no-carer-with-skill"
    assert left.detail == "No carer of A on duty has the skill stoma."
    made = plan({"ann": [("a", "08:00")]})
    (found,) = violations(made, town.workload, town.travel, choices=town.choices)
    assert (found.rule, found.detail) == ("skill", "The carer lacks stoma.")


def test_a_skill_that_nobody_has_is_noticed_once_with_a_count(tmp_path) -> None:
    write_templates(tmp_path)
    visits = tmp_path / "visits.csv"
    header = "visit_id,package_id,days,start,minutes,skills\n"
    rows = "a,k001,daily,08:00,30,Stoma; MEDICATION \nb,k001,daily,12:00,30,sto\u200bma\n"
    visits.write_text(header + rows, encoding="utf-8")
    (tmp_path / "rounds.csv").unlink(missing_ok=True)
    tables = read_tables(tmp_path)
    found = [one.message for one in tables.report.notices if one.column == "skills"]
    assert len(found) == 1
    assert "has the skill “Stoma”, which 2 visits need" in found[0]
