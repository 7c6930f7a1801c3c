"""Starts of found rounds: no dearer, on whole minutes, as near today as costs allow."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings, strategies as st
from rounds.towns import RULES, case_of
from score_town import carer, plan, town, visit, workload

from solver.check import violations
from solver.domain import Plan, RoundChoices, Shift
from solver.rates.preferences import Preferences
from solver.rounds.starts import NUDGE, choose_starts

LONG = (Shift(6 * 3_600, 22 * 3_600),)


def chosen(made: Plan, visits, carers, cap_s: int = 1_800) -> Plan:
    load = workload(visits, carers)
    doors = [place.id for place in load.places if place.id.startswith("person:")]
    at = {place.id: 0.0 for place in load.places} | {door: float(i) for i, door in enumerate(doors)}
    roads, choices = town(at), RoundChoices(cap_s=cap_s)
    case = case_of(load, roads, choices=choices)
    out = Plan("mon", tuple(choose_starts(made.rounds, case)))
    assert violations(out, load, roads, choices=choices) == ()
    return out


def starts(made: Plan) -> dict[str, int]:
    return {stop.visit_id: stop.start_s // 60 for item in made.rounds for stop in item.stops}


def test_a_free_round_goes_back_to_todays_starts() -> None:
    visits = [visit("a", "08:00"), visit("b", "08:32")]
    out = chosen(plan({"ann": [("a", "07:30"), ("b", "08:02")]}), visits, [carer("ann")])
    assert starts(out) == {"a": 480, "b": 512}


def test_waiting_is_dearer_than_a_move() -> None:
    # from 07:30 the second visit would wait; the first moves to meet it instead
    visits = [visit("a", "08:00"), visit("b", "08:50")]
    out = chosen(plan({"ann": [("a", "07:30"), ("b", "08:20")]}), visits, [carer("ann")])
    first, second = starts(out)["a"], starts(out)["b"]
    assert second - first == 32  # 30 minutes at the door and two on the way: no waiting


def test_the_two_carers_of_a_visit_stay_together() -> None:
    visits = [visit("a", "08:00"), visit("b", "08:00"), visit("d", "08:40", carers=2)]
    made = plan({"ann": [("a", "07:40"), ("d", "08:20")], "ben": [("b", "07:40"), ("d", "08:20")]})
    out = chosen(made, visits, [carer("ann"), carer("ben")])
    assert len({stop.start_s for item in out.rounds for stop in item.stops[1:]}) == 1


def test_a_break_is_kept_and_none_comes_to_be_owed() -> None:
    visits = [visit("a", "08:00", minutes=190), visit("b", "11:35", minutes=180)]
    chosen(plan({"ann": [("a", "07:50"), ("b", "11:32")]}), visits, [carer("ann", shifts=LONG)])
    short = [visit("a", "08:00", minutes=60), visit("b", "13:20", minutes=60)]
    chosen(
        plan({"ann": [("a", "08:20"), ("b", "13:15")]}), short, [carer("ann", shifts=LONG)]
    )  # spans 5.9 hours, and may not grow over six


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(2, 9)), min_size=2, max_size=4))
def test_no_choice_of_whole_minutes_is_better(gaps: list[tuple[int, int]]) -> None:
    """Against every combination of starts within a cap of three minutes."""
    visits, minute = [], 480
    for i, (slack, length) in enumerate(gaps):
        visits.append(visit(f"v{i}", f"{minute // 60:02d}:{minute % 60:02d}", minutes=length))
        minute += length + 2 + slack
    made = plan(
        {"ann": [(v.id, f"{v.start_s // 3600:02d}:{v.start_s % 3600 // 60:02d}") for v in visits]}
    )
    out = starts(chosen(made, visits, [carer("ann")], cap_s=180))
    today = [v.start_s // 60 for v in visits]
    least = [v.service_s // 60 + 2 for v in visits]
    wage = RULES.wage_pence * (1 + RULES.on_cost_share) / 60
    beyond = Preferences().tolerance_s // 60

    def cost(at: tuple[int, ...]) -> float:
        pairs = zip(at, at[1:], least, strict=False)
        waits = [two - one - apart for one, two, apart in pairs]
        if min(waits) < 0:
            return float("inf")
        moves = [abs(a - b) for a, b in zip(at, today, strict=True)]
        return sum(waits) * wage + sum(NUDGE * m + max(0, m - beyond) for m in moves)

    best = min(cost(at) for at in product(*(range(t - 3, t + 4) for t in today)))
    assert abs(cost(tuple(out[v.id] for v in visits)) - best) < 1e-6
