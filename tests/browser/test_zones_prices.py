"""Zones and prices: by keyboard alone, by a lasso, and as the computer draws them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from steps import PICK_MS, insist, pick, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AREA, HOME, TARGET = "Husbands Bosworth", "Harborough Rural Free Zone", "Market Harborough"
MOST_TABS = 60
MOST_LOOKS = 100


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on ``target`` or inside it."""
    target.first.wait_for()
    settled(target.page)
    for _ in range(MOST_TABS):
        if target.first.evaluate("node => node.contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def choose(page: Page, label: str, text: str) -> None:
    """Choose an option of a list by Tab and typing."""

    def by_keys(box: Locator) -> None:
        tab_to(page, box)
        page.keyboard.press("ArrowDown")

    pick(page, label, text, reach=by_keys)


def press(page: Page, role: str, name: str) -> None:
    """Go to a control by Tab and press Enter on it."""
    start(page, role, name)
    settled(page)


def start(page: Page, role: str, name: str) -> None:
    """Press a control whose outcome passes: it is not waited for."""
    tab_to(page, page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def pick_way(page: Page, name: str) -> None:
    """Choose one of a row of choices: Tab to the row, then the arrow keys."""
    group = page.get_by_role("radiogroup").filter(has=page.get_by_role("radio", name=name))
    wanted = page.get_by_role("radio", name=name, exact=True)

    def by_keys() -> None:
        tab_to(page, group)
        for key in ["ArrowRight"] * 8 + ["ArrowLeft"] * 8:  # the row does not go round
            if wanted.evaluate("node => node === document.activeElement"):
                break
            page.keyboard.press(key)
        page.keyboard.press("Space")

    insist(page, by_keys, lambda: expect(wanted).to_be_checked(timeout=PICK_MS))


def type_number(page: Page, label: str, text: str) -> None:
    """Go to a number by Tab, and type another one in its place."""
    box = page.get_by_role("spinbutton", name=label, exact=True)

    def by_keys() -> None:
        tab_to(page, box)
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")

    insist(page, by_keys, lambda: expect(box).to_have_value(text, timeout=PICK_MS))


def middle(node: Locator) -> tuple[float, float]:
    """Give the middle of what is seen, once it has stopped moving."""
    before: object = None
    for _ in range(MOST_LOOKS):
        box = node.bounding_box()
        if box is not None and box == before:
            return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = box
        node.page.wait_for_timeout(300)
    raise AssertionError("it does not stop moving")


def pounds_in(text: str) -> list[float]:
    """Amounts of pounds in a sentence, in their order."""
    found = re.findall(r"([+−]?)£([\d,]+(?:\.\d+)?)", text)
    return [(-1 if sign == "−" else 1) * float(what.replace(",", "")) for sign, what in found]


def test_zones_bands_and_the_wage_by_keyboard_alone(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/zones")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    settled(page)

    choose(page, "Area to move", AREA)
    choose(page, "Zone", TARGET)
    moved = page.get_by_text(f"{AREA}: {HOME} → {TARGET}")
    moved.wait_for()
    press(page, "button", "Undo")
    moved.wait_for(state="detached")
    expect(page.get_by_role("combobox", name="Zone", exact=True)).to_have_value(HOME)

    pick_way(page, "A town's band")
    choose(page, "Town or village", "Lutterworth")
    choose(page, "Band of all of Lutterworth", "Urban")
    page.get_by_text(re.compile(r"^Lutterworth.*: priced Fringe → Urban$")).wait_for()

    press(page, "link", "Costs")
    page.get_by_role("heading", name="Costs", level=1, exact=True).wait_for()
    settled(page)
    said = page.locator(".hr-say").first.inner_text()
    change, every_hour, premium = (pounds_in(said)[i] for i in (0, 2, 4))
    assert every_hour + premium == pytest.approx(change, abs=1)
    assert premium < 762_073  # Lutterworth's hours no longer carry a premium

    wage = page.get_by_role("spinbutton", name="Wage of carers, £ an hour")
    tab_to(page, wage)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("9.80")
    page.keyboard.press("Enter")
    page.get_by_text("at a wage of £9.80").wait_for()
    settled(page)
    tab_to(page, page.get_by_role("tab").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    rise = page.locator(".hr-figures", has_text="Council cost a year with the rise")
    expect(rise).to_contain_text(re.compile(r"£19\.3"))
    press(page, "button", "Set these rates")
    expect(page.get_by_text("These are the rates of the open scenario.")).to_be_focused()
    settled(page)
    risen = page.locator(".hr-say").first.inner_text()
    new_change, new_hour, new_premium = (pounds_in(risen)[i] for i in (0, 2, 4))
    assert new_change > change + 900_000  # fifty pence, grossed up, on 18,000 hours and the travel
    assert new_hour + new_premium == pytest.approx(new_change, abs=1)
    expect(page.locator(".hr-figures").first).to_contain_text(re.compile(r"£19\.3"))
    assert outside == []


def test_a_lasso_chooses_areas_and_they_move_together(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/zones")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    settled(page)
    name = page.locator(".zone-label", has_text="Lutterworth")
    name.evaluate("node => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.get_by_role("button", name="Lasso areas").click()
    x, y = middle(name)
    page.mouse.move(x + 70, y)
    page.mouse.down()
    for i in range(1, 25):
        page.mouse.move(x + 70 * math.cos(i * math.tau / 24), y + 70 * math.sin(i * math.tau / 24))
    page.mouse.up()
    move = page.get_by_role("button", name=re.compile(r"^Move \d+ areas$"))
    move.wait_for()
    settled(page)
    chosen = int(re.findall(r"\d+", move.inner_text())[0])
    assert chosen >= 2
    pick(page, "Their new zone", TARGET)
    move.click()
    page.get_by_role("heading", name="What is changed").wait_for()
    settled(page)
    found = page.get_by_test_id("stMain").inner_text()
    arrows = re.findall(rf": [^\n]+ → {TARGET}", found)
    assert 1 <= len(arrows) <= chosen
    page.get_by_role("button", name="Lasso areas").wait_for()
    assert outside == []


def test_zones_are_drawn_looked_at_accepted_and_taken_back_by_keyboard(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/zones")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    settled(page)
    pick_way(page, "Draw zones for me")
    type_number(page, "Number of zones", "8")
    type_number(page, "Hours may differ from an equal share by (%)", "20")
    start(page, "button", "Draw zones")
    page.get_by_role("button", name="Cancel", exact=True).wait_for()
    page.reload()  # the drawing lives on in its own process
    page.locator(".homerounds-map[data-drawn]").wait_for()
    settled(page)
    pick_way(page, "Draw zones for me")
    page.get_by_role("heading", name="What was drawn").wait_for()
    settled(page)
    table = page.locator(".hr-table", has_text="Zones as drawn")
    expect(table.locator("tbody tr")).to_have_count(8)
    expect(page.locator(".homerounds-map .map")).to_have_count(2)
    press(page, "button", "Accept these zones")
    expect(page.get_by_text("These are the zones of the open scenario.")).to_be_focused()
    settled(page)
    pick_way(page, "Edit by hand")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    expect(page.locator(".zone-label")).to_have_count(8)
    expect(page.get_by_role("combobox", name="Scenario")).to_have_value("Scenario 1")
    press(page, "button", "Undo")
    expect(page.locator(".zone-label")).to_have_count(14)
    assert outside == []
