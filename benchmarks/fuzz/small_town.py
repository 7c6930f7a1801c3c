"""Small towns at random: a day of a few visits and carers with everything that can go wrong."""

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

HOUR = 3_600
MODES: tuple[Mode, ...] = ("car", "bicycle", "foot")
SHIFTS = (
    ((7, 14),),
    *([((6, 22),)] * 4),
    ((6, 31),),
    ((7, 11), (16, 21)),
    ((7, 11), (11, 15)),
    ((8, 9),),
    ((22, 31),),
    ((0, 7), (22, 24)),
    ((7, 9), (9, 12), (12, 13)),
)
"""Hours of shifts: whole, split, touching, short, of the night."""

SKILLS = ((), ("PEG feeding",), ("peg feeding", "stoma"), ("PEG\u200b feeding",))


class Draw:
    """Random choices of one town; the same seed and number give the same town."""

    def __init__(self, seed: int, number: int) -> None:
        self.rng = np.random.default_rng([seed, number])

    def of(self, *options: Any) -> Any:
        """Take one of the options."""
        return options[int(self.rng.integers(len(options)))]

    def below(self, most: int) -> int:
        """Take a whole number from 0 to below ``most``."""
        return int(self.rng.integers(most))

    def chance(self, share: float) -> bool:
        """Say yes so often."""
        return bool(self.rng.random() < share)


def town(seed: int, number: int) -> Case:
    """Draw a town: the day of that number."""
    draw = Draw(seed, number)
    carers = _carers(draw)
    visits = _visits(draw, carers)
    places = sorted({v.place for v in visits} | {c.home for c in carers})
    load = Workload("mon", visits, carers, tuple(Place(name, 0.0, 0.0) for name in places))
    rates = default_rates().on("2020-01-20")
    rounds = RoundChoices(
        cap_s=draw.of(0, 900, 1_800, 3_600, 7_200),
        freedom=draw.of("re-time", "re-sequence", "re-allocate", "re-allocate", "re-provide"),
        locks=tuple(
            (visit.id, draw.of("carer", "time", "both")) for visit in visits if draw.chance(0.08)
        ),
    )
    return Case(
        scenario=Scenario(rounds=rounds),
        day="mon",
        workload=load,
        travel=_travel(draw, places),
        today=_today(draw, visits, carers),
        rules=pay_rules(rates, PriceChoices()),
        rates=rates,
        price_pence={visit.package_id: 1_800 for visit in visits},
    )


def _carers(draw: Draw) -> tuple[Carer, ...]:
    """Draw no carer to seven; now and then two ride in one car."""
    found: list[Carer] = []
    for k in range(draw.of(0, *range(1, 8))):
        driver = found[-1] if found and not found[-1].rides_with and draw.chance(0.15) else None
        mode = draw.of("car", "car", *MODES) if driver is None else driver.mode
        found.append(
            Carer(
                id=f"c{k}",
                provider_id=draw.of(*"AAAAB") if driver is None else driver.provider_id,
                home=f"home:c{k}" if driver is None else driver.home,
                mode=mode,
                shifts=tuple(Shift(a * HOUR, b * HOUR) for a, b in draw.of(*SHIFTS)),
                skills=draw.of(*SKILLS),
                wage_pence=draw.of(None, None, 1_100, 1_400),
                contracted_s=draw.of(None, 30 * HOUR),
                most_s=draw.of(*[None] * 6, HOUR, 4 * HOUR),
                gender=draw.of("", "woman", "man"),
                starts_from=draw.of("home", "home", "base", "free")
                if driver is None
                else driver.starts_from,
                rides_with="" if driver is None else driver.id,
            )
        )
    return tuple(found)


