"""Mean minutes between the packages of a zone, against all pairs counted one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from villages import StraightRoads, village_world

from solver import demand
from solver.domain import UNREACHABLE, RoadChoices, Scenario, Travel, TravelSet, ZoneChoices
from solver.zones.travel import area_travel, zone_travel


def brute_minutes(world, scenario, zone):
    packages = demand.packages(world, scenario)
    people = packages.loc[packages["zone"] == zone, "person_id"].tolist()
    workload = demand.workload(world, Scenario(), "mon")
    travel = world.roads.travel(workload.places, ["car"], scenario.roads)
    legs = [
        travel.leg("car", f"person:{people[i]}", f"person:{people[j]}")[0]
        for i, j in product(range(len(people)), repeat=2)
        if i != j
    ]
    return np.mean(legs) / 60, len(legs)


@pytest.mark.parametrize("moves", [(), (("r1c1", "East"), ("r1c2", "South East"))])
def test_the_mean_is_that_of_all_pairs(moves):
    world = village_world()
    scenario = Scenario(zones=ZoneChoices(moves=moves))
    table = zone_travel(world, scenario).set_index("zone")
    for zone in ("West", "East", "South East"):
        minutes, pairs = brute_minutes(world, scenario, zone)
        assert table.loc[zone, "minutes_between"] == pytest.approx(minutes)
        assert table.loc[zone, "pairs"] == pairs


def test_two_in_a_zone_are_as_far_apart_as_they_are():
    # r2c2 and r2c3 are 1 km apart: 100 s at 10 m/s; the second has two packages
    table = zone_travel(village_world(), Scenario()).set_index("zone")
    assert table.loc["South East", "pairs"] == 6
    assert table.loc["South East", "minutes_between"] == pytest.approx(4 * 100 / 6 / 60, rel=0.01)


def test_a_zone_without_pairs_has_no_mean():
    moves = ZoneChoices(moves=(("r0c2", "North"),), new_zones=("North",))
    table = zone_travel(village_world(), Scenario(zones=moves)).set_index("zone")
    assert np.isnan(table.loc["North", "minutes_between"])


class BrokenRoads(StraightRoads):
    """No road leads to the first person."""

    def travel(self, places, modes, choices):
        """Cut the first place off."""
        found = super().travel(places, modes, choices)
        one = found.by_mode["car"][0]
        seconds = one.durations_s.copy()
        seconds[0, :] = seconds[:, 0] = UNREACHABLE
        return TravelSet(found.places, {"car": (Travel(one.places, seconds, one.lengths_m),)})


def test_a_package_without_a_way_is_counted_as_such():
    world = village_world()
    object.__setattr__(world, "roads", BrokenRoads())
    travel = area_travel(world, RoadChoices())
    assert travel.unreached == 2  # the first person has two packages
    assert travel.packages.sum() == 12
    assert travel.pairs.sum() == 12 * 11


class HourlyRoads(StraightRoads):
    """Night is twice as quick: what :meth:`travel` gives first where the day is parted."""

    def travel(self, places, modes, choices):
        """Halve the seconds of the first period."""
        day = super().travel(places, modes, choices)
        if not choices.time_of_day:
            return day
        (one,) = day.by_mode["car"]
        night = Travel(one.places, one.durations_s // 2, one.lengths_m)
        return TravelSet(day.places, {"car": (night, one)}, (0, 7 * 3600))


def test_zones_are_measured_at_all_day_speeds():
    world = replace(village_world(), roads=HourlyRoads())
    by_hour = zone_travel(world, Scenario(roads=RoadChoices(time_of_day=True)))
    assert by_hour.equals(zone_travel(world, Scenario()))
