"""Turn restrictions as people write them, at one crossroads."""

from __future__ import annotations

import pytest

from solver.domain import Place, RoadChoices
from solver.roads import open_roads
from tests.roads.towns import turn, way

POINTS = {
    1: (-0.722, 52.64), 5: (-0.718, 52.64), 2: (-0.718, 52.644), 3: (-0.714, 52.64),
    4: (-0.718, 52.636), 7: (-0.714, 52.644), 8: (-0.714, 52.636), 9: (-0.722, 52.636),
    10: (-0.722, 52.644),
}  # fmt: skip
WAYS = {1: [1, 5], 2: [5, 2], 3: [5, 3], 4: [5, 4], 5: [2, 7, 3, 8, 4], 6: [4, 9, 1, 10, 2]}
STRAIGHT, LEFT, RIGHT = (-0.7145, 52.64), (-0.718, 52.6435), (-0.718, 52.6365)
AT_ONCE = [474, 626, 626]
ROUND = [1364, 805, 805]


def rule(number, way_out, tags, way_in=1):
    """A relation at the crossroads with these tags in place of ``restriction``."""
    said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    plain = turn(number, "", way_in, 5, way_out).replace('<tag k="restriction" v=""/>', said)
    return plain.replace('<tag k="type" v="restriction"/>', "") if "type" in tags else plain


def crossroads(folder, *relations, closed=()):
    """Arms 1 west, 2 north, 3 east, 4 south of a crossroads, and a road around three corners."""
    nodes = [
        f'<node id="{i}" version="1" lon="{lon}" lat="{lat}"/>' for i, (lon, lat) in POINTS.items()
    ]
    ways = [
        way(i, refs, highway="residential", **({"motor_vehicle": "no"} if i in closed else {}))
        for i, refs in WAYS.items()
    ]
    path = folder / "town.osm"
    path.write_text(f'<osm version="0.6">{"".join([*nodes, *ways, *relations])}</osm>')
    return open_roads(path)


def metres(roads, mode="car", day=None, hour=None):
    """From the west arm: straight on, left, right; at an hour of a day, or all day."""
    doors = [Place("home:a", -0.7215, 52.64)]
    doors += [Place(f"person:{i}", *at) for i, at in enumerate((STRAIGHT, LEFT, RIGHT))]
    choices = RoadChoices(stop_s=0, time_of_day=hour is not None)
    travel = roads.travel(doors, [mode], choices, day)
    at = travel.period((hour or 0) * 3_600)
    return [round(travel.leg(mode, "home:a", f"person:{i}", at)[1]) for i in range(3)]


def chosen(*free):
    """Metres where these turns are free and the others go round."""
    return [AT_ONCE[i] if i in free else ROUND[i] for i in range(3)]


ONLY_STRAIGHT = rule(1, 3, {"restriction": "only_straight_on"})
ONLY_LEFT = rule(2, 2, {"restriction": "only_left_turn"})
NO_RIGHT = {"restriction": "no_right_turn"}


@pytest.mark.parametrize(
    ("relations", "free"),
    [
        ((), (0, 1, 2)),
        ((ONLY_STRAIGHT,), (0,)),
        ((ONLY_STRAIGHT, ONLY_LEFT), (0, 1)),
        ((ONLY_LEFT, ONLY_STRAIGHT, rule(3, 3, {"restriction": "no_straight_on"})), (1,)),
        ((rule(1, 4, NO_RIGHT),), (0, 1)),
        ((rule(1, 4, {"restriction": " No_Right_Turn "}),), (0, 1)),
        ((rule(1, 4, {"restriction": "no_right_turn;no_u_turn"}),), (0, 1)),
        ((rule(1, 4, {"restriction:motor_vehicle": "no_right_turn"}),), (0, 1)),
        ((rule(1, 4, {"restriction:motorcar": "no_right_turn"}),), (0, 1)),
        ((rule(1, 4, {"type": "restriction:motorcar", **NO_RIGHT}),), (0, 1)),
        ((rule(1, 4, {"restriction:hgv": "no_right_turn"}),), (0, 1, 2)),
        ((rule(1, 4, {"restriction:bicycle": "no_right_turn"}),), (0, 1, 2)),
        ((rule(1, 4, {"type": "restriction:hgv", **NO_RIGHT}),), (0, 1, 2)),
        ((rule(1, 4, {"type": "restriction:bus", **NO_RIGHT}),), (0, 1, 2)),
        ((rule(1, 4, {**NO_RIGHT, "except": "psv;motorcar"}),), (0, 1, 2)),
        ((rule(1, 4, {**NO_RIGHT, "except": "PSV; Motor_Vehicle"}),), (0, 1, 2)),
        ((rule(1, 4, {**NO_RIGHT, "except": "motorcycle"}),), (0, 1)),
    ],
)
def test_who_is_bound_by_what(tmp_path, relations, free):
    assert metres(crossroads(tmp_path, *relations)) == chosen(*free)


def test_a_bicycle_is_bound_by_what_names_it(tmp_path):
    roads = crossroads(tmp_path, rule(1, 4, {"restriction:bicycle": "no_right_turn"}))
    assert metres(roads, "bicycle") == chosen(0, 1)
    roads = crossroads(tmp_path, rule(1, 4, {"restriction:motor_vehicle": "no_right_turn"}))
    assert metres(roads, "bicycle") == AT_ONCE


