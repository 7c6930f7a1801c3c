"""The Zones page: packages moved by hand, and primes and supplementaries of a zone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from office.store import scenarios
from solver import costs, demand, study
from solver.domain import Scenario

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "assets" / "demo" / "leicestershire"
GIVES, TAKES = "PR13", "PR14"
FIRST = date(2020, 8, 3)

pytestmark = pytest.mark.usefixtures("data_folder")


@pytest.fixture(scope="module")
def demo(roads_cache: Path) -> study.World:
    return study.open_world(DEMO, cache=roads_cache)


def opened(**kept: object) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "zones.py"), default_timeout=120)
    for key, value in kept.items():
        page.session_state[key.replace("_", "-")] = value
    return ran(page)


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception and not page.error
    return page


def said(page: AppTest) -> str:
    html = "\n".join(str(block.proto.body) for block in page.get("html"))
    return re.sub(r'<span class="hr-amount">(.*?)</span>', r"\1", html)


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.button]


def press(page: AppTest, label: str) -> None:
    next(one for one in page.button if one.label == label).click()
    ran(page)


def kept_scenario() -> Scenario:
    """Give the scenario that the page left in the store: the last one made."""
    store = state.store()
    every = scenarios.every(store, "leicestershire")
    return every[-1].scenario


def ledger(world: study.World, scenario: Scenario) -> int:
    week = costs.council_week(world, scenario)
    return int(week.loc[week["base"] == "all planned", "weekly_pence"].sum())


def paid_more(page: AppTest) -> int:
    """What the council pays more a week by the table's total: its after less its before, pence."""
    total = re.search(r"<caption>Who is affected.*?(<tr class=\"total\">.*?</tr>)", said(page))
    assert total
    before, after = (
        round(float(figure.replace(",", "")) * 100)
        for figure in re.findall(r">£([\d,]+\.\d\d)<", total[1])
    )
    return after - before


def undo(page: AppTest) -> None:
    """Take the last change back, as the sidebar's button does."""
    store = state.store()
    scenarios.undo(store, scenarios.every(store, "leicestershire")[-1].id)
    ran(page)


def test_a_providers_packages_move_and_come_back(demo: study.World) -> None:
    page = opened(zones_way="packages", move_from=GIVES, move_to=TAKES)
    assert "Say from which day they move" in page.info[0].value
    page.date_input(key="move-start").set_value(FIRST)
    ran(page)
    packages = demand.packages(demo, Scenario())
    own = packages[packages["provider_id"] == GIVES]
    people, hours = own["person_id"].nunique(), own["carer_hours_week"].sum()
    words = said(page)
    assert f"{people} people change provider from 3 August 2020: {len(own)} packages" in words
    assert f"{own['visits_week'].sum():,.1f} visits and {hours:,.1f} carer-hours a week" in words
    assert f'<td class="n">{hours:,.1f}</td>' in words  # the table says the same
    press(page, f"Move {len(own)} packages")
    scenario = kept_scenario()
    assert set(scenario.market.transfers) == {(p, TAKES) for p in own["package_id"]}
    assert set(dict(scenario.market.starts).values()) == {"2020-08-03"}
    change = ledger(demo, scenario) - ledger(demo, Scenario())
    assert abs(paid_more(page) - change) <= 1
    assert f"{len(own)} packages to " in "\n".join(str(one.value) for one in page.markdown)
    undo(page)
    assert kept_scenario().market.transfers == ()
    assert "Put them back" not in labels(page)


def test_single_packages_are_filtered_moved_and_put_back(demo: study.World) -> None:
    page = opened(zones_way="packages", move_which="single", move_to="PR20", move_start=FIRST)
    page.multiselect(key="move-zone").set_value(["Melton"])
    page.multiselect(key="move-tier").set_value(["spot"])
    ran(page)
    packages = demand.packages(demo, Scenario())
    spot = packages[(packages["zone"] == "Melton") & (packages["tier"] == "spot")]
    assert len(spot) > 0
    press(page, f"Add all {len(spot):,} in the table")
    assert page.multiselect(key="move-packages").value == list(spot["package_id"])
    label = next(one for one in labels(page) if one.startswith("Move "))
    before = ledger(demo, Scenario())
    press(page, label)
    scenario = kept_scenario()
    moved = demand.packages(demo, scenario).set_index("package_id").loc[spot["package_id"]]
    gone = moved[moved["provider_id"] == "PR20"]
    assert label.startswith(f"Move {len(gone)} package")
    assert set(gone["tier"]) == {"prime"}
    change = ledger(demo, scenario) - before
    assert change != 0  # from spot prices of their own to the rates of their bands
    assert abs(paid_more(page) - change) <= 1
    assert not page.multiselect(key="move-packages").value
    press(page, next(one for one in labels(page) if one.startswith("Put") and "back" in one))
    assert kept_scenario().market.transfers == ()


def test_what_a_provider_cannot_take_is_refused_with_the_cure(demo: study.World) -> None:
    tables = demo.tables
    idle = min(set(tables.providers["provider_id"]) - set(tables.carers["provider_id"]))
    page = opened(zones_way="packages", move_from=GIVES, move_to=idle, move_start=FIRST)
    words = page.warning[0].value.replace("\\", "")
    assert "packages cannot go to this provider" in words
    assert "has no carers: add them to carers.csv, or choose another provider" in words
    assert not [one for one in labels(page) if one.startswith("Move ")]


def test_primes_and_supplementaries_of_a_zone_are_set_and_undone(demo: study.World) -> None:
    page = opened(zones_way="called", called_zone="Melton")
    primes, others = page.multiselect
    assert (primes.value, others.label) == (["PR19", "PR20"], "Supplementary providers of Melton")
    primes.set_value(["PR20", "PR25"])
    others.set_value([one for one in others.value if one != "PR25"])
    ran(page)
    held = demand.packages(demo, Scenario())
    here = held[(held["zone"] == "Melton") & (held["provider_id"] == "PR19")]
    words = said(page)
    assert "would be not called on in Melton (prime now)" in words
    assert "would be prime in Melton (supplementary now)" in words
    assert f"keeps {len(here)} packages of {here['person_id'].nunique()} people there" in words
    assert "Nobody changes provider by this alone. The council pays the same" in words
    press(page, "Call on these providers")
    scenario = kept_scenario()
    assert scenario.market.appointed == (("Melton", "PR19", "none"), ("Melton", "PR25", "prime"))
    assert ledger(demo, scenario) == ledger(demo, Scenario())
    assert page.multiselect[0].value == ["PR20", "PR25"]
    undo(page)
    assert page.multiselect[0].value == ["PR19", "PR20"]
    assert kept_scenario().market.appointed == ()


def test_a_provider_named_twice_is_refused() -> None:
    page = opened(zones_way="called", called_zone="Melton")
    page.multiselect[1].set_value(["PR19"])
    page.run()
    assert "would be prime and supplementary in Melton" in page.error[0].value
    assert "Call on these providers" not in labels(page)


def test_what_is_set_is_put_back() -> None:
    page = opened(zones_way="called", called_zone="Melton")
    page.multiselect[0].set_value(["PR20"])
    ran(page)
    assert "fewer than two" in page.warning[-1].value
    press(page, "Call on these providers")
    press(page, "Put back as in the starting scenario")
    assert kept_scenario().market.appointed == ()
