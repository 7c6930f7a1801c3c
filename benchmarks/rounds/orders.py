"""What another order could save at most: each of today's rounds, exactly, one by one.

``python -m benchmarks.rounds.orders WORLD [--day mon] [--zone Z] [--caps 15 30 45 60]`` prints a
JSON line a cap. For every round, all orders of its calls that keep every window are worked
through (a dynamic programme over the sets of calls made; Held, Karp 1962), and the one with fewest
miles between visits is set beside today's order. A double-handed call may move as if its other
carer did not matter, so the saving is a bound: re-sequencing cannot reach more.

Keys: ``cap_minutes, rounds`` (with two calls or more whose order can be kept) ``, dropped`` (those
whose order cannot) ``, another_order`` (rounds in which another order saves miles) ``, miles_today,
miles_best, most_saved_pct, seconds``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from solver import study
from solver.domain import DAYS, UNREACHABLE, RoundChoices, Scenario
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer, Shift, TravelSet, Visit

    Labels = dict[tuple[int, int], list[tuple[int, int]]]


def fewest_metres(
    visits: Sequence[Visit],
    carer: Carer,
    shift: Shift,
    travel: TravelSet,
    cap_s: int,
    *,
    in_order: bool,
) -> int | None:
    """Find the fewest metres between visits over all orders that keep the windows.

    A label is the time at which the last call of a set of calls starts, and the metres so far; of
    labels of the same set and last call only those stay that no other beats in both.

    Parameters
    ----------
    visits, carer, shift, travel
        The calls of a round, who makes them, when and on which roads.
    cap_s
        Most that a start may move from today's.
    in_order
        True looks at the order given alone.

    Returns
    -------
    metres
        ``None`` where no order keeps every window.
    """
    n = len(visits)
    window = [
        (
            max(visit.earliest_s, visit.start_s - cap_s, shift.start_s),
            min(visit.latest_s, visit.start_s + cap_s, shift.end_s - visit.service_s),
        )
        for visit in visits
    ]
    ways = [
        [travel.leg(carer.mode, one.place, two.place, travel.period(two.start_s)) for two in visits]
        for one in visits
    ]
    layer: Labels = {}
    for k in [0] if in_order else range(n):
        _keep(layer, k, 0, window[k][0], window[k], 0)
    for size in range(1, n):
        after: Labels = {}
        for (done, last), labels in layer.items():
            for k in [size] if in_order else range(n):
                way_s, way_m = ways[last][k]
                if done >> k & 1 or way_s == UNREACHABLE:
                    continue
                busy_s = visits[last].service_s - (-way_s // 60) * 60  # ways in whole minutes
                for start_s, metres in labels:
                    _keep(after, k, done, start_s + busy_s, window[k], metres + way_m)
        layer = after
    return min((metres for labels in layer.values() for _, metres in labels), default=None)


def _keep(
    layer: Labels, k: int, done: int, ready_s: int, window: tuple[int, int], metres: int
) -> None:
    """Keep the label of going on to call ``k``, unless it is too late or beaten."""
    start_s = max(ready_s, window[0])
    if start_s > window[1]:
        return
    labels = layer.setdefault((done | 1 << k, k), [])
    if not any(s <= start_s and m <= metres for s, m in labels):
        labels[:] = [(s, m) for s, m in labels if s < start_s or m < metres]
        labels.append((start_s, metres))


def measure(case: study.Case, cap_minutes: int) -> dict[str, object]:
    """Compare today's order of each round with its best one, at one cap."""
    began, today_m, best_m = time.perf_counter(), 0, 0
    rounds = dropped = another = 0
    for item in case.today.rounds:
        visits = [case.workload.visit[stop.visit_id] for stop in item.stops]
        if len(visits) < 2:
            continue
        carer = case.workload.carer[item.carer_id]
        given = (visits, carer, carer.shifts[item.shift], case.travel, cap_minutes * 60)
        kept = fewest_metres(*given, in_order=True)
        best = fewest_metres(*given, in_order=False)
        if kept is None or best is None:
            dropped += 1
            continue
        rounds += 1
        another += best < kept
        today_m, best_m = today_m + kept, best_m + best
    return {
        "cap_minutes": cap_minutes,
        "rounds": rounds,
        "dropped": dropped,
        "another_order": another,
        "miles_today": round(today_m / METRES_PER_MILE, 1),
        "miles_best": round(best_m / METRES_PER_MILE, 1),
        "most_saved_pct": round(100 * (1 - best_m / today_m), 2) if today_m else None,
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> None:
    """Print a line a cap."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path, metavar="WORLD")
    parser.add_argument("--day", choices=DAYS, default="mon")
    parser.add_argument("--zone", action="append", default=[], dest="zones", metavar="Z")
    parser.add_argument("--caps", type=int, nargs="+", default=[15, 30, 45, 60], metavar="MIN")
    options = parser.parse_args()
    scenario = Scenario(rounds=RoundChoices(zones=tuple(sorted(options.zones))))
    case = study.prepare(study.open_world(options.world), scenario, options.day)
    for cap in options.caps:
        print(json.dumps(measure(case, cap)))


if __name__ == "__main__":
    main()
