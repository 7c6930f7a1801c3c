"""Zone sets out and in again, and layers with something wrong."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings, strategies as st
from villages import COLUMNS, EAST, NORTH, ROWS, area_id, village_world

from solver.domain import Scenario, ZoneChoices
from solver.errors import InputError, ScenarioError
from solver.zones import areas, lock_zone, rename_zone, zone_shapes
from solver.zones.edits import normal
from solver.zones.exchange import check_layer, export_areas, import_list, import_polygons

WORLD = village_world()
BASE = ZoneChoices()
AREAS = [area_id(r, c) for r in range(ROWS) for c in range(COLUMNS)]
CHOICES = st.builds(
    lambda moves, bands: normal(
        WORLD, ZoneChoices(moves=tuple(moves), bands=tuple(bands), new_zones=("North",))
    ),
    st.lists(
        st.tuples(st.sampled_from(AREAS), st.sampled_from(["West", "East", "South East", "North"])),
        max_size=10,
    ),
    st.lists(
        st.tuples(st.sampled_from(AREAS), st.sampled_from(["Urban", "Fringe", "Rural"])),
        max_size=5,
    ),
)


def partition(choices):
    table = areas(WORLD, Scenario(zones=choices))
    return dict(zip(table["area_id"], table["zone"], strict=True))


@settings(deadline=None, max_examples=40)
@given(choices=CHOICES)
def test_a_list_out_and_in_again_is_the_same(choices):
    text = export_areas(WORLD, Scenario(zones=choices)).to_csv(index=False)
    back = import_list(WORLD, text, BASE).choices
    assert partition(back) == partition(choices)
    assert (back.moves, back.bands) == (choices.moves, choices.bands)
    again = export_areas(WORLD, Scenario(zones=back))
    pd.testing.assert_frame_equal(again, export_areas(WORLD, Scenario(zones=choices)))


@settings(deadline=None, max_examples=30)
@given(choices=CHOICES)
def test_polygons_out_and_in_again_are_the_same(choices):
    layer = zone_shapes(WORLD, Scenario(zones=choices))
    back = import_polygons(WORLD, layer, BASE)
    assert back.choices.moves == choices.moves
    assert back.differences.empty
    assert back.empty == ()


@pytest.mark.parametrize("driver", ["zones.gpkg", "zones.geojson"])
def test_polygons_survive_a_file(tmp_path, driver):
    choices = ZoneChoices(moves=(("r1c1", "East"), ("r2c3", "West")))
    zone_shapes(WORLD, Scenario(zones=choices)).to_file(tmp_path / driver)
    back = import_polygons(WORLD, gpd.read_file(tmp_path / driver), BASE)
    assert back.choices.moves == choices.moves


def test_present_names_are_understood():
    present = rename_zone(WORLD, BASE, "West", "Left")
    text = export_areas(WORLD, Scenario(zones=present)).to_csv(index=False)
    assert "Left" in text
    assert import_list(WORLD, text, present).choices == present  # no new zone, no move


def test_a_locked_zone_refuses_an_import_that_changes_it():
    other = ZoneChoices(moves=(("r0c2", "West"),))
    text = export_areas(WORLD, Scenario(zones=other)).to_csv(index=False)
    present = lock_zone(WORLD, BASE, "West")
    with pytest.raises(ScenarioError, match="'West' is locked"):
        import_list(WORLD, text, present)


def list_with(change):
    frame = export_areas(WORLD, Scenario())[["area_id", "zone"]]
    return change(frame).to_csv(index=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.replace({"area_id": {"r0c0": "r0c9"}}), r"no area 'r0c9'\. Did you mean 'r0c"),
        (lambda f: f.iloc[1:], "'r0c0' is not in the list"),
        (lambda f: pd.concat([f, f.iloc[:1]]), "'r0c0' stands twice"),
        (lambda f: f.replace({"zone": {"West": ""}}), "'r0c0' has no zone"),
        (lambda f: f.rename(columns={"zone": "zne"}), "column zone: The column is missing"),
    ],
)
def test_a_list_with_something_wrong_is_refused_with_the_row(change, message):
    with pytest.raises(InputError, match=message):
        import_list(WORLD, list_with(change), BASE)


def squares(**boxes):
    """Zones from boxes in kilometres: left, bottom, right, top from the north-west corner."""
    shapes = [
        shapely.box(EAST + 1000 * x0, NORTH + 1000 * y0, EAST + 1000 * x1, NORTH + 1000 * y1)
        for x0, y0, x1, y1 in boxes.values()
    ]
    return gpd.GeoDataFrame({"zone": list(boxes)}, geometry=shapes, crs=27700)


def test_a_border_through_an_area_is_decided_by_packages_and_listed():
    # the border lies 300 m into column 2, whose people live in the middle of their squares
    layer = squares(Left=(0, -3, 2.3, 0), Right=(2.3, -3, 4, 0))
    found = import_polygons(WORLD, layer, BASE)
    assert partition(found.choices)["r0c2"] == "Right"
    assert sorted(found.differences["area_id"]) == ["r0c2", "r1c2", "r2c2"]
    assert set(found.differences["by"]) == {"packages"}
    assert found.differences["sentence"].iloc[0] == (
        "Area 02: 100% of its packages in Right, although only 70% of its surface is; "
        "it goes to Right whole."
    )


def test_packages_count_more_than_surface():
    # 600 m of column 2 are Left's, but the people live at 500 m: still Left's; at 450 m Right's
    layer = squares(Left=(0, -3, 2.45, 0), Right=(2.45, -3, 4, 0))
    assert partition(import_polygons(WORLD, layer, BASE).choices)["r0c2"] == "Right"
    layer = squares(Left=(0, -3, 2.55, 0), Right=(2.55, -3, 4, 0))
    assert partition(import_polygons(WORLD, layer, BASE).choices)["r0c2"] == "Left"


def test_an_area_without_packages_goes_by_surface():
    people = WORLD.tables.people
    keep = people["person_id"] != "p02"
    packages = WORLD.tables.packages[WORLD.tables.packages["person_id"] != "p02"]
    visits = WORLD.tables.visits[WORLD.tables.visits["package_id"].isin(packages["package_id"])]
    world = village_world(people=people[keep], packages=packages, visits=visits)
    found = import_polygons(world, squares(Left=(0, -3, 2.3, 0), Right=(2.3, -3, 4, 0)), BASE)
    row = found.differences.set_index("area_id").loc["r0c2"]
    assert (row["zone"], row["by"]) == ("Right", "surface")
    assert row["share"] == pytest.approx(0.7, abs=0.001)
    assert row["sentence"] == (
        "Area 02: 70% of its surface in Right, 30% in Left; it goes to Right whole."
    )


def test_a_polygon_that_wins_no_area_is_named():
    layer = squares(All=(0, -3, 4, 0), Sliver=(4.0, -3, 4.2, 0))
    assert import_polygons(WORLD, layer, BASE).empty == ("Sliver",)


def test_another_coordinate_reference_system_is_understood():
    layer = squares(Left=(0, -3, 2, 0), Right=(2, -3, 4, 0))
    for crs in (4326, 3857, 32630):
        found = import_polygons(WORLD, layer.to_crs(crs), BASE)
        assert partition(found.choices)["r0c1"] == "Left"
        assert partition(found.choices)["r0c2"] == "Right"


def wrong_layers():
    good = squares(Left=(0, -3, 2, 0), Right=(2, -3, 4, 0))
    bow_tie = shapely.Polygon(
        [
            (EAST, NORTH),
            (EAST + 2000, NORTH - 3000),
            (EAST, NORTH - 3000),
            (EAST + 2000, NORTH),
        ]
    )
    around = np.linspace(0, 2 * np.pi, 100_000)
    ring = shapely.Polygon(
        np.c_[EAST + 1000 + 5000 * np.cos(around), NORTH - 1500 + 5000 * np.sin(around)]
    )
    return {
        "no-crs": good.set_crs(None, allow_override=True),
        "no-name-column": good.rename(columns={"zone": "Name"}),
        "not-a-polygon": good.set_geometry(good.centroid),
        "elsewhere": good.translate(-200_000, 300_000).to_frame("geometry").assign(zone=["L", "R"]),
        "missing-name": good.assign(zone=["Left", None]),
        "duplicate-name": good.assign(zone=["Left", "Left"]),
        "self-crossing": gpd.GeoDataFrame(
            {"zone": ["Left", "Right"]}, geometry=[bow_tie, good.geometry.iloc[1]], crs=27700
        ),
        "too-many-vertices": gpd.GeoDataFrame({"zone": ["All"]}, geometry=[ring], crs=27700),
        "overlap": squares(Left=(0, -3, 2.5, 0), Right=(2, -3, 4, 0)),
        "gap": squares(Left=(0, -3, 2, 0), Right=(3, -3, 4, 0)),
    }


WRONG = wrong_layers()
FIXABLE = {
    "missing-name",
    "duplicate-name",
    "self-crossing",
    "too-many-vertices",
    "overlap",
    "gap",
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_each_fault_is_found_said_and_never_mended_silently(kind):
    found = check_layer(WORLD, WRONG[kind])
    assert kind in {problem.kind for problem in found}
    problem = next(problem for problem in found if problem.kind == kind)
    assert len(problem.message) > 20
    assert bool(problem.fix) == (kind in FIXABLE)
    if kind in FIXABLE and kind != "too-many-vertices":
        # the fault's place is given, and it is in the county
        west, south, east, north = WORLD.tables.areas.total_bounds
        assert west - 0.01 <= problem.lon <= east + 0.01
        assert south - 0.01 <= problem.lat <= north + 0.01
    with pytest.raises(InputError):
        import_polygons(WORLD, WRONG[kind], BASE)


@pytest.mark.parametrize("kind", sorted(FIXABLE))
def test_each_fix_that_is_asked_for_mends(kind):
    kinds = {problem.kind for problem in check_layer(WORLD, WRONG[kind])}
    found = import_polygons(WORLD, WRONG[kind], BASE, fix=kinds)
    zones = set(partition(found.choices).values())
    expected = {
        "missing-name": {"Left", "Unnamed 1"},
        "duplicate-name": {"Left"},
        "too-many-vertices": {"All"},
    }
    assert zones == expected.get(kind, {"Left", "Right"})
    if kind == "gap":
        assert set(found.differences["by"]) == {"distance"}
        assert "the nearest" in found.differences["sentence"].iloc[0]


def test_a_sound_layer_has_no_problems():
    assert check_layer(WORLD, squares(Left=(0, -3, 2, 0), Right=(2, -3, 4, 0))) == []


def test_a_sliver_of_overlap_is_no_problem():
    assert check_layer(WORLD, squares(Left=(0, -3, 2.002, 0), Right=(2, -3, 4, 0))) == []
