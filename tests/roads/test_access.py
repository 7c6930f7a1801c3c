"""Who may use which way: one difficulty each."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings, strategies as st

from solver.roads.read.tags.access import way_access
from solver.roads.read.tags.barriers import barrier_mask
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
        ({"highway": "track", "motor_vehicle": "yes"}, ALL),
        ({"highway": "residential", "access": "no"}, 0),
        ({"highway": "residential", "access": "no", "foot": "yes"}, FOOT),
        ({"highway": "residential", "motor_vehicle": " No "}, FOOT | BICYCLE),
        ({"highway": "residential", "motor_vehicle": "bus;psv"}, FOOT | BICYCLE),
        ({"highway": "residential", "motor_vehicle": "psv; Yes"}, ALL),
        ({"highway": "residential", "motor_vehicle": "forbiden"}, FOOT | BICYCLE),
        ({"highway": "residential", "access": "unknown"}, ALL),
        ({"highway": "Residential "}, ALL),
        ({"highway": "path", "access": "yes"}, FOOT | BICYCLE),
        ({"highway": "cycleway", "vehicle": "yes"}, FOOT | BICYCLE),
        ({"highway": "pedestrian", "access": "permissive"}, FOOT),
        ({"highway": "pedestrian", "motor_vehicle": "yes"}, FOOT | CAR),
        ({"highway": "bridleway", "motorcar": "permissive"}, ALL),
        ({"highway": "footway", "access": "permissive"}, FOOT),
        ({"highway": "steps", "motor_vehicle": "yes"}, FOOT),
        ({"highway": "residential", "vehicle": "no"}, FOOT),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, FOOT | BICYCLE),
        ({"highway": "residential", "motor_vehicle": "no", "motorcar": "yes"}, ALL),
        ({"highway": "service", "service": "emergency_access"}, FOOT | BICYCLE),
        ({"highway": "residential", "oneway": "yes"}, 0b110101),
        ({"highway": "residential", "oneway": " YES"}, 0b110101),
        ({"highway": "residential", "oneway": "yes;no"}, ALL),
        ({"highway": "residential", "oneway": "alternating"}, ALL),
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
    assert way_access(tags) == (mask, 0, 0)


@pytest.mark.parametrize(
    ("tags", "end", "private"),
    [
        ({"highway": "residential", "motor_vehicle": "destination"}, CAR, 0),
        ({"highway": "residential", "access": "destination"}, ALL, 0),
        ({"highway": "service", "access": "Customers; no"}, ALL, 0),
        ({"highway": "service", "vehicle": "delivery"}, CAR | BICYCLE, 0),
        ({"highway": "service", "service": "driveway"}, CAR, 0),
        ({"highway": "service", "service": "parking_aisle"}, CAR, 0),
        ({"highway": "service", "service": "driveway", "access": "private"}, ALL, ALL),
        ({"highway": "residential", "access": "private"}, ALL, ALL),
        ({"highway": "residential", "access": "private;yes"}, 0, 0),
        ({"highway": "residential", "access": "private", "foot": "yes"}, 0b001111, 0b001111),
        ({"highway": "unclassified", "motor_vehicle": "private", "foot": "yes"}, CAR, CAR),
        ({"highway": "residential", "motor_vehicle:backward": "private"}, 0b000010, 0b000010),
        ({"highway": "track"}, CAR, CAR),
        ({"highway": "track", "motor_vehicle": "agricultural;forestry"}, CAR, CAR),
        ({"highway": "track", "designation": "byway_open_to_all_traffic"}, CAR, 0),
        ({"highway": "service", "motor_vehicle": "permit"}, CAR, CAR),
    ],
)
def test_ways_to_a_door_only(tags, end, private):
    assert way_access(tags) == (ALL, end, private)


def test_the_most_specific_tag_decides_however_it_bars():
    tags = {"highway": "residential", "access": "no", "motor_vehicle": "private"}
    assert way_access(tags) == (CAR, CAR, CAR)
    tags = {"highway": "residential", "access": "private", "motor_vehicle": "no", "motorcar": "yes"}
    assert way_access(tags) == (ALL, BICYCLE | FOOT, BICYCLE | FOOT)


@pytest.mark.parametrize(
    ("tags", "blocked"),
    [
        ({"barrier": "gate"}, 0),
        ({"barrier": "gate", "locked": "yes"}, 0b001),
        ({"barrier": "gate", "access": "no"}, 0b111),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, 0b011),
        ({"barrier": "bollard"}, 0b001),
        ({"barrier": " Bollard"}, 0b001),
        ({"barrier": "bollard;gate"}, 0b001),
        ({"barrier": "stile;gate"}, 0b011),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, 0),
        ({"barrier": "bollard", "bicycle": "no"}, 0b011),
        ({"barrier": "kissing_gate"}, 0b011),
        ({"barrier": "cattle_grid"}, 0),
        ({"barrier": "cattle_grid;gate"}, 0),
        ({"barrier": "hedge"}, 0b111),
        ({"barrier": "ditch"}, 0b011),
        ({"barrier": "yes"}, 0b001),
        ({"barrier": "wurst"}, 0b001),
        ({"barrier": "kerb"}, 0b001),
        ({"barrier": "kerb", "kerb": "lowered"}, 0),
        ({"highway": "bollard"}, 0b001),
        ({"access": "no", "foot": "yes"}, 0b011),
        ({"motor_vehicle": "no"}, 0b001),
        ({"highway": "crossing", "access": "no"}, 0),
        ({"highway": "street_lamp"}, 0),
    ],
)
def test_barriers(tags, blocked):
    assert barrier_mask(tags)[:3] == (blocked, 0, 0)


@pytest.mark.parametrize(
    ("tags", "blocked", "end", "private"),
    [
        ({"barrier": "gate", "access": "private"}, 0, 0b111, 0b111),
        ({"barrier": "gate", "motor_vehicle": "private;emergency"}, 0, 0b001, 0b001),
        ({"barrier": "gate", "access": "private", "motor_vehicle": "no"}, 0b001, 0b110, 0b110),
        ({"barrier": "lift_gate", "motor_vehicle": "customers"}, 0, 0b001, 0),
        ({"access": "private", "foot": "yes"}, 0, 0b011, 0b011),
    ],
)
def test_gates_to_a_door_only(tags, blocked, end, private):
    assert barrier_mask(tags)[:3] == (blocked, end, private)


@pytest.mark.parametrize(
    ("text", "mph"),
    [
        ("30 mph", 30),
        ("30mph", 30),
        (" 30 MPH ", 30),
        ("GB:zone20", 20),
        ("GB:zone:20", 20),
        ("GB:20", 20),
        ("UK:nsl_single", 60),
        ("GB_nsl:single", 60),
        ("gb:national", 60),
        ("GB-WLS:nsl_restricted", 20),
        ("60 mph|60 mph|50 mph", 50),
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
        ({"source:maxspeed": "UK:nsl_dual"}, 2),
        ({"maxspeed:type": "gb:zone20"}, 1),
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


@pytest.mark.parametrize(
    ("tags", "ahead", "back"),
    [
        ({"maxspeed:type": "GB:zone20"}, 20, 20),
        ({"zone:maxspeed": "GB:20"}, 20, 20),
        ({"source:maxspeed": "UK:nsl_single"}, 60, 60),
        ({"maxspeed": "signals", "maxspeed:type": "GB:nsl_dual"}, 70, 70),
        ({"maxspeed": "60 mph", "maxspeed:motorcar": "50 mph"}, 50, 50),
        ({"maxspeed:lanes": "40 mph|30 mph"}, 30, 30),
        ({"maxspeed": "40 mph", "maxspeed:lanes:forward": "30 mph|30 mph"}, 30, 40),
        ({"maxspeed:motorcar:forward": "20 mph", "maxspeed": "30 mph"}, 20, 30),
        ({"source:maxspeed": "Stats19", "maxspeed": "30 mph"}, 30, 30),
    ],
)
def test_limits_in_every_tag(tags, ahead, back):
    traits = way_traits({"highway": "tertiary", **tags})
    assert [round(kmh / 1.609344) for kmh in traits[2:4]] == [ahead, back]


def test_what_is_not_understood_is_named():
    odd = way_traits(
        {"highway": "residential", "access": "yes; forbiden", "oneway": "often", "maxspeed": "fast"}
    ).odd
    assert [tag for _, tag in odd] == ["access=forbiden", "oneway=often", "maxspeed=fast"]


WORDS = ("private", "yes", "no", "destination", "bus", "30 mph", "GB:zone20", "-1", "bollard",
         "gate", "residential", "service", "nonsense", "driveway")  # fmt: skip
KEYS = ("access", "motor_vehicle", "bicycle", "foot", "oneway", "maxspeed", "maxspeed:type",
        "barrier", "service", "oneway:bicycle", "junction")  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from(WORDS), min_size=1)),
       st.sampled_from(["residential", "service", "track", "footway"]), st.randoms())  # fmt: skip
def test_order_case_and_spacing_mean_nothing(lists, highway, random):
    def written(words):
        again = [random.choice((str, str.upper, str.title))(word) for word in words]
        random.shuffle(again)
        return ";".join(" " * random.randrange(3) + word + " " * random.randrange(3)
                        for word in again)  # fmt: skip

    lists = {"highway": [highway], **lists}
    plain = {key: ";".join(words) for key, words in lists.items()}
    other = {key: written(words) for key, words in random.sample([*lists.items()], len(lists))}
    assert repr(way_traits(plain)[:-1]) == repr(way_traits(other)[:-1])  # NaN is not itself
    assert sorted(way_traits(plain).odd) == sorted(way_traits(other).odd)
    assert barrier_mask(plain) == barrier_mask(other)
