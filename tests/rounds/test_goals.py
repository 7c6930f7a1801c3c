"""The table of the rounds' benchmarks must not call a goal met that is not."""

from __future__ import annotations

from typing import Any

from benchmarks.rounds.table import table


def line(engine: str, seed: int, served: int, hours: float, **more: Any) -> dict[str, Any]:
    return {
        "engine": engine,
        "seed": seed,
        "visits": 100,
        "served": served,
        "unserved": 100 - served,
        "valid": True,
        "travel_h": hours,
        "first_plan_s": 0.2,
        "first_served": 100,
        **more,
    }


def verdict(figures: dict[str, list[list[dict[str, Any]]]], start: str) -> str:
    rows = [row for row in table(figures).splitlines() if row.startswith(f"| {start}")]
    (row,) = rows
    return row


def test_less_travel_with_fewer_visits_served_is_a_miss() -> None:
    pinned = [line("homerounds", 1, 97, 50.0), line("pyvrp", 1, 98, 100.0)]
    assert "floor missed by inf" in verdict({"pinned": [pinned]}, "1,500, 44 %")
    pinned[0] |= {"served": 98}
    assert "floor and aim met" in verdict({"pinned": [pinned]}, "1,500, 44 %")
    pinned[0] |= {"valid": False}
    assert "floor missed by inf" in verdict({"pinned": [pinned]}, "1,500, 44 %")


def test_the_best_peer_serves_most_and_then_travels_least() -> None:
    pinned = [
        line("homerounds", 1, 99, 90.0),
        line("pyvrp", 1, 99, 100.0),
        line("vroom", 1, 98, 50.0),
        line("ortools", 1, 99, 95.0),
    ]
    assert "aim missed by 0.067" in verdict({"pinned": [pinned]}, "1,500, 44 %")


def test_free_rounds_are_held_against_the_pinned_peers_of_their_own_seed() -> None:
    pinned = [
        [line("homerounds", seed, 90, 1.0), line("pyvrp", seed, 90, hours)]
        for seed, hours in ((1, 100.0), (2, 200.0))
    ]
    free = [[line("homerounds", 2, 100, 130.0)]]
    row = verdict({"pinned": pinned, "free": free}, "the same, free")
    assert "0.650" in row
    assert "aim missed by 0.030" in row
    free = [[line("homerounds", 2, 99, 130.0)]]
    assert "floor missed" in verdict({"pinned": pinned, "free": free}, "the same, free")


def test_a_set_that_has_not_been_run_is_not_counted_as_met() -> None:
    gaps = {"F": [[{"gap_pct": -0.4}, {"gap_pct": -0.2}]]}
    assert "aim missed by 0.20 %" in verdict(gaps, "Mankowska F")
    assert "not measured" in verdict(gaps, "Mankowska G")
    assert "not measured" in verdict({"A": [[{"gap_pct": 0.0}]]}, "Mankowska A")
