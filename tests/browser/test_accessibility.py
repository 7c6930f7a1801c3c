"""Screen readers and the keyboard: named controls, headings in order, one way through the page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from steps import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATHS = ("", "data", "zones", "rounds", "roads", "costs", "demand", "compare", "export")
CONTROLS = {
    "button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "spinbutton",
    "switch", "tab", "textbox", "region", "table", "img", "image", "progressbar",
}  # fmt: skip


def nameless(page: Page) -> list[str]:
    """Roles of what a screen reader meets without a name, with where it stands."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        name = str(node.get("name", {}).get("value", "")).strip()
        if not node.get("ignored") and role in CONTROLS and not name:
            where = session.send(
                "DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"], "depth": 0}
            )["node"]
            found.append(f"{role} <{where['localName']} {' '.join(where.get('attributes', []))}>")
    session.detach()
    return found


@pytest.mark.parametrize("path", PATHS)
def test_what_a_screen_reader_meets_has_a_name_and_headings_keep_their_order(
    path: str, server: str, visit: Callable[..., Page]
) -> None:
    page = visit(f"{server}/{path}")
    settled(page)
    maps = page.locator(".homerounds-map")
    expect(page.locator(".homerounds-map[data-drawn]")).to_have_count(maps.count())
    assert nameless(page) == []
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, f"a level {after} heading follows one of level {before}"
    if maps.count():
        tables = page.locator("table, [role=grid]")
        expect(tables, "a map without its table").not_to_have_count(0)


def test_the_keyboard_goes_through_the_rounds_page_from_top_to_bottom(
    server: str, visit: Callable[..., Page]
) -> None:
    """Focus moves in reading order, is always seen, and is never caught."""
    page = visit(f"{server}/rounds")
    settled(page)
    page.get_by_role("heading", level=1).click()
    seen: list[tuple[float, str]] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        spot = page.evaluate(
            """async () => {
              const one = document.activeElement;
              const around = [one, one.closest("[data-baseweb], button, label")];
              const seen = () => around.some((node) => {
                const style = node && getComputedStyle(node);
                return style && (style.outlineStyle !== "none" || style.boxShadow !== "none"
                  || style.borderColor !== "rgb(185, 194, 196)");
              });
              let ring = seen();  // a ring may fade in
              for (let tries = 0; !ring && tries < 100; tries += 1) {
                await new Promise(requestAnimationFrame);
                ring = seen();
              }
              const box = one.getBoundingClientRect();
              const top = box.top + document.querySelector("[data-testid=stMain]").scrollTop;
              return [top, `${one.tagName} ${one.getAttribute("aria-label") || one.textContent}`,
                ring];
            }"""
        )
        assert spot[2], f"the focus on {spot[1]} is not seen"
        seen.append((spot[0], spot[1]))
    assert len({name for _, name in seen}) > 8, "the focus is caught"
    tops = [top for top, _ in seen]
    back = [seen[i + 1] for i in range(len(tops) - 1) if tops[i + 1] < tops[i] - 60]
    assert back == [], "the focus jumps upwards"
