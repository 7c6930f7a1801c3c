"""Zones that depend on few providers, and the free zone that is exempt."""

from __future__ import annotations

import pandas as pd
import pytest
from villages import village_world

from solver import demand
from solver.domain import Scenario


def test_a_rural_free_zone_is_exempt_from_fewer_than_two_primes():
    table = pd.DataFrame(
        {
            "zone": ["Harborough Rural Free Zone", "Melton", "Hinckley", "Freeby"],
            "primes": [0, 2, 1, 0],
        }
    )
    assert demand.few_primes(table) == ("Hinckley", "Freeby")
    left = table.rename(columns={"primes": "primes_left"})
    assert demand.few_primes(left, "primes_left") == ("Hinckley", "Freeby")
    assert [zone for zone in table["zone"] if demand.is_free(zone)] == [
        "Harborough Rural Free Zone"
    ]


def test_the_largest_provider_of_each_zone_and_its_share():
    world = village_world()
    found = demand.largest_providers(world, Scenario()).set_index("zone")
    held = demand.packages(world, Scenario())
    for zone, of_zone in held.groupby("zone"):
        by_provider = of_zone.groupby("provider_id")["carer_hours_week"].sum()
        share = by_provider.max() / by_provider.sum()
        assert found.loc[zone, "share"] == pytest.approx(share)
        assert found.loc[zone, "provider_id"] in set(
            by_provider.index[by_provider == by_provider.max()]
        )
        assert found.loc[zone, "above"] == (share > 0.25)


def test_exactly_a_quarter_is_not_above(monkeypatch):
    held = pd.DataFrame(
        {
            "zone": ["A"] * 4 + ["B"] * 3 + ["C"],
            "provider_id": ["p", "q", "r", "s", "p", "q", "r", "p"],
            "carer_hours_week": [5.0, 5.0, 5.0, 5.0, 6.0, 5.0, 5.0, 0.0],
        }
    )
    monkeypatch.setattr("solver.demand.dependence.packages", lambda _world, _scenario: held)
    work_out = demand.largest_providers.__wrapped__  # nothing is kept: there is no county here
    found = work_out(None, Scenario()).set_index("zone")
    assert found["share"].to_dict() == {"A": 0.25, "B": 0.375}
    assert found["above"].to_dict() == {"A": False, "B": True}
