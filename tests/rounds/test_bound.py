"""The benchmarks' lower bound: no plan travels less, and it is close where it can be."""

from __future__ import annotations

import pytest
from rounds.tiny import cheapest

from benchmarks.rounds.bound import bound
from benchmarks.rounds.day import make_day
from solver.search import solve
from solver.stop.rules import AfterIterations


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_bound_of_a_tiny_day_is_its_best_plan(seed: int) -> None:
    """Few enough visits to try every plan."""
    problem = make_day(4, 0.0, seed).problem
    lower_s, _ = bound(problem, [], seconds=20)
    assert lower_s == pytest.approx(cheapest(problem), rel=1e-3)


@pytest.mark.parametrize(("doubles", "share"), [(0.0, 0.97), (0.44, 0.9)])
def test_no_plan_travels_less_than_the_bound(doubles: float, share: float) -> None:
    """It comes close; with double-handed visits less so, since it leaves a rule out."""
    problem = make_day(60, doubles, 1).problem
    plan = solve(problem, AfterIterations(20_000), 1)
    assert plan.undone == 0
    lower_s, _ = bound(problem, plan.routes, seconds=20)
    assert share * plan.travel <= lower_s <= plan.travel
