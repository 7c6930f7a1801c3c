"""Towns at which arrays of the search were, or might be, written past their ends; by name.

``python -m rounds.edge_towns`` plans them all and prints what was planned; run in a process of its
own, so that the compiler can be told to check each index, or not to compile.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from rounds.test_network import linked_day
from rounds.towns import HOUR, build, case_of, plan_of, rounds_today
from score_town import carer, plan, town, visit, workload

from benchmarks.rounds.small_cases import random_start, small_case
from solver.check import violations
from solver.domain import RoundChoices, Shift, Travel, TravelSet
from solver.rounds.again import Change, plan_again
from solver.rounds.effort import Effort
from solver.rounds.plan import search_day
from solver.search import Problem, Search
from solver.search.compiled import kernel
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from solver.base.case import Case

TOUCHING = (Shift(7 * HOUR, 11 * HOUR), Shift(11 * HOUR, 15 * HOUR))


def without_some_ways(load, seed: int, share: float, choices: RoundChoices) -> Case:
    """Doors at random; a share of the ways between them is missing, one way at a time."""
    rng = np.random.default_rng(seed)
    names = tuple(place.id for place in load.places)
    at = rng.uniform(0, 8_000, (len(names), 2))
    metres = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    by_mode = {}
    for mode, speed in (("car", 10), ("foot", 1.3)):
        gone = rng.random(metres.shape) < share
        np.fill_diagonal(gone, val=False)
        seconds = np.where(gone, -1, np.round(metres / speed)).astype(np.int32)
        by_mode[mode] = (Travel(names, seconds, np.where(gone, -1, metres).astype(np.int32)),)
    return case_of(load, TravelSet(names, by_mode), choices=choices)


def five_visits(seed: int) -> Case:
    """Two carers, a double, a visit that follows another, and legs without a way."""
    visits = [
        visit("one", "07:45", 30, earliest_s=20_700, latest_s=27_900, person_id="p"),
        visit("two", "18:00", 60, earliest_s=63_000, latest_s=66_600),
        visit("both", "13:55", 15, carers=2, earliest_s=50_100, latest_s=57_300),
        visit("next", "22:25", 30, earliest_s=78_900, latest_s=87_900, after="one", person_id="p"),
        visit("last", "14:55", 30, earliest_s=46_500, latest_s=60_900),
    ]
    staff = [
        carer("ann", shifts=(Shift(25_200, 79_200),)),
        carer("bob", mode="foot", shifts=(Shift(50_400, 90_000),)),
    ]
    return without_some_ways(workload(visits, staff), seed, 0.25, RoundChoices(cap_s=1_800))


def doses_without_ways(seed: int) -> Case:
    """Three carers, doses of one person far apart, and ways missing between the others."""
    visits = [visit("both", "20:13", 0, carers=2)]
    visits += [
        visit(f"dose{k}", at, 30, person_id="p", apart_s=apart)
        for k, (at, apart) in enumerate([("05:15", 14_400), ("12:00", 1_800), ("21:40", 1_800)])
    ]
    visits += [visit(f"v{k}", f"{9 + k}:15", 20) for k in range(5)]
    staff = [carer(name, shifts=(Shift(7 * HOUR, 22 * HOUR),)) for name in ("ann", "bob", "cat")]
    return without_some_ways(workload(visits, staff), seed, 0.2, RoundChoices(cap_s=21_600))


def touching_shifts() -> Case:
    """Shifts that touch, with calls miles apart at their seam."""
    visits = [visit(f"v{k}", f"{9 + k // 4:02}:{15 * (k % 4):02}", 15) for k in range(12)]
    staff = [carer("ann", shifts=TOUCHING), carer("bob", shifts=TOUCHING)]
    miles = {item.place: float(9 * (k % 3)) for k, item in enumerate(visits)}
    miles |= {one.home: 0.0 for one in staff}
    return build(visits, staff, miles, rounds_today(visits, staff, list(range(12)))).case()


def crew_and_break() -> Case:
    """A crew of two with a long day."""
    long = (Shift(6 * HOUR, 20 * HOUR),)
    dan = carer("dan", shifts=long, most_s=9 * HOUR)
    ria = replace(carer("ria", shifts=long), home="home:dan", rides_with="dan")
    visits = [visit(f"v{k}", f"{7 + k:02}:00", 40, carers=2) for k in range(9)]
    miles = {item.place: float(3 * (k % 4)) for k, item in enumerate(visits)}
    return build(visits, [dan, ria, carer("ann")], miles | {"home:dan": 0, "home:ann": 4},
                 plan({})).case()  # fmt: skip


def paid_anyway():
    """Everybody is paid for 90 minutes, whatever there is to do."""
    p = linked_day(4, late_cost=0, widest=120)
    paid, cost = np.full(p.vehicles, 90, np.int32), np.full(p.vehicles, 3, np.int64)
    return replace(p, paid_anyway_s=paid, idle_cost=cost, uneven_cost=2)


CASES = {
    **{f"five visits {seed}": lambda seed=seed: five_visits(seed) for seed in range(6)},
    **{f"doses {seed}": lambda seed=seed: doses_without_ways(seed) for seed in range(4)},
    "touching shifts": touching_shifts,
    "crew and break": crew_and_break,
    "by hand": lambda: plan_of(9, 4).case(),
    "nobody on duty": lambda: case_of(workload([visit("v", "08:00")], []), town({"person:p-v": 0})),
    "nothing to do": lambda: case_of(workload([], [carer("ann")]), town({"home:ann": 0})),
    **{f"drawn {seed}": lambda seed=seed: small_case(seed) for seed in (3, 8, 14)},
}
"""Days by name."""

PROBLEMS = {
    "linked, hard": lambda: linked_day(1, late_cost=0, widest=60),
    "linked, late": lambda: linked_day(2, late_cost=3, widest=60),
    "paid anyway": paid_anyway,
    "uneven": lambda: replace(linked_day(3, late_cost=0, widest=120), uneven_cost=7),
    "legs inside, pauses": lambda: replace(
        linked_day(4, late_cost=0, widest=200),
        legs_inside=True,
        pause_s=20,
        pause_after_s=360,
    ),
}
"""Problems in arrays by name."""


@kernel
def write(values: np.ndarray, at: int) -> None:
    """Write without looking, compiled as the search is."""
    values[at] = 1


def short_of_log(problem: Problem) -> Search:
    """Begin a search, then give it so short a log that many steps run out of it."""
    search = Search(problem, 1)
    search.begin()
    size = 8 * len(search.state.rows) + 60
    search.state = search.state._replace(log=search.state.log[:size].copy())
    return search


def show(steps: int) -> dict[str, int]:
    """Plan all; how many calls each has."""
    made = {}
    for name, make in CASES.items():
        case = make()
        start = random_start(case, 1) if case.today.rounds == () else case.today
        found, _ = search_day(case, Effort(AfterIterations(steps), 1), start)
        change = Change(frozenset(item.id for item in case.workload.visits[:1]))
        again = plan_again(case, Effort(AfterIterations(steps // 4), 1), found, change)
        for one in (found, again):
            broken = violations(
                one, case.workload, case.travel, choices=case.choices, today=case.today
            )
            assert not broken, (name, broken)
        made[name] = sum(len(item.stops) for item in found.rounds)
    searches = {name: Search(make(), 1) for name, make in PROBLEMS.items()}
    for search in searches.values():
        search.begin()
    searches["a log too short"] = short_of_log(PROBLEMS["linked, hard"]())
    for name, search in searches.items():
        search.run(steps, 1.0, 0.1)
        made[name] = search.solution().served
    return made


def main() -> None:
    """Plan all towns, or write past the end of an array."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--past-the-end", action="store_true")
    options = parser.parse_args()
    if options.past_the_end:
        write(np.zeros(3, np.int32), 3)
    sys.stdout.write(json.dumps(show(options.steps)) + "\n")


if __name__ == "__main__":
    main()
