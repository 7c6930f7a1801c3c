"""Tiny problems on a straight road, every plan of which can be tried one by one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations, product

import numpy as np

from solver.search import Problem
from solver.search.problem import FAR_S

MINUTE = 60


@dataclass(frozen=True)
class Call:
    """A visit of the tiny town: where, how long, when, and by how many."""

    mile: int
    service: int
    earliest: int
    latest: int
    carers: int = 1


@dataclass(frozen=True)
class Worker:
    """A vehicle of the tiny town: its home, its hours, what a minute costs."""

    home: int
    opens: int
    closes: int
    pay: int = 1


def problem(
    calls: list[Call],
    workers: list[Worker],
    *,
    wait: int = 0,
    unfit: frozenset[tuple[int, int]] = frozenset(),
    price: int = 10_000,
    links: list[tuple[int, int, int, int]] | None = None,
    most: int = FAR_S,
) -> Problem:
    """Write calls and workers as arrays; a mile takes two minutes, times are in minutes.

    ``links`` are between the first tasks of two calls; ``most`` is the longest day of a worker.
    """
    tasks = [call for call in calls for _ in range(call.carers)]
    twin = np.full(len(tasks), -1, np.int32)
    i = 0
    first_task = []
    fit = np.zeros((len(tasks), len(workers)), np.int32)
    for k, call in enumerate(calls):
        for j in range(len(workers)):
            if (k, j) in unfit:
                fit[i : i + call.carers, j] = -1
        if call.carers == 2:
            twin[i], twin[i + 1] = i + 1, i
        first_task.append(i)
        i += call.carers
    bound = [(first_task[a], first_task[b], least, top) for a, b, least, top in links or []]
    miles = [call.mile for call in tasks] + [worker.home for worker in workers]
    at = np.array(miles, np.int64)
    apart = np.abs(at[:, None] - at[None, :])
    first = len(tasks)
    pay = np.array([worker.pay for worker in workers], np.int64)
    return Problem(
        place=np.arange(len(tasks), dtype=np.int32),
        service_s=np.array([call.service for call in tasks], np.int32),
        earliest_s=np.array([call.earliest for call in tasks], np.int32),
        latest_s=np.array([call.latest for call in tasks], np.int32),
        price=np.full(len(tasks), price, np.int64),
        origin=np.arange(first, first + len(workers), dtype=np.int32),
        target=np.arange(first, first + len(workers), dtype=np.int32),
        opens_s=np.array([worker.opens for worker in workers], np.int32),
        closes_s=np.array([worker.closes for worker in workers], np.int32),
        mode=np.zeros(len(workers), np.int32),
        person=np.arange(len(workers), dtype=np.int32),
        second_cost=pay,
        metre_cost=np.zeros(len(workers), np.int64),
        wait_cost=np.full(len(workers), wait, np.int64),
        wait_limit_s=60,
        fit=fit,
        durations_s=(2 * apart)[None].astype(np.int32),
        lengths_m=apart[None].astype(np.int32),
        twin=twin,
        links=np.array(bound, np.int32).reshape(-1, 4),
        most_s=np.full(len(workers), most, np.int32),
    )


def starts(p: Problem, routes: list[tuple[int, ...]]) -> dict[int, int] | None:
    """Earliest starts of a plan; None where a window, a shift, a pair or a link cannot be kept."""
    vehicle = {x: v for v, route in enumerate(routes) for x in route}
    begin = {x: max(int(p.earliest_s[x]), int(p.opens_s[vehicle[x]])) for x in vehicle}
    for x in vehicle:
        y = int(p.twin[x])
        if y >= 0 and (y not in vehicle or p.person[vehicle[y]] == p.person[vehicle[x]]):
            return None
        if p.fit[x, vehicle[x]] < 0:
            return None
    changed = True
    while changed:
        changed = False
        for route in routes:
            for i, j in pairwise(route):
                ready = (
                    begin[i] + int(p.service_s[i]) + int(p.durations_s[0, p.place[i], p.place[j]])
                )
                if ready > begin[j]:
                    begin[j], changed = ready, True
        for a, b, least, top in p.links.tolist():
            if a in begin and b in begin:
                for late, early, apart in ((b, a, least), (a, b, -top)):
                    if begin[early] + apart > begin[late]:
                        begin[late], changed = begin[early] + apart, True
        for x, start in list(begin.items()):
            y = int(p.twin[x])
            if y >= 0 and begin[y] < start:
                begin[y], changed = start, True
            closes = int(p.closes_s[vehicle[x]]) - int(p.service_s[x])
            if begin[x] > min(int(p.latest_s[x]), closes):
                return None
    return begin


def terms(p: Problem, routes: list[tuple[int, ...]], begin: dict[int, int]) -> dict[str, int]:
    """Count the parts of the cost of a plan, each by its definition."""
    travel = waiting = 0
    for v, route in enumerate(routes):
        if not route:
            continue
        ways = p.durations_s[0]
        travel += int(ways[p.origin[v], p.place[route[0]]]) * int(p.home_second_cost[v])
        travel += int(ways[p.place[route[-1]], p.target[v]]) * int(p.home_second_cost[v])
        travel += sum(int(p.fit[x, v]) for x in route)
        for i, j in pairwise(route):
            way = int(ways[p.place[i], p.place[j]])
            travel += way * int(p.second_cost[v])
            gap = begin[j] - begin[i] - int(p.service_s[i]) - way
            if 0 < gap <= p.wait_limit_s:
                waiting += gap * int(p.wait_cost[v])
    undone = sum(int(p.price[x]) for x in range(p.tasks) if x not in begin)
    uneven = uneven_minutes(p, routes, begin) * p.uneven_cost
    idle = idle_cost(p, routes, begin)
    return {
        "travel": travel, "waiting": waiting, "undone": undone, "uneven": uneven, "idle": idle
    }  # fmt: skip


def work_of(p: Problem, routes: list[tuple[int, ...]], begin: dict[int, int]) -> dict[int, int]:
    """Work of each person with a call: tasks, ways between them, and waits that count."""
    work: dict[int, int] = {}
    for v, route in enumerate(routes):
        if route:
            spent = sum(int(p.service_s[x]) for x in route)
            for i, j in pairwise(route):
                way = int(p.durations_s[p.mode[v], p.place[i], p.place[j]])
                gap = begin[j] - begin[i] - int(p.service_s[i]) - way
                spent += way + (gap if p.wait_cost.any() and gap <= p.wait_limit_s else 0)
            work[int(p.person[v])] = work.get(int(p.person[v]), 0) + spent
    return work


def idle_cost(p: Problem, routes: list[tuple[int, ...]], begin: dict[int, int]) -> int:
    """Cost of the time that is paid anyway and without work."""
    work = work_of(p, routes, begin)
    first = {int(person): v for v, person in enumerate(p.person)}
    return sum(
        max(0, int(p.paid_anyway_s[v]) - work.get(person, 0)) * int(p.idle_cost[v])
        for person, v in first.items()
    )


def uneven_minutes(p: Problem, routes: list[tuple[int, ...]], begin: dict[int, int]) -> int:
    """Whole minutes by which those who work lie off the mean of their group, added up."""
    group = dict(zip(p.person.tolist(), p.group.tolist(), strict=True))
    work: dict[int, list[int]] = {}
    for person, spent in work_of(p, routes, begin).items():
        work.setdefault(group[person], []).append(spent)
    off = 0
    for times in work.values():
        mean = Fraction(sum(times), len(times))
        off += int(sum(abs(one - mean) for one in times) // 60)
    return off


def cheapest(p: Problem) -> int:
    """Cost of the best plan, by trying every assignment and every order."""
    best: int | None = None
    for choice in product(range(-1, p.vehicles), repeat=p.tasks):
        if any(v >= 0 and p.fit[x, v] < 0 for x, v in enumerate(choice)):
            continue
        groups = [[x for x, v in enumerate(choice) if v == w] for w in range(p.vehicles)]
        for routes in product(*(permutations(group) for group in groups)):
            begin = starts(p, list(routes))
            if begin is None:
                continue
            cost = sum(terms(p, list(routes), begin).values())
            best = cost if best is None else min(best, cost)
    assert best is not None  # the plan without any call is always there
    return best


def drawn(
    rng: np.random.Generator, visits: int, workers: int, doubles: int, *, wide: bool = False
) -> tuple[list[Call], list[Worker]]:
    """Draw a tiny day: visits between 8 and 11, the first ``doubles`` double-handed."""
    calls = []
    for k in range(visits):
        earliest = int(rng.integers(480, 600))
        latest = earliest + int(rng.integers(60, 180) if wide else rng.integers(10, 70))
        service = int(rng.choice([15, 30, 45]))
        carers = 2 if k < doubles else 1
        calls.append(Call(int(rng.integers(0, 12)), service, earliest, latest, carers))
    staff = [
        Worker(int(rng.integers(0, 12)), int(rng.integers(450, 500)), int(rng.integers(620, 760)))
        for _ in range(workers)
    ]
    return calls, staff
