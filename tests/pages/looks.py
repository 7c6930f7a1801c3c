"""Where the walk stops: each page as it opens, and after what an officer would do on it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from office import jobs
from office.jobs.startup import open_store
from office.jobs.tasks.curve import Curve
from office.jobs.tasks.solve import Solve
from office.jobs.tasks.week import Week
from office.jobs.tasks.zones import Zones
from office.store import scenarios, worlds
from solver import demand, study
from solver.domain import (
    DemandChoices,
    MarketChoices,
    PriceChoices,
    RoundChoices,
    Scenario,
    WeekRules,
    ZoneChoices,
)
from solver.zones import zone_table
from solver.zones.proposals import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.base.world import World

PLANNED, EDITED = "Planned", "Edited"


@dataclass(frozen=True)
class Stage:
    """A county that was made ready: what stands on its lists, for a look to choose from."""

    world_id: str
    world: World
    ids: dict[str, str]
    zone: str

    @property
    def settlement(self) -> str:
        """A place of the county."""
        return str(self.world.tables.settlements["settlement"].iloc[0])

    def first(self, table: str, column: str, row: int = 0) -> str:
        """Give a cell of one of the county's tables."""
        return str(getattr(self.world.tables, table)[column].iloc[row])


@dataclass(frozen=True)
class Look:
    """A page, the scenario that is open, and what is chosen on it before it is read."""

    page: str
    scenario: str = ""
    chosen: Callable[[Stage], dict[str, Any]] = lambda _stage: {}


def _so(**chosen: Any) -> Callable[[Stage], dict[str, Any]]:
    return lambda _stage: {key.replace("_", "-"): value for key, value in chosen.items()}


def _stamped(stage: Stage, key: str, value: Any, scenario: str = "") -> dict[str, Any]:
    stored = scenarios.get(open_store(), stage.ids[scenario])
    return {f"{key}-{stored.id}-{stored.version}": value}


LOOKS: dict[str, Look] = {
    "overview": Look("overview"),
    "overview, a settlement": Look(
        "overview", EDITED, lambda stage: {"find-settlement": stage.settlement}
    ),
    "data": Look("data"),
    "zones": Look("zones"),
    "zones, an area": Look(
        "zones", EDITED, lambda stage: {"zones-area": stage.first("areas", "area_id")}
    ),
    "zones, packages": Look(
        "zones",
        EDITED,
        lambda stage: {
            "zones-way": "packages",
            "move-from": str(demand.packages(stage.world, Scenario())["provider_id"].iloc[0]),
            "move-to": stage.first("providers", "provider_id", 1),
            "move-start": date(2020, 4, 6),
        },
    ),
    "zones, called": Look("zones", EDITED, _so(zones_way="called")),
    "zones, bands": Look("zones", chosen=_so(zones_way="bands")),
    "zones, bands by class": Look("zones", chosen=_so(zones_way="bands", bands_from="classes")),
    "zones, natural": Look("zones", chosen=_so(zones_way="natural")),
    "zones, drawn": Look("zones", chosen=_so(zones_way="draw")),
    "zones, files": Look("zones", chosen=_so(zones_way="files")),
    "costs": Look("costs"),
    "costs, all planned, 53 weeks": Look(
        "costs",
        EDITED,
        _so(cost_base="all planned", budget_from=date(2020, 8, 3), budget_view="incremental"),
    ),
    "costs, per cent": Look(
        "costs",
        EDITED,
        _so(
            uplift_way="per cent",
            uplift_per_cent=3.2,
            council_levels="provider",
            pay_paid="Time at the door alone",
            price_mileage=55.0,
            price_on_costs=28.5,
        ),
    ),
    "costs, budgets": Look(
        "costs",
        chosen=_so(
            budget_from=date(2020, 8, 3),
            budget_complete=date(2021, 10, 30),
            budget_rates=2.0,
            direct_budget=38_600_000.0,
            bought_budget=17_654_340.0,
            budget_printed="2830; −2576; −104; −150",
        ),
    ),
    "demand, growth": Look("demand", EDITED),
    "demand, leaves": Look("demand", chosen=_so(demand_part="leaves")),
    "demand, missing by age": Look("demand", chosen=_so(demand_part="unmet", unmet_basis="ages")),
    "demand, missing by residents": Look(
        "demand", chosen=_so(demand_part="unmet", unmet_basis="residents")
    ),
    "demand, peak": Look("demand", PLANNED, _so(demand_part="peak")),
    "demand, doubles": Look(
        "demand", chosen=_so(demand_part="doubles", double_basis="carer-hours")
    ),
    "rounds": Look("rounds"),
    "rounds, planned": Look("rounds", PLANNED, _so(breakdown_level="zone")),
    "rounds, of other choices": Look("rounds", EDITED),
    "rounds, a week": Look("rounds", PLANNED, _so(rounds_span="A whole week")),
    "roads, reach": Look(
        "roads",
        EDITED,
        lambda stage: {
            "reach-from": f"settlement {stage.settlement}",
            "reach-minutes": 20,
            "way-from": f"settlement {stage.settlement}",
            "way-to": f"person_id {stage.first('people', 'person_id')}",
        },
    ),
    "compare, edited": Look(
        "compare",
        EDITED,
        lambda stage: {"compare-a": stage.ids[""], "compare-b": stage.ids[EDITED]},
    ),
    "compare, planned": Look(
        "compare",
        PLANNED,
        lambda stage: {"compare-a": stage.ids[""], "compare-b": stage.ids[PLANNED]},
    ),
    "export": Look("export", EDITED, _so(export_base="maintenance")),
}
"""Name → where to look; ``data`` after “Check the sums” is a test of its own."""


