"""The printed map: opens, says what it must, and keeps hostile names as text."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from harm import HOSTILE, published
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from solver.domain import Scenario, ZoneChoices
from solver.errors import PublishError
from solver.publish import zone_map
from solver.publish.printed import drawing
from solver.publish.printed.lettering import Placed, drawable, shortened, width_of, wrapped
from solver.publish.printed.names import name_zones


@pytest.fixture(scope="module")
def pdf(village, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "zones.pdf"
    scenario = Scenario(
        name="Ashby moves", note="Why not", zones=ZoneChoices(moves=(("r0c0", "East"),))
    )
    zone_map(village, scenario, path, **published(village, scenario))
    return PdfReader(path)


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def test_the_pdf_says_what_it_must(pdf):
    text = text_of(pdf)
    for words in (
        "Home care zones and price bands",
        "Villages",
        "Scenario: Ashby moves",
        "Why not",
        "Invented packages",
        "Urban",
        "18.75",
        "Rural",
        "23.00",
        "West",
        "South East",
        "miles",
        "British National Grid",
        "3 February 2026",
        "20 January 2020",
        "1 area in another zone than in the starting scenario",
        "all planned",
        "from 1 to 7 are shown as *",
    ):
        assert words in text, words


def test_the_pdf_is_one_a4_page_on_its_side_with_its_fonts(pdf):
    (page,) = pdf.pages
    assert (round(page.mediabox.width / 72, 2), round(page.mediabox.height / 72, 2)) == (
        11.69,
        8.27,
    )
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
    assert pdf.metadata.title == "Home care zones and price bands: Villages, Ashby moves"


@pytest.mark.parametrize("fill", ["bands", "zones"])
def test_hostile_names_are_printed_as_they_stand(hostile, tmp_path, fill):
    world, scenario = hostile
    path = tmp_path / "hostile.pdf"
    zone_map(world, scenario, path, fill=fill, **published(world, scenario))
    text = "".join(text_of(PdfReader(path)).split())
    for name in (*HOSTILE[:5], HOSTILE[7]):
        assert "".join(name.split()) in text, name


def test_png_in_both_sizes(village, tmp_path):
    shown = published(village, Scenario())
    for paper, size in (("A4", (2338, 1654)), ("A3", (3308, 2338))):
        path = tmp_path / f"{paper}.png"
        zone_map(village, Scenario(), path, paper=paper, **shown)
        with Image.open(path) as image:
            assert np.abs(np.subtract(image.size, size)).max() <= 1
            assert len(image.convert("RGB").resize((300, 200)).getcolors(60_000)) > 20


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_the_same_map_twice_is_the_same_file(village, tmp_path, ending):
    shown = published(village, Scenario())
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    for path in (one, two):
        zone_map(village, Scenario(), path, **shown)
    assert one.read_bytes() == two.read_bytes()


def test_a_hidden_number_is_a_star_on_the_map(village, tmp_path):
    lonely = Scenario(
        zones=ZoneChoices(
            moves=(("r2c2", "East"), ("r2c3", "East"), ("r1c1", "South East")),
        )
    )
    path = tmp_path / "map.pdf"
    zone_map(village, lonely, path, **published(village, lonely, threshold=8))
    text = text_of(PdfReader(path))
    assert "South East" in text and "* *" in text


def test_settings_of_matplotlib_are_left_as_they_were(village, tmp_path):
    before = dict(mpl.rcParams)
    zone_map(village, Scenario(), tmp_path / "map.png", **published(village, Scenario()))
    assert dict(mpl.rcParams) == before


def test_other_endings_and_papers_are_refused(village, tmp_path):
    shown = published(village, Scenario())
    with pytest.raises(PublishError, match=r"not as '\.svg'"):
        zone_map(village, Scenario(), tmp_path / "map.svg", **shown)
    with pytest.raises(PublishError, match="A4 or A3"):
        zone_map(village, Scenario(), tmp_path / "map.png", paper="A5", **shown)
    assert list(tmp_path.iterdir()) == []


def test_neighbouring_zones_have_different_tints():
    squares = shapely.box([0, 1, 0, 1, 5], [0, 0, 1, 1, 5], [1, 2, 1, 2, 6], [1, 1, 2, 2, 6])
    tints = drawing.zone_tints(squares)
    for i, j in ((0, 1), (0, 2), (1, 3), (2, 3)):
        assert tints[i] != tints[j]


def test_bands_differ_in_colour_and_in_pattern():
    assert len(set(drawing.band_colours(4))) == len(set(drawing.HATCHES[:4])) == 4
    light = [sum(int(c[k : k + 2], 16) for k in (1, 3, 5)) for c in drawing.band_colours(4)]
    assert light == sorted(light, reverse=True)


def test_holes_stay_open():
    ring = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 6, 6)
    page = Figure(figsize=(1, 1), dpi=100)
    axes = page.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 10))
    axes.axis("off")
    drawing.fill(axes, ring, facecolor="black", edgecolor="none")
    canvas = FigureCanvasAgg(page)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[:, :, 0]
    assert pixels[50, 50] == 255
    assert pixels[20, 50] == 0


def test_a_part_far_away_has_the_name_once_more():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(50, 0, 58, 8)])
    points = drawing.name_points(shape, shapely.Point(5, 5))
    assert len(points) == 2
    assert shapely.box(50, 0, 58, 8).contains(points[1])


def test_words_are_measured_and_wrapped():
    lines = wrapped("Harborough Rural Free Zone and more", 1.0, 8)
    assert len(lines) > 1
    assert all(width_of(line, 8) <= 1.0 for line in lines)
    assert " ".join(lines) == "Harborough Rural Free Zone and more"
    assert all(width_of(line, 8) <= 0.5 for line in wrapped("x" * 200, 0.5, 8))
    assert shortened("Harborough Rural Free Zone", 0.8, 8).endswith("…")


def test_signs_that_the_font_lacks_become_boxes():
    assert drawable("Ashby \N{GRINNING FACE WITH STAR EYES} £5\n€") == "Ashby ▯ £5 €"


def test_names_do_not_cover_each_other():
    page = Figure(figsize=(4, 4), dpi=100)
    axes = page.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1000), ylim=(0, 1000))
    shapes = shapely.box([400, 440, 480, 0], [400, 400, 400, 0], [440, 480, 520, 350], 450)
    frame = pd.DataFrame({"zone": ["Oakham North East", "Oakham North", "Oakham West", "Exton"]})
    centres = shapely.centroid(shapes)
    points = shapely.get_coordinates(centres)
    frame["label_lon"], frame["label_lat"] = points[:, 0], points[:, 1]
    sheet = SimpleNamespace(zones=shapes, figures=SimpleNamespace(zones=frame), scale=1.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "in_metres", lambda shapes: shapes)
        placed = Placed(page)
        name_zones(axes, sheet, placed)
    assert len(placed.boxes) == 4
    for i, box in enumerate(placed.boxes):
        assert not any(box.overlaps(other) for other in placed.boxes[:i])
    written = [text for text in axes.texts if text.get_text() and not text.get_path_effects()]
    assert len(written) == 4
    assert len(axes.lines) >= 1  # one of them stands aside, with a line to its zone
