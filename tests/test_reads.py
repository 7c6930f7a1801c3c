"""The table of what reads what: each step runs again for the choices that it names, and no other.

A choice that is new in a scenario fails here until it has another value in :data:`OTHER` and,
where a step reads it, a place in the table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from villages import village_world

from dashboard import cache
from dashboard.maps import county, shaded
from dashboard.publish import choice as public_choice
from dashboard.zones import natural
from office.jobs.rounds import rounds_key
from solver import demand, study
from solver.base.world import once_for
from solver.check import violations
from solver.domain import DemandChoices, PriceChoices, Scenario, ZoneChoices
from solver.domain.reads import READS, Step, cut, key_of, reads
from solver.domain.scenario import PARTS
from solver.publish.public import public_figures
from solver.rates.book import BAND, DatedRate, RateBook
from solver.zones.banding.reach import area_reach
from solver.zones.facts import zone_band_facts, zone_facts, zone_patches
from solver.zones.pricing import package_rates
from solver.zones.transfers import holding
from solver.zones.travel import area_travel

OTHER: dict[str, Any] = {
    "roads.speed_factor": 0.9,
    "roads.rural_speed_factor": 0.8,
    "roads.time_of_day": True,
    "roads.stop_s": 60,
    "roads.speeds": (("tertiary", "built-up", 20.0),),
    "roads.junctions": (("tertiary", "built-up", 5.0),),
    "roads.periods": (("night", "built-up", 1.1),),
    "roads.bicycle_mph": 9.0,
    "roads.foot_mph": 3.0,
    "roads.drive_private": False,
    "zones.moves": (("r1c2", "West"),),
    "zones.bands": (("r0c0", "Fringe"),),
    "zones.transfer": "primes",
    "zones.new_zones": ("North",),
    "zones.renames": (("East", "Sunrise"),),
    "zones.locked": ("West",),
    "prices.band_pence": (("Rural", 2_400),),
    "prices.weeks": "53",
    "prices.rates_on": "2020-01-21",
    "prices.wage_pence": 1_500,
    "prices.enhancements": (("weekend", 10),),
    "rounds.cap_s": 60,
    "rounds.freedom": "re-provide",
    "rounds.zones": ("West",),
    "rounds.critical_cap_s": 600,
    "rounds.tolerance_s": 30,
    "rounds.locks": (("s-k00", "time"),),
    "rounds.points": (("moved", 2.0),),
    "market.transfers": (("k13", "oak"),),
    "market.starts": (("k13", "2020-04-06"),),
    "market.appointed": (("East", "fir", "prime"),),
    "demand.growth_percent": 5.0,
    "demand.year": 2_030,
    "demand.by_zone": (("West", 5.0),),
    "demand.by_age": (("85 and over", 5.0),),
    "demand.leaving": ("fir",),
}
"""Another value for each choice, which the villages allow."""

NEEDS = {"market.starts": ("market.transfers",)}
"""Choices that say something of another, and are refused without it."""

LATER_CHOICES = {"roads.drive_private", "market.starts", "market.appointed"}
"""Choices that a key names only where they are made."""

BASE = Scenario(zones=ZoneChoices(moves=(("r0c1", "East"),)))
ANEW = count()


def changed(scenario: Scenario, *choices: str) -> Scenario:
    """Give the choices their other values."""
    for choice in choices:
        part, name = choice.split(".")
        value = replace(getattr(scenario, part), **{name: OTHER[choice]})
        scenario = replace(scenario, **{part: value})
    return scenario


def price(band: str, day: date, pounds: int) -> DatedRate:
    return DatedRate(BAND + band, band, "pounds an hour", day, Decimal(pounds), "a test")


LATER = date(2020, 1, 21)
OWN_RATES = RateBook.of(
    [price("Remote", date(2019, 11, 11), 28), price("Hamlet", LATER, 30), price("Rural", LATER, 25)]
)
"""A band that an area has, one that comes later, and a rate that rises then."""


def anew():
    """Make the villages with a hash of their own: nothing is kept for them yet."""
    areas = village_world().tables.areas
    areas = areas.assign(band=areas["band"].where(areas["area_id"] != "r0c1", "Remote"))
    world = village_world(areas=areas)
    rates = world.rates.with_own(OWN_RATES)
    return replace(world, rates=rates, input_hash=f"villages {next(ANEW)}")


def test_every_choice_has_another_value_here() -> None:
    every = {f"{part}.{item.name}" for part, kind in PARTS.items() for item in fields(kind)}
    assert every == set(OTHER)
    assert {item.name for item in fields(Scenario)} == {"name", "note", *PARTS}
    for choice in every:
        assert changed(Scenario(), choice) != Scenario(), choice
        whole = changed(Scenario(), *NEEDS.get(choice, ()), choice)
        assert Scenario.from_toml(whole.to_toml()) == whole, choice


def test_every_step_names_choices_that_there_are() -> None:
    assert set(READS) == set(get_args(Step))
    for step, named in READS.items():
        for choice in named:
            assert choice in OTHER or choice.removesuffix(".*") in PARTS, (step, choice)
    assert reads("scenario") == set(OTHER)


# --- keys ---------------------------------------------------------------------------------


def test_a_key_changes_with_what_is_named_and_nothing_else() -> None:
    for step in READS:
        now = key_of(step, BASE)
        assert key_of(step, replace(BASE, name="Other", note="words")) == now
        seen = {choice for choice in OTHER if key_of(step, changed(BASE, choice)) != now}
        assert seen == reads(step), step


def test_a_scenario_is_cut_to_what_a_step_reads() -> None:
    whole = changed(BASE, *OTHER)
    assert cut("zones", whole) == Scenario(
        zones=ZoneChoices(
            moves=(("r1c2", "West"),), new_zones=("North",), renames=(("East", "Sunrise"),)
        )
    )
    assert cut("zones", whole.zones) == cut("zones", whole).zones
    assert replace(cut("scenario", whole), name=whole.name, note=whole.note) == whole


def test_keys_of_scenarios_and_of_rounds_are_those_of_before() -> None:
    """Jobs that a store keeps are found by these; choices that came later are as by default."""
    whole = changed(BASE, *(OTHER.keys() - LATER_CHOICES))
    assert Scenario().key == key_of("scenario", Scenario()) == "987c631ef471cbf7"
    assert whole.key == key_of("scenario", whole) == "6cd0e3a140f12f7f"
    assert rounds_key(Scenario().to_toml()) == "987c631ef471cbf7"
    assert rounds_key(whole.to_toml()) == "7a3d843cea5f49f1"
    before = replace(
        whole,
        zones=replace(whole.zones, bands=()),
        prices=PriceChoices(rates_on=whole.prices.rates_on, wage_pence=whole.prices.wage_pence),
        demand=DemandChoices(leaving=whole.demand.leaving),
    )
    assert rounds_key(whole.to_toml()) == before.key


# --- what runs again ----------------------------------------------------------------------


KEPT_WITH_THE_WORLD: dict[str, Step] = {
    "zone_assignment": "zones",
    "zone_patches": "zones",
    "zone_facts": "zone figures",
    "zone_band_facts": "zone and band figures",
    "holding": "holding",
    "package_rates": "package rates",
    "area_travel": "area travel",
    "_tree": "area travel",
}
KEPT_FOR_SESSIONS: dict[str, tuple[Step, Any, str]] = {
    "borders": ("zones", county, "zone_shapes"),
    "shaded zones": ("zones", shaded, "zone_shapes"),
    "bands": ("band map", county, "areas"),
    "people": ("people map", county.spec, "points"),
    "operating areas": ("operating areas", natural, "natural_areas"),
    "case": ("case", study, "prepare"),
    "today's rounds": ("today's rounds", study, "score_today"),
    "today": ("today", study, "priced"),
    "new rounds": ("new rounds scored", study, "score_plan"),
    "public figures": ("public figures", public_choice, "public_figures"),
}
"""What is kept → its step, and a function that is asked only while it is worked out."""


def run_chain(world, scenario, job) -> None:
    """Ask for everything that is kept, as the pages do."""
    county.zone_layers(world, scenario)
    shaded.shaded_zones(world, scenario, (), (), "Hours")
    county.band_layer(world, scenario)
    county.people_layer(world, scenario)
    natural.cluster_layers(world, scenario, 15)
    cache.today_score(world, scenario, "mon")
    job.plan = demand.today(world, demand.workload(world, scenario, "mon"))
    cache.solved(world, scenario, "mon", job)
    zone_facts(world, scenario)
    zone_band_facts(world, scenario, ("Urban", "Rural", "Fringe", "Remote"))
    page = SimpleNamespace(world=world, scenario=scenario)
    chosen = SimpleNamespace(
        page=page, basis="all planned", prices="contract prices", threshold=8, detail="areas"
    )
    public_choice.PublicExport.beside(chosen, ())


def test_a_change_runs_the_steps_that_name_it_and_no_other(monkeypatch) -> None:
    world = anew()
    runs: Counter[str] = Counter()
    for name, (_, module, attribute) in KEPT_FOR_SESSIONS.items():
        monkeypatch.setattr(module, attribute, counted(getattr(module, attribute), name, runs))
    job = SimpleNamespace(id="1", parameters={"seed": 1}, plan_hash=f"plan {world.input_hash}")
    monkeypatch.setattr(cache.jobs, "plan", lambda job_id: job.plan)
    steps = KEPT_WITH_THE_WORLD | {name: step for name, (step, *_) in KEPT_FOR_SESSIONS.items()}

    def worked_out() -> Counter[str]:
        kept = Counter(key[1].__name__ for key in world.keeper.figures.listed())
        return runs + Counter({name: kept.get(name, 0) for name in KEPT_WITH_THE_WORLD})

    run_chain(world, BASE, job)
    assert set(worked_out()) == set(steps)
    for choice in OTHER:
        run_chain(world, BASE, job)
        before = worked_out()
        run_chain(world, changed(BASE, choice), job)
        again = set(worked_out() - before)
        assert again == {name for name, step in steps.items() if choice in reads(step)}, choice


def counted(build, name: str, runs: Counter[str]):
    """Count how often a function is asked."""

    def asked(*args, **choices):
        runs[name] += 1
        return build(*args, **choices)

    asked.__wrapped__ = build
    return asked


# --- what a step computes -----------------------------------------------------------------


def spelled(value: Any) -> Any:
    """Spell a value out, so that two of the same content are equal."""
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        every = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: spelled(inner) for name, inner in every.items() if name[0] != "_"}
    if isinstance(value, dict):
        return {key: spelled(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [spelled(inner) for inner in value]
    return repr(value)


def day(world, scenario):
    case = study.prepare(world, scenario, "mon")
    return case.workload, case.travel, case.today


def scored(world, scenario):
    """Score the rounds of today's scenario as new ones: some keep no rule of the other."""
    case = study.prepare(world, scenario, "mon")
    today = study.score_today(case)
    choices = scenario.rounds
    broken = violations(case.today, case.workload, case.travel, choices=choices, today=case.today)
    return study.score_plan(case, case.today, today), broken


