"""The Demand page: growth kept in a scenario, a provider that leaves, missing care, the morning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).parents[2] / "pages"

pytestmark = pytest.mark.usefixtures("data_folder")


def opened(name: str, **kept: object) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120)
    for key, value in kept.items():
        page.session_state[key.replace("_", "-")] = value
    page.run()
    assert not page.exception and not page.error
    return page


def said(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def press(page: AppTest, label: str) -> None:
    next(one for one in page.button if one.label == label).click().run()
    assert not page.exception and not page.error


def test_growth_along_the_published_path_is_kept_and_compared() -> None:
    page = opened("demand")
    assert "12,385 more carer-hours a week are needed (2038)" in said(page)  # 23,150 × 53.5 %
    page.multiselect[0].set_value(["85 and over"]).run()
    page.number_input[-1].set_value(100.0).run()
    assert "100.0%" in said(page)
    press(page, "Keep this growth in the scenario")
    assert page.success[0].value.startswith("The open scenario assumes this growth")
    assert page.multiselect[0].value == ["85 and over"]
    press(page, "Take it out")
    assert not page.success


def test_a_provider_leaves_and_comes_back() -> None:
    page = opened("demand", demand_part="leaves")
    words = said(page)  # the largest provider is chosen at first
    assert "people must be offered another provider" in words
    assert "Fewer than two prime providers are left in Castle Donington" in words
    press(page, "Let them leave in the scenario")
    assert page.success[0].value.startswith("They leave in the open scenario")
    assert "people must be offered another provider" in said(page)
    press(page, "Let them stay")
    page.multiselect[0].set_value([]).run()
    assert page.info[0].value.startswith("Choose a provider above")


def test_what_is_missing_rests_on_the_assumption_that_is_named() -> None:
    page = opened("demand", demand_part="unmet")
    words = said(page)
    assert "Urban 37.5. Bands without a rate are not counted" in page.caption[0].value
    assert page.number_input(key="unmet-band-Rural").value is None  # blank until it is set
    assert "zones with an expectation (14 in all)" in words
    for band in ("Fringe", "Rural", "Isolated"):
        page.number_input(key=f"unmet-band-{band}").set_value(37.5)
    page.run()
    words = said(page)
    assert "Harborough Rural Free Zone is furthest behind" in words
    # the headline is the table's own total, gross and net
    sums = words[words.index('class="total"') :]
    for name in ("gross", "net"):
        figure = re.search(rf"<dt>Missing, {name}</dt><dd>([\d,]+) h</dd>", words)
        assert figure
        assert f">{figure[1]}<" in sums or f">+{figure[1]}<" in sums
    page.radio(key="unmet-basis").set_value("ages").run()
    assert "85 and over" in page.caption[0].value
    assert "cannot show that the whole county has too little" in page.caption[0].value


def test_nothing_that_may_not_move_lowers_no_peak() -> None:
    page = opened("demand", demand_part="peak", peak_most=0)
    assert "does not lower the day&#x27;s peak of 507 carers" in said(page)
    assert page.info[0].value == "No visit would move."


def test_a_double_handed_share_says_of_what_and_what_follows() -> None:
    page = opened("demand", demand_part="doubles")
    page.number_input(key="double-hours").set_value(19_600.0).run()
    words = said(page)
    assert "44.0% of visits are double-handed" in words  # the invented county's
    page.segmented_control(key="double-basis").set_value("carer-hours").run()
    assert not page.exception
    assert "<dd>15,288 h</dd>" in said(page)
    page.segmented_control(key="double-basis").set_value("clock hours").run()
    assert "<dd>13,611 h</dd>" in said(page)
    assert ">1.44<" in said(page)


def test_the_share_in_the_table_of_zones_names_its_basis() -> None:
    page = opened("overview")
    assert "Double-handed, of visits" in said(page)
    page.segmented_control(key="double-basis").set_value("carer-hours").run()
    assert not page.exception
    assert "Double-handed, of carer-hours" in said(page)
