"""Seeded days of home care for the benchmarks: towns, villages, people, visits, carers.

Lengths of visits (15, 30, 45, 60 minutes: 1.6, 72, 18, 8.4 %) are Torbay's median weekly counts;
the four times of day (breakfast, lunch, tea, bed: 38, 22, 18, 22 %) are the project's defaults.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solver.search.problem import Problem

CAP_S = 1_800
"""A start may move by at most half an hour from the planned one."""

PRICE = 1_000_000
"""Cost of a task left undone, in seconds of travel: more than any detour."""

HALVES = ((21_600, 52_200), (50_400, 84_600))
"""Shifts of the morning and the evening, seconds since midnight."""

SPEEDS_KMH = (38.0, 15.0, 4.8)
"""Car, bicycle, on foot."""

DETOUR = 1.35
"""Road over straight line."""

ARRIVE_S = (120, 60, 30)
"""Parking, locking, walking up to the door."""

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Day:
    """A day as generated (v visits, m carers).

    ``problem`` has one task for each carer-call; ``task_visit`` (n,) says whose. Its windows are
    the planned start ± the cap, or the planned start alone for double-handed visits when pinned.
    """

    problem: Problem
    task_visit: npt.NDArray[np.int32]
    planned_s: npt.NDArray[np.int32]
    visits: int
    carers: int
    need: int


def make_day(
    visits: int, doubles: float, seed: int, *, tight: float = 1.15, pinned: bool = False
) -> Day:
    """Generate a day.

    Parameters
    ----------
    visits
        How many visits there are.
    doubles
        Share of them that need two carers.
    seed
        Same seed, same day; ``tight`` and ``pinned`` change only carers and windows.
    tight
        Carers over need: the peak number of carers at planned starts in each half of the day, each
        visit counted with eight minutes of travel.
    pinned
        Double-handed visits stand at their planned start.
    """
    rng = np.random.default_rng(seed)
    spots = _settlements(rng, visits)
    place, start, service, skill, double = _visits(rng, visits, doubles, spots)
    needs = [_peak(start, service, double, half) for half in (0, 1)]
    rng = np.random.default_rng(seed + 1_000_000)
    carers = [max(2, round(tight * need)) for need in needs]
    homes, mode, half, skills = _carers(rng, carers, spots)
    points = np.concatenate([place, homes])
    points, where = np.unique(points, axis=0, return_inverse=True)
    where = where.reshape(-1)
    m = len(homes)
    owner, twin = _twins(double)
    n = len(owner)
    cap = np.where(double, 0 if pinned else CAP_S, CAP_S)
    shifts = np.array(HALVES)
    allowed = (skill[:, None] < 0) | skills[:, np.maximum(skill, 0)].T
    fit = np.where(allowed, 0, -1).astype(np.int32)
    problem = Problem(
        place=where[owner].astype(np.int32),
        service_s=service[owner],
        earliest_s=(start - cap)[owner].astype(np.int32),
        latest_s=(start + cap)[owner].astype(np.int32),
        price=np.full(n, PRICE, np.int64),
        origin=where[visits:].astype(np.int32),
        target=where[visits:].astype(np.int32),
        opens_s=shifts[half, 0].astype(np.int32),
        closes_s=shifts[half, 1].astype(np.int32),
        mode=mode,
        person=np.arange(m, dtype=np.int32),
        second_cost=np.ones(m, np.int64),
        metre_cost=np.zeros(m, np.int64),
        fit=fit[owner],
        durations_s=_travel(points),
        lengths_m=np.zeros((3, len(points), len(points)), np.int32),
        twin=twin,
        legs_inside=True,
    )
    return Day(problem, owner, start, visits, m, sum(needs))


def _twins(double: npt.NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Give each double-handed visit a second task: the visit of each task, and its twin or -1."""
    twice, visits = np.flatnonzero(double), len(double)
    owner = np.concatenate([np.arange(visits), twice]).astype(np.int32)
    twin = np.full(len(owner), -1, np.int32)
    twin[twice] = visits + np.arange(len(twice))
    twin[visits:] = twice
    return owner, twin


