"""Tiles show roads, water and names, and hold no surprises."""

from __future__ import annotations

import io
import math

import numpy as np
import pandas as pd
import pytest
from ends_town import raw_roads, roads_of
from PIL import Image
from towns import SOUTH, WEST, node, town, way

from solver.basemap.style import AREA_COLOUR, PAPER
from solver.basemap.tiles import tile
from solver.errors import RoadsError
from solver.roads import open_roads


def at(lon, lat, zoom):
    x = (lon + 180) / 360 * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
    return x, y


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def rgb(colour):
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


@pytest.fixture
def roads(tmp_path):
    corners = [node(1, 0, 0), node(2, 10, 0), node(3, 10, 10), node(4, 0, 10)]
    pond = [node(5, 3, 3), node(6, 7, 3), node(7, 7, 7), node(8, 3, 7)]
    return open_roads(
        town(
            tmp_path,
            *corners,
            *pond,
            way(1, [1, 2, 3, 4, 1], highway="primary", name="Ring Road"),
            way(2, [5, 6, 7, 8, 5], natural="water"),
        )
    )


def test_a_road_and_a_pond_are_where_they_are(roads):
    x, y = at(WEST + 0.005, SOUTH + 0.005, 14)
    image = pixels(tile(roads, 14, int(x), int(y)))
    middle = image[int(y % 1 * 256), int(x % 1 * 256)]
    assert np.abs(middle - rgb(AREA_COLOUR[0])).max() <= 2
    corner_x, corner_y = at(WEST, SOUTH + 0.005, 14)
    tile_x, tile_y = int(corner_x), int(corner_y)
    image = pixels(tile(roads, 14, tile_x, tile_y))
    on_road = image[int(corner_y % 1 * 256), int(corner_x % 1 * 256)]
    assert np.abs(on_road.astype(int) - rgb(PAPER)).max() > 10


def test_an_empty_tile_is_paper(roads):
    image = pixels(tile(roads, 14, 0, 0))
    assert (image == rgb(PAPER)).all()
    assert image.shape == (256, 256, 3)
    assert pixels(tile(roads, 14, 0, 0, density=2)).shape == (512, 512, 3)


def test_names_cross_tile_borders_unbroken(roads):
    # a settlement exactly on the border of two tiles: its name is on both
    border_lon = round(at(WEST, SOUTH, 12)[0]) / 2**12 * 360 - 180
    row = (border_lon, SOUTH, 5_000)
    settlements = pd.DataFrame(
        [("Much Longname", *row)], columns=["settlement", "lon", "lat", "population"]
    )
    x, y = round(at(border_lon, SOUTH, 12)[0]), int(at(border_lon, SOUTH, 12)[1])
    for column, strip in ((x - 1, slice(200, 256)), (x, slice(0, 56))):
        plain = pixels(tile(roads, 12, column, y))[:, strip].astype(int)
        named = pixels(tile(roads, 12, column, y, settlements))[:, strip].astype(int)
        assert np.abs(plain - named).max() > 80


def test_a_street_name_is_written_close_up(roads, monkeypatch):
    x, y = (int(v) for v in at(WEST + 0.005, SOUTH, 15))
    with_name = pixels(tile(roads, 15, x, y)).astype(int)
    monkeypatch.setattr("solver.basemap.tiles._STREET_ZOOM", 99)
    assert np.abs(with_name - pixels(tile(roads, 15, x, y))).max() > 60


def test_a_road_wears_its_number_once_in_a_while(tmp_path):
    corners = [node(i, 4 * i, 0.3 * (i % 2)) for i in range(1, 12)]
    numbered, plain = (
        open_roads(
            town(
                tmp_path,
                *corners,
                *(way(i, [i, i + 1], highway="primary", **tags) for i in range(1, 11)),
                name=f"{len(tags)}.osm",
            )
        )
        for tags in ({"ref": "A606;A1"}, {})
    )
    assert "A606" in numbered.fabric.names
    x, y = at(WEST + 0.024, SOUTH, 13)
    across = [
        np.concatenate([pixels(tile(one, 13, int(x) + i, int(y))) for i in (-1, 0, 1)], axis=1)
        for one in (numbered, plain)
    ]
    changed = (across[0] != across[1]).any(axis=(0, 2)).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], changed, [0]))))
    plates = [end - begin for begin, end in edges.reshape(-1, 2).tolist() if end - begin > 25]
    assert 1 <= len(plates) <= 3  # on ten pieces of road


@pytest.mark.parametrize("address", [(21, 0, 0), (3, 8, 0), (3, 0, -1), (-1, 0, 0)])
def test_a_tile_that_does_not_exist_is_refused(roads, address):
    with pytest.raises(RoadsError, match="There is no tile"):
        tile(roads, *address)


def test_what_is_only_at_an_end_is_drawn_thinner_and_in_no_other_way():
    """Ink of a street across a tile, as a street and as one for its residents only."""
    ink = []
    for end in (0, 0b11):
        raw = raw_roads([(-0.75, 52.6), (-0.70, 52.6), (-0.65, 52.6)], [[0, 1], [1, 2]],
                        way_end=[0, end])  # fmt: skip
        x, y = at(-0.675, 52.6, 15)
        image = pixels(tile(roads_of(raw), 15, int(x), int(y)))
        ink.append(int(np.abs(image.astype(int) - rgb(PAPER)).sum()))
    assert 0.3 * ink[0] < ink[1] < 0.8 * ink[0]
