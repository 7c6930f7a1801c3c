"""Ends as extracts tag them: driven to the door on them, and never through."""

from __future__ import annotations

import pandas as pd
import pytest

from solver.domain import Place, RoadChoices
from solver.roads import open_roads

NO_STOP = RoadChoices(stop_s=0)


def extract(folder, points, ways, gates=()):
    """Write an extract: points (longitude, latitude), ways (points, tags), gates {point: tags}."""

    def inner(tags):
        return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())

    tagged = dict(gates)
    parts = []
    for i, (x, y) in enumerate(points):
        place = f'lon="{x:.7f}" lat="{y:.7f}"'
        parts.append(f'<node id="{i + 1}" version="1" {place}>{inner(tagged.get(i, {}))}</node>')
    for i, (line, tags) in enumerate(ways):
        refs = "".join(f'<nd ref="{point + 1}"/>' for point in line)
        parts.append(f'<way id="{i + 1}" version="1">{refs}{inner(tags)}</way>')
    path = folder / "town.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{"".join(parts)}</osm>')
    return open_roads(path)


def metres(roads, here, there, mode="car", choices=NO_STOP):
    travel = roads.travel([here, there], [mode], choices).by_mode[mode][0]
    return travel.lengths_m[0, 1], travel.lengths_m[1, 0]


LANE = [(-0.720, 52.640), (-0.718, 52.640), (-0.718, 52.650), (-0.708, 52.650), (-0.708, 52.640),
        (-0.706, 52.640)]  # fmt: skip
WEST, EAST = Place("home:w", -0.7195, 52.64), Place("person:e", -0.7065, 52.64)
INSIDE = Place("person:i", -0.713, 52.64)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential", "motor_vehicle": "destination"},
        {"highway": "service", "access": "customers"},
        {"highway": "service", "access": "delivery"},
        {"highway": "service", "service": "driveway"},
        {"highway": "service", "service": "parking_aisle"},
        {"highway": "residential", "access": " Residents "},
        {"highway": "unclassified", "access": "private"},
        {"highway": "track"},
    ],
    ids=str,
)
def test_door_to_door_past_both_ends_goes_round(tmp_path, tags):
    """Field case 03, and siblings that nobody reported."""
    lane = {"highway": "unclassified"}
    ways = [([0, 1], lane), ([1, 2, 3, 4], lane), ([4, 5], lane), ([1, 4], tags)]
    roads = extract(tmp_path, LANE, ways)
    assert metres(roads, WEST, EAST) == (3_105, 3_105)
    assert metres(roads, WEST, INSIDE) == metres(roads, INSIDE, EAST) == (440, 440)


def test_a_street_without_such_a_tag_is_passed_through(tmp_path):
    lane = {"highway": "unclassified"}
    ways = [([0, 1], lane), ([1, 2, 3, 4], lane), ([4, 5], lane)]
    roads = extract(tmp_path, LANE, [*ways, ([1, 4], {"highway": "residential"})])
    assert metres(roads, WEST, EAST) == (880, 880)


DRIVE = [(-0.730, 52.640), (-0.718, 52.640), (-0.706, 52.640), (-0.718, 52.6463),
         (-0.706, 52.644), (-0.730, 52.644), (-0.718, 52.6402)]  # fmt: skip
CARER, PERSON = Place("home:c", -0.729, 52.64), Place("person:p", -0.7181, 52.6463)


def drive(folder, tags, line=(1, 3), gates=()):
    street = {"highway": "residential"}
    ways = [([0, 1, 2], {"highway": "unclassified"}), ([2, 4], street), (list(line), tags),
            ([0, 5], street)]  # fmt: skip
    return extract(folder, DRIVE if gates else DRIVE[:-1], ways, gates)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "service", "service": "driveway", "access": "private"},
        {"highway": "residential", "access": "private"},
        {"highway": "unclassified", "motor_vehicle": "private", "foot": "yes"},
        {"highway": "track"},
        {"highway": "track", "access": "private"},
        {"highway": "service", "access": "permit"},
        {"highway": "residential", "access": "no", "motor_vehicle": "private"},
    ],
    ids=str,
)
def test_a_carer_drives_up_to_the_door(tmp_path, tags):
    """Field case 04: 1,446 m by car, and on foot from the lane where the scenario says so."""
    roads = drive(tmp_path, tags)
    assert metres(roads, CARER, PERSON) == (1_446, 1_446)
    shut = RoadChoices(stop_s=0, drive_private=False)
    assert metres(roads, CARER, PERSON, choices=shut) == (738, 738)


def test_a_carer_drives_through_a_private_gate_to_the_door_behind_it(tmp_path):
    gate = {6: {"barrier": "gate", "access": "private"}}
    roads = drive(tmp_path, {"highway": "service"}, (1, 6, 3), gate)
    assert metres(roads, CARER, PERSON) == (1_446, 1_446)


@pytest.mark.data
def test_rutlands_postcodes_lie_on_roads_for_cars(shared_data):
    """24 of 1,270 lay over 100 m from one, 21 of them nearer a private road or a track."""
    roads = open_roads(shared_data / "osm" / "rutland-2022-07-20.osm.pbf")
    listed = shared_data / "postcodes" / "postcodes_leics_rutland.csv.gz"
    postcodes = pd.read_csv(listed)
    inside = postcodes[postcodes["ltla24_name"] == "Rutland"]
    places = [
        Place(f"person:{i}", lon, lat)
        for i, (lon, lat) in enumerate(zip(inside["lon"], inside["lat"], strict=True))
    ]
    assert len(places) == 1_270
    shut = RoadChoices(drive_private=False)
    far = [int((roads.snap(places, "car", choices).walk_m > 100).sum())
           for choices in (RoadChoices(), shut)]  # fmt: skip
    assert far == [5, 24]
