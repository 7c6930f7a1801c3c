"""Shifts of the night: visits after midnight, written on either day; rest on the shift's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from villages import StraightRoads

from solver import demand, study
from solver.base.duty import calls_of, visits_of
from solver.base.world import World
from solver.check.week import week_violations
from solver.demand.commit import committed
from solver.domain import RoundChoices, Scenario, WeekRules
from solver.errors import InputError
from solver.intake import read_tables, write_templates
from solver.rates import default_rates
from solver.rounds.effort import Effort
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3_600
CARERS = "carer_id,provider_id,lon,lat,days,shifts,most_hours\nn,v001,-0.729,52.670,{},{},{}\n"
PACKAGES = "package_id,person_id,service,contract_id\nk001,p001,maintenance,t001\n"
TUESDAY_ONLY = "b,k001,tue,05:00,30\n"


def world_of(
    tmp_path: Path,
    visits: str,
    rounds: str = "",
    *,
    days: str = "daily",
    shifts: str = "22:00-07:00",
    most: str = "",
) -> World:
    folder = tmp_path / "world"
    write_templates(folder)
    (folder / "visits.csv").write_text("visit_id,package_id,days,start,minutes\n" + visits)
    (folder / "carers.csv").write_text(CARERS.format(days, shifts, most))
    (folder / "people.csv").write_text("person_id,lon,lat\np001,-0.7304,52.6705\n")
    (folder / "packages.csv").write_text(PACKAGES)
    (folder / "rounds.csv").unlink()
    if rounds:
        (folder / "rounds.csv").write_text("day,carer_id,shift,visit_id,start\n" + rounds)
    return World(folder, read_tables(folder), StraightRoads(), default_rates(), "nights")


def starts(world: World, day: str) -> dict[str, float]:
    due = visits_of(world, day)
    return dict(zip(due["visit_id"], due["start_s"] / HOUR, strict=True))


def noticed(world: World) -> list[str]:
    notices = world.tables.report.notices
    return [one.message for one in notices if one.column == "start"]


@pytest.mark.parametrize("row", ["b,k001,tue,05:00,30\n", "b,k001,mon,29:00,30\n"])
def test_a_visit_of_the_night_is_written_on_either_day(tmp_path, row: str) -> None:
    world = world_of(tmp_path, row)
    assert starts(world, "mon") == {"b": 29.0}
    assert starts(world, "tue") == {}
    assert noticed(world) == []
    result = study.run(world, Scenario(), day="mon", effort=Effort(AfterIterations(50), 1))
    assert (result.violations, result.plan.unserved) == ((), ())


def test_the_night_after_sunday_is_mondays(tmp_path) -> None:
    world = world_of(tmp_path, "b,k001,mon,02:00,30\n")
    assert starts(world, "sun") == {"b": 26.0}


@pytest.mark.parametrize(
    ("shifts", "row", "day", "hour"),
    [
        ("00:00-07:00; 22:00-24:00", "b,k001,tue,05:00,30\n", "tue", 5.0),  # as it is written
        ("00:00-07:00", "b,k001,mon,29:00,30\n", "tue", 5.0),  # counted on, and a shift of its own
        ("07:00-15:00", "b,k001,tue,05:00,30\n", "tue", 5.0),  # nobody's: stays, and is noticed
        ("22:00-05:15", "b,k001,tue,05:00,30\n", "tue", 5.0),  # does not end within the shift
    ],
)
def test_what_the_shifts_of_its_own_day_hold_stays(tmp_path, shifts, row, day, hour) -> None:
    world = world_of(tmp_path, row, shifts=shifts)
    assert starts(world, day) == {"b": hour}
    assert bool(noticed(world)) == (shifts in ("07:00-15:00", "22:00-05:15"))


def test_a_night_without_a_shift_the_evening_before_is_noticed_for_its_day(tmp_path) -> None:
    world = world_of(tmp_path, "b,k001,daily,05:00,30\n", days="mon-fri")
    assert starts(world, "fri") == {"b": 29.0}
    assert noticed(world) == ["No shift of its provider holds the visit on mon sun."]


@pytest.mark.parametrize("visit", ["b,k001,tue,05:00,30\n", "b,k001,mon,29:00,30\n"])
@pytest.mark.parametrize("call", ["tue,n,1,b,05:10\n", "mon,n,1,b,29:10\n", "mon,n,1,b,05:10\n"])
def test_todays_call_is_written_on_either_day_too(tmp_path, visit: str, call: str) -> None:
    world = world_of(tmp_path, visit, call, days="mon")
    (found,) = calls_of(world, "mon")
    assert (found.visit_id, found.start_s) == ("b", 29 * HOUR + 600)
    assert calls_of(world, "tue") == ()
    load = demand.workload(world, Scenario(), "mon")
    assert demand.today(world, load).unserved == ()
    plan = demand.today(world, load)
    rows = committed(plan, load, world)  # in place of the old row, wherever that was written
    assert rows[["day", "start"]].to_numpy().tolist() == [["mon", "29:10"]]


@pytest.mark.parametrize("call", ["wed,n,1,b,05:00\n", "tue,n,1,b,09:00\n"])
def test_a_call_on_a_day_that_is_not_the_visits_is_a_fault(tmp_path, call: str) -> None:
    with pytest.raises(InputError, match=r"Correct the day|not made|not on duty"):
        world_of(tmp_path, TUESDAY_ONLY, call, days="mon")


def test_rest_and_hours_count_on_the_day_of_the_shift(tmp_path) -> None:
    visits = "a,k001,mon tue,22:30,30\nb,k001,tue wed,06:00,30\n"
    world = world_of(tmp_path, visits, most="9")
    free = Scenario(rounds=RoundChoices(cap_s=0))
    ran = {day: study.run(world, free, day=day, effort=Effort(AfterIterations(50), 1))
           for day in ("mon", "tue")}  # fmt: skip
    for result in ran.values():
        assert (result.violations, result.plan.unserved) == ((), ())  # 8 hours, break in between
    plans = {day: result.plan for day, result in ran.items()}
    loads = {day: result.case.workload for day, result in ran.items()}
    # from Tuesday 06:30 to Tuesday 22:30 are 16 hours
    assert week_violations(plans, loads, week=WeekRules(rest_s=16 * HOUR)) == ()
    (short,) = week_violations(plans, loads, week=WeekRules(rest_s=16 * HOUR + 60))
    assert short.rule == "rest"


def test_days_of_two_kinds_are_read_alike_where_two_would_fall_on_one(tmp_path) -> None:
    # nights from Monday to Friday, and an early shift of its own on Sunday and Monday: on Monday
    # there would be two, so all are of the night before, and Sunday's and Monday's are noticed
    world = world_of(tmp_path, "b,k001,daily,05:00,30\n", days="mon-fri")
    carers = tmp_path / "world" / "carers.csv"
    carers.write_text(carers.read_text() + "e,v001,-0.729,52.670,sun mon,04:00-09:00,\n")
    folder = tmp_path / "world"
    world = World(folder, read_tables(folder), StraightRoads(), default_rates(), "two kinds")
    assert [starts(world, day) for day in ("sun", "mon", "fri")] == [{"b": 29.0}] * 3
    assert noticed(world) == ["No shift of its provider holds the visit on mon sun."]
