"""Layers of polygons, and what they do not say about themselves."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from solver.errors import InputError
from solver.intake import read_tables
from solver.intake.schema.templates import areas_geojson

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def areas(tmp_path: Path) -> gpd.GeoDataFrame:
    """Return the example areas."""
    path = tmp_path / "example.geojson"
    path.write_text(areas_geojson(), encoding="utf-8")
    return gpd.read_file(path)


def only_fault(folder: Path) -> str:
    """Return the text of the one fault of a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    (fault,) = caught.value.faults
    return str(fault)


def shapefile(areas: gpd.GeoDataFrame, target: Path, *, without: tuple[str, ...] = ()) -> None:
    """Write areas as a zipped shapefile, without some of its parts."""
    loose = target.parent / "loose"
    loose.mkdir()
    areas.to_file(loose / "areas.shp")
    with zipfile.ZipFile(target, "w") as archive:
        for part in loose.iterdir():
            if part.suffix not in without:
                archive.write(part, part.name)
    for part in loose.iterdir():
        part.unlink()
    loose.rmdir()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:27700", "EPSG:3857"])
@pytest.mark.parametrize("kind", [".gpkg", ".zip", ".geojson"])
def test_any_reference_system_comes_out_the_same(
    folder: Path, areas: gpd.GeoDataFrame, crs: str, kind: str
) -> None:
    """Areas in three systems and three formats lie where the example lies."""
    (folder / "areas.geojson").unlink()
    there = areas.to_crs(crs)
    if kind == ".zip":
        shapefile(there, folder / "areas.zip")
    elif kind == ".gpkg":
        there.to_file(folder / "areas.gpkg")
    else:
        there.to_file(folder / "areas.geojson", driver="GeoJSON", RFC7946="NO")
    read = read_tables(folder).areas
    assert read.crs.to_epsg() == 4326
    assert read["area_id"].tolist() == areas["area_id"].tolist()
    assert shapely.equals_exact(
        shapely.normalize(read.geometry.to_numpy()),
        shapely.normalize(areas.geometry.to_numpy()),
        tolerance=1e-6,
    ).all()


def test_shapefile_without_prj(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Nothing says where its coordinates are."""
    (folder / "areas.geojson").unlink()
    shapefile(areas.to_crs(27700), folder / "areas.zip", without=(".prj",))
    text = only_fault(folder)
    assert text.startswith("areas.zip: The layer does not say in which reference system")
    assert ".prj" in text


def test_shapefile_without_its_attributes(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """A .shp alone has no ids."""
    (folder / "areas.geojson").unlink()
    shapefile(areas, folder / "areas.zip", without=(".dbf", ".shx"))
    assert only_fault(folder).startswith("areas.zip: The shapefile lacks .shx, .dbf.")


@pytest.mark.parametrize("srs_id", [0, -1])
def test_geopackage_with_an_undefined_system(
    folder: Path, areas: gpd.GeoDataFrame, srs_id: int
) -> None:
    """GeoPackage's own numbers for "undefined" are not taken for a system."""
    (folder / "areas.geojson").unlink()
    path = folder / "areas.gpkg"
    areas.to_crs(27700).to_file(path)
    base = sqlite3.connect(path)
    base.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (srs_id,))
    base.execute("UPDATE gpkg_contents SET srs_id = ?", (srs_id,))
    base.commit()
    base.close()
    assert "does not say in which reference system" in only_fault(folder)


