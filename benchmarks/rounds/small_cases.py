"""Small days drawn at random, with the things that go wrong on real ones; and rounds to start from.

Split and touching shifts, pairs, linked visits, breaks, ways that differ by the hour, doors without
a way, wages and wishes of every size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from solver.base.case import Case
from solver.domain import (
    Carer,
    Place,
    Plan,
    PriceChoices,
    Round,
    RoundChoices,
    Scenario,
    Shift,
    Stop,
    Travel,
    TravelSet,
    Visit,
    Workload,
)
from solver.rates import default_rates
from solver.rates.pay import pay_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Mode

QUARTER_S = 900
SHIFTS = (
    ((28, 60),),
    ((24, 88),),
    ((28, 44), (44, 60)),
    ((28, 44), (45, 62), (66, 88)),
    ((30, 36), (36, 42), (42, 56)),
    ((28, 46), (64, 84)),
)
"""Shifts of a carer in quarters of an hour: whole, split with hours between, and touching."""

METRES_A_SECOND: dict[Mode, float] = {"car": 10.0, "bicycle": 4.0, "foot": 1.3}


def small_case(seed: int) -> Case:
    """Draw a day; today nobody makes any visit."""
    rng = np.random.default_rng(seed)
    carers = [_carer(rng, k) for k in range(int(rng.integers(2, 7)))]
    visits: list[Visit] = []
    for k in range(int(rng.integers(4, 15))):
        visits.append(_visit(rng, k, visits))
    names = sorted({item.place for item in visits} | {item.home for item in carers})
    workload = Workload(
        "mon", tuple(visits), tuple(carers), tuple(Place(name, 0.0, 0.0) for name in names)
    )
    points = tuple(
        (name, float(rng.choice(weights)))
        for name, weights in (("moved", [0, 1, 50]), ("imbalance", [0, 0.1, 10]))
    )
    choices = RoundChoices(
        cap_s=int(rng.choice([0, 900, 1_800, 3_600])),
        freedom=str(rng.choice(["re-allocate", "re-provide"])),  # type: ignore[arg-type]
        points=points,
    )
    rates = default_rates().on("2020-01-20")
    return Case(
        scenario=Scenario(rounds=choices),
        day="mon",
        workload=workload,
        travel=_travel(rng, tuple(names)),
        today=Plan("mon", ()),
        rules=pay_rules(rates, PriceChoices()),
        rates=rates,
        price_pence={item.package_id: 1_800 for item in visits},
    )


def random_start(case: Case, seed: int) -> Plan:
    """Hand visits to carers at random, at starts within their windows; most break some rule."""
    rng = np.random.default_rng(seed)
    stops: dict[tuple[str, int], list[Stop]] = {}
    for visit in case.workload.visits:
        able = [c for c in case.workload.carers if c.provider_id == visit.provider_id]
        if len(able) < visit.carers_required or rng.random() < 0.1:
            continue
        cap_s = case.choices.cap_s
        low_s, high_s = visit.start_s - cap_s, visit.start_s + cap_s
        at_s = int(rng.integers(low_s // 60, high_s // 60 + 1)) * 60
        for one in rng.permutation(len(able))[: visit.carers_required]:
            shift = _shift_at(able[one].shifts, at_s)
            stops.setdefault((able[one].id, shift), []).append(Stop(visit.id, at_s))
    rounds = (
        Round(who, shift, tuple(sorted(made, key=lambda stop: (stop.start_s, stop.visit_id))))
        for (who, shift), made in sorted(stops.items())
    )
    return Plan(case.day, tuple(rounds))


def _shift_at(shifts: Sequence[Shift], at_s: int) -> int:
    """Name the latest shift that has begun; the first where none has."""
    return max(0, sum(shift.start_s <= at_s for shift in shifts) - 1)


def _carer(rng: np.random.Generator, k: int) -> Carer:
    spans = SHIFTS[int(rng.integers(len(SHIFTS)))]
    some: dict[str, Any] = {
        "wage_pence": None if rng.random() < 0.5 else int(rng.choice([900, 1_200, 2_500])),
        "most_s": None if rng.random() < 0.8 else int(rng.choice([2, 4, 7])) * 3_600,
        "starts_from": str(rng.choice(["home", "home", "base", "free"])),
    }
    return Carer(
        id=f"c{k:02}",
        provider_id=str(rng.choice(["A", "A", "A", "B"])),
        home=f"home:c{k:02}",
        mode=str(rng.choice(["car", "car", "bicycle", "foot"])),  # type: ignore[arg-type]
        shifts=tuple(Shift(a * QUARTER_S, b * QUARTER_S) for a, b in spans),
        skills=(),
        **some,
    )


def _visit(rng: np.random.Generator, k: int, before: Sequence[Visit]) -> Visit:
    start_s = int(rng.integers(26, 84)) * QUARTER_S + int(rng.choice([0, 0, 0, 60, 421]))
    wide_s = int(rng.choice([0, 900, 7_200]))
    some: dict[str, Any] = {}
    if before and rng.random() < 0.15:
        some["after"] = before[-1].id
        some["gap_most_s"] = None if rng.random() < 0.5 else 4 * 3_600
        some["gap_least_s"] = int(rng.choice([0, 1_800]))
    person = f"p{int(rng.integers(0, k + 1)):02}"
    return Visit(
        id=f"v{k:02}",
        package_id=f"k{k:02}",
        person_id=person,
        place=f"person:{person}",
        area_id="a",
        zone="Z",
        band="Urban",
        provider_id=str(rng.choice(["A", "A", "A", "B"])),
        service="maintenance",
        start_s=start_s,
        service_s=int(rng.choice([0, 900, 1_800, 1_820, 3_600, 7_200])),
        carers_required=int(rng.choice([1, 1, 2])),
        earliest_s=start_s - wide_s,
        latest_s=start_s + wide_s,
        apart_s=int(rng.choice([0, 0, 0, 1_800, 14_400])),
        **some,
    )


def _travel(rng: np.random.Generator, names: tuple[str, ...]) -> TravelSet:
    at = rng.uniform(0, 9_000, (len(names), 2))
    metres = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    gone = rng.random(metres.shape) < float(rng.choice([0.0, 0.0, 0.0, 0.2]))
    np.fill_diagonal(gone, val=False)
    slower = (1.0, float(rng.choice([1.0, 1.7])))
    by_mode = {}
    for mode, speed in METRES_A_SECOND.items():
        by_mode[mode] = tuple(
            Travel(
                names,
                np.where(gone, -1, np.ceil(metres / speed * factor)).astype(np.int32),
                np.where(gone, -1, metres).astype(np.int32),
            )
            for factor in slower
        )
    return TravelSet(names, by_mode, (0, 15 * 3_600))
