"""Small towns on a straight road for hypothesis: visits, two providers, today's rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from score_town import carer, town, visit, workload

from solver.base.case import Case
from solver.check import violations
from solver.domain import Plan, PriceChoices, Round, RoundChoices, Scenario, Shift, Stop
from solver.domain.clock import clock
from solver.rates import default_rates
from solver.rates.pay import pay_rules
from solver.rounds.effort import Effort
from solver.rounds.plan import search_day
from solver.stop.rules import AfterIterations

if TYPE_CHECKING:
    from solver.domain import Carer, TravelSet, Visit, Workload
    from solver.rates.pay import PayRules

RATES = default_rates().on("2020-01-20")
RULES = pay_rules(RATES, PriceChoices())
HOUR = 3_600
SHIFTS = (
    (Shift(7 * HOUR, 14 * HOUR),),
    (Shift(6 * HOUR, 22 * HOUR),),
    (Shift(7 * HOUR, 11 * HOUR), Shift(11 * HOUR + 900, 15 * HOUR)),
    (Shift(8 * HOUR, 9 * HOUR),),
)


@dataclass(frozen=True)
class Town:
    """A day of a small town, and how it is to be planned."""

    workload: Workload
    travel: TravelSet
    today: Plan
    choices: RoundChoices

    def case(self, rules: PayRules = RULES, **choices) -> Case:
        """The day as a case, with other rules of pay and other choices, if any."""
        return case_of(
            self.workload, self.travel, self.today, replace(self.choices, **choices), rules
        )


def case_of(
    load: Workload,
    travel: TravelSet,
    today: Plan | None = None,
    choices: RoundChoices | None = None,
    rules: PayRules = RULES,
) -> Case:
    """Make a day a case; by default nobody makes a visit today, and choices are the usual ones."""
    return Case(
        scenario=Scenario(rounds=choices or RoundChoices()),
        day=load.day,
        workload=load,
        travel=travel,
        today=today or Plan(load.day, ()),
        rules=rules,
        rates=RATES,
        price_pence={visit.package_id: 1_800 for visit in load.visits},
    )


def rounds_today(visits: list[Visit], carers: list[Carer], turns: list[int]) -> Plan:
    """Hand visits to carers of their provider in turn, at today's starts, feasible or not."""
    stops: dict[tuple[str, int], list[Stop]] = {}
    for item, turn in zip(visits, turns, strict=True):
        mine = [one for one in carers if one.provider_id == item.provider_id]
        if turn < 0 or len(mine) < item.carers_required:
            continue
        for k in range(item.carers_required):
            one = mine[(turn + k) % len(mine)]
            shift = 0
            for index, stretch in enumerate(one.shifts):
                if stretch.start_s <= item.start_s:
                    shift = index
            stops.setdefault((one.id, shift), []).append(Stop(item.id, item.start_s))
    rounds = (
        Round(who, shift, tuple(sorted(made, key=lambda stop: (stop.start_s, stop.visit_id))))
        for (who, shift), made in sorted(stops.items())
    )
    return Plan("mon", tuple(rounds))


def build(
    visits: list[Visit], carers: list[Carer], miles: dict[str, float], today: Plan, **choices
) -> Town:
    """Put a town together."""
    load = workload(visits, carers)
    modes = tuple(sorted({one.mode for one in carers})) or ("car",)
    roads = town({place.id: miles[place.id] for place in load.places}, modes)
    return Town(load, roads, today, RoundChoices(**choices))


def searched(
    town: Town, *, steps: int = 200, seed: int = 1, start: Plan | None = None, **choices
) -> tuple[Plan, int]:
    """Plan a town with other choices, if any; the plan must be valid. Gives its cost as well."""
    case = town.case(**choices)
    made, cost = search_day(case, Effort(AfterIterations(steps), seed), start)
    assert (
        violations(made, case.workload, case.travel, choices=case.choices, today=case.today) == ()
    )
    return made, cost


def planned(town: Town, **how) -> Plan:
    """Plan a town as :func:`searched` does."""
    return searched(town, **how)[0]


@st.composite
def towns(draw) -> Town:
    """Draw a town with up to ten visits and up to five carers."""
    carers = [
        carer(
            f"c{k}",
            provider=draw(st.sampled_from("AAB")),
            mode=draw(st.sampled_from(["car", "car", "bicycle"])),
            shifts=draw(st.sampled_from(SHIFTS)),
            skills=draw(st.sampled_from([(), ("stoma",)])),
        )
        for k in range(draw(st.integers(1, 5)))
    ]
    visits = []
    for k in range(draw(st.integers(1, 10))):
        start_s = draw(st.integers(6 * 4, 20 * 4)) * 900
        visits.append(
            visit(
                f"v{k}",
                clock(start_s),
                minutes=draw(st.sampled_from([15, 30, 45, 90])),
                carers=draw(st.sampled_from([1, 1, 2])),
                provider_id=draw(st.sampled_from("AAB")),
                skills=draw(st.sampled_from([(), (), ("stoma",)])),
                excluded_carers=draw(st.sampled_from([(), (), ("c0",)])),
                earliest_s=start_s - draw(st.sampled_from([0, 600, 7_200])),
                latest_s=start_s + draw(st.sampled_from([0, 600, 7_200])),
            )
        )
    miles = {one.home: float(draw(st.integers(0, 12))) for one in carers}
    miles |= {item.place: float(draw(st.integers(0, 12))) for item in visits}
    turns = [draw(st.integers(-1, 3)) for _ in visits]
    today = rounds_today(visits, carers, turns)
    return build(visits, carers, miles, today)


def plan_of(visits: int, carers: int, **choices) -> Town:
    """Build a town by hand: visits half an hour apart, every third double-handed, one provider."""
    staff = [carer(f"c{k}", shifts=(Shift(7 * HOUR, 15 * HOUR),)) for k in range(carers)]
    calls = [
        visit(f"v{k}", clock(8 * HOUR + 1_800 * k), minutes=20, carers=2 if k % 3 == 0 else 1)
        for k in range(visits)
    ]
    miles = {one.home: float(5 * k) for k, one in enumerate(staff)}
    miles |= {item.place: float((7 * k) % 10) for k, item in enumerate(calls)}
    return build(calls, staff, miles, rounds_today(calls, staff, list(range(visits))), **choices)
