"""What the papers say of Leicestershire stands on its page alone; what is ours is marked so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dashboard.costs import papers
from solver.costs import band_table, rate_change
from solver.invent.county import _about

HOURS = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
RATES = {"Urban": 1_875, "Fringe": 2_020, "Rural": 2_300, "Isolated": 2_635}


def page_of(name):
    about = SimpleNamespace(name=name)
    return SimpleNamespace(world=SimpleNamespace(tables=SimpleNamespace(about=about)))


@pytest.fixture
def change():
    return rate_change(band_table(HOURS, RATES), 1_845, "52")


def test_minute_45_i_is_answered_base_uplift_against_rural_premium(change):
    said = papers.minute(page_of("Leicestershire, invented packages"), "maintenance", change)
    assert "minute 45.i" in said and "is not cost neutral" in said
    # 18,000 h × 52 weeks: 30p on every hour, and the rest of £1,042,873
    assert "£1,042,873" in said
    assert "£280,800 base uplift" in said
    assert "£762,073 rural premium" in said
    assert "paid £17.64 an hour instead of the £18.45" in said


def test_the_neutral_base_is_the_rate_at_which_the_premium_costs_nothing(change):
    hours = change.proposed_weekly_pence / change.proposed_pence
    at_it = (change.neutral_pence - 1_845) * hours + change.premium_weekly_pence
    assert at_it == pytest.approx(0, abs=1e-6)
    assert f"£{change.neutral_pence / 100:,.2f}" in papers.minute(
        page_of("Leicestershire"), "maintenance", change
    )


def test_how_the_printed_range_may_be_read_is_marked_as_our_reading():
    said = papers.weeks_note(page_of("Leicestershire"), "maintenance")
    assert "para 23" in said and "Our reading, not the report's" in said
    assert papers.weeks_note(page_of("Leicestershire"), "all planned") == ""


@pytest.mark.parametrize("name", ["rutland, invented packages", "Cambridgeshire", "Bradford"])
def test_another_countys_page_has_neither_para_23_nor_the_minute(name, change):
    assert papers.weeks_note(page_of(name), "maintenance") == ""
    assert papers.minute(page_of(name), "maintenance", change) == ""


def test_an_invented_county_has_a_rate_of_its_own_that_says_it_is_invented():
    about = _about("rutland", None)
    assert about.current_rate != 18.45
    assert any("current single rate of £19.00" in source for source in about.sources)
