"""Sentences, cards and tables of a page are of the same figures, people before money."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from store.waiting import until_over
from streamlit.testing.v1 import AppTest

from dashboard.show.text import whole_pounds
from office import jobs, people
from office.jobs.startup import open_store
from office.jobs.tasks.solve import Solve
from office.store import scenarios, settings, worlds
from solver import demand, study
from solver.domain import MarketChoices, RoundChoices, Scenario
from solver.study.range_words import CLAIM, CLAIM_HEADING

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("data_folder")]

PAGES = Path(__file__).resolve().parents[2] / "pages"
ZONE = ("Bottesford",)
TIGHT = Scenario(name="Tight", rounds=RoundChoices(zones=ZONE, cap_s=900))


def opened(name: str) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120).run()
    assert not page.exception and not page.error
    return page


def blocks(page: AppTest, mark: str) -> list[str]:
    """Give the blocks of the page's own HTML that hold a mark, as text."""
    bodies = [html.unescape(str(one.proto.body)) for one in page.get("html")]
    return [body for body in bodies if mark in body]


def cards(page: AppTest) -> dict[str, tuple[str, str]]:
    """Give the key figures: label → (value, base)."""
    (block, *_) = blocks(page, "hr-figures")
    found = re.findall(r'<dt>(.*?)</dt><dd>(.*?)</dd><dd class="base">(.*?)</dd>', block)
    return {label: (value, base) for label, value, base in found}


def rows(page: AppTest, caption: str) -> dict[str, list[str]]:
    """Give the rows of a table: name → cells."""
    (table,) = blocks(page, f"<caption>{caption}")
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in found}


def said(page: AppTest) -> str:
    """Give the answer of the page in words."""
    (block, *_) = blocks(page, "hr-say")
    return re.sub(r"<[^>]*>", "", block)


def planned(scenario: Scenario, *, ended: bool) -> jobs.Job:
    """Plan a scenario's Monday; ended at once, or searched for two seconds."""
    asked = jobs.ask(worlds.DEMO, scenario, "mon", Solve(2.0, 1), owner="Ann")
    if ended:
        jobs.finish(asked)
    job = until_over(asked)
    assert (job.state, job.error) == ("done", "")
    return job


def put_on_the_desk(scenario: Scenario) -> None:
    """Save a scenario and open it."""
    open_store()
    made = scenarios.create(open_store(), worlds.DEMO, scenario, owner="Ann")
    kept = {"world": worlds.DEMO, "scenario": made.id}
    settings.remember(open_store(), f"last:{people.here().name}", kept)


def test_rounds_and_compare_say_what_their_tables_say() -> None:
    put_on_the_desk(TIGHT)
    job = planned(TIGHT, ended=False)
    page = opened("rounds")
    shown, table, totals = cards(page), rows(page, "Today's rounds and the new ones"), said(page)
    assert list(shown)[:3] == ["Visits not made", "People with a new carer", "Starts moved"]
    for card, share, part, whole in (
        ("Starts moved", "Starts moved, % of visits made", "Starts moved", "Visits made"),
        (
            "People with a new carer",
            "People with a new carer, %",
            "People with a new carer",
            "People called on",
        ),
    ):
        value, base = shown[card]
        of = f"{table[part][1]} of {table[whole][1]}"
        assert value == table[share][1] and base.startswith(of)
        if table[part][1] != "0":
            assert of in totals and f"({value})" in totals
    assert table["Starts moved"][1] != "0"
    assert table["Starts moved by more than 15 minutes"][1] == "0"  # as the cap is no wider
    unmade, asked = table["Visits not made"][1], table["Visits asked for"][1]
    assert totals.startswith("Every visit" if unmade == "0" else f"{unmade} of {asked} visits")
    assert jobs.result(job.id).summary["saying"].startswith(totals.split(".")[0])
    the_range_is_said_alike(page, jobs.result(job.id).summary)

    hurried = replace(TIGHT, name="Hurried", rounds=replace(TIGHT.rounds, cap_s=0))
    put_on_the_desk(hurried)
    planned(hurried, ended=True)
    compared = AppTest.from_file(str(PAGES / "compare.py"), default_timeout=120)
    compared.session_state["compare-a"] = next(
        one.id for one in scenarios.every(open_store(), worlds.DEMO) if one.name == "Tight"
    )
    compared.run()
    assert not compared.exception and not compared.error
    figures, words = rows(compared, "Tight and Hurried, Monday"), said(compared)
    for title in ("Visits not made", "Starts moved", "Council pays", "Providers spend"):
        a, b, change = figures[title]
        assert f"{title}: A {a}, B {b}" in words
        assert change in ("–", "") or f"({change})" in words
    assert words.index("Visits not made") < words.index("Council pays")
    assert figures["Visits not made"][0] == unmade  # not against B's own today
    notes = [one.value.replace("\\", "") for one in compared.caption]
    for side, name in (("A", "Tight"), ("B", "Hurried")):
        (note,) = [one for one in notes if one.startswith(f"{side} against today's rounds")]
        sure = rows(compared, f"{side}: {name}, against today's rounds under the same choices")
        low, _, high = sure["Visits late beyond the cap, new rounds"]
        late = low if low == high else f"{low} to {high}"
        assert f"delivered, {late} visit" in note
    assert any(one.startswith("B against A: on invented rounds, providers spend") for one in notes)
    the_claim_stands_apart(compared)


def the_range_is_said_alike(page: AppTest, kept: dict) -> None:
    """Sentence, card, table and what was kept are one range; late visits stand before money."""
    words, table = said(page), rows(page, "Range of the saving")
    low, planned, high = table["Providers save"]
    value, base = cards(page)["Providers save, low to high"]
    assert value == f"{low} to {high}" and base.startswith(f"as planned {planned}; 5th to 95th")
    ends = kept["range"]["figures"]["provider_saved_pence"]
    assert (low, high) == (whole_pounds(ends["low"]), whole_pounds(ends["high"]))
    assert f"providers save {low} to {high} (5th" in words
    assert ends["plan"] == kept["today"]["provider_pence"] - kept["plan"]["provider_pence"]
    assert next(iter(table)).startswith("Visits late")
    assert words.index("minutes late") < words.index("and providers save")
    the_claim_stands_apart(page)


def the_claim_stands_apart(page: AppTest) -> None:
    """What the papers claim is under its own heading, and in no sentence, card or table of ours."""
    texts = [one.value for one in page.markdown]
    assert f"**{CLAIM_HEADING}**" in texts
    assert [one.value for one in page.caption].count(CLAIM) == texts.count(f"**{CLAIM_HEADING}**")
    assert not blocks(page, "30–40%")


def test_what_a_transfer_takes_from_todays_rounds_is_said_on_each_page() -> None:
    world = worlds.get(open_store(), worlds.DEMO)
    opened_world = study.open_world(world.folder, cache=world.cache)
    workload = demand.workload(opened_world, TIGHT, "mon")
    visit = workload.visits[0]
    other = next(c.provider_id for c in workload.carers if c.provider_id != visit.provider_id)
    moves = MarketChoices(transfers=((visit.package_id, other),))
    put_on_the_desk(replace(TIGHT, name="Moved", market=moves))
    many = sum(one.package_id == visit.package_id for one in workload.visits)
    words = f"Today's rounds lose {many} visit{'s' if many > 1 else ''} of 1 person"
    for name in ("rounds", "overview", "compare"):
        page = opened(name)
        assert any(words in one.value for one in page.warning), name
