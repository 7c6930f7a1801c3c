"""Any small town, any freedom: plans are valid, whole, repeatable, and never get worse."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st
from rounds.towns import RULES, Town, plan_of, searched, towns

from solver.rounds import plan_day
from solver.rounds.effort import Effort
from solver.score import score
from solver.stop.rules import AfterIterations

FREEDOMS = ("re-time", "re-sequence", "re-allocate", "re-provide")
examples = settings(max_examples=25, deadline=None, derandomize=True)


def ids(town: Town) -> list[str]:
    return sorted(visit.id for visit in town.workload.visits)


@examples
@given(towns(), st.sampled_from(FREEDOMS), st.sampled_from([0, 900, 1_800, 3_600]))
def test_every_plan_is_valid_and_loses_no_visit(town: Town, freedom: str, cap_s: int) -> None:
    made, _ = searched(town, freedom=freedom, cap_s=cap_s)
    served = {stop.visit_id for item in made.rounds for stop in item.stops}
    assert sorted([*served, *(left.visit_id for left in made.unserved)]) == ids(town)
    assert all(left.reason and left.detail for left in made.unserved)


@examples
@given(towns(), st.sampled_from(FREEDOMS))
def test_same_seed_and_steps_give_the_same_plan(town: Town, freedom: str) -> None:
    assert searched(town, freedom=freedom) == searched(town, freedom=freedom)


@examples
@given(towns())
def test_a_plan_is_never_worse_than_the_one_it_started_from(town: Town) -> None:
    first, cost = searched(town)
    for steps in (0, 100):
        _, again = searched(town, steps=steps, seed=9, start=first)
        assert again <= cost


@examples
@given(towns())
def test_more_freedom_never_costs_more_from_the_less_free_plan(town: Town) -> None:
    start, lowest = None, None
    for freedom in FREEDOMS:
        made, cost = searched(town, steps=60, seed=3, start=start, freedom=freedom)
        assert lowest is None or cost <= lowest
        start, lowest = made, cost


@examples
@given(towns(), st.sampled_from(FREEDOMS))
def test_the_council_pays_the_same_however_the_rounds_run(town: Town, freedom: str) -> None:
    prices = {visit.package_id: 2_000 + 7 * i for i, visit in enumerate(town.workload.visits)}
    made, _ = searched(town, freedom=freedom)
    costs = [
        score(plan, town.workload, town.travel, rules=RULES, price_pence=prices).totals
        for plan in (town.today, made)
    ]
    assert costs[0].council_pence == costs[1].council_pence > 0


@examples
@given(towns(), st.integers(0, 3))
def test_a_solved_plan_runs_without_a_late_start(town: Town, seed: int) -> None:
    made, _ = searched(town, seed=seed)
    prices = {visit.package_id: 2_000 for visit in town.workload.visits}
    ran = score(made, town.workload, town.travel, rules=RULES, price_pence=prices)
    assert (ran.stops["late_s"] == 0).all()


def test_plan_day_and_search_day_are_one() -> None:
    town = plan_of(4, 2)
    made = plan_day(town.case(), Effort(AfterIterations(100), 1))
    assert made == searched(town, steps=100)[0]