def made_ready(world_id: str) -> Stage:
    """Save the scenarios of the walk in a county, and let the jobs that it looks at run."""
    stored = worlds.get(open_store(), world_id)
    world = study.open_world(stored.folder, cache=stored.cache)
    zones = zone_table(world, Scenario()).sort_values("carer_hours_week")
    zone = str(zones["zone"].iloc[0])
    ids = {"": scenarios.every(open_store(), world_id)[0].id}
    planned = Scenario(name=PLANNED, rounds=RoundChoices(zones=(zone,)))
    for scenario in (planned, _edited(world)):
        made = scenarios.create(open_store(), world_id, scenario, owner="Ann")
        ids[scenario.name] = made.id
    return Stage(world_id, world, ids, zone)


def _edited(world: World) -> Scenario:
    """Change something of each part: an area, prices, growth, a package, speeds."""
    table = world.tables.areas
    zones = sorted(set(table["zone"].dropna()))
    area = table[table["zone"] == zones[-1]].iloc[0]
    packages = demand.packages(world, Scenario())
    package = packages[packages["zone"] != zones[-1]].iloc[0]
    other = next(
        one for one in world.tables.providers["provider_id"] if one != package["provider_id"]
    )
    return Scenario(
        name=EDITED,
        zones=ZoneChoices(moves=((str(area["area_id"]), zones[0]),), transfer="primes"),
        prices=PriceChoices(
            band_pence=(("Rural", 2_410),),
            weeks="53",
            wage_pence=1_012,
            enhancements=(("evening", 5),),
        ),
        market=MarketChoices(transfers=((str(package["package_id"]), str(other)),)),
        demand=DemandChoices(growth_percent=12.0, year=2030),
        roads=replace(Scenario().roads, speed_factor=0.93),
    )


def worked_out(stage: Stage, waited: Callable[[str], jobs.Job], *, whole: bool) -> None:
    """Plan a day and, if ``whole``, a week, a curve and zones, each as short as can be."""
    scenario = scenarios.get(open_store(), stage.ids[PLANNED]).scenario
    now = len(zone_table(stage.world, Scenario()))
    wish = Wish(zones=now, tolerance=0.9, mode="smallest-change", whole_settlements=True, anneals=1)
    tasks = (
        (scenario, "mon", Solve(2.0, 1)),
        (scenario, "", Week(60.0, WeekRules(), 1)),
        (scenario, "mon", Curve(20.0, "caps", 1)),
        (Scenario(), "", Zones(wish, several=False)),
    )
    for of, day, task in tasks if whole else tasks[:1]:
        job_id = jobs.ask(stage.world_id, of, day, task, owner="Ann")  # type: ignore[arg-type]
        if isinstance(task, Week | Curve):
            _begun(job_id)
            jobs.finish(job_id)
        job = waited(job_id)
        assert (job.state, job.error) == ("done", ""), job


def _begun(job_id: str) -> None:
    """Wait until a job has begun: one that is still in the queue would be taken out of it."""
    until = time.monotonic() + 60
    while jobs.status(job_id).state == "queued" and time.monotonic() < until:
        time.sleep(0.05)