COMPUTED: dict[str, tuple[Step, Any]] = {
    "patches": ("zones", zone_patches.__wrapped__),
    "borders": ("zones", county.zone_layers),
    "zone figures": ("zone figures", zone_facts.__wrapped__),
    "zone and band figures": (
        "zone and band figures",
        lambda world, scenario: zone_band_facts.__wrapped__(
            world, scenario, ("Urban", "Rural", "Fringe", "Remote")
        ),
    ),
    "band map": ("band map", county.band_layer),
    "people map": ("people map", county.people_layer),
    "holding": ("holding", holding.__wrapped__),
    "package rates": ("package rates", package_rates.__wrapped__),
    "operating areas": (
        "operating areas",
        lambda world, scenario: natural.cluster_layers(world, scenario, 15),
    ),
    "workload": ("workload", lambda world, scenario: demand.workload(world, scenario, "mon")),
    "case": ("case", day),
    "today": (
        "today",
        lambda world, scenario: study.score_today(study.prepare(world, scenario, "mon")),
    ),
    "new rounds": ("new rounds scored", scored),
    "public figures": ("public figures", public_figures),
}


@pytest.mark.parametrize("name", COMPUTED)
def test_a_step_depends_on_nothing_that_it_does_not_name(name: str) -> None:
    step, compute = COMPUTED[name]
    named, others = reads(step), set(OTHER) - reads(step)
    for start in (BASE, changed(BASE, *named)):
        first = spelled(compute(anew(), start))
        assert spelled(compute(anew(), changed(start, *others))) == first
    assert first != spelled(compute(anew(), BASE))  # it does depend on some that it names


