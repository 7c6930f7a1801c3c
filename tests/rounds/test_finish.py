"""From what a search found to rounds that can be run."""

from __future__ import annotations

from score_town import carer, plan, town, visit, workload

from solver.domain import Shift
from solver.rounds.finish import in_time

HOUR = 3_600


def test_calls_out_of_reach_of_the_last_call_made_are_dropped_over_several_shifts() -> None:
    """The second shift loses its only call; the third still has to be reached from the first."""
    shifts = tuple(Shift(hour * HOUR, (hour + 1) * HOUR) for hour in (8, 9, 10))
    calls = [visit("far", "08:30"), visit("two", "09:00"), visit("three", "10:00"),
             visit("four", "10:30")]  # fmt: skip
    load = workload(calls, [carer("ann", shifts=shifts)])
    miles = {"home:ann": 0.0, "person:p-far": 50.0}  # an hour and forty minutes from the others
    travel = town(miles | {f"person:p-{name}": 0.0 for name in ("two", "three", "four")})
    made = plan({"ann": [("far", "08:30")], "ann/2": [("two", "09:00")],
                 "ann/3": [("three", "10:00"), ("four", "10:40")]})  # fmt: skip
    kept = in_time(list(made.rounds), load, travel)
    assert [[stop.visit_id for stop in item.stops] for item in kept] == [["far"], [], ["four"]]
