"""Each speed is a choice of the scenario: it weighs the same networks anew."""

from __future__ import annotations

import pytest
from towns import node, place, town, way

from solver.domain import RoadChoices
from solver.roads import Roads, SpeedModel, open_roads

STREET = (node(1, 0, 0), node(2, 3, 0), node(3, 6, 0), node(4, 3, 3), node(5, 3, 6))
WAYS = (
    way(1, [1, 2, 3], highway="tertiary", maxspeed="60 mph"),
    way(2, [2, 4], highway="residential", maxspeed="30 mph"),
    way(3, [4, 5], highway="path", bicycle="yes"),
    way(4, [4, 5], highway="steps"),
)
HOME, LANE, TOWN, PATH = (
    place("home:a", 0.2, 0),
    place("home:b", 5.8, 0),
    place("home:c", 3, 2.9),
    place("home:d", 3, 5.9),
)
PLACES = [HOME, LANE, TOWN, PATH]


@pytest.fixture
def roads(tmp_path):
    return open_roads(town(tmp_path, *STREET, *WAYS))


def seconds(roads, mode, start, end, **choices):
    travel = roads.travel(PLACES, [mode], RoadChoices(**choices))
    period = travel.period(8 * 3600)
    return travel.leg(mode, start.id, end.id, period)[0]


@pytest.mark.parametrize(
    ("mode", "start", "end", "choice"),
    [
        ("car", HOME, LANE, {"speeds": (("tertiary", "open country", 20.0),)}),
        ("car", LANE, TOWN, {"speeds": (("residential", "built-up", 10.0),)}),
        ("car", HOME, LANE, {"junctions": (("tertiary", "open country", 30.0),)}),
        ("bicycle", HOME, LANE, {"bicycle_mph": 6.0}),
        ("bicycle", TOWN, PATH, {"bicycle_mph": 5.0}),
        ("foot", TOWN, PATH, {"foot_mph": 2.0}),
    ],
)
def test_each_figure_slows_its_own_mode_and_rebuilds_nothing(roads, mode, start, end, choice):
    built = roads.fabric.modes[mode].hierarchy
    before = seconds(roads, mode, start, end)
    assert seconds(roads, mode, start, end, **choice) > before + 5
    assert seconds(roads, mode, start, end) == before
    assert roads.fabric.modes[mode].hierarchy is built
    others = {"car": "bicycle", "bicycle": "car", "foot": "bicycle"}
    if mode != "foot":  # a slower walk lengthens the last steps to each door
        other = others[mode]
        assert seconds(roads, other, start, end, **choice) == seconds(roads, other, start, end)


def test_factors_of_the_day_bind_only_where_the_day_is_split(roads):
    slow = (("morning peak", "open country", 0.5),)
    all_day = seconds(roads, "car", HOME, LANE)
    assert seconds(roads, "car", HOME, LANE, periods=slow) == all_day
    morning = seconds(roads, "car", HOME, LANE, time_of_day=True)
    assert seconds(roads, "car", HOME, LANE, time_of_day=True, periods=slow) > 1.8 * morning


def test_a_scenario_weighs_as_a_table_of_its_own_would(roads):
    choices = RoadChoices(
        speeds=(("tertiary", "open country", 21.0), ("residential", "built-up", 12.0)),
        junctions=(("residential", "built-up", 9.0),),
        foot_mph=2.0,
    )
    usual = SpeedModel()
    table = SpeedModel(
        car_mph={**usual.car_mph, "tertiary": (21.0, 21.0), "residential": (12.0, 20.0)},
        junction_s={**usual.junction_s, "residential": (9.0, 1.5)},
        foot_mph=2.0,
        steps_mph=1.0,
    )
    chosen = roads.travel(PLACES, ["car", "foot"], choices)
    alike = Roads(roads.fabric, roads.content_hash, table)
    tabled = alike.travel(PLACES, ["car", "foot"], RoadChoices())
    for mode in ("car", "foot"):
        got, want = (each.by_mode[mode][0].durations_s for each in (chosen, tabled))
        assert got.tolist() == want.tolist()
