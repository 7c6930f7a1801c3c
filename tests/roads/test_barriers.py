"""One node on the direct road: who drives past it, and who goes round."""

from __future__ import annotations

import re
from dataclasses import fields
from random import Random

import numpy as np
import pytest

from solver.domain import RoadChoices
from solver.roads import open_roads
from solver.roads.read.reading import read_roads
from tests.roads.towns import node, place, town, turn, way

CAR = 0b000011
DIRECT_M, ROUND_M = 269, 1156


def estate(folder, direct=None, *more, **tags):
    """Write a road from the node 2 to 5 with a node 7 on it, and the way round three sides."""
    return town(
        folder,
        node(1, -1, 0),
        node(2, 0, 0),
        node(3, 0, 4),
        node(4, 4, 4),
        node(5, 4, 0),
        node(6, 5, 0),
        node(7, 2, 0, **tags),
        way(1, [1, 2], highway="unclassified"),
        way(2, [2, 3, 4, 5], highway="unclassified"),
        way(3, [5, 6], highway="unclassified"),
        way(4, [2, 7, 5], **(direct or {"highway": "unclassified"})),
        *more,
    )


def metres(path):
    doors = [place("home:a", 0, 0), place("person:b", 4, 0)]
    travel = open_roads(path).travel(doors, ["car"], RoadChoices(stop_s=0))
    return round(travel.leg("car", "home:a", "person:b")[1])


