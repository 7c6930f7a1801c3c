"""Numbers and names as they are written on the screen."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import escape
from dashboard.maps.palette import band_styles, zone_tints
from dashboard.show import tables, text
from dashboard.show.job_watch import best_words
from solver.publish.printed.drawing import band_colours

HOSTILE = "<img src=x onerror=alert(1)> ![a](http://b.invalid) $x$ :red[hot] `c`"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.pounds(35_215_525), "£352,155.25"),
        (text.pounds(-1_050), "−£10.50"),
        (text.whole_pounds(199), "£2"),
        (text.whole_pounds(-40), "£0"),
        (text.millions(1_831_207_300), "£18.31m"),
        (text.number(-0.4), "0"),
        (text.number(1234.56, 1), "1,234.6"),
        (text.change(3), "+3"),
        (text.change(-3), "−3"),
        (text.change(0.0, 1), "0.0"),
        (text.money_change(49), "£0"),
        (text.money_change(4_900), "+£49"),
        (text.percent(0.6521, 2), "65.21%"),
        (text.count(1, "visit"), "1 visit"),
        (text.count(2_000, "person", "people"), "2,000 people"),
        (text.FIGURE_UNITS["minutes"](59.96), "60.0 min"),
        (text.FIGURE_UNITS["minutes"](43_556.8), "726 h"),
        (text.CHANGE_UNITS["miles"](-12.3), "−12 mi"),
        (text.FIGURE_UNITS["visits"](1_783), "1,783"),
    ],
)
def test_numbers_are_written_as_officers_read_them(written: str, expected: str) -> None:
    assert written == expected


def test_markdown_of_a_name_is_escaped() -> None:
    plain = escape.plain(HOSTILE)
    for sign in "<![($:`":
        assert f"\\{sign}" in plain
        assert not any(plain[i] == sign and plain[i - 1] != "\\" for i in range(1, len(plain))), (
            sign
        )


def test_a_table_holds_names_as_text_and_heads_its_rows() -> None:
    frame = pd.DataFrame({"zone": [HOSTILE], "hours": [1_234.0], "none": [float("nan")]})
    html = tables.table_html(
        frame,
        [
            tables.Column("zone", HOSTILE),
            tables.Column("hours", "Hours", text.number, numeric=True),
            tables.Column("none", "None", text.number, numeric=True),
        ],
        caption=HOSTILE,
        total={"zone": "All", "hours": 1_234.0},
    )
    assert "<img" not in html
    assert '<th scope="row">&lt;img' in html
    assert '<td class="n">1,234</td><td class="n">–</td>' in html
    assert '<tr class="total"><th scope="row">All</th>' in html


def test_bands_look_on_screen_as_they_print() -> None:
    styles = band_styles(("Urban", "Fringe", "Rural", "Isolated"))
    for style, printed in zip(styles.values(), band_colours(4), strict=True):
        apart = [
            abs(int(style.fill[i : i + 2], 16) - int(printed[i : i + 2], 16)) for i in (1, 3, 5)
        ]
        assert max(apart) <= 4
    assert len({style.marks for style in styles.values()}) == 4


def test_neighbouring_zones_have_other_tints() -> None:
    ring = {str(i): (str((i + 1) % 5), str((i - 1) % 5)) for i in range(5)}
    tints = zone_tints(ring)
    assert all(tints[zone] != tints[other] for zone, near in ring.items() for other in near)


def test_the_best_so_far_counts_visits_one_and_several() -> None:
    said = best_words({"unserved": 1.0, "miles": 612.4})
    assert said == "1 carer's visit not made, 612 miles between visits"
    assert best_words({"unserved": 0.0, "miles": 1.2}).startswith("0 carers' visits not made")