def _settlements(rng: np.random.Generator, visits: int) -> Floats:
    """Towns and villages: easting, northing, scatter (metres), weight; area grows with visits."""
    side = 42_000 * np.sqrt(max(visits, 100) / 1_500)
    towns, villages = max(2, round(8 * visits / 1_500)), max(4, round(45 * visits / 1_500))
    centre = rng.uniform(0, side, (towns + villages, 2))
    scatter = np.concatenate([rng.uniform(900, 1_700, towns), rng.uniform(150, 450, villages)])
    weight = np.concatenate([rng.uniform(5, 20, towns), rng.uniform(0.4, 2.0, villages)])
    return np.column_stack([centre, scatter, weight / weight.sum()])


def _points(rng: np.random.Generator, count: int, spots: Floats) -> Floats:
    which = rng.choice(len(spots), count, p=spots[:, 3])
    return np.round(spots[which, :2] + rng.normal(0, 1, (count, 2)) * spots[which, 2:3])


def _visits(
    rng: np.random.Generator, visits: int, doubles: float, spots: Floats
) -> tuple[Floats, Whole, Whole, Whole, npt.NDArray[np.bool_]]:
    """Draw places, planned starts, lengths, skills (-1: none) and who needs two carers."""
    person: list[int] = []
    slot: list[int] = []
    people = 0
    while len(person) < visits:
        calls = int(rng.choice([1, 2, 3, 4], p=[0.22, 0.25, 0.22, 0.31]))
        chosen = np.sort(rng.choice(4, calls, replace=False, p=[0.38, 0.22, 0.18, 0.22]))
        person += [people] * calls
        slot += chosen.tolist()
        people += 1
    person, slot = person[:visits], slot[:visits]
    homes = _points(rng, people, spots)
    both = rng.random(people) < doubles
    of = np.array(person)
    double = both[of]
    wanted = round(doubles * visits)
    for index in rng.permutation(visits):
        excess = int(double.sum()) - wanted
        if excess == 0:
            break
        if double[index] == (excess > 0):
            double[index] = not double[index]
    opens = np.array([7 * 60, 11 * 60 + 30, 16 * 60, 19 * 60])
    closes = np.array([10 * 60 + 30, 14 * 60, 18 * 60 + 30, 22 * 60 + 15])
    at = np.array(slot)
    minute = opens[at] + rng.beta(1.6, 2.0, visits) * (closes - opens)[at]
    start = (np.round(minute / 5) * 300).astype(np.int32)
    lengths = np.array([15, 30, 45, 60])
    service = 60 * rng.choice(lengths, visits, p=np.array([1.6, 72.0, 18.0, 8.4]) / 100)
    skill = np.where(rng.random(visits) < 0.12, rng.integers(0, 3, visits), -1).astype(np.int32)
    return homes[of], start, service.astype(np.int32), skill, double


def _peak(start: Whole, service: Whole, double: npt.NDArray[np.bool_], half: int) -> int:
    """Most carers at work at once at planned starts, eight minutes of travel a visit."""
    inside = (start < 52_200 - 900) if half == 0 else (start >= 52_200 - 900)
    begins, ends = start[inside], start[inside] + service[inside] + 480
    both = np.where(double[inside], 2, 1)
    return max((int(both[(begins <= t) & (t < ends)].sum()) for t in begins), default=1)


def _carers(
    rng: np.random.Generator, carers: list[int], spots: Floats
) -> tuple[Floats, npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    count = sum(carers)
    homes = _points(rng, count, spots)
    mode = rng.choice(3, count, p=[0.86, 0.06, 0.08]).astype(np.int32)
    half = np.repeat([0, 1], carers).astype(np.int32)
    skills = rng.random((count, 3)) < 0.6
    return homes, mode, half, skills


def _travel(points: Floats) -> npt.NDArray[np.int32]:
    """Seconds door to door between points (p, 2), for each mode (3, p, p)."""
    gap = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1)) * DETOUR
    result = np.empty((3, len(points), len(points)), np.int32)
    for mode, (speed, arrive) in enumerate(zip(SPEEDS_KMH, ARRIVE_S, strict=True)):
        seconds = gap / (speed / 3.6)
        if mode == 0:
            seconds = gap / (np.interp(gap, [0, 2_000, 12_000], [22.0, 28.0, 50.0]) / 3.6)
        result[mode] = np.round(seconds) + np.where(gap > 0, arrive, 0)
    return result
