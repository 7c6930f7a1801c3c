"""A county is uploaded, looked at and deleted; one that is out to harm leaves nothing behind."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from small_county import small_county
from steps import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "Exampleshire"
LOADED_MS = 300_000


def give(page: Page, files: Mapping[str, bytes]) -> None:
    """Choose files on the Data page and ask for them to be loaded."""
    page.get_by_role("tab", name="Load a county").click()
    given: list[Any] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files.items()
    ]
    panel = page.get_by_role("tabpanel", name="Load a county")
    panel.locator("input[type=file]").set_input_files(given)
    load = panel.get_by_role("button", name="Check and load")
    ready = panel.locator("[data-testid=stAlert]").or_(load.and_(page.locator(":enabled")))
    ready.first.wait_for(timeout=LOADED_MS)  # what cannot be read at all is said before that
    settled(page)
    if load.count() and load.is_enabled():
        load.click()


def words(panel: Locator) -> str:
    """Give what a panel says, the cells of its grids too."""
    if panel.locator("canvas").count():
        panel.locator("canvas [role=gridcell]").first.wait_for(state="attached")
    return panel.inner_text() + " ".join(panel.locator("canvas").all_text_contents())


def counties(page: Page) -> Locator:
    page.get_by_role("tab", name="Counties here").click()
    return page.get_by_role("tabpanel", name="Counties here")


def test_a_county_is_uploaded_looked_at_and_deleted(
    address: str, visit: Callable[..., Page], outside: list[str], tmp_path: Path
) -> None:
    page = visit(f"{address}/data")
    settled(page)
    give(page, small_county(tmp_path / "county"))
    base = page.locator(".hr-base")
    base.filter(has_text=NAME).wait_for(timeout=LOADED_MS)
    settled(page)
    expect(counties(page)).to_contain_text(NAME)
    for path in ("", "zones", "rounds", "costs", "compare", "export"):
        page.goto(f"{address}/{path}")
        page.get_by_role("heading", level=1).wait_for()
        settled(page)
        main = page.get_by_test_id("stMain")
        expect(main, path).to_contain_text(NAME, use_inner_text=True)
        text = main.inner_text()
        assert "could not be drawn" not in text, path
        # its bands have no rates of its own yet: whose they are is said
        text = text.replace("those of Leicestershire's report of 20 January 2020", "")
        assert "Leicestershire" not in text, path
    page.goto(f"{address}/data")
    settled(page)
    page.get_by_role("button", name="Delete").last.click()
    page.get_by_role("button", name="Delete for good").last.click()
    base.filter(has_text="Leicestershire").wait_for()
    settled(page)
    expect(counties(page)).to_contain_text("Leicestershire")
    expect(counties(page)).not_to_contain_text(NAME)
    kept = [path.name for path in (tmp_path / "data" / "worlds").iterdir()]
    assert kept == ["leicestershire"]
    assert outside == []


def bomb() -> bytes:
    """Give a workbook of a few kilobytes whose one sheet unfolds to gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(512):
                sheet.write(bytes(1 << 20))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def test_hostile_files_are_named_and_only_what_is_asked_is_mended(
    address: str, visit: Callable[..., Page], outside: list[str], tmp_path: Path, root: Path
) -> None:
    page = visit(f"{address}/data")
    settled(page)
    sound = small_county(tmp_path / "county")
    people = sound["people.csv"].decode("utf-8-sig")
    head, *rows = people.splitlines()
    formula = "\r\n".join([head, rows[0].replace(rows[0].split(",")[0], "=HYPERLINK()")])
    tries: tuple[tuple[Mapping[str, bytes], str], ...] = (
        (sound | {"roads.osm": b"this is not an extract"}, "roads"),
        (sound | {"people.csv": b""}, "people.csv"),
        (sound | {"people.csv": formula.encode()}, "There is no person"),
        ({"people.csv": b"a\0b", "world.toml": b"name = "}, "fault"),
        (
            {**{k: v for k, v in sound.items() if k != "people.csv"}, "people.xlsx": bomb()},
            "people",
        ),
        (sound | {"areas.zip": b"PK\x03\x04 not a zip"}, "areas"),
    )
    for files, word in tries:
        page.reload()
        settled(page)
        give(page, files)
        panel = page.get_by_role("tabpanel", name="Load a county")
        alert = panel.get_by_test_id("stAlert").filter(has_text=re.compile("fault|cannot|not"))
        alert.first.wait_for(timeout=LOADED_MS)
        settled(page)
        said = words(panel)
        assert "could not be drawn" not in said, word
        assert "Traceback" not in said, word
        assert word in said
        expect(page.locator(".hr-base"), word).to_contain_text("Leicestershire")
    expect(counties(page)).to_contain_text("Leicestershire")
    expect(counties(page)).not_to_contain_text(NAME)
    assert list((tmp_path / "data" / "staging").iterdir()) == []

    # what can be mended is mended only when asked to
    crossed = (root / "tests" / "data" / "crossed-border" / "areas.geojson").read_bytes()
    page.reload()
    settled(page)
    give(page, sound | {"areas.geojson": crossed})
    repair = page.get_by_role("button", name="Load with these repairs")
    repair.wait_for(timeout=LOADED_MS)
    settled(page)
    expect(page.locator(".hr-base")).to_contain_text("Leicestershire")
    repair.click()
    page.locator(".hr-base").filter(has_text=NAME).wait_for(timeout=LOADED_MS)
    settled(page)
    page.get_by_role("tab", name="Data quality").click()
    noticed = page.get_by_role("tabpanel", name="Data quality")
    noticed.locator("canvas").first.wait_for()
    assert "It was mended, as asked." in words(noticed)
    assert outside == []
