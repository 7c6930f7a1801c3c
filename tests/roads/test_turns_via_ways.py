"""Turn restrictions that lie between two turns: via one way or several."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from ends_town import Reference, roads_of
from hypothesis import assume, given, settings, strategies as st
from random_town import at_hour, by_hour, equals_the_reference, random_roads, with_rules_between

from solver.domain import RoadChoices
from solver.roads import open_roads
from solver.roads.read.clip import clip_extract
from solver.roads.read.tags.hours import row_of
from tests.roads.towns import SOUTH, WEST, node, place, town, turn, way

MODES = ["car", "car", "bicycle", "foot"]


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 10_000), st.integers(0, 8), st.floats(0, 0.4), st.sampled_from([0, 0, 0.1]),
    st.integers(0, 6), st.integers(1, 12), st.sampled_from(MODES), st.booleans(),
)  # fmt: skip
def test_random_rules_via_ways_equal_the_plainest_search(
    seed, extra, ended, blocks, turns, many, mode, drive_private
):
    plain, rng = random_roads(seed, extra, ended, blocks, turns, long=True)
    raw, between = with_rules_between(plain, rng, many)
    assume(Reference(raw, "car", True, between).clear)
    roads = roads_of(raw)
    for choices in (
        RoadChoices(drive_private=drive_private),
        RoadChoices(
            drive_private=drive_private, speed_factor=0.7, bicycle_mph=7.0,
            junctions=(("residential", "built-up", 9.0),),
        ),
    ):  # fmt: skip
        equals_the_reference(raw, roads, mode, choices, rng, between=between)


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6), st.integers(1, 10),
    st.floats(0, 0.4), st.sampled_from(MODES), st.booleans(),
)  # fmt: skip
def test_random_rules_via_ways_at_any_hour_equal_the_plainest_search(
    seed, extra, turns, many, closed, mode, drive_private
):
    plain, rng = random_roads(seed, extra, 0.2, 0, turns, long=True)
    raw, between = with_rules_between(by_hour(plain, rng, closed), rng, many, hourly=True)
    base = Reference(at_hour(raw, 0), mode, True, between)
    assume(base.clear and Reference(at_hour(raw, 0), "car", True, between).clear)
    roads = roads_of(raw)
    for when, time_of_day in (((), False), (("tue", -1), False), (("sat", 0), True)):
        row = row_of(*when) if when else 0
        bound = [replace_modes(turn, row) for turn in between]
        hourly = at_hour(raw, row)
        found = Reference(hourly, mode, True, bound)
        assume(found.clear and 2 * len(found.core & base.core) > len(base.core))
        choices = RoadChoices(drive_private=drive_private, time_of_day=time_of_day)
        equals_the_reference(hourly, roads, mode, choices, rng, when=when, between=bound)


def replace_modes(turn, row):
    return turn._replace(modes=turn.hours[row], hours=())


# --- two carriageways and a link between them ----------------------------------------------

E, N = 67.1, 111.3  # a step of the grid, metres
NODES = {
    1: (0, 0), 2: (2, 0), 3: (6, 0), 11: (0, 1), 12: (2, 1), 13: (6, 1), 21: (2, 5), 31: (2, -4),
    40: (2, 0.5), 41: (7, 0.5),
}  # fmt: skip
ONE_WAY = {"oneway": "yes"}
WAYS = {
    1: ([1, 2], ONE_WAY), 2: ([2, 3], ONE_WAY), 3: ([13, 12], ONE_WAY), 4: ([12, 11], ONE_WAY),
    5: ([2, 40, 12], {}), 6: ([3, 13], {}), 7: ([11, 1], {}), 8: ([12, 21], {}), 9: ([31, 2], {}),
}  # fmt: skip
HERE, BACK, NORTH, SOUTH_ST, ON_LINK, ON = (1, 0), (1, 1), (2, 3), (2, -2), (2, 0.7), (4, 0)
AT_ONCE, ROUND = 2 * E + N, 10 * E + N
NO_U_TURN = ("no_u_turn", 1, [5], 4)


def carriageways(folder, *relations, **ways):
    """Eastwards on 1 and 2, westwards on 3 and 4, between them the link 5; streets 8 and 9."""
    laid = {**WAYS, **{int(number[1:]): told for number, told in ways.items()}}
    parts = [node(number, *at) for number, at in NODES.items()]
    parts += [
        way(number, refs, **{"highway": "residential", **tags})
        for number, (refs, tags) in laid.items()
        if refs
    ]
    return town(folder, *parts, *relations)


def metres(roads, here, there, mode="car", day=None, hour=None):
    """By the matrix, and by the drawn line, which agree."""
    choices = RoadChoices(stop_s=0, time_of_day=hour is not None)
    stops, start = [place("home:a", *here), place("home:b", *there)], (hour or 0) * 3_600
    travel = roads.travel(stops, [mode], choices, day)
    found = travel.leg(mode, "home:a", "home:b", travel.period(start))
    leg = roads.line(stops, mode, choices, [start], day).legs[0]
    assert found == (leg.duration_s, leg.length_m)
    return found[1]


def near(length_m):
    return pytest.approx(length_m, abs=3)


def test_no_turning_back_over_the_link_between_two_carriageways(tmp_path):
    free = open_roads(carriageways(tmp_path))
    assert metres(free, HERE, BACK) == near(AT_ONCE)
    roads = open_roads(carriageways(tmp_path, turn(1, *NO_U_TURN)))
    assert roads.report.notes == {}
    assert metres(roads, HERE, BACK) == near(ROUND)
    assert metres(roads, HERE, BACK, "bicycle") == near(ROUND)
    assert metres(roads, HERE, BACK, "foot") == near(AT_ONCE)
    # neither who goes elsewhere over the link, nor who comes from elsewhere, is bound
    for ends in ((HERE, NORTH), (SOUTH_ST, BACK), (HERE, ON_LINK), (ON_LINK, BACK), (HERE, ON)):
        assert metres(roads, *ends) == metres(free, *ends)
    assert roads.report.modes["car"].dropped == {}


def test_only_turning_back_at_the_end_of_the_link(tmp_path):
    roads = open_roads(carriageways(tmp_path, turn(1, "only_u_turn", 1, [5], 4)))
    assert metres(roads, HERE, BACK) == near(AT_ONCE)
    assert metres(roads, HERE, NORTH) == near(9 * E + 3 * N)  # past the link, and back to it
    assert metres(roads, HERE, ON) == near(3 * E)  # the link itself is not prescribed
    assert metres(roads, SOUTH_ST, NORTH) == near(5 * N)
    assert metres(roads, HERE, ON_LINK) == near(E + 0.7 * N)


TWO = {"w5": ([2, 40], {}), "w10": ([40, 12], {})}
SIDE = {"w11": ([40, 41], {})}
ON_SIDE = (2.5, 0.5)


@pytest.mark.parametrize(
    ("vias", "ways"),
    [
        ([5, 10], TWO),
        ([10, 5], TWO),  # told in the other order
        ([5, 10], {**TWO, **SIDE}),
        ([5], SIDE),  # a junction in the middle of the one way
        ([5], {"w5": ([12, 40, 2], {})}),  # drawn the other way
        ([5], {"w5": ([2, 40, 12], ONE_WAY)}),
        ([5], {"w5": ([31, 2, 40, 12, 21], {}), "w8": ([], {}), "w9": ([], {})}),  # runs on
        ([5], {"w1": ([11, 1, 2], ONE_WAY), "w7": ([], {})}),
    ],
)
def test_several_ways_between_and_junctions_on_them(tmp_path, vias, ways):
    free = open_roads(carriageways(tmp_path, **ways))
    assert metres(free, HERE, BACK) == near(AT_ONCE)
    roads = open_roads(carriageways(tmp_path, turn(1, "no_u_turn", 1, vias, 4), **ways))
    assert roads.report.notes == {}
    assert metres(roads, HERE, BACK) == near(ROUND)
    for ends in ((HERE, NORTH), (SOUTH_ST, BACK), (ON_LINK, BACK)):
        assert metres(roads, *ends) == metres(free, *ends)
    if "w11" in ways:
        assert metres(roads, HERE, ON_SIDE) == near(1.5 * E + 0.5 * N)
        assert metres(roads, ON_SIDE, BACK) == near(1.5 * E + 0.5 * N)


def test_a_roundabout_as_the_way_between(tmp_path):
    parts = [node(1, 0, 0), node(2, 1, 0), node(3, 2, 1), node(4, 3, 0), node(5, 2, -1),
             node(6, 6, 0), node(7, 0, 0.3), node(8, -3, 0.1)]  # fmt: skip
    parts += [
        way(1, [8, 1, 2], highway="residential", oneway="yes"),
        way(2, [3, 7, 8], highway="residential", oneway="yes"),
        way(3, [2, 5, 4, 3, 2], highway="residential", junction="roundabout"),
        way(4, [4, 6], highway="residential"),
    ]
    free = open_roads(town(tmp_path, *parts))
    roads = open_roads(town(tmp_path, *parts, turn(1, "no_u_turn", 1, [3], 2)))
    assert roads.report.notes == {}
    there = (-1, 0), (0, 0.3)
    assert metres(roads, *there) == near(metres(free, *there) + 6 * E)  # out on 4 and back
    for ends in (((-1, 0), (5, 0)), ((5, 0), (0, 0.3))):
        assert metres(roads, *ends) == metres(free, *ends)


BY_DAY = {"restriction:conditional": "no_u_turn @ (Mo-Fr 07:00-10:00)"}


def told(tags, vias=(5,), way_in=1, way_out=4):
    """A relation with these tags in place of ``restriction``."""
    said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    plain = turn(1, "", way_in, list(vias), way_out)
    return plain.replace('<tag k="restriction" v=""/>', said)


def test_a_rule_by_hour_binds_at_that_hour(tmp_path):
    roads = open_roads(carriageways(tmp_path, told(BY_DAY)))
    for day, hour, want in (
        ("mon", 8, ROUND), ("mon", 12, AT_ONCE), ("sat", 8, AT_ONCE), ("mon", None, AT_ONCE),
        (None, 8, AT_ONCE),
    ):  # fmt: skip
        assert metres(roads, HERE, BACK, day=day, hour=hour) == near(want)
    assert metres(roads, ON_LINK, BACK, day="mon", hour=8) == near(E + 0.3 * N)
    assert len(roads.fabric.modes["car"].network.arc_part) == 2


@pytest.mark.parametrize(
    ("tags", "want"),
    [
        ({"restriction:hgv": "no_u_turn"}, AT_ONCE),
        ({"restriction": "no_u_turn", "except": "motorcar"}, AT_ONCE),
        ({"restriction": "no_u_turn", "except": "bicycle"}, ROUND),
        ({"restriction:motorcar": "no_u_turn"}, ROUND),
        ({"restriction:bicycle": "no_u_turn"}, AT_ONCE),
    ],
)
def test_who_is_bound(tmp_path, tags, want):
    roads = open_roads(carriageways(tmp_path, told(tags)))
    assert metres(roads, HERE, BACK) == near(want)
    others = {"turn restrictions for other vehicles": 1} if "restriction:hgv" in tags else {}
    assert roads.report.notes == others


BROKEN = "turn restrictions via ways that are missing or do not join up, not applied"


@pytest.mark.parametrize(
    ("relation", "note"),
    [
        (turn(1, "no_u_turn", 1, [99], 4), BROKEN),
        (turn(1, "no_u_turn", 99, [5], 4), BROKEN),
        (turn(1, "no_u_turn", 1, [5], 99), BROKEN),
        (turn(1, "no_u_turn", 1, [6], 4), BROKEN),
        (turn(1, "no_u_turn", 1, [5, 6], 4), BROKEN),
        (turn(1, "no_u_turn", 1, [5, 5], 4), BROKEN),
        (turn(1, "no_u_turn", 1, [5], 5), BROKEN),
        (told({"restriction": "no_u_turn"}).replace(' role="to"', ""),
         "turn restrictions with parts missing"),
        (told({"restriction": "no_u_turn"}).replace('type="way" ref="1"', 'type="node" ref="1"'),
         "turn restrictions with parts missing"),
        (told({"restriction": "no_u_turn"}).replace(
            '<member type="way" ref="5"',
            '<member type="node" ref="2" role="via"/><member type="way" ref="5"'),
         "turn restrictions with parts missing"),
    ],
)  # fmt: skip
def test_what_is_broken_is_counted(tmp_path, relation, note):
    roads = open_roads(carriageways(tmp_path, relation))
    assert roads.report.notes == {note: 1}
    assert metres(roads, HERE, BACK) == near(AT_ONCE)


NO_WAY_ON = "turn restrictions that left no way on, not applied"
LINK_ONE_WAY = {"w5": ([2, 40, 12], ONE_WAY)}


@pytest.mark.parametrize(
    ("relations", "ways"),
    [
        ((turn(1, *NO_U_TURN),), {**LINK_ONE_WAY, "w8": ([], {})}),
        ((turn(1, *NO_U_TURN), turn(2, "no_straight_on", 5, 12, 8)), LINK_ONE_WAY),
        ((turn(1, *NO_U_TURN), turn(2, "no_straight_on", 1, [5], 8)), LINK_ONE_WAY),
        ((turn(1, "only_straight_on", 1, [5], 8), turn(2, "no_straight_on", 5, 12, 8)),
         LINK_ONE_WAY),
    ],
)  # fmt: skip
def test_rules_that_leave_no_way_on_do_not_bind_and_are_counted(tmp_path, relations, ways):
    roads = open_roads(carriageways(tmp_path, *relations, **ways))
    assert metres(roads, HERE, BACK) == near(AT_ONCE)
    assert set(roads.report.notes) == {NO_WAY_ON}


def test_where_the_only_other_way_is_back_one_may_turn_round(tmp_path):
    ways = {"w8": ([], {})}
    roads = open_roads(carriageways(tmp_path, turn(1, *NO_U_TURN), **ways))
    assert roads.report.notes == {}
    assert metres(roads, HERE, BACK) == near(2 * E + 3 * N)  # over the link, back, and over it
    assert metres(roads, HERE, SOUTH_ST) == near(E + 2 * N)


def test_a_turn_prescribed_onto_a_closed_way_is_counted(tmp_path):
    ways = {"w12": ([12, 41], {"motor_vehicle": "no"})}
    roads = open_roads(carriageways(tmp_path, turn(1, "only_right_turn", 1, [5], 12), **ways))
    assert metres(roads, HERE, NORTH) == near(E + 3 * N)
    assert list(roads.report.notes.values()) == [1]
    assert "closed to cars" in next(iter(roads.report.notes))


def test_rules_via_ways_and_via_nodes_hold_together(tmp_path):
    """Not back over the link, and from it only straight on or left: to the north alone."""
    relations = (turn(1, *NO_U_TURN), turn(2, "no_left_turn", 8, 12, 4))
    roads = open_roads(carriageways(tmp_path, *relations))
    assert metres(roads, HERE, BACK) == near(ROUND)
    assert metres(roads, NORTH, BACK) > 3 * N
    assert metres(roads, HERE, NORTH) == near(E + 3 * N)


def test_a_rule_whose_way_was_cut_at_a_gate(tmp_path):
    """The way between runs on to a private gate and a yard behind it."""
    path = carriageways(tmp_path, turn(1, *NO_U_TURN), w5=([2, 40, 12, 21], {}), w8=([], {}))
    gate = '<tag k="barrier" v="gate"/><tag k="access" v="private"/>'
    text = path.read_text().replace("</osm>", "")
    middle = node(50, 2, 4).replace("</node>", f"{gate}</node>")
    text = text.replace("<way", f"{middle}<way", 1).replace(
        '<nd ref="12"/><nd ref="21"/>', '<nd ref="12"/><nd ref="50"/><nd ref="21"/>'
    )
    path.write_text(f"{text}</osm>")
    roads = open_roads(path)
    assert roads.report.notes == {}
    assert roads.report.modes["car"].end_only_private == 1
    assert metres(roads, HERE, BACK) == near(ROUND)
    assert metres(roads, HERE, (2, 4.5)) == near(E + 4.5 * N)


def test_an_extract_cut_out_of_a_larger_one_keeps_the_rule(tmp_path):
    whole = carriageways(tmp_path, turn(1, *NO_U_TURN))
    box = shapely.box(WEST + 0.0019, SOUTH - 0.0001, WEST + 0.0021, SOUTH + 0.0001)
    part = clip_extract(whole, box, tmp_path / "part.osm.pbf", buffer_m=1_000)
    assert metres(open_roads(part), HERE, BACK) == near(ROUND)


def test_an_end_that_only_one_of_two_ways_in_leads_to(tmp_path):
    """A yard for residents: who comes by 1 on street 3 is led past it, who comes by 2 into it."""
    parts = [node(1, 0, 0), node(2, 0, 2), node(3, 1, 1), node(4, 3, 1), node(5, 6, 1),
             node(6, 3, 3), node(7, 3, -3)]  # fmt: skip
    plain = {"highway": "residential"}
    parts += [
        way(1, [1, 3], **plain, oneway="yes"), way(2, [2, 3], **plain, oneway="yes"),
        way(3, [3, 4], **plain, oneway="yes"), way(4, [4, 5], **plain, oneway="yes"),
        way(5, [4, 6], **plain, motor_vehicle="destination"),
        way(6, [5, 7, 1], **plain), way(7, [1, 2], **plain), way(8, [3, 7], **plain),
    ]  # fmt: skip
    rules = turn(1, "no_left_turn", 1, [3], 5), turn(2, "only_left_turn", 2, [3], 5)
    roads = open_roads(town(tmp_path, *parts, *rules))
    yard = (3, 2)
    assert metres(roads, (0.5, 0.5), yard) > metres(roads, (0.5, 1.5), yard) > 0
    assert metres(roads, (0.5, 1.5), yard) == near(0.5 * np.hypot(E, N) + 2 * E + N)
    assert metres(roads, yard, (5, 1)) == near(N + 2 * E)
