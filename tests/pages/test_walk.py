"""A walk over every page of the demo county and of Rutland, reading each figure that is said.

No sentence has a figure that stands nowhere else, none of Leicestershire's figures stands on
Rutland's pages unless it is said to be the papers', and every amount of money has its base, the
day of its prices and that of the data in its block.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from figures import strays
from looks import LOOKS, Stage, made_ready, worked_out
from store.waiting import until_over
from streamlit.testing.v1 import AppTest
from told import derived, foreign, theirs, told
from walking import standing, taken_apart

from dashboard.show import prices
from office import people
from office.jobs.startup import close_stores, open_store
from office.store import settings, worlds
from solver.costs import loop
from solver.invent import CountyChoices, invent_county
from solver.roads.speed_model import SpeedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walking import Block

pytestmark = pytest.mark.slow

PAGES = Path(__file__).resolve().parents[2] / "pages"
COUNTIES = ("demo", "rutland")
Walked = dict[str, "list[Block]"]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, roads_cache: Path) -> Iterator[Path]:
    """A data folder for the walk alone."""
    folder = tmp_path_factory.mktemp("walk") / "data"
    world = folder / "worlds" / worlds.DEMO
    world.mkdir(parents=True, mode=0o700)
    (world / "cache").symlink_to(roads_cache, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOMEROUNDS_DATA", str(folder))
        yield folder
        close_stores()
        st.cache_data.clear()


def walk(county: str, house: Path, request: pytest.FixtureRequest) -> Walked:
    """Walk over a county's pages, and give what stood there."""
    world_id = worlds.DEMO
    if county == "rutland":
        world_id = _rutland(request.getfixturevalue("shared_data"), house)
    stage = made_ready(world_id)
    worked_out(stage, until_over, whole=county == "rutland")
    return {name: _read(stage, name) for name in LOOKS}


def _rutland(shared: Path, house: Path) -> str:
    """Invent Rutland's packages on its real roads, and keep it as a county."""
    staged = house.parent / "rutland"
    invent_county(
        shared / "osm" / "rutland-2022-07-20.osm.pbf",
        shared / "postcodes" / "postcodes_leics_rutland.csv.gz",
        staged,
        CountyChoices(1, only=("LE15",)),
        areas=shared / "geo" / "lsoa21_leics_rutland.geojson",
    )
    return worlds.add(open_store(), staged, owner="Ann").id


def _read(stage: Stage, name: str) -> list[Block]:
    look = LOOKS[name]
    on_desk = {"world": stage.world_id, "scenario": stage.ids[look.scenario]}
    settings.remember(open_store(), f"last:{people.here().name}", on_desk)
    page = AppTest.from_file(str(PAGES / f"{look.page}.py"), default_timeout=240)
    for key, value in look.chosen(stage).items():
        page.session_state[key] = value
    page.run()
    assert not page.exception and not page.error, (name, page.exception, page.error)
    return taken_apart(page)


def stray_figures(blocks: list[Block]) -> list[str]:
    """Find sentences whose figures stand neither on the page nor in docs/answers.md."""
    everywhere = standing(blocks)
    (title,) = [block.heading for block in blocks if block.title]
    return [
        f"{block.heading}: {', '.join(found)} in “{sentence[:160]}”"
        for block in blocks
        for sentence in (*block.sentences, *block.helps)
        if (found := strays(sentence, [*everywhere, *block.drawn, *told(title, sentence)]))
    ]


def test_every_page_is_walked() -> None:
    assert {look.page for look in LOOKS.values()} == {path.stem for path in PAGES.glob("[a-z]*.py")}


@pytest.mark.parametrize("county", COUNTIES)
def test_each_figure_stands_somewhere_and_each_amount_of_money_rests_on_something(
    county: str, request: pytest.FixtureRequest, house: Path
) -> None:
    walked = walk(county, house, request)
    stray = {name: stray_figures(blocks) for name, blocks in walked.items()}
    bare = {
        name: [block.heading for block in blocks if block.rests_on_nothing()]
        for name, blocks in walked.items()
    }
    assert {name: lines for name, lines in stray.items() if lines} == {}
    assert {name: headings for name, headings in bare.items() if headings} == {}
    if county == "rutland":
        no_figure_is_leicestershires(walked)


def no_figure_is_leicestershires(pages: Walked) -> None:
    """No figure of Leicestershire stands on another county's pages unless it is said to be."""
    of = theirs()
    found = {name: foreign(blocks, of, own=True) for name, blocks in pages.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}
    bases = [base for blocks in pages.values() for block in blocks for base in block.bases]
    assert any("Leicestershire's report" in base for base in bases)  # whose the bands' rates are


# ---- the walker itself ----------------------------------------------------------------------


