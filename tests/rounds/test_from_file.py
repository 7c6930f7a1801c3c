"""From files to a plan to the checker: every rule that a table can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from villages import StraightRoads

from solver import study
from solver.base.world import World
from solver.domain import RoundChoices, Scenario
from solver.intake import read_tables, write_templates
from solver.rates import default_rates
from solver.rounds.effort import Effort
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from pathlib import Path

VISITS = """\
visit_id,package_id,days,start,minutes,carers,apart_minutes,after,gap_least,gap_most,time_critical
dose1,k001,daily,08:00,30,1,240,,,,yes
dose2,k001,daily,12:10,30,1,240,,,,
meal,k001,daily,08:30,30,1,,dose1,45,60,
hoist,k002,daily,10:00,30,2,,,,,
call,k002,daily,09:00,30,1,,,,,
"""

CARERS = """\
carer_id,provider_id,lon,lat,days,shifts,gender,most_hours,starts_from,rides_with
ann,v001,-0.729,52.670,daily,07:00-14:00,woman,5,free,
bob,v001,-0.729,52.671,daily,07:00-14:00,man,,base,
cat,v001,-0.730,52.672,daily,07:00-14:00,man,,home,
dan,v001,-0.722,52.588,daily,07:00-14:00,woman,,home,
ria,v001,-0.731,52.673,daily,07:00-14:00,woman,,home,dan
"""

PEOPLE = """\
person_id,lon,lat,carer_gender
p001,-0.7304,52.6705,woman
p002,-0.7310,52.6690,
"""

PROVIDERS = """\
provider_id,name,base_lon,base_lat
v001,Example Care,-0.7290,52.6700
v002,Sample Home Support,,
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / "world"
    write_templates(folder)
    for name, text in (
        ("visits", VISITS),
        ("carers", CARERS),
        ("people", PEOPLE),
        ("providers", PROVIDERS),
        ("rounds", "day,carer_id,shift,visit_id,start\nmon,cat,1,call,09:00\n"),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return World(folder, read_tables(folder), StraightRoads(), default_rates(), "files")


def test_what_the_tables_ask_for_is_planned_and_checked(world: World) -> None:
    locked = Scenario(rounds=RoundChoices(cap_s=1_800, locks=(("call", "both"),)))
    result = study.run(world, locked, day="mon", effort=Effort(AfterIterations(300), 1))
    assert result.violations == ()
    assert result.plan.unserved == ()
    start, who = {}, {}
    for item in result.plan.rounds:
        for stop in item.stops:
            start[stop.visit_id] = stop.start_s // 60
            who.setdefault(stop.visit_id, set()).add(item.carer_id)
    assert start["dose2"] - start["dose1"] >= 240
    assert 45 <= start["meal"] - start["dose1"] <= 60
    assert abs(start["dose1"] - 480) <= 15
    assert (start["call"], who["call"]) == (540, {"cat"})
    assert who["hoist"] == {"dan", "ria"}  # the crew makes what no round makes today
    assert who["dose1"] == who["dose2"] == who["meal"] == {"ann"}  # a woman, in no crew
    places = {place.id for place in result.case.workload.places}
    assert "base:v001" in places
    rider = result.case.workload.carer["ria"]
    assert (rider.home, rider.mode) == ("home:dan", "car")
    legs = result.score.legs.groupby(["carer_id", "kind"])["length_m"].sum()
    assert ("ann", "out") not in legs.index
    assert legs["dan", "out"] > 0 == legs["ria", "out"]
