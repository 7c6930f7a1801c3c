"""Column names of layers: cut to ten letters by a shapefile, spelt with hyphens, there twice."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from solver.errors import InputError
from solver.intake import read_tables
from solver.intake.checks.layer_names import may_be_cut

if TYPE_CHECKING:
    from pathlib import Path

    from solver.errors import Fault

AGED = {"population_65": [2_600, 1_300], "population_75": [1_300, 700], "population_85": [380, 200]}


@pytest.fixture
def world(folder: Path) -> Path:
    """Return a folder without residents of its areas."""
    (folder / "population.csv").unlink()
    return folder


def in_a_shapefile(world: Path, columns: dict[str, list[int]]) -> list[str]:
    """Put the areas, with more columns, into a zipped shapefile; return the names it has."""
    areas = gpd.read_file(world / "areas.geojson").assign(**columns)
    (world / "areas.geojson").unlink()
    loose = world / "loose"
    loose.mkdir()
    areas.to_crs(27700).to_file(loose / "areas.shp")
    with zipfile.ZipFile(world / "areas.zip", "w") as archive:
        for part in sorted(loose.iterdir()):
            archive.write(part, part.name)
    shutil.rmtree(loose)
    return list(gpd.read_file(world / "areas.zip").columns)


def only_fault(world: Path) -> Fault:
    """Return the one fault of a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(world)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.filterwarnings("ignore:.*laundered:RuntimeWarning", "ignore:.*10 char:UserWarning")
@pytest.mark.parametrize(
    ("columns", "cut"),
    [
        (AGED, "population, populati_1, populati_2"),
        (
            {"population": [12_000, 6_000], **AGED},
            "population, populati_1, populati_2, populati_3",
        ),
        ({"population_65": [2_600, 1_300]}, "population"),
        ({"population_85": [380, 200], "population": [12_000, 6_000]}, "population, populati_1"),
    ],
)
def test_cut_names_of_ages_are_named(world: Path, columns: dict[str, list[int]], cut: str) -> None:
    """Residents aged 65 and over are never taken for all residents: each cut name is named."""
    assert set(cut.split(", ")) < set(in_a_shapefile(world, columns))
    fault = only_fault(world)
    assert fault.file == "areas.zip"
    assert fault.column == cut
    assert "population, population_65, population_75 or population_85" in fault.message
    assert "residents, aged_65, aged_75 or aged_85" in fault.cure


def test_short_names_fit_in_a_shapefile(world: Path) -> None:
    """The cure holds: the names of the population table are read from a layer too."""
    short = {"residents": [12_000, 6_000], "aged_65": [2_600, 1_300], "aged_85": [380, 200]}
    in_a_shapefile(world, short)
    areas = read_tables(world).areas
    assert areas["population"].tolist() == [12_000, 6_000]
    assert areas["population_65"].tolist() == [2_600, 1_300]
    assert areas["population_85"].tolist() == [380, 200]
    assert "population_75" not in areas


@pytest.mark.filterwarnings("ignore:.*laundered:RuntimeWarning", "ignore:.*10 char:UserWarning")
def test_a_mapping_says_what_cut_names_mean(world: Path) -> None:
    """A mapping that names the cut columns is taken at its word."""
    in_a_shapefile(world, AGED)
    (world / "mapping.toml").write_text(
        '[areas.columns]\npopulation_65 = "population"\npopulation_75 = "populati_1"\n'
        'population_85 = "populati_2"\n'
    )
    areas = read_tables(world).areas
    assert areas["population_65"].tolist() == [2_600, 1_300]
    assert areas["population_85"].tolist() == [380, 200]
    assert "population" not in areas


@pytest.mark.filterwarnings("ignore:.*laundered:RuntimeWarning", "ignore:.*10 char:UserWarning")
def test_a_mapping_with_whole_names_finds_the_cut_ones(world: Path) -> None:
    """A column that only one mapped name can have become is matched, with a notice."""
    in_a_shapefile(world, {"residents_2021": [12_000, 6_000], "over_75_2021": [1_300, 700]})
    mapped = '[areas.columns]\npopulation = "residents_2021"\npopulation_75 = "over_75_2021"\n'
    (world / "mapping.toml").write_text(mapped)
    tables = read_tables(world)
    assert tables.areas["population"].tolist() == [12_000, 6_000]
    assert tables.areas["population_75"].tolist() == [1_300, 700]
    told = {notice.column for notice in tables.report.notices}
    assert told == {"residents_", "over_75_20"}
    (world / "mapping.toml").write_text(mapped + 'population_85 = "over_85_2021"\n')
    fault = only_fault(world)
    assert fault.column == "population_85"
    assert "“over_85_2021”, which is missing" in fault.message


@pytest.mark.filterwarnings("ignore:.*laundered:RuntimeWarning", "ignore:.*10 char:UserWarning")
def test_a_population_file_goes_before_cut_names(world: Path) -> None:
    """Where the residents come from a table, the layer's own are not asked after."""
    in_a_shapefile(world, AGED)
    (world / "population.csv").write_text("area_id,residents\noakham,12000\nuppingham,4700\n")
    assert read_tables(world).areas["population"].tolist() == [12_000, 4_700]


def test_a_geopackage_made_of_a_shapefile_keeps_its_cut_names(world: Path) -> None:
    """A number at the end of eight letters shows that names were cut on the way."""
    areas = gpd.read_file(world / "areas.geojson")
    (world / "areas.geojson").unlink()
    areas.assign(population=[2_600, 1_300], populati_1=[1_300, 700]).to_file(world / "areas.gpkg")
    assert only_fault(world).column == "population, populati_1"
    areas.assign(population=[12_000, 6_000]).to_file(world / "areas.gpkg")
    assert read_tables(world).areas["population"].tolist() == [12_000, 6_000]


def test_spelling_of_layer_columns_does_not_matter(world: Path) -> None:
    """Capitals, spaces and hyphens in a layer's column names are as in a table's."""
    path = world / "areas.geojson"
    layer = json.loads(path.read_text())
    for feature in layer["features"]:
        feature["properties"]["Area-ID"] = feature["properties"].pop("area_id")
        feature["properties"]["Population 65"] = 7
    path.write_text(json.dumps(layer))
    areas = read_tables(world).areas
    assert areas["area_id"].tolist() == ["oakham", "uppingham"]
    assert areas["population_65"].tolist() == [7, 7]
    for feature in layer["features"]:
        feature["properties"]["area_id"] = "x"
    path.write_text(json.dumps(layer))
    faults = [str(fault) for fault in faults_of(world)]
    assert "areas.geojson, column area_id: It is there more than once" in faults[0]


def faults_of(world: Path) -> tuple[Fault, ...]:
    """Return the faults of a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(world)
    return caught.value.faults


@pytest.mark.parametrize(
    ("written", "name", "cut"),
    [
        ("settlement", "settlement", False),
        ("settleme_1", "settlement", True),
        ("populati10", "population_85", True),
        ("populati_0", "population_85", False),
        ("populatio", "population_85", False),
        ("area_id", "area_id", False),
    ],
)
def test_what_a_shapefile_makes_of_a_name(written: str, name: str, cut: bool) -> None:
    """Ten letters, or eight and a number from _1 to 99."""
    assert may_be_cut(written, name) is cut
