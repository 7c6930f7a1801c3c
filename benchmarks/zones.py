"""How fast zones answer: ``python -m benchmarks.zones`` prints a JSON line a case.

Steps: ``area_move`` (an area to another zone, to every cheap figure),
``price_change`` (a band's price to every zone's cost), ``dissolve`` (borders from
nothing kept), ``proposal`` (14 zones within 10 %). Each is the median of several
runs, the processor's time beside the clock's, on made-up counties of 700 and
10,000 areas with 1,800 packages; the last lines are the demo county, with its
proposal beside the published zones.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.zones_county import county
from solver import zones
from solver.domain import PriceChoices, Scenario, ZoneChoices
from solver.study import open_world
from solver.zones.proposals import Wish, propose, warm_up
from solver.zones.proposals.bound import minutes_of
from solver.zones.proposals.problem import make_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.base.world import World
    from solver.zones.proposals import Proposal

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire"
PACKAGES = 1_800
ZONES, TOLERANCE = 14, 0.10
REPEATS = 9


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, nargs="*", default=[700, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warm_up()
    for areas in options.areas:
        measure("made-up", county(areas, PACKAGES, options.seed), options.seed)
    measure("demo", open_world(DEMO), options.seed)


def measure(name: str, world: World, seed: int) -> None:
    """Measure one county."""
    count = len(world.tables.areas)
    figures(world, Scenario())  # what follows from the world alone is worked out once
    ids = world.tables.areas["area_id"].tolist()
    names = sorted(set(world.tables.areas["zone"]))

    def say(step: str, took: Took, **more: Any) -> None:
        line = {"step": step, "county": name, "areas": count}
        line |= {"seconds": round(took.seconds, 4), "cpu_seconds": round(took.cpu_seconds, 4)}
        print(json.dumps(line | more), flush=True)

    def move(i: int) -> None:
        base = ZoneChoices(transfer="primes")
        zone = names[(i + 3) % len(names)]
        figures(world, Scenario(zones=zones.move_areas(world, base, [ids[i * 7]], zone)))

    def price(i: int) -> None:
        prices = PriceChoices(band_pence=(("Rural", 2_300 + i + 1),))
        zones.zone_table(world, Scenario(prices=prices))
        zones.zone_band_table(world, Scenario(prices=prices))

    def dissolve(_i: int) -> None:
        fresh = replace(world)  # nothing kept
        begin_areas = zones.zone_shapes(fresh, Scenario())
        if begin_areas.empty:
            raise SystemExit("no zones")

    say("area_move", median(move))
    say("price_change", median(price))
    say("dissolve", median(dissolve, 3))
    wish = Wish(ZONES, tolerance=TOLERANCE)
    drawn: list[Proposal] = []
    took = median(lambda _i: drawn.append(propose(world, Scenario(), wish, seed=seed)), 1)
    found = drawn[0]
    problem = make_problem(world, Scenario(), ZONES, TOLERANCE, whole_settlements=True)
    published: float | None = None
    if len(set(problem.today.tolist())) == ZONES:
        published = round(minutes_of(problem, problem.today), 2)
    say(
        "proposal",
        took,
        minutes=round(found.minutes, 2),
        minutes_published_zones=published,
        minutes_bound=round(found.bound_minutes, 2),
        balance=round(found.balance, 4),
        within=found.within,
    )


def figures(world: World, scenario: Scenario) -> None:
    """Work out every cheap figure."""
    zones.zone_table(world, scenario)
    zones.zone_band_table(world, scenario)
    zones.transfers(world, scenario)
    zones.zone_travel(world, scenario)
    zones.border_report(world, scenario)


@dataclass(frozen=True)
class Took:
    """Time by the clock, and of the processor: on a busy machine the clock runs longer."""

    seconds: float
    cpu_seconds: float


def median(work: Callable[[int], object], repeats: int = REPEATS) -> Took:
    """Give the median times of several runs."""
    seconds, cpu = [], []
    for i in range(repeats):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        work(i)
        seconds.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - begin_cpu)
    return Took(statistics.median(seconds), statistics.median(cpu))


if __name__ == "__main__":
    main()
