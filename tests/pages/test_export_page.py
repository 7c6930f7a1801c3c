"""What leaves by "To publish" goes through the gate, and is written down with its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.publish import export
from dashboard.publish.choice import sheets
from office.store import exports, worlds
from office.store.exports import published
from solver import publish
from solver.domain import Scenario, ZoneChoices
from solver.publish import public_figures

PAGE = Path(__file__).parents[2] / "pages" / "export.py"

pytestmark = pytest.mark.usefixtures("data_folder")


class Choice:
    """What an officer chose, without a screen."""

    def __init__(self, world, scenario: Scenario) -> None:
        desk = SimpleNamespace(world=worlds.every(state.store())[0], stored=None)
        self.page = SimpleNamespace(world=world, scenario=scenario, desk=desk)

    @property
    def out(self):
        return published.packs(state.store(), self.page.world.tables.about.name)

    def beside(self, out):
        return public_figures(self.page.world, self.page.scenario, before=out)

    def table(self, figures, path: Path) -> None:
        about = publish.colophon(
            self.page.world, self.page.scenario, made_on="2026-02-03", threshold=8
        )
        publish.write_csv(sheets(figures)["zones"], path, about=about, alone=True)


@pytest.fixture(scope="module")
def world():
    from solver.base.world import World
    from solver.intake import read_tables
    from solver.rates import read_rates
    from solver.selftest import DEMO

    return World(DEMO, read_tables(DEMO), None, read_rates(DEMO / "rates.toml"), "demo")


def test_a_second_export_is_made_beside_the_first(world) -> None:
    first = Choice(world, Scenario(name="Today"))
    content = export._released(first, "zones.csv", first.table)
    assert export._released(first, "again.csv", first.table) == content  # to the byte
    moves = (("husbands-bosworth", "Market Harborough"),)
    moved = Choice(world, Scenario(name="Moved", zones=ZoneChoices(moves=moves)))
    export._released(moved, "moved.csv", moved.table)
    assert [pack.name.split(",")[0] for pack in moved.out] == ["Today", "Moved"]
    hidden = moved.beside(first.out).by_zone.set_index("zone")["suppressed"]
    assert hidden["Market Harborough"]  # few people moved: the difference would tell of them
    lines = exports.recent(state.store(), moved.page.desk.world.id)
    kept = published.of(state.store(), lines[-1])
    assert kept is not None
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.threshold, kept.input_hash) == (8, "demo")


def test_a_file_that_cannot_be_written_leaves_no_line(world) -> None:
    choice = Choice(world, Scenario())

    def full_disk(figures, path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export._released(choice, "zones.csv", full_disk)
    assert choice.out == ()
    assert exports.recent(state.store(), choice.page.desk.world.id) == ()


def test_the_page_says_what_is_hidden_and_why() -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=120).run()
    assert not page.error
    assert any("none can be worked out" in item.value for item in page.caption)
    html = "\n".join(str(block.proto.body) for block in page.get("html"))
    assert "What is hidden, and why" in html
    assert "Few people" in html