@pytest.mark.parametrize(
    ("tags", "opened"),
    [
        ({"barrier": "bollard"}, False),
        ({"barrier": "bollard;gate"}, False),
        ({"barrier": "bollard;planter"}, False),
        ({"barrier": "bollard", "bollard": "rising", "access": "yes"}, True),
        ({"barrier": "gate", "motor_vehicle": "private;emergency"}, False),
        ({"barrier": "gate", "access": "private; no"}, False),
        ({"barrier": "stile;gate", "foot": "yes"}, False),
        ({"barrier": "bus_gate"}, False),
        ({"barrier": "gate", "motor_vehicle": "no"}, False),
        ({"barrier": "Bollard"}, False),
        ({"barrier": "yes", "motor_vehicle": "no"}, False),
        ({"highway": "bollard"}, False),
        ({"access": "no", "foot": "yes", "bicycle": "yes"}, False),
        ({"barrier": "ditch"}, False),
        ({"barrier": "hedge"}, False),
        ({"barrier": "step"}, False),
        ({"barrier": "armco"}, False),
        ({"barrier": "guard_rail"}, False),
        ({"barrier": "toll_booth", "access": "no", "motor_vehicle": "yes"}, True),
        ({"barrier": "lift_gate"}, True),
        ({"barrier": "height_restrictor", "maxheight": "2.1"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ({"highway": "crossing", "bicycle": "no", "access": "no"}, True),
    ],
)
def test_who_drives_past(tmp_path, tags, opened):
    direct = metres(estate(tmp_path, **tags)) < DIRECT_M + 5
    assert direct is opened


def ends(raw):
    """Node ids of each way that cars use, with whether only to a door, and whether as private."""
    return {
        tuple(raw.node_id[raw.way_node[a:b]].tolist()): (bool(end & CAR), bool(private & CAR))
        for a, b, end, private in zip(
            raw.way_first[:-1], raw.way_first[1:], raw.way_end, raw.way_private, strict=True
        )
    }


@pytest.mark.parametrize(
    ("tags", "private"),
    [
        ({"barrier": "gate", "access": "private"}, True),
        ({"access": "private"}, True),
        ({"barrier": "lift_gate", "motor_vehicle": "customers"}, False),
        ({"barrier": "gate", "motor_vehicle": "permit;no"}, True),
    ],
)
def test_what_lies_beyond_a_gate_is_an_end(tmp_path, tags, private):
    raw = read_roads(
        town(
            tmp_path,
            *[node(i, i - 30, 0) for i in range(30, 40)],
            way(1, [*range(30, 40)], highway="residential"),
            node(41, 3, 1), node(42, 3, 2, **tags), node(43, 3, 3), node(44, 4, 3),
            way(2, [33, 41, 42, 43], highway="service"),
            way(3, [43, 44], highway="residential"),
        )
    )  # fmt: skip
    assert ends(raw) == {
        tuple(range(30, 40)): (False, False),
        (33, 41, 42): (False, False),
        (42, 43): (True, private),
        (43, 44): (True, private),
    }
    assert raw.way_id.tolist() == [1, 2, 2, 3]
    assert not raw.node_block.any()


def test_a_private_gate_on_a_road_that_leads_through_is_shut(tmp_path):
    raw = read_roads(estate(tmp_path, barrier="gate", access="private"))
    assert not raw.way_end.any()
    assert raw.node_block[np.searchsorted(raw.node_id, 7)] == 0b111


def test_a_gate_where_a_drive_leaves_the_road_does_not_shut_the_road(tmp_path):
    drive = (node(8, 2, -1), way(5, [7, 8], highway="service"))
    path = estate(tmp_path, None, *drive, barrier="gate", access="private")
    raw = read_roads(path)
    assert ends(raw)[7, 8] == (True, True)
    assert not raw.node_block.any()
    assert metres(path) < DIRECT_M + 5


def test_a_gate_on_a_private_drive_does_not_shut_it(tmp_path):
    drive = {"highway": "service", "access": "private"}
    raw = read_roads(estate(tmp_path, drive, barrier="gate", access="private"))
    assert ends(raw)[2, 7, 5] == (True, True)
    assert not raw.node_block.any()


def test_two_gates_one_of_them_for_customers_make_no_private_part(tmp_path):
    gates = (node(8, 1, 0, access="private"), node(9, 3, 0, access="customers"))
    path = estate(tmp_path, {"highway": "footway"}, *gates,
                  way(5, [2, 8, 9, 5], highway="service"))  # fmt: skip
    raw = read_roads(path)
    assert ends(raw)[8, 9] == (True, False)
    assert ends(raw)[2, 8] == ends(raw)[9, 5] == (False, False)


def test_unknown_barriers_and_values_are_counted_and_named(tmp_path):
    report = open_roads(estate(tmp_path, barrier="wurst", bicycle="forbiden")).report
    assert report.notes["barriers not known, taken to stop cars"] == 1
    assert report.notes["access values not known, taken as closed"] == 1
    assert any("barrier=wurst (1)" in remark for remark in report.remarks)


def test_numbers_without_a_unit_are_doubted_among_miles(tmp_path):
    ways = [
        way(20 + i, [1, 2], highway="residential", maxspeed=limit)
        for i, limit in enumerate(("30 mph", "40 mph", "30"))
    ]
    doubt = "limits without a unit, taken as km/h, that may be miles an hour"
    assert open_roads(estate(tmp_path, None, *ways)).report.notes[doubt] == 1
    assert doubt not in open_roads(estate(tmp_path, None, ways[2])).report.notes


def messy(part, random):
    """The same piece of a town, with lists, capitals and spaces as people type them."""

    def written(found):
        words = [random.choice((str, str.upper, str.title))(w) for w in found[2].split(";")]
        random.shuffle(words)
        return f'k="{found[1]}" v="{";".join(" " * random.randrange(3) + w for w in words)} "'

    return re.sub(r'k="([^"]+)" v="([^"]+)"', written, part)


@pytest.mark.parametrize("seed", range(12))
def test_order_case_and_spacing_of_lists_give_the_same_roads(tmp_path, seed):
    random = Random(seed)
    values = ("yes", "no", "private", "destination", "bus", "forestry", "nonsense")
    kinds = ("bollard", "gate", "stile", "cattle_grid", "wurst")
    limits = ("30 mph", "20", "GB:zone20", "UK:nsl_single", "signals")

    def some(of):
        return ";".join(random.sample(of, random.randint(1, min(3, len(of)))))

    tags = [{"access": some(values), "maxspeed": some(limits), "oneway": some(("yes", "no", "-1")),
             "motor_vehicle": some(values)} for _ in range(3)]  # fmt: skip
    parts = [
        *[node(i, i, 0, barrier=some(kinds), motor_vehicle=some(values)) for i in range(1, 5)],
        *[node(i, i - 4, 1, barrier=some(kinds)) for i in range(5, 9)],
        *[node(i, i - 8, 2) for i in range(9, 13)],
        way(1, [9, 10, 11, 12], highway="residential"),
        way(2, [9, 5, 1, 2, 3], highway=some(("residential", "service")), **tags[0]),
        way(3, [3, 4, 8, 12], highway="unclassified", **tags[1]),
        way(4, [5, 6, 7, 8], highway="track", **tags[2]),
        way(5, [6, 10], highway="service"),
        turn(1, some(("no_left_turn", "no_u_turn")), 1, 9, 2, **{"except": some(values)}),
        turn(2, "only_straight_on", 2, 3, 3),
    ]
    plain = read_roads(town(tmp_path, *parts, name="plain.osm"))
    other = read_roads(town(tmp_path, *[messy(part, random) for part in parts], name="messy.osm"))
    for item in fields(plain):
        one, two = getattr(plain, item.name), getattr(other, item.name)
        if isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, two, item.name)
        elif item.name != "land":
            assert one == two
