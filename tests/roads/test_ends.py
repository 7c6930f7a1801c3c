"""A road that is only at an end: begun on, ended on, never passed through."""

from __future__ import annotations

import numpy as np
import pytest
from ends_town import BOTH, Reference, raw_roads, roads_of
from hypothesis import assume, given, settings, strategies as st
from random_town import at_hour, by_hour, equals_the_reference, random_roads

from solver.domain import MODES, Place, RoadChoices
from solver.roads import Roads
from solver.roads.reach import reached
from solver.roads.read.tags.hours import row_of
from solver.roads.store import load_fabric, save_fabric


@settings(deadline=None, max_examples=120)
@given(
    st.integers(0, 10_000), st.integers(0, 8), st.floats(0, 0.6), st.sampled_from([0, 0.1]),
    st.integers(0, 10), st.sampled_from(MODES), st.booleans(),
)  # fmt: skip
def test_random_roads_equal_the_plainest_search(
    seed, extra, ended, blocks, turns, mode, drive_private
):
    raw, rng = random_roads(seed, extra, ended, blocks, turns)
    reference = Reference(raw, "car", True)
    assume(reference.clear)
    roads = roads_of(raw)
    for choices in (
        RoadChoices(drive_private=drive_private),
        RoadChoices(
            drive_private=drive_private, speed_factor=0.7, bicycle_mph=7.0, foot_mph=2.0,
            junctions=(("residential", "built-up", 9.0),),
        ),
    ):  # fmt: skip
        equals_the_reference(raw, roads, mode, choices, rng)


@settings(deadline=None, max_examples=120)
@given(
    st.integers(0, 10_000), st.integers(0, 8), st.sampled_from([0, 0.1]), st.integers(0, 10),
    st.floats(0.1, 0.5), st.sampled_from(MODES), st.booleans(),
)  # fmt: skip
def test_random_roads_at_any_hour_equal_the_plainest_search(
    seed, extra, blocks, turns, many, mode, drive_private
):
    plain, rng = random_roads(seed, extra, 0.2, blocks, turns)
    raw = by_hour(plain, rng, many)
    reference = Reference(at_hour(raw, 0), mode, True)
    assume(reference.clear)
    roads = roads_of(raw)
    for when, time_of_day in (((), False), (("tue", -1), False), (("sat", 0), True)):
        found = Reference(at_hour(raw, row_of(*when) if when else 0), mode, True)
        assume(found.clear and 2 * len(found.core & reference.core) > len(reference.core))
        choices = RoadChoices(drive_private=drive_private, time_of_day=time_of_day)
        hourly = at_hour(raw, row_of(*when) if when else 0)
        equals_the_reference(hourly, roads, mode, choices, rng, when=when)


# --- a lane round three sides of an estate, and a direct way across it ---------------------

LANE = [(-0.720, 52.640), (-0.718, 52.640), (-0.718, 52.650), (-0.708, 52.650), (-0.708, 52.640),
        (-0.706, 52.640)]  # fmt: skip
LANE_WAYS = [[0, 1], [1, 2, 3, 4], [4, 5], [1, 4]]
WEST, EAST = Place("home:w", -0.7195, 52.64), Place("person:e", -0.7065, 52.64)
INSIDE, BESIDE = Place("person:i", -0.713, 52.64), Place("person:b", -0.712, 52.64)
NO_STOP = RoadChoices(stop_s=0)


def estate(**fields):
    return roads_of(raw_roads(LANE, LANE_WAYS, **fields))


def metres(roads, mode="car", choices=NO_STOP, places=(WEST, EAST, INSIDE, BESIDE)):
    return roads.travel(places, [mode], choices).by_mode[mode][0].lengths_m


def test_door_to_door_past_both_ends_goes_round_and_a_door_inside_is_reached():
    """Field case 03, with the masks as they are read from the tags."""
    assert metres(estate())[0].tolist() == [0, 880, 440, 508]
    roads = estate(way_end=[0, 0, 0, BOTH["car"]])
    assert metres(roads)[0].tolist() == [0, 3_105, 440, 508]
    assert metres(roads)[1].tolist() == [3_105, 0, 440, 372]
    assert metres(roads)[2].tolist() == [440, 440, 0, 68]
    assert metres(roads, "foot")[0, 1] == 880  # who walks is not bound by what binds cars
    line = roads.line([WEST, EAST, INSIDE, BESIDE, WEST], "car", NO_STOP)
    assert [leg.length_m for leg in line.legs] == [3_105, 440, 68, 508]
    part = roads.report.modes["car"]
    assert (part.end_only, part.end_only_private) == (1, 0)
    assert roads.report.modes["foot"].end_only == 0


def test_a_direction_may_be_an_end_by_itself():
    """Eastwards for residents, westwards for all: only the one goes round."""
    found = metres(estate(way_end=[0, 0, 0, 0b01]))
    assert (found[0, 1], found[1, 0]) == (3_105, 880)
    assert found[0, 2] == found[2, 1] == 440


def test_an_open_road_behind_one_that_is_only_an_end_is_only_an_end_too():
    """A street inside a gated estate, whose two gates are for residents."""
    points = [*LANE, (-0.714, 52.640), (-0.711, 52.640)]
    ways = [*LANE_WAYS[:3], [1, 6], [6, 7], [7, 4]]
    roads = roads_of(raw_roads(points, ways, way_end=[0, 0, 0, 63, 0, 63]))
    found = metres(roads)
    assert found[0].tolist() == [0, 3_105, 440, 508]
    assert found[2, 3] == 68  # both inside: the street itself
    assert roads.report.modes["car"].end_only == 3


