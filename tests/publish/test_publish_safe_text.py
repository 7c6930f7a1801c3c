"""Text stays text in cells, markup and file names."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from solver.errors import PublishError
from solver.publish import safe_text
from solver.publish.safe_text import check_public


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 116", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", "\u202e=1"],
)
def test_what_could_run_gets_an_apostrophe(text):
    assert safe_text.cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Ashby", "O'Neill", "a=b", "Moira - north", "", "7"])
def test_what_cannot_run_stays_as_it_is(text):
    assert safe_text.cell(text) == text


@given(st.text())
def test_no_cell_begins_with_a_formula_sign(text):
    cell = safe_text.cell(text)
    assert not cell.lstrip(" \u00a0").startswith(safe_text.FORMULA_STARTS)
    assert "\x00" not in cell


def test_numbers_stay_numbers_and_headers_are_text():
    frame = pd.DataFrame({"=head": [-1.5, 2.0], "text": ["-1.5", None], "whole": [-3, 4]})
    safe = safe_text.cells(frame)
    assert list(safe.columns) == ["'=head", "text", "whole"]
    assert safe["'=head"].tolist() == [-1.5, 2.0]
    assert safe["whole"].dtype == frame["whole"].dtype
    assert safe["text"].tolist()[0] == "'-1.5"
    assert pd.isna(safe["text"].tolist()[1])
    assert frame["text"].tolist()[0] == "-1.5"


def test_categories_and_mixed_columns_are_made_safe_too():
    frame = pd.DataFrame(
        {"band": pd.Categorical(["=x", "y"]), "mixed": pd.Series(["*", -5], dtype=object)}
    )
    safe = safe_text.cells(frame)
    assert safe["band"].tolist() == ["'=x", "y"]
    assert safe["mixed"].tolist() == ["*", -5]


def test_markup_is_escaped():
    assert safe_text.markup("<img onerror='x' \"&\">") == (
        "&lt;img onerror=&#x27;x&#x27; &quot;&amp;&quot;&gt;"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zones, south & west", "Zones south west"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\x|y?.pdf", "C x y .pdf"),
        ("Café £5", "Cafe 5"),
        ("...", "export"),
        ("\0\n", "export"),
        ("CON", "export"),
        ("lpt1.csv", "export"),
        ("a" * 200, "a" * 80),
    ],
)
def test_file_names_are_safe(text, name):
    assert safe_text.file_name(text) == name


@given(st.text())
def test_no_file_name_leaves_its_folder(text):
    name = safe_text.file_name(text)
    assert name and name == name.strip(". ") and not set(name) & set('/\\:*?"<>|\0')


@pytest.mark.parametrize("text", ["Oakham LE15 6AA", "le156aa", "near W1A 1AA, north"])
def test_a_full_postcode_does_not_leave(text):
    with pytest.raises(PublishError, match="holds a full postcode"):
        check_public(["Oakham", text])


@pytest.mark.parametrize("text", ["Ashby LE65 1", "LE15", "A47 north", "Zone B1", "1 in 2"])
def test_the_first_half_of_a_postcode_may(text):
    check_public([text])
