"""The Costs page shows the paper's table, and a changed rate changes the cost at once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from office.jobs.startup import open_store
from office.store import scenarios
from office.store.worlds import DEMO

pytestmark = pytest.mark.usefixtures("data_folder")

PAGE = str(Path(__file__).parents[2] / "pages" / "costs.py")


def html_of(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_the_papers_table_and_a_changed_rate() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    shown = html_of(page)
    for figure in (
        "£220,068.75",
        "£93,889.60",
        "£29,923.00",
        "£8,273.90",
        "£352,155.25",
        "£19.56",
        "£18.31m",
        "£17.27m",
        "+£1.04m",
        "65.21%",
    ):
        assert figure in shown, figure
    page.number_input(key="rate-Urban").set_value(19.75).run()
    assert not page.exception
    assert "£363,892.25" in html_of(page)  # 11,737 hours at a pound more
    stored = scenarios.every(open_store(), DEMO)[-1]
    assert stored.scenario.prices.band_pence == (("Urban", 1_975),)
    page.number_input(key="rate-Urban").set_value(18.75).run()
    assert "£352,155.25" in html_of(page)
    assert scenarios.every(open_store(), DEMO)[-1].scenario.prices.band_pence == ()


def test_a_year_of_53_weeks() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    page.segmented_control(key="weeks").set_value("53").run()
    assert not page.exception
    assert "£18.66m" in html_of(page)


def test_a_wage_costs_the_same_above_and_below() -> None:
    """£9.30 → £10.00 is costed by one method: the rates needed and the rates that follow."""
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    assert "18.93" in html_of(page)  # the Homecare Association's price of 2019/20
    page.number_input(key="wage").set_value(10.00).run()
    assert not page.exception
    for on_costs, running in ((True, True), (False, False)):
        page.toggle(key="gross-on-costs").set_value(on_costs)
        page.toggle(key="gross-running").set_value(running).run()
        shown = re.sub(r"<[^>]+>", "", html_of(page))
        needed = re.search(r"changes the rates needed by \+(£[\d,.]+m?)", shown)
        follow = re.search(r"passed on, costs the council (£[\d,]+) more a year", shown)
        assert needed
        assert follow
        assert needed[1] == follow[1]
        if on_costs and running:
            assert needed[1] == "£1,467,266"
        assert "the sector&#x27;s price model at both wages" in shown


def test_mileage_and_on_costs_have_controls() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    assert "55p from 6 April 2026" in page.number_input(key="price-mileage").help
    before = html_of(page)
    page.number_input(key="price-mileage").set_value(55.0).run()
    assert not page.exception
    dearer = html_of(page)
    paid = [re.findall(r"miles × ([\d.]+)p", shown) for shown in (before, dearer)]
    # a few carers walk or cycle: they are paid less a mile, in proportion
    assert float(paid[1][0]) == pytest.approx(float(paid[0][0]) * 55 / 45, abs=0.01)
    page.number_input(key="price-on-costs").set_value(30.0).run()
    assert not page.exception
    assert html_of(page) != dearer


def test_budgets_begin_on_a_day_that_the_officer_sets() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    assert any("from which day the new rates are paid" in one.value for one in page.info)
    assert "2019/20" not in "".join(re.findall(r"<caption>Council cost by year.*", html_of(page)))
    page.date_input(key="budget-from").set_value(dt.date(2020, 8, 3)).run()
    assert not page.exception
    shown = html_of(page)
    rows = dict(re.findall(r'<th scope="row">(20\d\d/\d\d)</th>(.*?)</tr>', shown))
    assert "£17,269,200" in rows["2019/20"]
    assert "£18,312,073" not in rows["2019/20"]
    assert "66.0%" in rows["2020/21"]
    assert "£17,957,782" in rows["2020/21"]
    assert "£18,312,073" in rows["2021/22"]


def test_two_bases_stand_apart_each_named() -> None:
    """Paragraph 39's hours at band rates, and what invented spot prices make of the same hours."""
    shown = html_of(AppTest.from_file(PAGE, default_timeout=120).run())
    cards = dict(re.findall(r'<dt>(At [a-z ]+)</dt><dd>(.*?)</dd><dd class="base">a week', shown))
    assert cards == {"At contract prices": "£355,530.74", "At band rates": "£352,155.25"}
    (papers,) = re.findall(r"<caption>Price bands, maintenance only.*?</table>", shown, re.DOTALL)
    assert "at band rates" in papers and "£352,155.25" in papers and "£355,530.74" not in papers
