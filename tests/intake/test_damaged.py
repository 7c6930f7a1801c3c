"""Damage that the libraries answer in words of their own ends in a sentence of ours."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from solver.domain import Scenario
from solver.errors import InputError, RatesError, RoadsError, ScenarioError
from solver.intake import read_tables
from solver.rates import read_rates
from solver.roads import open_roads

if TYPE_CHECKING:
    from pathlib import Path

DEEP = f"a = {'[' * 20_000}{']' * 20_000}\n"
LONG = f"a = {'9' * 5_000}\n"


def test_a_csv_gz_that_is_damaged_inside(folder: Path) -> None:
    """A byte changed amid the packed data is no traceback of zlib."""
    packed = bytearray(gzip.compress((folder / "people.csv").read_bytes()))
    packed[20:60] = b"\xff" * 40
    (folder / "people.csv").unlink()
    (folder / "people.csv.gz").write_bytes(bytes(packed))
    with pytest.raises(InputError, match="The file cannot be unpacked"):
        read_tables(folder)


@pytest.mark.parametrize("text", [DEEP, LONG])
def test_settings_nested_deep_or_with_endless_numbers(tmp_path: Path, text: str) -> None:
    """Rates and scenarios say what is wrong with them."""
    (tmp_path / "rates.toml").write_text(text)
    with pytest.raises(RatesError, match="nested too deep"):
        read_rates(tmp_path / "rates.toml")
    with pytest.raises(ScenarioError, match="nested too deep"):
        Scenario.from_toml(text)


def test_rates_that_are_not_text(folder: Path) -> None:
    """Rates in another encoding are named with the rest of a world."""
    (folder / "rates.toml").write_bytes("a = 1".encode("utf-16"))
    with pytest.raises(InputError, match="not UTF-8 text"):
        read_tables(folder)


@pytest.mark.parametrize("word", ["inf", "north", "9" * 40])
def test_roads_with_a_coordinate_that_is_no_number(tmp_path: Path, word: str) -> None:
    """A point at no place is named as damage of the extract."""
    path = tmp_path / "roads.osm"
    path.write_text(
        f'<osm version="0.6"><node id="1" version="1" lat="{word}" lon="0"/>'
        '<node id="2" version="1" lat="52" lon="0"/>'
        '<way id="1" version="1"><nd ref="1"/><nd ref="2"/>'
        '<tag k="highway" v="residential"/></way></osm>'
    )
    with pytest.raises(RoadsError, match=r"roads\.osm cannot be read"):
        open_roads(path)