def _visits(draw: Draw, carers: Sequence[Carer]) -> tuple[Visit, ...]:
    """Draw visits of a few people, some of them close together, linked, or of no length."""
    people = 1 + draw.below(8)
    middle = draw.of(8, 12, 23) * 4
    found: list[Visit] = []
    for k in range(1 + draw.below(14)):
        who = draw.below(people)
        start_s = max(0, middle + draw.below(17) - 8 if draw.chance(0.7) else draw.below(110)) * 900
        start_s += draw.of(0, 0, 0, 61)
        wide_s = draw.of(0, 600, 7_200, 7_200)
        earlier = [visit.id for visit in found if visit.person_id == f"p{who}"]
        after = draw.of(*earlier) if earlier and draw.chance(0.15) else ""
        least_s = draw.of(0, 0, 1_800, 3_600) if after else 0
        most_s = draw.of(None, least_s, least_s + 1_800) if after else None
        found.append(
            Visit(
                id=f"v{k:02d}",
                package_id=f"k{who}",
                person_id=f"p{who}",
                place=f"person:p{who}",
                area_id="a",
                zone="Z",
                band="Urban",
                provider_id=draw.of(*"AAAAAAAB"),
                service="maintenance",
                start_s=start_s,
                service_s=draw.of(0, 900, 1_800, 1_800, 2_700, 5_400),
                carers_required=draw.of(1, 1, 2),
                earliest_s=max(0, start_s - wide_s),
                latest_s=start_s + draw.of(wide_s, 7_200),
                skills=draw.of(*[()] * 6, ("peg feeding",), ("Stoma",)),
                time_critical=draw.chance(0.1),
                excluded_carers=(draw.of(*carers).id,) if carers and draw.chance(0.1) else (),
                carer_gender="woman" if draw.chance(0.08) else "",
                apart_s=draw.of(0, 0, 0, 0, 3_600, 7_200),
                after=after,
                gap_least_s=least_s,
                gap_most_s=most_s,
                order=draw.of("today", "today", "today", "free"),
            )
        )
    return tuple(found)


def _travel(draw: Draw, places: Sequence[str]) -> TravelSet:
    """Draw ways between places: some at one door, some without a way there, back, or at all."""
    n = len(places)
    x, y = draw.rng.integers(0, 6, n), draw.rng.integers(0, 6, n)
    apart = np.abs(x[:, None] - x) + np.abs(y[:, None] - y)
    cut_off = draw.rng.random((2, n)) < draw.of(0.0, 0.0, 0.0, 0.05)
    periods = draw.of(1, 1, 2)
    by_mode = {}
    for mode, pace_s in zip(MODES, (97, 310, 900), strict=True):
        found = []
        for _ in range(periods):
            extra = draw.rng.integers(0, 240, (n, n)) * (apart > 0)
            seconds = (apart * pace_s + extra).astype(np.int32)
            metres = (apart * 800).astype(np.int32)
            away = (cut_off[0][:, None] | cut_off[1][None, :]) & ~np.eye(n, dtype=bool)
            seconds[away], metres[away] = -1, -1
            found.append(Travel(tuple(places), seconds, metres))
        by_mode[mode] = tuple(found)
    return TravelSet(tuple(places), by_mode, (0,) if periods == 1 else (0, 9 * HOUR))


def _today(draw: Draw, visits: Sequence[Visit], carers: Sequence[Carer]) -> Plan:
    """Hand most visits to carers at random, feasible or not."""
    stops: dict[tuple[str, int], list[Stop]] = {}
    for visit in visits:
        mine = [carer for carer in carers if carer.provider_id == visit.provider_id]
        if len(mine) < visit.carers_required or draw.chance(0.25):
            continue
        turn = draw.below(len(mine))
        for k in range(visit.carers_required):
            carer = mine[(turn + k) % len(mine)]
            shift = sum(span.start_s <= visit.start_s for span in carer.shifts[1:])
            stops.setdefault((carer.id, shift), []).append(Stop(visit.id, visit.start_s))
    rounds = (
        Round(who, shift, tuple(sorted(made, key=lambda stop: (stop.start_s, stop.visit_id))))
        for (who, shift), made in sorted(stops.items())
    )
    return Plan("mon", tuple(rounds))
