"""Uploaded polygons of zones are read apart: good ones come back, faulty ones say what is wrong."""

from __future__ import annotations

import json

import pytest

from office.loading import layers
from solver.errors import InputError

SQUARE = [[-1.2, 52.6], [-1.0, 52.6], [-1.0, 52.8], [-1.2, 52.8], [-1.2, 52.6]]


def geojson(*rings: list[list[float]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"Zone": f"Zone {i}", "size": i},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for i, ring in enumerate(rings)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_polygons_come_back_with_text_columns() -> None:
    layer = layers.read_zones("Zones of 2016.GeoJSON", geojson(SQUARE))
    assert layer.columns == ["zone", "size"]
    assert layer.frame["zone"].tolist() == ["Zone 0"]
    assert layer.frame["size"].tolist() == ["0"]
    assert layer.frame.crs.to_epsg() == 4326
    assert layer.notices == ()


def test_a_border_that_crosses_itself_is_left_to_whoever_brings_it_in() -> None:
    bow = [[-1.2, 52.6], [-1.0, 52.8], [-1.0, 52.6], [-1.2, 52.8], [-1.2, 52.6]]
    layer = layers.read_zones("zones.geojson", geojson(bow))
    assert layer.notices == ()
    assert not layer.frame.is_valid.any()  # the Zones page names the place and offers the fix


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("zones.geojson", b"no json", "not GeoJSON"),
        ("zones.gpkg", b"not a database at all", "not a GeoPackage"),
        ("zones.zip", b"not an archive", "damaged"),
        ("zones.docx", b"words", "no layer of polygons"),
        ("zones.geojson", b"", "empty"),
    ],
)
def test_a_faulty_file_says_what_is_wrong(name: str, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        layers.read_zones(name, content)
