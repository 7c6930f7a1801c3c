"""Reference systems of layers: a guessed transformation is a fault, never a shift."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from solver.errors import InputError
from solver.intake import read_tables
from solver.intake.files.systems import known_system, way_to_wgs84

if TYPE_CHECKING:
    from pathlib import Path

GRID = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 "
    "+units=m +no_defs +type=crs "
)
ESRI = (
    'PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",'
    'SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],'
    'PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],'
    'PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]'
)
NAMELESS = ESRI.replace("GCS_OSGB_1936", "unknown").replace(
    "D_OSGB_1936", "D_Unknown_based_on_Airy_1830_ellipsoid"
)
CUSTOM = (
    ESRI.replace("GCS_OSGB_1936", "GCS_Airy 1830")
    .replace("D_OSGB_1936", "D_unknown")
    .replace("British_National_Grid", "Transverse_Mercator")
)


def shapefile_in(folder: Path, prj: str) -> gpd.GeoDataFrame:
    """Put the areas into a shapefile in British National Grid whose .prj says ``prj``."""
    areas = gpd.read_file(folder / "areas.geojson")
    (folder / "areas.geojson").unlink()
    loose = folder / "loose"
    loose.mkdir()
    areas.to_crs(27700).to_file(loose / "areas.shp")
    (loose / "areas.prj").write_text(prj)
    with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
        for part in sorted(loose.iterdir()):
            archive.write(part, part.name)
    shutil.rmtree(loose)
    return areas


def only_fault(folder: Path) -> str:
    """Return the text of the one fault of a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    (fault,) = caught.value.faults
    return str(fault)


@pytest.mark.parametrize("prj", [NAMELESS, CUSTOM])
def test_a_datum_without_a_name_is_a_fault(folder: Path, prj: str) -> None:
    """PROJ calls the way from it ballpark: it would put the areas 108 m east and 39 m south."""
    shapefile_in(folder, prj)
    text = only_fault(folder)
    assert text.startswith("areas.zip: Its reference system")
    assert "100 m off" in text
    assert "EPSG:27700" in text


def test_a_named_datum_lands_where_it_should(folder: Path) -> None:
    """Esri's words for British National Grid are known; nothing moves."""
    areas = shapefile_in(folder, ESRI)
    read = read_tables(folder)
    assert not read.report.notices
    moved = shapely.hausdorff_distance(
        read.areas.to_crs(27700).geometry.to_numpy(), areas.to_crs(27700).geometry.to_numpy()
    )
    assert moved.max() < 0.01


def test_a_system_in_metres_of_nowhere_is_a_fault(folder: Path) -> None:
    """A local system has no way to the globe at all."""
    shapefile_in(folder, 'LOCAL_CS["Site grid",UNIT["metre",1]]')
    assert "does not say how it lies on the globe" in only_fault(folder)


def test_geojson_with_a_nameless_datum_is_a_fault(folder: Path) -> None:
    """The old crs member of a GeoJSON may hold a PROJ string, which is judged the same way."""
    path = folder / "areas.geojson"
    layer = json.loads(gpd.read_file(path).to_crs(27700).to_json())
    layer["crs"] = {"type": "name", "properties": {"name": GRID + "+ellps=airy"}}
    path.write_text(json.dumps(layer))
    assert "EPSG:27700" in only_fault(folder)
    layer["crs"]["properties"]["name"] = "urn:ogc:def:crs:EPSG::27700"
    path.write_text(json.dumps(layer))
    assert len(read_tables(folder).areas) == 2


def test_geopackage_with_a_nameless_datum_is_a_fault(folder: Path) -> None:
    """So is a system of one's own in a GeoPackage."""
    areas = gpd.read_file(folder / "areas.geojson")
    (folder / "areas.geojson").unlink()
    areas.to_crs(27700).set_crs(
        "+proj=tmerc +lat_0=50 +lon_0=-1 +x_0=0 +y_0=0 +ellps=airy +units=m", allow_override=True
    ).to_file(folder / "areas.gpkg")
    assert "does not say how it lies on the globe" in only_fault(folder)


@pytest.mark.parametrize(
    ("definition", "known"),
    [
        ("EPSG:27700", True),
        ("EPSG:4326", True),
        ("EPSG:4258", True),
        ("EPSG:3857", True),
        ("EPSG:7405", True),
        ("OGC:CRS84", True),
        (GRID + "+datum=OSGB36", True),
        (GRID + "+ellps=airy", False),
        # seven parameters of one's own: PROJ does not know how well they fit
        (GRID + "+ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489", False),
        ("+proj=longlat +ellps=WGS84 +no_defs +type=crs", False),
        ("EPSG:5701", False),
    ],
)
def test_ways_that_are_known_and_ways_that_are_guessed(definition: str, known: bool) -> None:
    """What PROJ knows how well it fits is taken; what it calls ballpark, or cannot say, is not."""
    system = known_system(definition)
    assert system is not None
    assert (way_to_wgs84(system) is not None) is known


def test_a_system_of_endless_words_is_not_read() -> None:
    """A definition longer than any real one is not handed on."""
    assert known_system("EPSG:27700" + " " * 30_000) is None