@pytest.mark.parametrize(
    ("tags", "note"),
    [
        (
            {"restriction:conditional": "no_right_turn @ (Mo-Fr 07:00-10:00)"},
            "conditional turn restrictions by hour, applied where the time of day counts",
        ),
        (
            {"restriction:motorcar:conditional": "no_right_turn @ (SH)"},
            "conditional turn restrictions of another kind, not applied",
        ),
        (
            {**NO_RIGHT, "hour_on": "07:00", "hour_off": "10:00"},
            "conditional turn restrictions of another kind, not applied",
        ),
        ({"restriction:hgv": "no_right_turn"}, "turn restrictions for other vehicles"),
        ({"restriction": "right_turn"}, "turn restrictions that are not understood"),
    ],
)
def test_what_binds_nobody_at_no_hour_is_counted(tmp_path, tags, note):
    roads = crossroads(tmp_path, rule(1, 4, tags))
    assert metres(roads) == AT_ONCE
    assert roads.report.notes == {note: 1}


LEFT_NO_WAY_ON = "turn restrictions that left no way on, not applied"


@pytest.mark.parametrize(
    ("relations", "free", "dropped"),
    [  # prescribed and forbidden at once: the larger choice stays
        ((ONLY_STRAIGHT, rule(3, 3, {"restriction": "no_straight_on"})), (1, 2), 1),
        # every turn forbidden, turning round too: none is
        (
            [rule(i, i, {"restriction": "no_u_turn" if i == 1 else "no_exit"}) for i in WAYS],
            (0, 1, 2),
            6,
        ),
    ],
)
def test_no_set_of_rules_makes_a_dead_end_without_a_word(tmp_path, relations, free, dropped):
    roads = crossroads(tmp_path, *relations)
    assert metres(roads) == chosen(*free)
    assert roads.report.notes == {LEFT_NO_WAY_ON: dropped}


def test_a_turn_prescribed_onto_a_closed_way_is_counted(tmp_path):
    roads = crossroads(tmp_path, ONLY_STRAIGHT, closed=(3,))
    assert metres(roads)[1:] == AT_ONCE[1:]
    assert list(roads.report.notes.values()) == [1]
    assert "closed to cars" in next(iter(roads.report.notes))


NONE_AT_NIGHT = {**NO_RIGHT, "restriction:conditional": "none @ (19:00-07:00)"}
RIGHT_BY_DAY = {"restriction:conditional": "no_right_turn @ (Mo-Fr 07:00-10:00)"}
ONLY_BY_DAY = {"restriction:motorcar:conditional": "only_straight_on @ (Mo,Tu 08:00-09:00)"}
ALL_MONDAY = {"restriction:conditional": "no_right_turn @ (Mo)"}


@pytest.mark.parametrize(
    ("relations", "day", "hour", "free"),
    [
        ((rule(1, 4, RIGHT_BY_DAY),), "mon", 8, (0, 1)),
        ((rule(1, 4, RIGHT_BY_DAY),), "mon", 12, (0, 1, 2)),
        ((rule(1, 4, RIGHT_BY_DAY),), "sat", 8, (0, 1, 2)),
        ((rule(1, 4, RIGHT_BY_DAY),), "mon", None, (0, 1, 2)),
        ((rule(1, 4, ALL_MONDAY),), "mon", None, (0, 1)),
        ((rule(1, 4, ALL_MONDAY),), "tue", None, (0, 1, 2)),
        ((rule(1, 3, ONLY_BY_DAY),), "tue", 8, (0,)),
        ((rule(1, 3, ONLY_BY_DAY),), "wed", 8, (0, 1, 2)),
        ((rule(1, 4, NONE_AT_NIGHT),), "wed", 3, (0, 1, 2)),
        ((rule(1, 4, NONE_AT_NIGHT),), "wed", 8, (0, 1)),
        ((rule(1, 4, RIGHT_BY_DAY), rule(2, 2, {"restriction": "no_left_turn"})), "fri", 8, (0,)),
        ((rule(1, 4, RIGHT_BY_DAY), rule(2, 2, {"restriction": "no_left_turn"})), "sun", 8, (0, 2)),
    ],
)
def test_a_turn_by_hour_binds_at_that_hour(tmp_path, relations, day, hour, free):
    roads = crossroads(tmp_path, *relations)
    assert metres(roads, day=day, hour=hour) == chosen(*free)
    stops = [Place("home:a", -0.7215, 52.64), Place("person:2", *RIGHT)]
    choices = RoadChoices(stop_s=0, time_of_day=hour is not None)
    line = roads.line(stops, "car", choices, [(hour or 0) * 3_600], day)
    assert line.legs[0].length_m == chosen(*free)[2]


def test_turns_by_hour_that_leave_no_way_on_do_not_bind_then(tmp_path):
    relations = [
        rule(i, i, {"restriction:conditional": f"{word} @ (Mo 07:00-10:00)"})
        for i in WAYS
        for word in ["no_u_turn" if i == 1 else "no_exit"]
    ]
    roads = crossroads(tmp_path, *relations)
    assert metres(roads, day="mon", hour=8) == AT_ONCE
    assert roads.report.notes[LEFT_NO_WAY_ON] == 6
