"""The floors and aims of the rounds' benchmarks, and the table that says which are met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Lines = list[dict[str, Any]]
Figures = dict[str, list[Lines]]
"""JSON lines of each row, one list a run; runs of the day's rows come in the order of seeds."""

OURS = "homerounds"
PEERS = ("pyvrp", "ortools", "vroom")


@dataclass(frozen=True)
class Goal:
    """What is measured (None where it has not been), its floor and its aim.

    Less is better, except where ``more``.
    """

    what: str
    measure: Callable[[Figures], float | None]
    floor: float
    aim: float
    unit: str = ""
    digits: int = 3
    more: bool = False

    def missed(self, value: float, goal: float) -> float:
        """By how much ``value`` misses ``goal``; 0 or less where it is met."""
        return (goal - value) if self.more else (value - goal)


def _of(lines: Lines, engine: str) -> dict[str, Any]:
    return next(line for line in lines if line.get("engine") == engine and "travel_h" in line)


def _best_peer(lines: Lines) -> dict[str, Any]:
    """Most served, then least travel, among the valid plans."""
    peers = [line for line in lines if line["engine"] != OURS and line.get("valid")]
    return min((p for p in peers if "travel_h" in p), key=lambda p: (p["unserved"], p["travel_h"]))


def _share(ours: dict[str, Any], peer: dict[str, Any], hours: float | None = None) -> float:
    """Our travel over the peer's; infinite where our plan is invalid or serves less."""
    if not ours["valid"] or ours["served"] < peer["served"]:
        return float("inf")
    return float((ours["travel_h"] if hours is None else hours) / peer["travel_h"])


def _mean(figures: Figures, row: str, of: Callable[[Lines], float]) -> float | None:
    runs = figures.get(row)
    return float(np.mean([of(lines) for lines in runs])) if runs else None


def _over(row: str, peer: str) -> Callable[[Figures], float | None]:
    return lambda figures: _mean(figures, row, lambda x: _share(_of(x, OURS), _of(x, peer)))


def _after_ten(lines: Lines) -> float:
    ours = _of(lines, OURS)
    return _share(ours, _best_peer(lines), ours["travel_h_at"]["10"])


def _free_over_pinned(figures: Figures) -> float | None:
    """Ours within the cap over the best pinned peer of the same seed; all must be served."""
    pinned = {lines[0]["seed"]: lines for lines in figures.get("pinned", [])}
    shares = []
    for lines in figures.get("free", []):
        ours = _of(lines, OURS)
        if ours["seed"] in pinned:
            share = _share(ours, _best_peer(pinned[ours["seed"]]))
            shares.append(share if ours["unserved"] == 0 else float("inf"))
    return float(np.mean(shares)) if shares else None


def _served_tight(lines: Lines) -> float:
    """Share of visits served; nothing where a peer serves more or the plan is invalid."""
    ours = _of(lines, OURS)
    most = max(line["served"] for line in lines if "served" in line)
    return (
        100 * ours["served"] / ours["visits"] if ours["valid"] and ours["served"] >= most else 0.0
    )


def _first_plan(lines: Lines) -> float:
    ours = _of(lines, OURS)
    enough = ours["first_served"] >= 0.99 * ours["visits"]
    return float(ours["first_plan_s"]) if enough else float("inf")


def _gap(*names: str) -> Callable[[Figures], float | None]:
    def measure(figures: Figures) -> float | None:
        gaps = [
            line["gap_pct"]
            for name in names
            for lines in figures.get(name, [])
            for line in lines
            if line["gap_pct"] is not None
        ]
        return float(np.mean(gaps)) if gaps and all(name in figures for name in names) else None

    return measure


GOALS = (
    Goal("1,500 single-handed: travel ÷ PyVRP", _over("single", "pyvrp"), 0.96, 0.92),
    Goal("… ÷ OR-Tools", _over("single", "ortools"), 0.85, 0.80),
    Goal("… ÷ VROOM", _over("single", "vroom"), 0.95, 0.90),
    Goal("500 single-handed: travel ÷ PyVRP", _over("small", "pyvrp"), 1.00, 0.98),
    Goal(
        "1,500 single-handed: ours at 10 s ÷ best peer at the end",
        lambda figures: _mean(figures, "single", _after_ten),
        1.00,
        0.97,
    ),
    Goal(
        "1,500, 44 % double-handed, pinned: travel ÷ best peer, serving at least as many",
        lambda figures: _mean(figures, "pinned", lambda x: _share(_of(x, OURS), _best_peer(x))),
        0.95,
        0.88,
    ),
    Goal(
        "the same, free within the cap, all served: travel ÷ best pinned peer",
        _free_over_pinned,
        0.70,
        0.62,
    ),
    Goal(
        "the same, tight 0.85: served, at least as many as every peer",
        lambda figures: _mean(figures, "tight", _served_tight),
        99.0,
        100.0,
        " %",
        2,
        more=True,
    ),
    Goal(
        "first plan at 1,500 with doubles, 99 % served",
        lambda figures: _mean(figures, "free", _first_plan),
        0.5,
        0.1,
        " s",
    ),
    Goal("Mankowska A–E: mean gap", _gap("A", "B", "C", "D", "E"), 0.3, 0.05, " %", 2),
    Goal("Mankowska F: mean gap", _gap("F"), 0.3, -0.5, " %", 2),
    Goal("Mankowska G: mean gap", _gap("G"), -1.5, -2.5, " %", 2),
    Goal("Italian instances: mean gap", _gap("I"), 1.0, 0.0, " %", 2),
)


def table(figures: Figures) -> str:
    """Write the goals as a table: what was measured, and by how much a goal is missed."""
    rows = ["| what | measured | floor | aim | |", "|---|---|---|---|---|"]
    for goal in GOALS:
        value = goal.measure(figures)
        bounds = f"{goal.floor:g}{goal.unit} | {goal.aim:g}{goal.unit}"
        if value is None:
            rows.append(f"| {goal.what} | – | {bounds} | not measured |")
            continue
        text = f"{value:.{goal.digits}f}{goal.unit}"
        rows.append(f"| {goal.what} | {text} | {bounds} | {_verdict(goal, value)} |")
    return "\n".join(rows)


def _verdict(goal: Goal, value: float) -> str:
    for name, bound in (("floor", goal.floor), ("aim", goal.aim)):
        missed = goal.missed(value, bound)
        if missed > 1e-9:
            return f"{name} missed by {missed:.{goal.digits}f}{goal.unit}"
    return "floor and aim met"
