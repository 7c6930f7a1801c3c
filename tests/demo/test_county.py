"""``invent`` on real roads, its command, and what it refuses."""

from __future__ import annotations

import argparse
import hashlib
import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from solver.domain import Scenario
from solver.errors import InputError
from solver.intake import check_against_roads, find_roads, read_tables
from solver.invent import CountyChoices, invent_county
from solver.invent.land.areas import read_areas
from solver.invent.land.extract import read_settlements
from solver.invent.land.postcodes import read_postcodes
from solver.roads import open_roads
from solver.rounds.effort import Effort
from solver.shell.invent import add_parser
from solver.stop.rules import AfterIterations
from solver.study import open_world, prepare, run

if TYPE_CHECKING:
    from pathlib import Path


def extract_of(data: Path) -> Path:
    return data / "osm" / "rutland-2022-07-20.osm.pbf"


def postcodes_of(data: Path) -> Path:
    return data / "postcodes" / "postcodes_leics_rutland.csv.gz"


def shell(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    options = parser.parse_args(words)
    code: int = options.run(options)
    return code


def digest(folder: Path) -> dict[str, str]:
    """Hash of each file."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def rutland(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rutland: its extract, its LE15 postcodes, its LSOAs as areas."""
    out = tmp_path_factory.mktemp("invented") / "rutland"
    lsoas = shared_data / "geo" / "lsoa21_leics_rutland.geojson"
    code = shell(
        "invent", str(extract_of(shared_data)), "--postcodes", str(postcodes_of(shared_data)),
        "--areas", str(lsoas), "--only", "LE15", "--seed", "1", "--out", str(out),
    )  # fmt: skip
    assert code == 0
    return out


@pytest.mark.data
def test_rutland_is_a_world_without_faults(rutland: Path) -> None:
    tables = check_against_roads(read_tables(rutland), open_roads(find_roads(rutland)))
    assert tables.about.invented
    assert tables.about.name == "Rutland, invented packages"
    assert tables.about.roads_note == ""
    assert len(tables.people) > 100
    assert len(tables.areas) > 20
    assert tables.areas["area_id"].str.startswith("E01").all()
    assert tables.areas["population"].gt(500).all()
    assert tables.areas["population_85"].lt(tables.areas["population_75"]).all()
    assert (rutland / "population.csv").is_file()
    assert tables.areas["zone"].nunique() >= 2


@pytest.mark.data
def test_the_same_seed_makes_the_same_rutland(
    rutland: Path, shared_data: Path, tmp_path: Path
) -> None:
    lsoas = shared_data / "geo" / "lsoa21_leics_rutland.geojson"
    again = {}
    for seed in (1, 2):
        invent_county(
            extract_of(shared_data), postcodes_of(shared_data), tmp_path / str(seed),
            CountyChoices(seed, only=("LE15",)), areas=lsoas,
        )  # fmt: skip
        again[seed] = digest(tmp_path / str(seed))
    assert again[1] == digest(rutland)
    assert again[1]["people.csv"] != again[2]["people.csv"]


@pytest.mark.data
@pytest.mark.slow
def test_rutland_can_be_served(rutland: Path) -> None:
    world = open_world(rutland)
    result = run(world, Scenario(), day="mon", effort=Effort(AfterIterations(40_000), 1))
    wanted = len(result.case.workload.visits)
    assert wanted > 200
    assert len(result.plan.unserved) <= 0.01 * wanted
    assert result.score.totals.miles < result.today.totals.miles
    assert prepare(world, Scenario(), "mon").today.unserved == ()


@pytest.mark.data
def test_settlements_can_be_the_areas(shared_data: Path, tmp_path: Path) -> None:
    done = invent_county(
        extract_of(shared_data), postcodes_of(shared_data), tmp_path / "w", CountyChoices(3)
    )
    tables = read_tables(tmp_path / "w")
    assert {"Oakham", "Uppingham", "Ketton"} <= set(tables.areas["settlement"])
    assert done.left_out > 20_000
    assert done.zones == tables.areas["zone"].nunique()


@pytest.mark.data
def test_illustrative_roads_are_about_as_winding_as_real_ones(
    shared_data: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Median detours within a tenth of Rutland's in each class of distance."""
    monkeypatch.syspath_prepend(str(demo.parent))
    import check_roads

    found = check_roads.measure(shared_data)
    real = found.pop("Rutland, real roads")
    assert [round(row.median, 1) for row in real] == [1.5, 1.3, 1.2]
    for rows in found.values():
        for row, base in zip(rows, real, strict=True):
            assert row.median == pytest.approx(base.median, rel=0.10)
            assert row.pairs > 10_000
    sys.modules.pop("check_roads")


@pytest.mark.data
def test_areas_that_cannot_be_used(shared_data: Path, tmp_path: Path) -> None:
    settlements = read_settlements(extract_of(shared_data))
    postcodes = read_postcodes(postcodes_of(shared_data), ("LE15",))
    near = np.ones(len(postcodes), dtype=bool)
    broken = tmp_path / "areas.geojson"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_areas(broken, postcodes, near, settlements)
    lsoas = shared_data / "geo" / "lsoa21_leics_rutland.geojson"
    with pytest.raises(InputError, match="covered by the roads"):
        read_areas(lsoas, postcodes, ~near, settlements)


def test_demo_is_written_out(tmp_path: Path, demo: Path) -> None:
    assert shell("demo", str(tmp_path / "copy")) == 0
    assert digest(tmp_path / "copy") == digest(demo)
    assert (tmp_path / "copy" / "scenarios" / "today.toml").is_file()
    with pytest.raises(InputError, match="not empty"):
        shell("demo", str(tmp_path / "copy"))


def test_postcodes_come_in_several_shapes(tmp_path: Path) -> None:
    grid = tmp_path / "grid.csv"
    grid.write_text("Postcode,Easting,Northing\nle15 6aa,486000,308800\nLE15 6AB,486100,308900\n")
    degrees = tmp_path / "degrees.csv.gz"
    frame = read_postcodes(grid)
    frame[["postcode", "lon", "lat"]].to_csv(degrees, index=False)
    again = read_postcodes(degrees)
    assert frame["postcode"].tolist() == again["postcode"].tolist() == ["LE15 6AA", "LE15 6AB"]
    assert np.allclose(frame[["x", "y"]], again[["x", "y"]], atol=0.2)
    assert read_postcodes(grid, ("LE15 6AB",))["postcode"].tolist() == ["LE15 6AB"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("postcode,somewhere\nLE1 1AA,3\n", "has the columns postcode, somewhere"),
        ("postcode,lon,lat\nLE1 1AA,x,y\n", "No row has a postcode"),
        ("", "cannot be read"),
    ],
)
def test_postcodes_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_postcodes(path)


def test_postcodes_elsewhere_are_refused(tmp_path: Path, demo: Path) -> None:
    """Edinburgh's postcodes do not lie on Leicestershire's roads."""
    path = tmp_path / "postcodes.csv"
    lon = -3.2 + np.arange(60) / 1_000
    pd.DataFrame({"postcode": [f"EH1 {i}" for i in range(60)], "lon": lon, "lat": 55.95}).to_csv(
        path, index=False
    )
    with pytest.raises(InputError, match="Only 0 of 60 postcodes"):
        invent_county(demo / "roads.osm.pbf", path, tmp_path / "w", CountyChoices())


def test_an_extract_without_settlements_is_refused(demo: Path) -> None:
    with pytest.raises(InputError, match="names no settlement"):
        read_settlements(demo / "roads.osm.pbf")


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, demo: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        invent_county(demo / "roads.osm.pbf", tmp_path / "x.csv", tmp_path, CountyChoices())
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
