"""The web page to take away: whole, silent, and with hostile names as text."""

from __future__ import annotations

import json

import pytest
from harm import HOSTILE, published

from solver.domain import Scenario
from solver.errors import PublishError
from solver.publish import web_map
from solver.publish.web import LEAFLET, for_script


@pytest.fixture(scope="module")
def page(hostile, tmp_path_factory):
    world, scenario = hostile
    path = tmp_path_factory.mktemp("web") / "zones.html"
    web_map(world, scenario, path, **published(world, scenario, threshold=5))
    return path


def test_nothing_of_a_name_is_markup(page):
    text = page.read_text(encoding="utf-8")
    assert "<img" not in text
    assert text.count("<script") == text.count("</script") == 3


def test_the_page_forbids_itself_every_request(page):
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    own = text.replace((LEAFLET / "leaflet.js").read_text(encoding="utf-8"), "")
    assert len(own) < len(text)
    assert 'src="http' not in own and 'href="http' not in own


def test_content_cannot_end_its_script():
    text = for_script({"name": "</script><script>alert(1)</script><!-- &"})
    assert "<" not in text and ">" not in text and "&" not in text
    assert json.loads(text) == {"name": "</script><script>alert(1)</script><!-- &"}


def test_a_name_like_a_mark_of_the_template_stays_a_name(village, tmp_path):
    path = tmp_path / "x.html"
    scenario = Scenario(name="__LEAFLET_JS__ __CONTENT__")
    web_map(village, scenario, path, **published(village, scenario))
    text = path.read_text(encoding="utf-8")
    assert text.count('"scenario":"__LEAFLET_JS__ __CONTENT__"') == 1
    assert len(text) < 400_000


def test_the_same_page_twice_is_the_same_file(hostile, page, tmp_path):
    world, scenario = hostile
    web_map(world, scenario, tmp_path / "two.html", **published(world, scenario, threshold=5))
    assert (tmp_path / "two.html").read_bytes() == page.read_bytes()


def test_other_endings_are_refused(village, tmp_path):
    shown = published(village, Scenario())
    with pytest.raises(PublishError, match=r"\.html"):
        web_map(village, Scenario(), tmp_path / "x.htm", **shown)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_browser_draws_it_without_a_request_or_a_fault(page, chromium):
    asked: list[str] = []
    faults: list[str] = []
    tab = chromium.new_page()
    try:
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("dialog", lambda dialog: faults.append(dialog.message))
        tab.goto(page.as_uri())
        tab.wait_for_selector(".zone-name")
        names = set(tab.locator(".zone-name").all_inner_texts())
        labels = tab.locator("#labels li").all_inner_texts()
        paths = tab.locator(".leaflet-overlay-pane path.leaflet-interactive").count()
        heads = tab.locator("#zones thead th").all_inner_texts()
        rows = tab.locator("#zones tbody tr").count()
    finally:
        tab.close()
    assert asked == [page.as_uri()]
    assert faults == []
    assert names == {HOSTILE[0], HOSTILE[1], HOSTILE[2]}
    assert labels[0] == "Invented packages: no real person, package or carer"
    assert paths == 12
    assert heads == [
        "Zone",
        "Service users",
        "Packages",
        "Carer-hours a week",
        "£ a week",
        "£ an hour",
    ]
    assert rows == 4
