"""Dated rates: what holds on a day, what is unknown, what a world changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from solver.errors import RatesError
from solver.rates import RateBook, default_rates, enhancement_factors, read_rates, visit_shares

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def book() -> RateBook:
    return default_rates()


@pytest.mark.parametrize(
    ("day", "name", "pence"),
    [
        ("2019-11-10", "rlw", 900),
        ("2019-11-11", "rlw", 930),
        ("2020-01-20", "rlw", 930),
        ("2020-03-31", "nlw", 821),
        ("2020-04-01", "nlw", 872),
        ("2026-04-05", "mileage_car", 45),
        ("2026-04-06", "mileage_car", 55),
        ("2026-04-06", "mileage_bicycle", 20),
        ("2025-04-05", "ni_threshold", 17_500),
        ("2025-04-06", "ni_threshold", 9_600),
    ],
)
def test_a_rate_holds_from_its_day_until_the_next(book, day, name, pence):
    assert book.on(day).pence(name) == pence


def test_bands_carry_the_prices_of_the_paper(book):
    assert book.on("2020-01-20").band_pence == {
        "Urban": 1875,
        "Fringe": 2020,
        "Rural": 2300,
        "Isolated": 2635,
    }


@pytest.mark.parametrize(
    ("day", "name"), [("2026-11-22", "rlw"), ("2027-04-01", "nlw"), ("2026-06-01", "co2e_car")]
)
def test_what_is_not_established_is_refused_with_the_cure(book, day, name):
    with pytest.raises(RatesError, match=rf"not established.*\[{name}\].*rates\.toml"):
        book.on(day).value(name)


def test_an_unknown_name_and_an_early_day_are_refused(book):
    with pytest.raises(RatesError, match="no 'petrol'"):
        book.on("2020-01-20").rate("petrol")
    with pytest.raises(RatesError, match="begins on 6 April 2011"):
        book.on("2011-04-05")
    with pytest.raises(RatesError, match="year-month-day"):
        book.on("20/01/2020")


def test_every_value_has_a_source_and_general_knowledge_is_marked(book):
    assert all(rate.source for rate in book.rates)
    table = book.on("2020-01-20").table().set_index("name")
    assert not table.loc["weekly_hours", "checked"]
    assert table.loc["nlw", "checked"]
    assert table.loc["rlw", "checked"]  # its value is the paper's; only the day is not checked


def test_the_stamp_says_value_unit_day_and_source(book):
    stamp = book.on(dt.date(2020, 1, 20)).stamp()
    assert stamp["day"] == "2020-01-20"
    assert stamp["mileage_car"]["value"] == 45
    assert stamp["mileage_car"]["unit"] == "pence a mile"
    assert stamp["mileage_car"]["from"] == "2011-04-06"


def own(tmp_path: Path, text: str) -> RateBook:
    path = tmp_path / "rates.toml"
    path.write_text(text, encoding="utf-8")
    return read_rates(path)


def test_a_world_without_a_book_takes_the_shipped_one(tmp_path, book):
    assert read_rates(tmp_path / "rates.toml") == book


def test_a_worlds_own_values_count_from_its_first_date_on(tmp_path):
    text = '[mileage_car]\nvalues = [{ from = 2020-01-01, value = 35, source = "our policy" }]\n'
    book = own(tmp_path, text)
    assert book.on("2019-12-31").pence("mileage_car") == 45
    assert book.on("2020-01-01").pence("mileage_car") == 35
    assert book.on("2026-12-01").pence("mileage_car") == 35  # the shipped 55p no longer counts
    assert book.on("2020-01-01").rate("mileage_car").own


def test_a_world_may_add_a_wage_and_a_band(tmp_path):
    text = (
        '[wage]\nvalues = [{ from = 2020-01-01, value = 9.99, source = "survey" }]\n'
        '["band Remote"]\nvalues = [{ from = 2020-01-01, value = 30.05, source = "tender" }]\n'
    )
    rates = own(tmp_path, text).on("2020-02-01")
    assert rates.wage_pence == 999
    assert rates.rlw_pence == 930
    assert rates.band_pence["Remote"] == 3005


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[rlw\n", "not TOML"),
        ("rlw = 9.30\n", "list of values"),
        ("[rlw]\nvalues = [{ value = 9.30, source = 'x' }]\n", "without `from"),
        ("[rlw]\nvalues = [{ from = 2020-01-01, value = '9', source = 'x' }]\n", "no number"),
        ("[rlw]\nvalues = [{ from = 2020-01-01, value = -1, source = 'x' }]\n", "between 0"),
        ("[rlw]\nvalues = [{ from = 2020-01-01, value = nan, source = 'x' }]\n", "between 0"),
        ("[holiday]\nvalues = [{ from = 2020-01-01, value = 12, source = 'x' }]\n", "between 0"),
        ("[rlw]\nvalues = [{ from = 2020-01-01, value = 9.30 }]\n", "needs a source"),
        ("[rlw]\nunit = 'share'\nvalues = []\n", "should be: pounds an hour"),
        ("[petrol]\nvalues = []\n", "should be"),
        (
            "[rlw]\nvalues = [{ from = 2020-01-01, value = 9, source = 'x' },"
            " { from = 2020-01-01, value = 8, source = 'x' }]\n",
            "two values",
        ),
    ],
)
def test_a_faulty_book_is_refused_in_plain_words(tmp_path, text, says):
    with pytest.raises(RatesError, match=says):
        own(tmp_path, text)


def test_a_part_penny_is_refused(tmp_path):
    text = "[rlw]\nvalues = [{ from = 2020-01-01, value = 9.305, source = 'x' }]\n"
    with pytest.raises(RatesError, match="not whole pence"):
        own(tmp_path, text).on("2020-02-01").rlw_pence  # noqa: B018


# --- enhancements -------------------------------------------------------------------------


def visits() -> pd.DataFrame:
    """A weekday breakfast of 15 minutes, a daily bed call of 30, a pair at the weekend."""
    return pd.DataFrame(
        {
            "package_id": ["k1", "k1", "k2"],
            "days": [0b0011111, 0b1111111, 0b1100000],
            "every_n_weeks": [1, 1, 2],
            "start_s": [8 * 3_600, 20 * 3_600, 9 * 3_600],
            "service_s": [900, 1_800, 2_700],
            "carers_required": [1, 1, 2],
        }
    )


@pytest.mark.parametrize(
    ("when", "shares"),
    [
        ("evening", [0, 0.10, 0]),
        ("weekend", [0, 0.10 * 2 / 7, 0.10]),
        ("bank holiday", [0.10 * 8 / 365] * 3),
        ("15 minutes", [0.10, 0, 0]),
        ("30 minutes", [0.10, 0.10, 0]),
    ],
)
def test_an_enhancement_falls_on_its_visits_only(when, shares):
    assert visit_shares(visits(), [(when, 10)])[when].tolist() == pytest.approx(shares)


def test_of_several_lengths_the_shortest_that_holds_the_visit_applies():
    found = visit_shares(visits(), [("30 minutes", 10), ("15 minutes", 25), ("60 minutes", 5)])
    assert found["15 minutes"].tolist() == [0.25, 0, 0]
    assert found["30 minutes"].tolist() == [0, 0.10, 0]
    assert found["60 minutes"].tolist() == [0, 0, 0.05]


def test_a_packages_factor_is_the_average_over_its_hours():
    factors = enhancement_factors(visits(), ["k2", "k1", "k3"], [("evening", 10)])
    # k1: 1.25 h without and 3.5 h with 10 per cent; k2 has no evening; k3 no visits
    assert factors.tolist() == pytest.approx([1, 1 + 0.35 / 4.75, 1])
    assert enhancement_factors(visits(), ["k1"], []).tolist() == [1]
