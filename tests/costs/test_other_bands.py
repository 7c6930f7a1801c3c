"""What other bands cost, on the same hours."""

from __future__ import annotations

import pytest
from villages import village_world

from solver.costs import band_hours, cost_table, rebanding
from solver.domain import PriceChoices, Scenario, ZoneChoices
from solver.errors import ScenarioError

WORLD = village_world()


def test_a_town_at_another_band_costs_its_hours_times_the_difference():
    now = Scenario(prices=PriceChoices(band_pence=(("Rural", 2_300), ("Urban", 1_875))))
    choices = ZoneChoices(bands=(("r0c0", "Rural"),))
    found = rebanding(WORLD, now, choices)
    # Ashby's r0c0 has 3.5 + 7 maintenance hours a week; £4.25 more an hour, 52 weeks
    assert found.areas_changed == 1
    assert found.hours_changed == pytest.approx(10.5)
    assert found.annual_pence == pytest.approx(10.5 * 425 * 52, abs=52)
    bands = found.bands
    assert list(bands.index) == ["Urban", "Rural"]
    assert bands["areas_after"].sum() == bands["areas_before"].sum() == 12
    assert bands["hours_after"].sum() == pytest.approx(bands["hours_before"].sum())
    assert dict(bands["hours_before"]) == pytest.approx(band_hours(WORLD, now, "maintenance"))
    assert bands["weekly_pence_before"].sum() == cost_table(WORLD, now)["weekly_pence"].sum()


def test_nothing_changed_costs_nothing():
    found = rebanding(WORLD, Scenario(), ZoneChoices(moves=(("r0c0", "East"),)))
    assert (found.areas_changed, found.hours_changed, found.annual_pence) == (0, 0, 0)


def test_a_band_that_nobody_prices_is_said():
    with pytest.raises(ScenarioError, match="no band 'Deep rural'"):
        rebanding(WORLD, Scenario(), ZoneChoices(bands=(("r0c0", "Deep rural"),)))
