"""A week in words: visits unmade come first, and no year is saved while there are any."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from solver.study.range_words import FIGURES, NO_RANGE
from solver.study.ranges import RULE
from solver.study.week_words import said

WHO = {"people": 1_699, "carers_a_person": 3.14, "usual_share": 0.61, "new_carers": 1_167}


def summary(*, unmade: int, today: int = 0, **more: object) -> dict:
    week = {
        "visits_plan": 28_000,
        "visits_today": 28_000,
        "served_plan": 28_000 - unmade,
        "served_today": 28_000 - today,
        "provider_saved_pence": 5_073_365,
        "released_carer_hours": 2_100.0,
        "moved": 14_000,
    }
    return {"days": {"week": week}, "continuity": {"today": WHO, "plan": WHO}, **more}


def test_unmade_visits_come_first_and_no_year_is_saved() -> None:
    text = said(summary(unmade=308))
    assert text.startswith("308 of 28,000 visits are left unmade (today's rounds make every one). ")
    assert "1,167 of 1,699 people called on (69%) get a new carer" in text
    assert "with 308 visits fewer made than in today's rounds" in text
    assert text.endswith("No saving is given for a year while visits are left unmade.")


def test_a_week_in_which_all_is_made_says_so_first() -> None:
    text = said(summary(unmade=0, today=12))
    assert text.startswith("Every visit is made (today's rounds leave 12). ")
    assert "14,000 of 28,000 starts (50%) move" in text
    assert "year" not in text and "Providers save £50,733.65 in the week" in text


def test_what_a_transfer_takes_from_todays_week_is_counted() -> None:
    text = said(summary(unmade=1, lost_by_transfer={"visits": 7, "people": 2}))
    assert "Today's rounds lose 7 visits of 2 people under this scenario" in text


@pytest.mark.parametrize("unmade", [0, 5])
def test_a_week_that_an_earlier_version_kept_is_said_alike(unmade: int) -> None:
    kept = summary(unmade=unmade, saying="Council pays: unchanged. Providers save £50,733.65")
    del kept["days"]["week"]["moved"]
    assert not said(kept).startswith("Council")
    assert NO_RANGE in said(kept)  # its saving was kept alone
    assert "starts" not in said(kept)


def test_a_week_says_between_what_its_saving_lies_before_it_speaks_of_a_year() -> None:
    spans = {name: {"low": 2.0, "plan": 1.0, "high": 3.0} for name in FIGURES}
    spans["provider_saved_pence"] = {"low": 4_000_000, "plan": 5_073_365, "high": 5_200_000}
    found = {"rule": asdict(RULE), "cap_s": 1_800, "figures": spans}
    text = said(summary(unmade=308, range=found))
    assert "2 to 3 visits of the new rounds start more than 30 minutes late" in text
    assert "providers save £40,000 to £52,000 (5th to 95th percentile" in text
    assert NO_RANGE not in text and "lies above" not in text
    assert text.index("are left unmade") < text.index("Range: ") < text.index("for a year")
