"""What the server takes while many officers work at once: JSON lines.

``python -m benchmarks.load --users 20 --think 4 --minutes 5 [--solves 1]``

Each officer is a session of its own that speaks Streamlit's protocol over a websocket: opens the
Overview, takes a copy of the scenario, then goes round the pages, giving areas other bands and
zones and typing a band's rate. Before the crowd, one officer goes round alone: what a run costs in
CPU seconds, page by page, is read there. Server and client share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.server.gauge import Gauge
from benchmarks.server.started import ROOT, serving
from benchmarks.server.steps import PLAN_EVERY_S, Sitting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.server.started import Server
    from benchmarks.server.steps import Answered

MOST_USERS, MOST_MINUTES = 200, 60
STEPS_OF_A_ROUND = 7
ROUNDS_ALONE = 3
SETTLE_S, AFTER_S = 3, 60


@dataclass(frozen=True)
class Crowd:
    """How many officers, how long each thinks between two steps, for how long, and who plans."""

    users: int
    think_s: float
    minutes: float
    solves: int = 0


def _say(**line: object) -> None:
    print(json.dumps(line), flush=True)


def _quantile(values: list[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 3)


def _by_page(steps: Iterable[Answered]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for step in steps:
        found[step.page].append(step.seconds)
    return dict(sorted(found.items()))


async def _alone(server: Server, gauge: Gauge) -> None:
    """Go round alone; print what each kind of step costs in CPU seconds, the first round apart."""
    visit = Sitting(server, 0)
    await visit.come()
    await asyncio.sleep(SETTLE_S)
    cost: dict[str, list[float]] = defaultdict(list)
    at, runs = gauge.cpu_s(), visit.officer.runs
    done = 0
    async with aclosing(visit.rounds_of_the_house()) as steps:
        async for step in steps:
            await asyncio.sleep(0.3)  # what the server does after a run is the run's
            now, ran = gauge.cpu_s(), visit.officer.runs
            done += 1
            if done > STEPS_OF_A_ROUND:
                cost[step.page].append((now - at) / max(1, ran - runs))
            at, runs = now, ran
            if done == STEPS_OF_A_ROUND * (1 + ROUNDS_ALONE):
                break
    times = _by_page(visit.steps)
    for page, values in cost.items():
        _say(alone=page, cpu_s=round(statistics.mean(values), 3), p50_s=_quantile(times[page], 0.5))
    every = [value for values in cost.values() for value in values]
    _say(alone="a run on average", cpu_s=round(statistics.mean(every), 3))
    _faults(visit.steps)
    await visit.officer.close()


async def _officer(visit: Sitting, crowd: Crowd, until: float) -> None:
    """Work until the time is up, thinking between two steps; who plans asks once a minute."""
    chance = random.Random(visit.number)
    await asyncio.sleep(chance.uniform(0, crowd.think_s))
    await visit.come()
    planned = 0.0
    async with aclosing(visit.rounds_of_the_house()) as steps:
        async for step in steps:
            plans = visit.number <= crowd.solves and step.page == "Rounds"
            if plans and time.monotonic() - planned > PLAN_EVERY_S:
                planned = time.monotonic()
                await visit.plan()
            await visit.officer.think(chance.uniform(0.5, 1.5) * crowd.think_s)
            if time.monotonic() > until:
                break
    await visit.officer.close()


async def _crowded(server: Server, gauge: Gauge, crowd: Crowd) -> None:
    """Let the crowd in, print what it waited for, and what is left of it a minute later."""
    before = gauge.resident_mb()
    gauge.reset()
    psutil.cpu_percent()
    at, begin = gauge.cpu_s(), time.monotonic()
    visits = [Sitting(server, number + 1) for number in range(crowd.users)]
    until = begin + 60 * crowd.minutes
    await asyncio.gather(*(_officer(visit, crowd, until) for visit in visits))
    used, spent = gauge.cpu_s() - at, time.monotonic() - begin
    machine = psutil.cpu_percent()
    steps = [step for visit in visits for step in visit.steps]
    for page, values in _by_page(steps).items():
        _say(
            page=page,
            times=len(values),
            p50_s=_quantile(values, 0.5),
            p95_s=_quantile(values, 0.95),
        )
    every = [step.seconds for step in steps]
    _faults(steps)
    peak = gauge.peak_mb
    await asyncio.sleep(AFTER_S)
    _say(
        users=crowd.users,
        think_s=crowd.think_s,
        minutes=crowd.minutes,
        solves=crowd.solves,
        asked=len(every),
        p50_s=_quantile(every, 0.5),
        p95_s=_quantile(every, 0.95),
        errors=sum(bool(step.fault) for step in steps),
        cpu_s_a_run=round(used / max(1, sum(visit.officer.runs for visit in visits)), 3),
        server_cores=round(used / spent, 2),
        machine_busy_percent=machine,
        received_mb=round(sum(visit.officer.received for visit in visits) / 1e6),
        before_mb=round(before),
        peak_mb=round(peak),
        after_mb=round(gauge.resident_mb()),
        after_above_before_percent=round(100 * (gauge.resident_mb() / before - 1)),
    )


def _faults(steps: Iterable[Answered]) -> None:
    for fault in sorted({f"{step.page}: {step.fault}" for step in steps if step.fault})[:10]:
        _say(fault=fault)


async def _measure(server: Server, crowd: Crowd) -> None:
    with Gauge(server.pid) as gauge:
        await asyncio.sleep(SETTLE_S)
        _say(started_mb=round(gauge.resident_mb()))
        await _alone(server, gauge)
        if crowd.users:
            await _crowded(server, gauge, crowd)


def main() -> None:
    """Start a server, let the crowd in, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=5, help="0: only the round alone")
    parser.add_argument("--think", type=float, default=4.0, help="seconds between two steps")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--solves", type=int, default=0, help="officers who also plan rounds")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout that is measured")
    asked = parser.parse_args()
    if not (0 <= asked.users <= MOST_USERS and 0 < asked.minutes <= MOST_MINUTES):
        parser.error(f"at most {MOST_USERS} users and {MOST_MINUTES} minutes")
    crowd = Crowd(asked.users, asked.think, asked.minutes, asked.solves)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", asked.root) as it:
        asyncio.run(_measure(it, crowd))


if __name__ == "__main__":
    main()