def test_two_ends_that_meet_at_a_through_road_are_two():
    """A car park on either side of a lane: from one into the other, not through it."""
    points = [(-0.72, 52.64), (-0.715, 52.64), (-0.71, 52.64), (-0.715, 52.642), (-0.71, 52.642),
              (-0.715, 52.638)]  # fmt: skip
    ways = [[0, 1, 2], [1, 3, 4, 2], [1, 5]]
    roads = roads_of(raw_roads(points, ways, way_end=[0, 63, 63]))
    south, east = Place("home:s", -0.715, 52.639), Place("person:e", -0.7101, 52.64)
    north = Place("person:n", -0.715, 52.641)
    found = metres(roads, places=(south, east, north))
    straight = metres(roads_of(raw_roads(points, ways)), places=(south, east, north))
    assert found.tolist() == straight.tolist()  # nothing is longer here ...
    parts = roads.fabric.modes["car"].network.arc_part
    assert len(set(parts[parts >= 0].tolist())) == 2  # ... and yet they are two


# --- a person at the end of a private drive of 700 m ----------------------------------------

DRIVE = [(-0.730, 52.640), (-0.718, 52.640), (-0.706, 52.640), (-0.718, 52.6463),
         (-0.706, 52.644), (-0.730, 52.644)]  # fmt: skip
DRIVE_WAYS = [[0, 1, 2], [2, 4], [1, 3], [0, 5]]
CARER, PERSON = Place("home:c", -0.729, 52.64), Place("person:p", -0.7181, 52.6463)


def drive(access=63, end=63, private=63):
    masks = {"way_access": [63, 63, access, 63], "way_end": [0, 0, end, 0],
             "way_private": [0, 0, private, 0]}  # fmt: skip
    masks["way_access"] = np.array(masks["way_access"], np.uint8)
    return roads_of(raw_roads(DRIVE, DRIVE_WAYS, **masks))


def test_a_carer_drives_a_private_drive_to_the_door_and_the_miles_are_paid():
    """Field case 04, with the masks as they are read from the tags."""
    open_drive = metres(drive(end=0, private=0), places=(CARER, PERSON))
    roads = drive()
    assert metres(roads, places=(CARER, PERSON)).tolist() == open_drive.tolist()
    assert open_drive[0, 1] == 1_446
    part = roads.report.modes["car"]
    assert (part.end_only, part.end_only_private) == (1, 1)
    line = roads.line([CARER, PERSON], "car", NO_STOP)
    assert line.coordinates[-1] == pytest.approx([-0.718, 52.6463], abs=1e-5)


def test_where_the_scenario_says_so_private_drives_are_closed_to_cars_alone():
    roads = drive()
    shut = RoadChoices(stop_s=0, drive_private=False)
    assert metres(roads, choices=shut, places=(CARER, PERSON))[0, 1] == pytest.approx(738, abs=10)
    assert metres(roads, "foot", shut, (CARER, PERSON))[0, 1] == 1_446
    walked, driven = (
        roads.travel([CARER, PERSON], ["car"], choices).by_mode["car"][0].durations_s[0, 1]
        for choices in (shut, NO_STOP)
    )
    assert walked > driven + 300
    # for residents only is not private: the choice leaves it open
    residents = drive(private=0)
    assert metres(residents, choices=shut, places=(CARER, PERSON))[0, 1] == 1_446
    reach = [roads.reach(CARER, "car", 300, choices).area for choices in (shut, NO_STOP)]
    assert reach[0] < reach[1]


def test_a_private_drive_makes_no_junction_and_one_for_residents_does():
    roads = {name: drive(private=mask) for name, mask in (("private", 63), ("residents", 0))}
    east = Place("person:e", -0.7061, 52.64)
    seconds = {
        name: found.travel([CARER, east], ["car"], NO_STOP).by_mode["car"][0].durations_s[0, 1]
        for name, found in roads.items()
    }
    assert seconds["residents"] > seconds["private"]


def test_ends_are_kept_with_the_roads(tmp_path):
    roads = drive()
    save_fabric(roads.fabric, tmp_path, "a" * 64)
    again = Roads(load_fabric(tmp_path, "a" * 64), "a" * 64)
    for choices in (NO_STOP, RoadChoices(stop_s=0, drive_private=False)):
        assert (
            metres(again, choices=choices, places=(CARER, PERSON)).tolist()
            == metres(roads, choices=choices, places=(CARER, PERSON)).tolist()
        )
    assert again.report == roads.report


def test_reach_goes_into_ends_and_not_through_them():
    roads = estate(way_end=[0, 0, 0, BOTH["car"]])
    spans = reached(roads, WEST, "car", 110, NO_STOP)  # 114 s to the east end, 391 s round
    car = roads.fabric.segments
    far = [s for s in spans if car.junction_lon[car.end[int(s[0])]] / 1e7 > -0.7065]
    assert not far
    assert 3 in {int(segment) for segment, *_ in spans}
    through = reached(estate(), WEST, "car", 110, NO_STOP)
    assert any(car.junction_lon[car.end[int(s[0])]] / 1e7 > -0.7065 for s in through)
    inside = reached(roads, INSIDE, "car", 110, NO_STOP)  # from within, out on both sides
    assert {0, 2} <= {int(segment) for segment, *_ in inside}
