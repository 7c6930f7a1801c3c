"""Borders between areas: by eye, on slivers, and on real statistical areas."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from solver.base.borders import borders_of
from solver.zones.patches import components, patches_of


def box(x0, y0, x1, y1):
    return shapely.box(1000 * x0, 1000 * y0, 1000 * x1, 1000 * y1)


def shared(polygons):
    found = borders_of(np.array(polygons, dtype=object))
    return {
        tuple(pair): round(length)
        for pair, length in zip(found.pairs.tolist(), found.shared_m, strict=True)
    }


def test_neighbours_share_their_border_and_corners_share_none():
    four = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 1, 2), box(1, 1, 2, 2)]
    assert shared(four) == {(0, 1): 1000, (0, 2): 1000, (1, 3): 1000, (2, 3): 1000}


def test_a_border_of_a_small_beside_a_large_area_is_found():
    # the large square has no corner where the small ones meet it
    assert shared([box(0, 0, 2, 2), box(2, 0, 3, 1), box(2, 1, 3, 2)]) == {
        (0, 1): 1000,
        (0, 2): 1000,
        (1, 2): 1000,
    }


def test_a_sliver_between_neighbours_is_bridged_and_a_gap_is_not():
    sliver = shapely.box(1000.6, 0, 2000, 1000)
    assert shared([box(0, 0, 1, 1), sliver])[0, 1] == pytest.approx(1000, abs=3)
    assert shared([box(0, 0, 1, 1), shapely.box(1005, 0, 2000, 1000)]) == {}


def test_perimeters_and_outsides():
    found = borders_of(np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object))
    assert list(found.perimeter_m) == [4000, 4000]
    assert list(found.outer_m) == [3000, 3000]
    assert list(found.area_m2) == [1e6, 1e6]
    assert list(found.x_m) == [500, 1500]


def test_an_area_inside_another_is_its_hole():
    outside = box(0, 0, 3, 3).difference(box(1, 1, 2, 2))
    found = borders_of(np.array([outside, box(1, 1, 2, 2)], dtype=object))
    assert found.shared_m.tolist() == [4000]
    patches = patches_of(np.array([0, 1]), found, np.ones(2))
    assert patches.holes == ((0, (1,)),)


def test_components_are_numbered():
    label = components(5, np.array([0, 3]), np.array([1, 4]))
    assert len(set(label.tolist())) == 3
    assert label[0] == label[1] != label[2]


@pytest.mark.data
def test_real_areas_hang_together_as_their_shapes_do(shared_data):
    layer = gpd.read_file(shared_data / "geo" / "lsoa21_leics_rutland.geojson").to_crs(27700)
    polygons = np.asarray(layer.geometry.values)
    found = borders_of(polygons)
    whole = shapely.union_all(polygons)
    # two counties and a city without islands: as many components as the union has parts
    label = components(len(polygons), *found.pairs.T)
    assert len(set(label.tolist())) == len(shapely.get_parts(whole))
    # borders counted once and outsides together make the perimeters
    both = 2 * found.shared_m.sum() + found.outer_m.sum()
    assert both == pytest.approx(found.perimeter_m.sum(), rel=1e-5)
    assert found.outer_m.sum() == pytest.approx(whole.length, rel=0.02)
    # each border is as long as intersecting the two shapes says
    rng = np.random.default_rng(1)
    for i in rng.choice(len(found.pairs), 40, replace=False):
        a, b = polygons[found.pairs[i]]
        expected = shapely.length(shapely.intersection(shapely.boundary(a), shapely.boundary(b)))
        assert found.shared_m[i] == pytest.approx(expected, rel=0.05, abs=5)
