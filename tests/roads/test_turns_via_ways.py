"""Turn restrictions that lie between two turns: via one way or several."""

from __future__ import annotations

from ends_town import Reference, roads_of
from hypothesis import assume, given, settings, strategies as st
from random_town import at_hour, by_hour, equals_the_reference, random_roads, with_rules_between

from solver.domain import RoadChoices
from solver.roads.read.tags.hours import row_of

MODES = ["car", "car", "bicycle", "foot"]


@settings(deadline=None, max_examples=150)
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


@settings(deadline=None, max_examples=80)
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
