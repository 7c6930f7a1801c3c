"""Who may use which way: one difficulty each."""

from __future__ import annotations

import math

import pytest

from solver.roads.read.tags.access import barrier_mask, way_access
from solver.roads.read.tags.limits import read_limit
from solver.roads.read.tags.way_traits import way_traits

CAR, BICYCLE, FOOT = 0b000011, 0b001100, 0b110000
ALL = CAR | BICYCLE | FOOT


@pytest.mark.parametrize(
    ("tags", "mask"),
    [
        ({"highway": "residential"}, ALL),
        ({"highway": "motorway"}, 0b000001),
        ({"highway": "trunk", "motorroad": "yes"}, CAR),
        ({"highway": "footway"}, FOOT),
        ({"highway": "footway", "bicycle": "yes"}, FOOT | BICYCLE),
        ({"highway": "path", "designation": "public_footpath"}, FOOT),
        ({"highway": "bridleway"}, FOOT | BICYCLE),
        ({"highway": "steps", "bicycle": "yes"}, FOOT),
        ({"highway": "track"}, FOOT | BICYCLE),
        ({"highway": "track", "motor_vehicle": "yes"}, ALL),
        ({"highway": "residential", "access": "private"}, 0),
        ({"highway": "residential", "access": "private", "foot": "yes"}, FOOT),
        ({"highway": "residential", "access": "destination"}, ALL),
        ({"highway": "residential", "vehicle": "no"}, FOOT),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, FOOT | BICYCLE),
        ({"highway": "residential", "motor_vehicle": "no", "motorcar": "yes"}, ALL),
        ({"highway": "service", "service": "emergency_access"}, FOOT | BICYCLE),
        ({"highway": "residential", "oneway": "yes"}, 0b110101),
        ({"highway": "residential", "oneway": "-1"}, 0b111010),
        ({"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}, 0b111101),
        ({"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"}, 0b111101),
        (
            {
                "highway": "residential",
                "oneway": "yes",
                "cycleway:left": "lane",
                "cycleway:left:oneway": "-1",
            },
            0b111101,
        ),
        ({"highway": "tertiary", "junction": "roundabout"}, 0b110101),
        ({"highway": "tertiary", "junction": "roundabout", "oneway": "no"}, ALL),
        ({"highway": "residential", "motor_vehicle:backward": "no"}, 0b111101),
        ({"highway": "footway", "oneway:foot": "yes"}, 0b010000),
        ({"highway": "residential", "oneway": "reversible"}, FOOT),
        ({"route": "ferry"}, 0),
    ],
)
def test_ways(tags, mask):
    assert way_access(tags) == mask


@pytest.mark.parametrize(
    ("tags", "blocked"),
    [
        ({"barrier": "gate"}, 0),
        ({"barrier": "gate", "locked": "yes"}, 0b001),
        ({"barrier": "gate", "access": "private"}, 0b111),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, 0b011),
        ({"barrier": "bollard"}, 0b001),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, 0),
        ({"barrier": "bollard", "bicycle": "no"}, 0b011),
        ({"barrier": "kissing_gate"}, 0b011),
        ({"barrier": "cattle_grid"}, 0),
    ],
)
def test_barriers(tags, blocked):
    assert barrier_mask(tags) == blocked


@pytest.mark.parametrize(
    ("text", "mph"),
    [
        ("30 mph", 30),
        ("30mph", 30),
        ("GB:nsl_single", 60),
        ("GB:nsl_dual", 70),
        ("national", 60),
        ("30;40", 30 / 1.609344),
        ("40 mph;30 mph", 30),
        ("50", 50 / 1.609344),
        ("50 km/h", 50 / 1.609344),
        ("50 knots", 50 * 1.852 / 1.609344),
        ("walk", math.nan),
        ("none", math.nan),
        ("signals", math.nan),
        ("0", math.nan),
        ("999", math.nan),
        ("", math.nan),
        ("-20", math.nan),
    ],
)
def test_limits(text, mph):
    assert read_limit(text) / 1.609344 == pytest.approx(mph, nan_ok=True)


@pytest.mark.parametrize(
    ("tags", "setting"),
    [
        ({"maxspeed": "30 mph"}, 1),
        ({"maxspeed": "60 mph"}, 2),
        ({"maxspeed": "40 mph"}, 0),
        ({"maxspeed:type": "GB:nsl_restricted"}, 1),
        ({"source:maxspeed": "GB:nsl_single"}, 2),
        ({"maxspeed": "signals"}, 0),
    ],
)
def test_limits_tell_town_from_country(tags, setting):
    assert way_traits({"highway": "tertiary", **tags})[4] == setting


def test_limits_by_direction():
    traits = way_traits(
        {"highway": "tertiary", "maxspeed": "40 mph", "maxspeed:backward": "20 mph"}
    )
    assert [round(kmh / 1.609344) for kmh in traits[2:4]] == [40, 20]