def page_of(script: str) -> list[Block]:
    """Take a page apart that consists of a few lines."""
    lines = "import streamlit as st\nfrom dashboard.show.tables import *\nst.title('Costs')\n"
    page = AppTest.from_string(lines + script).run()
    assert not page.exception
    return taken_apart(page)


TABLE = (
    "show_table(pd.DataFrame({'band': ['Urban'], 'rate': ['£352,155.25'], 'share': ['65.21%']}), "
    "[Column('band', 'Band'), Column('rate', 'Rate'), Column('share', 'Share')], caption='Bands')\n"
)


@pytest.mark.parametrize(
    ("sentence", "stray"),
    [
        ("It costs £352,155.25 a week.", []),
        ("It costs £352,155 a week, £0.35m.", []),  # rounded as the sentence has it
        ("It costs £352,156 a week.", ["£352,156"]),
        ("It costs £352,155.30 a week.", ["£352,155.30"]),
        ("65% of hours, or 65.2%.", []),
        ("65 hours are 66%.", ["65", "66%"]),  # of another kind, and rounded wrongly
        ("On 20 January 2020 at 07:30, para 39 of [002], 2019/20.", []),
        ("On 45p a mile.", ["45p"]),
    ],
)
def test_a_stray_number_is_caught(sentence: str, stray: list[str]) -> None:
    ways = ("st.markdown", "st.caption", "st.info", "st.warning", "say")
    blocks = page_of(TABLE + "".join(f"{way}({sentence!r})\n" for way in ways))
    said = [text for block in blocks for text in block.sentences if sentence[:6] in text]
    assert [strays(text, standing(blocks)) for text in said] == [stray] * len(ways)
    assert len(stray_figures(blocks)) == bool(stray) * len(ways)


def test_a_note_and_a_help_are_sentences_and_a_grid_answers_for_its_own_block() -> None:
    grid = "st.dataframe(pd.DataFrame({'Hours': [12.5, 33.0]}))\n"
    assert stray_figures(page_of(grid + "st.caption('12.5 hours in 2 rows')")) == []
    apart = page_of(grid + "st.header('Other')\nst.caption('12.5 hours')")
    assert stray_figures(apart) == ["Other: 12.5 in “12.5 hours”"]
    helped = page_of("st.number_input('Miles', value=3, help='Bradford has 7 of 3')")
    assert stray_figures(helped) == ["Costs: 7 in “Bradford has 7 of 3”"]
    noted = page_of(TABLE.replace("caption='Bands'", "caption='Bands', note='As if 12'"))
    assert stray_figures(noted) == ["Costs: 12 in “As if 12”"]


def test_money_without_a_base_is_caught_in_its_own_block() -> None:
    base = prices.based("all planned hours", "2020-01-20", "2019-07-31")
    line = f"st.caption({base!r})\n"
    for money in (
        TABLE,
        "st.caption('It costs £5.')\n",
        "show_figures([Figure('Cost', '£5', 'a week')])\n",
        "st.dataframe(pd.DataFrame({'Cost, £': [1.0]}))\n",
    ):
        assert [block.heading for block in page_of(money) if block.rests_on_nothing()] == ["Costs"]
        assert not any(block.rests_on_nothing() for block in page_of(money + line))
        apart = page_of(line + "with st.tabs(['T'])[0]:\n  " + money + "st.header('H')\n" + money)
        assert [block.heading for block in apart if block.rests_on_nothing()] == ["T", "H"]
    half = base.replace("data of", "as of")
    (caught,) = [one for one in page_of(TABLE + f"st.caption({half!r})") if one.rests_on_nothing()]
    assert caught.heading == "Costs"


def test_another_countys_figures_are_caught_unless_they_are_said_to_be_the_papers() -> None:
    of = theirs()
    assert {"£18.75", "£26.35", "£18.45", "18,000", "23,150", "£352,155.25"} <= {
        one.text for one in of.figures
    }
    assert "Lutterworth" in of.zones
    for text in ("It is £18.45 now.", "18,000 hours", "In Lutterworth it is so."):
        assert len(foreign(page_of(f"st.caption({text!r})"), of, own=True)) == 1
        headed = page_of(f"st.header('Leicestershire, 20 January 2020')\nst.caption({text!r})")
        assert foreign(headed, of, own=True) == []


def test_numbers_told_in_answers_are_those_of_the_code() -> None:
    rows = {(row.page, row.words): {one.text for one in row.numbers} for row in derived()}
    assert all(row.origin and row.numbers for row in derived())
    ranges = {f"{loop.SPEED_RANGE:.0%}", f"{loop.OVERRUN_RANGE:.0%}"}
    assert rows["Costs", "speeds 15% higher to speeds 15% lower"] == ranges
    assert rows["Roads", "signed limit"] == {f"{SpeedModel().limit_share:.0%}"}
    assert rows["Costs", "Department of Health and Social Care"] == {
        "57%",
        f"{100 * (1.57 ** (1 / 20) - 1):.2f}%",
    }