class ChosenRoads:
    """Roads that tell which choices they were asked with."""

    def __init__(self, roads) -> None:
        self.roads, self.asked, self.days = roads, [], []

    def travel(self, places, modes, choices, day=None):
        self.asked.append((choices, tuple(modes)))
        self.days.append(day)
        return self.roads.travel(places, modes, choices, day)


def test_travel_between_areas_is_asked_by_car_at_no_hour() -> None:
    """The choices that "area travel" leaves out are those of hours and of other modes."""
    roads = ChosenRoads(village_world().roads)
    world = replace(anew(), roads=roads)
    whole = changed(BASE, *OTHER).roads
    for measure in (area_travel, lambda world, choices: area_reach(world, choices, 1_000)):
        measure(world, whole)
    assert roads.asked
    for choices, modes in roads.asked:
        assert modes == ("car",) and not choices.time_of_day
        assert choices == cut("area travel", whole)
    assert set(roads.days) == {None}


def test_travel_of_a_day_reads_the_weekday() -> None:
    """A school street is closed on some weekdays: each day asks for its own travel."""
    roads = ChosenRoads(village_world().roads)
    world = replace(anew(), roads=roads)
    for name in ("mon", "sat"):
        assert study.prepare(world, BASE, name).day == name
    assert roads.days == ["mon", "sat"]


def test_a_step_of_the_world_gets_nothing_that_it_does_not_read() -> None:
    @once_for("holding")
    def weeks(world, scenario):
        return scenario.prices.weeks

    assert weeks(village_world(), changed(BASE, "prices.weeks")) == "52"


# --- the band that came later -------------------------------------------------------------


def test_a_band_that_the_rates_bring_later_has_its_own_pattern_on_the_map() -> None:
    """A map kept from before the band was known painted "Remote" as the new band is painted."""
    world = anew()
    for rates_on in ("2020-01-20", "2020-01-21"):
        scenario = Scenario(prices=PriceChoices(rates_on=rates_on))
        known = [item["label"] for item in county.legend(world, scenario, people=False)]
        marks = [item["id"] for item in county.patterns(world, scenario)]
        painted = {
            item["properties"]["id"]: item["properties"]["pattern"]
            for item in county.band_layer(world, scenario)["features"]["features"]
        }
        assert ("Hamlet band" in known) == (rates_on == "2020-01-21")
        assert painted["r0c1"] == marks[known.index("Remote band")]
