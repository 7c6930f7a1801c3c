"""Hostile polygons: what is wrong is found with its place, and mended only where asked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from solver.intake.checks.polygons import MOST_VERTICES, flaws, repaired

WEST, SOUTH = 480_000.0, 310_000.0  # in Rutland, British National Grid


def box(x: float, y: float, wide: float, high: float) -> shapely.Polygon:
    return shapely.box(WEST + x, SOUTH + y, WEST + x + wide, SOUTH + y + high)


def layer(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, dtype=object)


def kinds(shapes: np.ndarray) -> list[str]:
    return [flaw.repair for flaw in flaws(shapes, [f"A{i}" for i in range(len(shapes))])]


SIDES = layer(box(0, 0, 1_000, 1_000), box(1_000, 0, 1_000, 1_000))
BOW_TIE = shapely.Polygon(
    [(WEST, SOUTH), (WEST + 900, SOUTH + 900), (WEST + 900, SOUTH), (WEST, SOUTH + 900)]
)


def ring(corners: int, radius: float) -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return shapely.Polygon(np.c_[WEST + radius * np.cos(turn), SOUTH + radius * np.sin(turn)])


def test_areas_side_by_side_have_no_flaw_and_are_left_alone():
    assert flaws(SIDES, ["A", "B"]) == []
    mended = repaired(SIDES, ["self-crossing", "too-many-vertices", "overlap", "gap"])
    assert shapely.equals_exact(mended, SIDES).all()


@pytest.mark.parametrize(
    ("shapes", "kind", "area_m2"),
    [
        (layer(BOW_TIE, box(2_000, 0, 500, 500)), "self-crossing", 2 * 450 * 900 / 2 + 250_000),
        (layer(box(0, 0, 1_000, 1_000), box(900, 0, 1_000, 1_000)), "overlap", 1.9e6),
        (layer(box(0, 0, 3_000, 3_000), box(500, 500, 200, 200)), "overlap", 9e6),
        (
            layer(box(0, 0, 1_000, 1_000) - box(400, 0, 200, 200), box(0, -500, 1_000, 500)),
            "gap",
            1.5e6,
        ),
    ],
)
def test_each_flaw_is_placed_and_its_repair_leaves_none(
    shapes: np.ndarray, kind: str, area_m2: float
):
    (found,) = flaws(shapes, ["Oakham", "Uppingham"])
    assert found.repair == kind
    assert "'Oakham'" in found.message
    assert found.lat == pytest.approx(52.68, abs=0.05)
    assert found.lon == pytest.approx(-0.81, abs=0.05)
    for other in {"self-crossing", "overlap", "gap"} - {kind}:
        if kind != "self-crossing":  # other repairs need shapes that hang together
            assert kinds(repaired(shapes, [other])) == [kind]
    mended = repaired(shapes, [kind])
    assert kinds(mended) == []
    assert shapely.area(mended).sum() == pytest.approx(area_m2, rel=0.001)


def test_the_smaller_of_two_areas_keeps_the_land():
    shapes = layer(box(0, 0, 3_000, 3_000), box(500, 500, 200, 200))
    large, small = repaired(shapes, ["overlap"])
    assert small.equals(shapes[1])
    assert not large.contains(shapes[1].centroid)


def test_the_same_area_twice_cannot_be_mended():
    (found,) = flaws(layer(box(0, 0, 900, 900), box(0, 0, 905, 900)), ["A", "B"])
    assert found.repair == ""
    assert "nearly the same shape" in found.message


def test_a_hundred_thousand_corners_are_thinned_out():
    shapes = layer(ring(100_000, 4_000))
    (found,) = flaws(shapes, ["A"])
    assert found.message == f"A border of 'A' has 100,001 corners (at most {MOST_VERTICES:,})."
    (thin,) = repaired(shapes, ["too-many-vertices"])
    assert shapely.get_num_coordinates(thin) < 1_000
    assert thin.hausdorff_distance(shapes[0]) <= 5.1


def test_a_large_hole_may_be_a_city_of_its_own_and_is_left():
    around = layer(box(0, 0, 3_000, 3_000) - box(1_000, 1_000, 1_000, 1_000))
    assert flaws(around, ["A"]) == []
