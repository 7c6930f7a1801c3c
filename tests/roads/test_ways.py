"""Ways on small towns whose lengths can be checked by eye."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, Point
from towns import DEGREE, SOUTH, WEST, node, place, town, turn, way

from solver.domain import MODES, Place, RoadChoices
from solver.domain.road_choices import PERIOD_STARTS_S
from solver.errors import RoadsError
from solver.roads import SpeedModel, open_roads
from solver.roads.travel import travel_from

EAST_M, NORTH_M = 67.1, 111.3  # a step of the grid
CHOICES = RoadChoices()
GRID = tuple(node(10 * y + x + 1, x, y) for y in range(4) for x in range(4))


def street(number, *refs, **tags):
    return way(number, list(refs), highway=tags.pop("highway", "residential"), **tags)


def leg(path, start, end, mode="car", choices=CHOICES):
    roads = open_roads(path)
    stops = [place("home:a", *start), place("home:b", *end)]
    one = roads.line(stops, mode, choices).legs[0]
    travel = roads.travel(stops, [mode], choices)
    assert travel.leg(mode, "home:a", "home:b") == (one.duration_s, one.length_m)
    return one.length_m


def test_a_straight_street_is_as_long_as_it_is(tmp_path):
    path = town(tmp_path, *GRID, street(1, 1, 2, 3, 4))
    assert leg(path, (0.5, 0), (2.5, 0)) == pytest.approx(2 * EAST_M, abs=1)


def square(*extra, **tags):
    """Two ways from (0,0) to (3,0): straight, and around over (3,3)."""
    return (
        *GRID,
        street(1, 1, 2, 3, 4, **tags),
        street(2, 1, 11, 21, 31),
        street(3, 31, 32, 33, 34),
        street(4, 34, 24, 14, 4),
        street(5, 41, 1),
        street(6, 4, 42),
        node(41, -2, 0),
        node(42, 5, 0),
        *extra,
    )


STRAIGHT, AROUND = 5 * EAST_M, 5 * EAST_M + 6 * NORTH_M


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({}, STRAIGHT, STRAIGHT),
        ({"oneway": "yes"}, STRAIGHT, AROUND),
        ({"oneway": "-1"}, AROUND, STRAIGHT),
        ({"access": "no"}, AROUND, AROUND),
        ({"highway": "footway"}, AROUND, AROUND),
    ],
)
def test_one_way_and_closed_streets_are_driven_around(tmp_path, tags, there, back):
    path = town(tmp_path, *square(**tags))
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(there, abs=2)
    assert leg(path, (4, 0), (-1, 0)) == pytest.approx(back, abs=2)


def test_a_bollard_stops_cars_only(tmp_path):
    parts = [p if '<node id="2"' not in p else node(2, 1, 0, barrier="bollard") for p in square()]
    path = town(tmp_path, *parts)
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(AROUND, abs=2)
    for mode in ("bicycle", "foot"):
        assert leg(path, (-1, 0), (4, 0), mode) == pytest.approx(STRAIGHT, abs=2)


def test_a_door_on_either_side_of_a_bollard_is_reached_from_its_side(tmp_path):
    parts = [p if '<node id="2"' not in p else node(2, 1, 0, barrier="bollard") for p in square()]
    path = town(tmp_path, *parts)
    assert leg(path, (-1, 0), (0.9, 0)) == pytest.approx(1.9 * EAST_M, abs=2)
    assert leg(path, (-1, 0), (1.1, 0)) > AROUND - 4.5 * EAST_M


@pytest.mark.parametrize("rule", ["no_straight_on", "no_right_turn"])
def test_a_forbidden_turn_is_not_taken(tmp_path, rule):
    path = town(tmp_path, *square(turn(1, rule, 5, 1, 1)))
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(AROUND, abs=2)
    assert leg(path, (4, 0), (-1, 0)) == pytest.approx(STRAIGHT, abs=2)
    assert leg(path, (-1, 0), (4, 0), "foot") == pytest.approx(STRAIGHT, abs=2)


def test_an_only_turn_closes_the_others(tmp_path):
    path = town(tmp_path, *square(turn(1, "only_left_turn", 5, 1, 2)))
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(AROUND, abs=2)


def test_a_turn_restriction_with_an_exception_binds_the_others(tmp_path):
    path = town(tmp_path, *square(turn(1, "no_straight_on", 5, 1, 1, **{"except": "bicycle"})))
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(AROUND, abs=2)
    assert leg(path, (-1, 0), (4, 0), "bicycle") == pytest.approx(STRAIGHT, abs=2)


def test_restrictions_in_a_row_all_hold(tmp_path):
    # from way 5 not straight on into 1; at the end of 2 neither right into 3 nor back
    extra = (
        turn(1, "no_straight_on", 5, 1, 1),
        turn(2, "no_right_turn", 2, 31, 3),
        turn(3, "no_u_turn", 2, 31, 2),
        node(43, 0, 5),
        street(7, 31, 43),
        street(8, 43, 34),
    )
    path = town(tmp_path, *square(*extra))
    over = EAST_M + 5 * NORTH_M + np.hypot(3 * EAST_M, 2 * NORTH_M) + 3 * NORTH_M + EAST_M
    assert leg(path, (-1, 0), (4, 0)) == pytest.approx(over, abs=2)
    without = town(tmp_path, *square(*extra[:1], *extra[3:]), name="one.osm")
    assert leg(without, (-1, 0), (4, 0)) == pytest.approx(AROUND, abs=2)


def test_a_forbidden_turn_holds_for_a_door_on_the_forbidden_street(tmp_path):
    turns = (turn(1, "no_straight_on", 5, 1, 1), turn(2, "no_u_turn", 2, 31, 2))
    path = town(tmp_path, *square(*turns))
    # around the square, and along the street from its far end to its middle
    want = EAST_M + 6 * NORTH_M + 3 * EAST_M + 1.5 * EAST_M
    assert leg(path, (-1, 0), (1.5, 0)) == pytest.approx(want, abs=2)
    assert leg(path, (1.5, 0), (-1, 0)) == pytest.approx(2.5 * EAST_M, abs=2)


def test_a_contraflow_street_is_open_to_bicycles(tmp_path):
    path = town(tmp_path, *square(oneway="yes", cycleway="opposite"))
    assert leg(path, (4, 0), (-1, 0)) == pytest.approx(AROUND, abs=2)
    assert leg(path, (4, 0), (-1, 0), "bicycle") == pytest.approx(STRAIGHT, abs=2)


def test_doors_on_one_street_need_not_leave_it(tmp_path):
    path = town(tmp_path, *square())
    assert leg(path, (0.2, 0), (0.8, 0)) == pytest.approx(0.6 * EAST_M, abs=1)
    one_way = town(tmp_path, *square(oneway="yes"), name="one.osm")
    assert leg(one_way, (0.2, 0), (0.8, 0)) == pytest.approx(0.6 * EAST_M, abs=1)
    # against the one-way street it is all the way around
    assert leg(one_way, (0.8, 0), (0.2, 0)) == pytest.approx(
        6 * EAST_M + 6 * NORTH_M - 0.6 * EAST_M, abs=2
    )


def test_the_nearest_point_on_the_edge_counts_not_the_nearest_junction(tmp_path):
    roads = open_roads(town(tmp_path, *GRID, street(1, 1, 4), street(2, 31, 34), street(3, 1, 31)))
    found = roads.snap([place("person:a", 1.5, 0.4)], "foot")
    assert found.walk_m[0] == pytest.approx(0.4 * NORTH_M, abs=0.5)
    assert (found.lon[0], found.lat[0]) == pytest.approx((WEST + 1.5 * DEGREE, SOUTH), abs=1e-6)


def test_snapping_finds_what_a_look_at_every_piece_finds(tmp_path):
    rng = np.random.default_rng(2)
    points = rng.uniform(0, 40, (60, 2))
    parts = [node(i + 1, *xy) for i, xy in enumerate(points.tolist())]
    parts += [street(i + 1, i + 1, i + 2) for i in range(59)]
    roads = open_roads(town(tmp_path, *parts), model=SpeedModel(snap_m=1e9))
    line = LineString(points * [EAST_M, NORTH_M])
    doors = rng.uniform(-30, 70, (300, 2))
    found = roads.snap([place(f"person:{i}", *xy) for i, xy in enumerate(doors.tolist())], "foot")
    want = [line.distance(Point(x * EAST_M, y * NORTH_M)) for x, y in doors]
    assert found.walk_m == pytest.approx(np.array(want), rel=0.01, abs=1)


def test_the_walk_the_stop_and_the_same_door(tmp_path):
    roads = open_roads(town(tmp_path, *square()))
    doors = [place("person:a", 0.5, 0.3), place("person:b", 0.5, 0), place("home:c", 0.5, 0.3)]
    travel = roads.travel(doors, ["car"], RoadChoices(stop_s=100))
    walk = 0.3 * NORTH_M / (3 * 1609.344 / 3600)
    assert travel.leg("car", "person:b", "person:a")[0] == pytest.approx(walk + 100, abs=1)
    assert travel.leg("car", "person:b", "home:c")[0] == pytest.approx(walk, abs=1)
    assert travel.leg("car", "home:c", "person:a") == (0, 0)
    assert travel.leg("car", "person:a", "person:a") == (0, 0)
    on_foot = roads.travel(doors, ["foot"], RoadChoices(stop_s=100))
    assert on_foot.leg("foot", "person:b", "person:a")[0] == pytest.approx(walk, abs=1)


def test_choices_reweigh_cars_and_nothing_else(tmp_path):
    roads = open_roads(town(tmp_path, *square(maxspeed="20 mph")))
    doors = [place("home:a", -1.9, 0), place("home:b", 4.9, 0)]

    def seconds(mode, **choices):
        return roads.travel(doors, [mode], RoadChoices(**choices)).leg(mode, "home:a", "home:b")[0]

    assert seconds("car", speed_factor=0.5) > 1.6 * seconds("car")
    assert seconds("car", rural_speed_factor=0.5) == seconds("car")  # all of it is built up
    assert seconds("foot", speed_factor=0.5) == seconds("foot")


def test_four_times_of_day_and_night_again(tmp_path):
    roads = open_roads(town(tmp_path, *square()))
    doors = [place("home:a", -1.9, 0), place("home:b", 4.9, 0)]
    travel = roads.travel(doors, ["car", "foot"], RoadChoices(time_of_day=True))
    assert travel.period_starts_s == PERIOD_STARTS_S
    seconds = [travel.leg("car", "home:a", "home:b", p)[0] for p in range(5)]
    assert seconds[0] == seconds[4] < seconds[2] < seconds[1]
    assert travel.leg("car", "home:a", "home:b", travel.period(8 * 3600))[0] == seconds[1]
    assert travel.leg("car", "home:a", "home:b", travel.period(25 * 3600))[0] == seconds[0]
    line = roads.line(doors, "car", RoadChoices(time_of_day=True), [8 * 3600])
    assert line.legs[0].duration_s == seconds[1]


def test_a_line_follows_the_roads_and_its_steps_add_up(tmp_path):
    parts = square(name="High &amp; Low Street")
    roads = open_roads(town(tmp_path, *parts))
    stops = [place("home:a", -1.5, 0.1), place("person:b", 1.5, 0.05), place("person:c", 3.0, 1.5)]
    line = roads.line(stops, "car", CHOICES)
    assert len(line.legs) == 2
    assert line.leg_first.tolist()[-1] == len(line.coordinates)
    streets = LineString([(WEST + x * DEGREE, SOUTH + y * DEGREE) for x, y in
                          [(-2, 0), (5, 0), (3, 0), (3, 3), (0, 3), (0, 0)]])  # fmt: skip
    assert all(streets.distance(Point(xy)) < 2e-7 for xy in line.coordinates)
    for one in line.legs:
        assert sum(step.duration_s for step in one.steps) == one.duration_s
        assert sum(step.length_m for step in one.steps) == one.length_m
    names = [step.name for step in line.legs[0].steps]
    assert names == [
        "Walk from the door",
        "",
        "High & Low Street",
        "Walk to the door",
        "At the door",
    ]


def test_no_places_and_a_mode_without_roads(tmp_path):
    roads = open_roads(town(tmp_path, *square(), name="all.osm"))
    assert roads.travel([], ["car"], CHOICES).by_mode["car"][0].durations_s.shape == (0, 0)
    assert roads.line([place("home:a", 0, 0)], "car", CHOICES).legs == ()
    cars_only = town(tmp_path, *GRID, street(1, 1, 2, 3, foot="no", bicycle="no"), name="car.osm")
    doors = [place("home:a", 0, 0), place("home:b", 1, 0)]
    travel = open_roads(cars_only).travel(doors, MODES, CHOICES)
    assert travel.leg("car", "home:a", "home:b")[1] == pytest.approx(EAST_M, abs=1)
    assert travel.leg("foot", "home:a", "home:b") == (-1, -1)
    assert set(travel.unplaced["bicycle"]) == {"home:a", "home:b"}


def test_a_line_without_a_way_says_so(tmp_path):
    roads = open_roads(town(tmp_path, *square()))
    line = roads.line([place("home:a", 0, 0), Place("person:b", 10.0, 10.0)], "car", CHOICES)
    assert (line.legs[0].duration_s, line.legs[0].length_m) == (-1, -1)
    assert len(line.coordinates) == 0


def test_travel_from_one_door_is_a_row_of_the_matrix(tmp_path):
    roads = open_roads(town(tmp_path, *square()))
    doors = [place("home:a", -1.5, 0.1), place("person:b", -1.2, 0), place("person:c", 3.0, 1.5)]
    doors.append(Place("person:far", 10.0, 10.0))
    for mode in MODES:
        matrix = roads.travel(doors, [mode], CHOICES).by_mode[mode][0]
        seconds, metres = travel_from(roads, doors[0], doors[1:], mode, CHOICES)
        assert seconds.tolist() == matrix.durations_s[0, 1:].tolist()
        assert metres.tolist() == matrix.lengths_m[0, 1:].tolist()


def test_reach_grows_with_time_and_holds_what_is_reached(tmp_path):
    roads = open_roads(town(tmp_path, *square()))
    home = place("home:a", 0, 0)
    small, large = (roads.reach(home, "foot", limit_s, CHOICES) for limit_s in (120, 400))
    assert large.buffer(1e-4).covers(small)
    minutes = roads.travel(
        [home, place("person:b", 0, 2), place("person:c", 3, 3)], ["foot"], CHOICES
    )
    for other, x, y in (("person:b", 0, 2), ("person:c", 3, 3)):
        inside = minutes.leg("foot", "home:a", other)[0] <= 400
        assert large.covers(Point(WEST + x * DEGREE, SOUTH + y * DEGREE)) == inside
    with pytest.raises(RoadsError, match="above 0"):
        roads.reach(home, "foot", 0, CHOICES)
    with pytest.raises(RoadsError, match="No road"):
        roads.reach(Place("home:far", 0.0, 0.0), "foot", 60, CHOICES)


@pytest.mark.data
@pytest.mark.parametrize("mode", MODES)
def test_rutland_ways_add_up_to_the_matrix(shared_data, mode):
    roads = open_roads(shared_data / "osm" / "rutland-2022-07-20.osm.pbf")
    rng = np.random.default_rng(1)
    west, south, east, north = roads.bounds
    inner = rng.uniform((west + 0.1, south + 0.05), (east - 0.15, north - 0.05), (150, 2))
    doors = [Place(f"person:{i}", *xy) for i, xy in enumerate(inner.tolist())]
    travel = roads.travel(doors, [mode], CHOICES)
    line = roads.line(doors, mode, CHOICES)
    reached = 0
    for i, one in enumerate(line.legs):
        want = travel.leg(mode, doors[i].id, doors[i + 1].id)
        assert (one.duration_s, one.length_m) == want
        reached += want[0] >= 0
        points = line.coordinates[line.leg_first[i] : line.leg_first[i + 1]]
        if len(points):
            drawn = np.hypot(*(np.diff(points, axis=0) * [67_600, 111_270]).T).sum()
            assert drawn == pytest.approx(one.length_m, rel=0.01, abs=2)
    assert reached > 60