def test_geopackage_with_an_unknown_system(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """A number that the file does not define is no system either."""
    (folder / "areas.geojson").unlink()
    path = folder / "areas.gpkg"
    areas.to_crs(27700).to_file(path)
    base = sqlite3.connect(path)
    base.execute("UPDATE gpkg_geometry_columns SET srs_id = 987654")
    base.execute("UPDATE gpkg_contents SET srs_id = 987654")
    base.commit()
    base.close()
    assert "does not say in which reference system" in only_fault(folder)


def test_wrong_system_is_seen_by_where_it_lands(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Grid metres labelled as degrees lie off the globe."""
    (folder / "areas.geojson").unlink()
    wrong = areas.to_crs(27700).set_crs(4326, allow_override=True)
    wrong.to_file(folder / "areas.gpkg")
    assert "do not fit the reference system" in only_fault(folder)


def test_another_format_under_a_known_name(folder: Path) -> None:
    """A file must be what its name says: no other driver is let near it."""
    (folder / "areas.geojson").unlink()
    path = folder / "areas.gpkg"
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>")
    assert only_fault(folder) == "areas.gpkg: The file is not a GeoPackage. Export it again."


def test_path_inside_an_archive(folder: Path) -> None:
    """An archive whose members climb out is refused before anything is unpacked."""
    (folder / "areas.geojson").unlink()
    with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
        archive.writestr("../areas.shp", b"\x00\x00\x27\x0a")
    assert "has a path in its name" in only_fault(folder)


def test_several_layers_need_a_name(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Of two layers the one called areas counts; with neither so called, it is a fault."""
    (folder / "areas.geojson").unlink()
    areas.to_file(folder / "areas.gpkg", layer="old")
    areas.iloc[:1].to_file(folder / "areas.gpkg", layer="older")
    assert "several layers: old, older" in only_fault(folder)
    areas.to_file(folder / "areas.gpkg", layer="areas")
    assert len(read_tables(folder).areas) == 2


def test_zones_as_polygons_over_areas(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """An area takes the zone that holds a point inside it."""
    (folder / "zones.csv").unlink()
    zones = areas.rename(columns={"name": "zone"})[["zone", "geometry"]]
    zones["zone"] = ["North", "South"]
    zones.to_file(folder / "zones.gpkg")
    assert read_tables(folder).areas["zone"].tolist() == ["North", "South"]
    zones.iloc[:1].to_file(folder / "zones.gpkg")
    with pytest.raises(InputError, match="Area “uppingham” has no zone"):
        read_tables(folder)


def test_zone_polygon_without_areas(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """A zone that holds no area is a fault."""
    (folder / "zones.csv").unlink()
    zones = areas[["geometry"]].assign(zone=["North", "South"])
    far = gpd.GeoDataFrame({"zone": ["East"]}, geometry=[shapely.box(0, 52, 0.1, 52.1)], crs=4326)
    gpd.pd.concat([zones, far]).to_file(folder / "zones.gpkg")
    assert "Zone “East” holds no area" in only_fault(folder)


def test_zones_alone_are_areas(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Without an areas layer each zone polygon is an area, with an id of its own."""
    for name in ("areas.geojson", "zones.csv", "population.csv"):
        (folder / name).unlink()
    areas[["geometry"]].assign(zone=["North", "South"]).to_file(folder / "zones.gpkg")
    (folder / "bands.csv").write_text("area_id,band\nnorth,Urban\nsouth,Fringe\n")
    tables = read_tables(folder)
    assert tables.areas[["area_id", "zone", "band"]].to_numpy().tolist() == [
        ["north", "North", "Urban"],
        ["south", "South", "Fringe"],
    ]
    assert tables.people["area_id"].tolist() == ["north", "north"]


def test_settlements_alone_make_catchments(folder: Path) -> None:
    """With neither layer, each settlement's catchment is an area."""
    (folder / "areas.geojson").unlink()
    tables = read_tables(folder)
    assert tables.areas["area_id"].tolist() == ["oakham", "uppingham"]
    assert tables.people["area_id"].tolist() == ["oakham", "oakham"]


def test_two_settlements_at_one_place(folder: Path) -> None:
    """Neither can have a catchment."""
    (folder / "areas.geojson").unlink()
    with (folder / "settlements.csv").open("a") as stream:
        stream.write("Okeham,-0.7290,52.6700,1\n")
    assert only_fault(folder).startswith(
        "settlements.csv, row 4, column lon: Another settlement is at the same place."
    )


def test_residents_of_areas_are_kept(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Head counts come out as whole numbers, missing where empty."""
    areas.assign(population=[12_000, None]).to_file(folder / "areas.gpkg")
    (folder / "areas.geojson").unlink()
    (folder / "population.csv").unlink()
    read = read_tables(folder).areas
    assert read["population"].dtype == "Int64"
    assert read["population"].tolist()[0] == 12_000
    assert read["population"].isna().tolist() == [False, True]
    assert "population_75" not in read


def test_a_population_table_goes_before_the_layer(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """Its ages become columns of the areas; an age that it leaves out is not known."""
    areas.assign(population=[1, 2], population_85=[0, 0]).to_file(folder / "areas.gpkg")
    (folder / "areas.geojson").unlink()
    (folder / "population.csv").write_text(
        "area_id,residents,aged_65,aged_75\nuppingham,4700,1200,\noakham,12000,,1300\n"
    )
    read = read_tables(folder).areas.set_index("area_id")
    assert read.loc["uppingham", "population"] == 4_700
    assert read["population_65"].isna().to_dict() == {"oakham": True, "uppingham": False}
    assert read.loc["oakham", "population_75"] == 1_300
    assert "population_85" not in read
