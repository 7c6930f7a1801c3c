"""Streets that are closed, opened or one-way by weekday and hour."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from solver.domain import DAYS, RoadChoices
from solver.roads import Roads, open_roads
from solver.roads.fabric import weave
from solver.roads.reach import reached
from solver.roads.read.graphml import from_networkx
from solver.roads.read.tags.access import way_access
from solver.roads.read.tags.conditions import read_rules, when
from solver.roads.read.tags.hours import HOURS, row_of
from solver.roads.read.tags.way_traits import way_traits
from solver.roads.store import code_key, fabric_path, load_fabric, source_key
from tests.roads.towns import node, place, town, way

SCHOOL = "no @ (Mo-Fr 08:15-09:15,15:00-16:00)"
TWO_HALVES = "yes @ (07:00-08:00); yes @ (08:00-10:00)"
MORNING, MIDDAY, EVENING, NIGHT = 8 * 3_600, 12 * 3_600, 17 * 3_600, 3 * 3_600
WEST, EAST = place("home:w", 0.5, 0.0), place("person:e", 5.5, 0.0)
ON_IT, BESIDE = place("person:on", 3.0, 0.0), place("person:beside", 3.0, 2.9)
THROUGH, ROUND = 336, 1003  # metres from west to east: along the street, and round it
KINDS = {
    "another": "conditional access of another kind, not applied",
    "hour": "conditional access by hour, applied where the time of day counts",
    "weekday": "conditional access by weekday, applied",
}


def street(folder, **tags):
    """A street from west to east with these tags, and a way round it to the north."""
    plain = {"highway": "residential"}
    return town(
        folder, node(1, 0, 0), node(2, 1, 0), node(3, 5, 0), node(4, 6, 0), node(5, 1, 3),
        node(6, 5, 3), way(1, [1, 2], **plain), way(2, [2, 3], **plain, name="School Street",
        **tags), way(3, [3, 4], **plain), way(4, [2, 5, 6, 3], **plain),
    )  # fmt: skip


def metres(roads, day, start_s=None, ends=(WEST, EAST), mode="car"):
    """Of a leg, by the matrix and by the drawn line, which agree."""
    choices = RoadChoices(stop_s=0, time_of_day=start_s is not None)
    travel = roads.travel(ends, [mode], choices, day)
    seconds, length_m = travel.leg(mode, ends[0].id, ends[1].id, travel.period(start_s or 0))
    leg = roads.line(ends, mode, choices, [start_s or 0], day).legs[0]
    assert (leg.duration_s, leg.length_m) == (seconds, length_m)
    return length_m


# --- how a condition is read -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("mo-fr 08:30-09:30", {day: 60 for day in range(5)}),
        ("mo-fr 08:15-09:15,15:00-16:00", {day: 120 for day in range(5)}),
        ("mo,we 07:00-10:00; sa 09:00-12:00", {0: 180, 2: 180, 5: 180}),
        ("mo , we-th  7:00 - 10:00", {0: 180, 2: 180, 3: 180}),
        ("mo 08:00-09:00,tu 08:00-10:00", {0: 60, 1: 120}),
        ("07:00-19:00", {day: 720 for day in range(7)}),
        ("su", {6: 1_440}),
        ("sa-mo", {5: 1_440, 6: 1_440, 0: 1_440}),
        ("fr 22:00-02:00", {4: 120, 5: 120}),
        ("su 22:00-26:00", {6: 120, 0: 120}),
        ("19:00-07:00", {day: 720 for day in range(7)}),
        ("00:00-24:00", {day: 1_440 for day in range(7)}),
        ("tu 00:00-00:00", {1: 1_440}),
        ("24/7", {day: 1_440 for day in range(7)}),
    ],
)
def test_plain_weekdays_and_hours(text, minutes):
    assert {day: n for day, n in enumerate(when(text).sum(axis=1).tolist()) if n} == minutes


@pytest.mark.parametrize(
    "text",
    ["", "ph", "sh mo-fr 08:30-09:30", "mo-fr 08:30-09:30; ph off", "jan-mar", "2026 may 3",
     "sunset-sunrise", "wet", "weight<7.5", "mo-fr and weight>3.5", "length>6", "permit", "mo-fr,",
     "08:00", "mo-fr 08:00+", "8-9", "mon-fri", "25:00-26:00", "08:00-49:00", "08:61-09:00"],
)  # fmt: skip
def test_any_other_condition_is_of_another_kind(text):
    assert when(text) is None


def test_rules_are_apart_outside_brackets_and_capitals_mean_nothing():
    rules = read_rules(" NO@( Mo,We 07:00-10:00; SA 09:00-12:00 ) ;Yes @ permit; ; nonsense")
    assert [(rule.value, rule.holds is not None) for rule in rules] == [
        ("no", True), ("yes", False), ("nonsense", False)
    ]  # fmt: skip
    assert rules[0].holds.sum() == 540
    assert read_rules("no @ " + "(Mo);" * 60)[0].holds is None  # longer than a tag may be


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("no @ (Mo-Fr 08:30-09:30)", ["hour"]),
        ("no @ (Mo,We 07:00-10:00; Sa 09:00-12:00)", ["hour"]),
        ("no @ 07:00-19:00", ["hour"]),
        ("no @ (Sa,Su)", ["weekday"]),
        ("no @ (SH Mo-Fr 08:30-09:30)", ["another"]),
        ("yes @ (weight<7.5)", ["another"]),
        ("no @ (Mo-Fr 08:30-09:30); yes @ permit", ["hour", "another"]),
        ("nonsense", ["another"]),
    ],
)
def test_conditions_are_counted_by_kind(text, kinds):
    tags = {"highway": "residential", "motor_vehicle:conditional": text}
    assert way_traits(tags).odd == tuple((KINDS[kind], "") for kind in kinds)
    assert way_traits(tags)[1] == 0b111111


def test_a_value_by_hour_that_is_not_known_closes_and_is_named():
    tags = {"highway": "residential", "access:conditional": "forbiden @ (Mo)"}
    assert ("access values not known, taken as closed", "access=forbiden") in way_traits(tags).odd
    assert way_traits(tags).hours[row_of("mon", -1)] == (0b111111, 0b111111, 0)


# --- what it makes of a way --------------------------------------------------------------


def masks(tags, day, period):
    hours = way_traits({"highway": "residential", **tags}).hours
    return (
        hours[row_of(day, period)]
        if hours
        else tuple(way_access({"highway": "residential", **tags}))
    )


@pytest.mark.parametrize(
    ("tags", "day", "period", "want"),
    [
        ({"motor_vehicle:conditional": SCHOOL}, "mon", 1, (63, 3, 0)),
        ({"motor_vehicle:conditional": SCHOOL}, "mon", 2, (63, 3, 0)),  # 15:00 is before 16:00
        ({"motor_vehicle:conditional": SCHOOL}, "mon", 3, (63, 0, 0)),
        ({"motor_vehicle:conditional": SCHOOL}, "mon", -1, (63, 0, 0)),
        ({"motor_vehicle:conditional": SCHOOL}, "sun", 1, (63, 0, 0)),
        ({"access:conditional": SCHOOL}, "mon", 1, (63, 63, 0)),
        ({"vehicle:conditional": SCHOOL}, "mon", 1, (63, 15, 0)),
        # the most specific key decides, as it does without conditions
        ({"access:conditional": SCHOOL, "foot": "yes"}, "mon", 1, (63, 15, 0)),
        ({"motor_vehicle:conditional": SCHOOL, "motorcar": "yes"}, "mon", 1, (63, 0, 0)),
        ({"access": "no", "motorcar:conditional": "yes @ (Mo)"}, "mon", 2, (3, 0, 0)),
        ({"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (19:00-07:00)"}, "mon", 0,
         (63, 0, 0)),
        ({"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (20:00-06:00)"}, "mon", 0,
         (60, 0, 0)),
        ({"motor_vehicle": "private", "motor_vehicle:conditional": "no @ (Mo)"}, "mon", 0,
         (63, 3, 3)),
        ({"motor_vehicle:conditional": "private @ (Mo)"}, "mon", 0, (63, 3, 0)),
        ({"motor_vehicle:forward:conditional": "no @ (Mo)"}, "mon", 0, (63, 1, 0)),
        # the last that holds counts; two openings together cover the band
        ({"motor_vehicle:conditional": "no @ (Mo-Fr); yes @ (We)"}, "wed", -1, (63, 0, 0)),
        ({"motor_vehicle:conditional": "no @ (Mo-Fr); yes @ (We)"}, "thu", -1, (63, 3, 0)),
        ({"motor_vehicle": "no", "motor_vehicle:conditional": TWO_HALVES}, "mon", 1, (63, 0, 0)),
        # one-way hours leave no way against them, not even to a door
        ({"oneway:conditional": "yes @ (07:00-10:00)"}, "mon", 1, (0b110101, 0, 0)),
        ({"oneway:conditional": "yes @ (07:00-10:00)"}, "mon", 2, (63, 0, 0)),
        ({"oneway": "yes", "oneway:conditional": "no @ (19:00-07:00)"}, "mon", 0, (63, 0, 0)),
        ({"oneway": "yes", "oneway:conditional": "no @ (22:00-06:00)"}, "mon", 0, (0b110101, 0, 0)),
        # to the east until noon, to the west from then on: in that band to the door only
        ({"oneway:conditional": "yes @ (00:00-12:00); -1 @ (12:00-24:00)"}, "mon", 2, (63, 15, 0)),
        ({"oneway:conditional": "yes @ (00:00-12:00); -1 @ (12:00-24:00)"}, "mon", 1,
         (0b110101, 0, 0)),
        ({"access:conditional": "no @ (PH)"}, "mon", 1, (63, 0, 0)),
    ],
)  # fmt: skip
def test_masks_of_a_way_by_hour(tags, day, period, want):
    assert masks(tags, day, period) == want


def test_every_weekday_and_time_of_day_has_its_row():
    rows = [row_of(day, period) for day in DAYS for period in range(-1, 4)]
    assert rows == list(range(1, HOURS))
    assert row_of(None, 2) == 0


# --- a school street ---------------------------------------------------------------------


def test_a_school_street_is_driven_round_while_it_is_closed_and_never_through(tmp_path):
    roads = open_roads(street(tmp_path, motor_vehicle__conditional=SCHOOL))
    assert metres(roads, "mon", MORNING) == ROUND
    assert metres(roads, "mon", MIDDAY) == ROUND  # 15:00 to 16:00 lies in that band
    assert metres(roads, "mon", EVENING) == metres(roads, "mon", NIGHT) == THROUGH
    assert metres(roads, "sat", MORNING) == THROUGH
    assert metres(roads, "mon") == metres(roads, None, MORNING) == metres(roads, None) == THROUGH
    assert metres(roads, "mon", MORNING, mode="bicycle") == THROUGH
    # its door is reached all the same, from both sides
    for ends in ((WEST, ON_IT), (EAST, ON_IT), (ON_IT, EAST)):
        assert metres(roads, "mon", MORNING, ends) == metres(roads, "sun", MORNING, ends) < THROUGH
    assert roads.report.notes == {KINDS["hour"]: 1}


def test_a_street_closed_on_whole_weekdays_is_closed_without_times_of_day_too(tmp_path):
    roads = open_roads(street(tmp_path, motor_vehicle__conditional="no @ (Sa,Su)"))
    assert metres(roads, "sat") == metres(roads, "sat", MIDDAY) == ROUND
    assert metres(roads, "fri") == metres(roads, "fri", MIDDAY) == THROUGH
    assert roads.report.notes == {KINDS["weekday"]: 1}


@pytest.mark.parametrize(("hours", "night"), [("19:00-07:00", THROUGH), ("20:00-07:00", ROUND)])
def test_a_street_opened_by_hour_leads_through_where_the_hours_cover_the_band(
    tmp_path, hours, night
):
    roads = open_roads(
        street(tmp_path, motor_vehicle="no", motor_vehicle__conditional=f"yes @ ({hours})")
    )
    assert metres(roads, "wed", NIGHT) == night
    assert metres(roads, "wed", MIDDAY) == metres(roads, "wed") == metres(roads, None) == ROUND
    # a door on it is walked to from an open road at all hours: it has one place on the roads
    leg = (EAST, ON_IT)
    assert metres(roads, "wed", NIGHT, leg) == metres(roads, "wed", MIDDAY, leg) == 34


def test_a_street_one_way_by_hour(tmp_path):
    roads = open_roads(street(tmp_path, oneway__conditional="yes @ (Mo-Fr 07:00-10:00)"))
    back = (EAST, WEST)
    assert metres(roads, "mon", MORNING) == THROUGH
    assert metres(roads, "mon", MORNING, back) == ROUND
    assert metres(roads, "mon", MIDDAY, back) == metres(roads, "sat", MORNING, back) == THROUGH
    assert metres(roads, "mon", MORNING, back, "bicycle") == ROUND
    assert metres(roads, "mon", MORNING, back, "foot") == THROUGH
    assert metres(roads, "mon", MORNING, (EAST, ON_IT)) > ROUND - THROUGH  # round, to the door
    assert roads.report.notes == {KINDS["hour"].replace("access", "one-ways"): 1}


def test_a_condition_of_another_kind_is_counted_and_closes_nothing(tmp_path):
    roads = open_roads(street(tmp_path, motor_vehicle__conditional="no @ (SH Mo-Fr 08:15-09:15)"))
    assert metres(roads, "mon", MORNING) == THROUGH
    assert roads.report.notes == {KINDS["another"]: 1}
    assert len(roads.fabric.modes["car"].network.arc_part) == 1


def test_a_gate_by_hour_is_counted_and_not_applied(tmp_path):
    path = street(tmp_path)
    gate = '<tag k="barrier" v="gate"/><tag k="access:conditional" v="no @ (20:00-06:00)"/></node>'
    text = path.read_text().replace('lat="53.0000000"></node>', f'lat="53.0000000">{gate}', 1)
    path.write_text(text)
    roads = open_roads(path)
    assert roads.report.notes == {"conditional access at gates by weekday and hour, not applied": 1}


# --- what is shared, what is kept --------------------------------------------------------


def test_days_on_which_the_same_rules_hold_share_their_weights(tmp_path):
    roads = open_roads(street(tmp_path, motor_vehicle__conditional=SCHOOL))
    choices = RoadChoices(stop_s=0, time_of_day=True)
    for day in DAYS:
        roads.travel([WEST, EAST], ["car"], choices, day)
    hours = {(day, period): roads.hour("car", day, period) for day in DAYS for period in range(4)}
    assert len(set(hours.values())) == 6  # four times of day, two of them with the street closed
    assert len(roads._weighed) == 6
    assert len({roads.hour("foot", day, period) for day, period in hours}) == 1
    roads.travel([WEST, EAST], ["car"], RoadChoices(stop_s=0), "mon")
    roads.travel([WEST, EAST], ["car"], RoadChoices(stop_s=0))
    assert len(roads._weighed) == 7


def test_one_matrix_serves_each_time_of_day_at_which_nothing_differs(tmp_path):
    roads = open_roads(street(tmp_path, access__conditional="no @ (20:00-06:00)"))
    travel = roads.travel([WEST, EAST], ["foot"], RoadChoices(time_of_day=True), "mon")
    night, morning, midday, evening, late = travel.by_mode["foot"]
    assert night is late and morning is midday is evening
    assert travel.leg("foot", "home:w", "person:e", 0)[1] == ROUND
    assert travel.leg("foot", "home:w", "person:e", 1)[1] == THROUGH


def test_roads_without_a_condition_hold_one_state(tmp_path):
    roads = open_roads(street(tmp_path))
    for mode in ("car", "bicycle", "foot"):
        network = roads.fabric.modes[mode].network
        assert len(network.arc_part) == 1
        assert not network.rules_at.any()
        costs, metric = roads.weigh(mode, RoadChoices())
        assert metric.arc is costs.packed


def test_roads_kept_with_their_rules_and_those_of_older_code_are_made_anew(tmp_path, monkeypatch):
    path, cache = street(tmp_path, motor_vehicle__conditional=SCHOOL), tmp_path / "cache"
    open_roads(path, cache=cache)
    again = open_roads(path, cache=cache)
    assert metres(again, "mon", MORNING) == ROUND
    key, kept = source_key(path), fabric_path(cache, source_key(path))
    monkeypatch.setattr("solver.roads.store.code_key", lambda: "of a version before")
    assert load_fabric(cache, key) is None
    open_roads(path, cache=cache)  # that version keeps its own
    monkeypatch.undo()
    before = kept.read_bytes()
    assert load_fabric(cache, key) is None
    assert metres(open_roads(path, cache=cache), "mon", MORNING) == ROUND
    assert kept.read_bytes() != before
    assert code_key().encode() in kept.read_bytes()


def test_hours_closed_on_either_side_of_midnight(tmp_path):
    roads = open_roads(street(tmp_path, motor_vehicle__conditional="no @ (Fr 23:00-01:00)"))
    assert metres(roads, "fri", NIGHT) == metres(roads, "sat", NIGHT) == ROUND
    assert metres(roads, "sun", NIGHT) == metres(roads, "fri", MORNING) == THROUGH


def test_a_street_whose_only_way_out_is_closed_by_hour_keeps_its_doors(tmp_path):
    """A close behind a school street: both are ends then, and nobody is cut off."""
    plain = {"highway": "residential"}
    roads = open_roads(town(
        tmp_path, node(1, 0, 0), node(2, 1, 0), node(3, 5, 0), node(5, 1, 3), node(6, 5, 3),
        node(7, 3, 0), node(8, 3, -2), way(1, [1, 2], **plain),
        way(2, [2, 7, 3], **plain, motor_vehicle__conditional=SCHOOL), way(3, [7, 8], **plain),
        way(4, [2, 5, 6, 3], **plain),
    ))  # fmt: skip
    close = place("person:c", 3, -1.5)
    leg = (WEST, close)
    assert metres(roads, "mon", MORNING, leg) == metres(roads, "sat", MORNING, leg) > 0
    seconds = roads.travel([WEST, close, ON_IT], ["car"], RoadChoices(time_of_day=True), "mon")
    assert (np.array(seconds.by_mode["car"][1].durations_s) >= 0).all()


@pytest.mark.parametrize("said", [SCHOOL, "no @ (Mo); no @ (SH)"])
def test_reach_has_no_weekday_and_takes_no_condition(tmp_path, said):
    (tmp_path / "plain").mkdir()
    choices = RoadChoices(stop_s=0)
    spans = [
        reached(open_roads(path), WEST, "car", 60, choices).tolist()
        for path in (
            street(tmp_path, motor_vehicle__conditional=said), street(tmp_path / "plain")
        )
    ]  # fmt: skip
    assert sorted(spans[0]) == sorted(spans[1])


def graph(**school):
    """A triangle of two-way streets as networkx holds it, one of them with these tags."""
    found = nx.MultiDiGraph(crs="epsg:4326")
    for number, (x, y) in enumerate([(0, 0), (6, 0), (3, 3)]):
        found.add_node(number, x=-0.7 + x / 1_000, y=53 + y / 1_000)
    for tail, head, tags in ((0, 1, school), (1, 2, {}), (2, 0, {})):
        for a, b, turned in ((tail, head, False), (head, tail, True)):
            plain = {"osmid": 10 + tail, "highway": "residential", "reversed": turned}
            found.add_edge(a, b, **plain, **tags)
    return Roads(weave(from_networkx(found), "graph"), "0" * 64)


def test_a_graph_keeps_hours_of_access_and_counts_those_of_one_ways():
    ends = (place("home:w", 0.5, 0), place("person:e", 5.5, 0))
    closed = graph(**{"motor_vehicle:conditional": SCHOOL})
    assert metres(closed, "sat", MORNING, ends) == THROUGH
    inside = metres(closed, "mon", MORNING, ends)
    assert inside == THROUGH  # both doors are on the street: along it, as residents do
    round_it = (place("home:n", 0.5, 0.6), place("person:n", 5.5, 0.6))  # beyond either end of it
    assert metres(closed, "mon", MORNING, round_it) > metres(closed, "sat", MORNING, round_it)
    ahead = graph(**{"motor_vehicle:forward:conditional": SCHOOL})
    parts = ahead.fabric.modes["car"].network.arc_part
    assert sorted((parts[1] >= 0).tolist()) == [False] * 5 + [True]  # one direction of one street
    tidal = graph(**{"oneway:conditional": "yes @ (Mo)"})
    assert tidal.report.notes == {"conditional one-ways of a graph, not applied": 1}
    assert metres(tidal, "mon", None, ends[::-1]) == THROUGH
