"""Nothing in the demo is anybody's: labels, distances from postcodes, fictional names."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import numpy as np
import osmium
import pytest
from scipy.spatial import cKDTree

from solver.intake import read_tables
from solver.invent.ground import to_grid

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def test_the_whole_folder_is_small(demo: Path) -> None:
    parent = demo.parent
    size = sum(path.stat().st_size for path in parent.rglob("*") if path.is_file())
    assert size < 6_000_000


def test_it_says_that_it_is_invented(demo: Path, files: dict[str, pd.DataFrame]) -> None:
    about = tomllib.loads((demo / "world.toml").read_text(encoding="utf-8"))
    assert about["invented"] is True
    assert "invented" in about["name"]
    assert "llustrative" in about["roads_note"]
    assert any("invented" in source for source in about["sources"])
    assert files["providers"]["name"].str.endswith("(invented)").all()
    assert files["providers"]["name"].is_unique


def test_every_road_is_named_illustrative(demo: Path) -> None:
    ways = osmium.FileProcessor(str(demo / "roads.osm.pbf"), osmium.osm.WAY)
    names = [way.tags.get("name", "") for way in ways]
    assert len(names) > 20_000
    assert all(name.startswith("Illustrative ") for name in names)


def test_nobody_lives_at_a_postcode(files: dict[str, pd.DataFrame]) -> None:
    """Homes of people and carers lie 12 m and more from every postcode's centroid."""
    postcodes = files["postcodes"][["lon", "lat"]].astype(float)
    tree = cKDTree(np.stack(to_grid(postcodes["lon"], postcodes["lat"]), axis=1))
    for table in ("people", "carers"):
        assert not any("postcode" in column for column in files[table].columns)
        homes = files[table][["lon", "lat"]].astype(float)
        away, _ = tree.query(np.stack(to_grid(homes["lon"], homes["lat"]), axis=1))
        assert away.min() >= 11.5
        assert np.median(away) < 100.0


def test_providers_by_zone(files: dict[str, pd.DataFrame]) -> None:
    providers, contracts = files["providers"], files["contracts"]
    assert len(providers) == 86
    assert set(contracts["tier"]) == {"prime", "supplementary", "spot", "specialist"}
    assert set(contracts["basis"]) == {"hour", "block", "spot"}
    primes = providers["prime_zones"].str.split("; ").explode().value_counts().drop("")
    zones = set(files["zones"]["zone"])
    assert set(primes.index) == zones - {"Harborough Rural Free Zone"}
    assert primes.min() >= 2
    assert primes.sum() >= 26
    spare = providers["supplementary_zones"].str.split("; ").explode().value_counts()
    assert all(spare[zone] >= 2 for zone in zones)


def test_it_loads_without_faults(demo: Path) -> None:
    tables = read_tables(demo)
    assert tables.about.invented
    assert len(tables.rounds) == pytest.approx(39_700, rel=0.01)
    assert tables.report.notices == ()
