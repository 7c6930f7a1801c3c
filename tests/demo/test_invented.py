"""Nothing in the demo is anybody's: labels, distances from postcodes, fictional names."""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pytest
from scipy.spatial import cKDTree

from solver.intake import read_tables
from solver.invent.land.ground import to_grid

if TYPE_CHECKING:
    from pathlib import Path


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
    # the city inside the county leaves two gaps along its border, and nothing else is noticed
    assert [n.message[:6] for n in tables.report.notices] == ["A gap "] * 2


def test_residents_add_up_to_the_districts(demo: Path, files: dict[str, pd.DataFrame]) -> None:
    """Every age group of every district, though its share among areas is invented."""
    ages = ["residents", "aged_65", "aged_75", "aged_85"]
    table = files["population"].set_index("area_id")[ages].astype(int)
    settlement = gpd.read_file(demo / "areas.gpkg").set_index("area_id")["settlement"]
    district = pd.read_csv(demo.parent / "districts_of_settlements.csv", index_col="settlement")
    real = pd.read_csv(demo.parent / "residents_of_districts.csv", index_col="district")
    found = table.groupby(settlement.map(district["district"])).sum()
    assert found.to_dict() == real[ages].to_dict()
    assert (table.diff(axis=1).iloc[:, 1:] <= 0).all().all()  # the older are among the younger


def test_residents_are_made_again_alike(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The committed table is what its script writes."""
    monkeypatch.syspath_prepend(str(demo.parent))
    import population

    for name in ("areas.gpkg", "bands.csv", "postcodes.csv.gz", "population.csv"):
        shutil.copyfile(demo / name, tmp_path / name)
    (tmp_path / "population.csv").unlink()
    population.write_population(tmp_path)
    assert (tmp_path / "population.csv").read_bytes() == (demo / "population.csv").read_bytes()
