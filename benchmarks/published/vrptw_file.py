"""Reading the instances of Gehring and Homberger, and measuring their routes.

Lengths are in tenths, cut off after the first decimal (the rule of the DIMACS challenge), and so
are all times; vehicles are free.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from solver.search.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

TENTHS = 10
"""Units in one unit of the file."""

BEST_R1_2_1 = 46_672
"""Best known length of R1_2_1 in tenths (laser-ufpb/VRPTWController)."""

PRICE = 10_000_000
"""Cost of a customer left out: more than any detour."""


def read_vrptw(file: str | Path) -> Problem:
    """Read an instance in Solomon's or in CVRPLIB's form.

    Raises
    ------
    ValueError
        When the file has neither form.
    """
    text = Path(file).read_text()
    if "CUST" in text:
        vehicles, capacity, rows = _solomon(text)
    elif "NODE_COORD_SECTION" in text:
        vehicles, capacity, rows = _cvrplib(text)
    else:
        raise ValueError(f"{file} has neither Solomon's nor CVRPLIB's form.")
    gap = np.hypot(*(rows[:, None, 0:2] - rows[None, :, 0:2]).transpose(2, 0, 1))
    legs = np.floor(gap * TENTHS + 1e-9).astype(np.int32)[None]
    n = len(rows) - 1
    of = rows[1:]
    times = (rows * TENTHS).astype(np.int32)
    return Problem(
        place=np.arange(1, n + 1, dtype=np.int32),
        service_s=times[1:, 5],
        earliest_s=times[1:, 3],
        latest_s=times[1:, 4],
        price=np.full(n, PRICE, np.int64),
        load=of[:, 2].astype(np.int32),
        origin=np.zeros(vehicles, np.int32),
        target=np.zeros(vehicles, np.int32),
        opens_s=np.full(vehicles, times[0, 3], np.int32),
        closes_s=np.full(vehicles, times[0, 4], np.int32),
        mode=np.zeros(vehicles, np.int32),
        person=np.arange(vehicles, dtype=np.int32),
        capacity=np.full(vehicles, capacity, np.int32),
        second_cost=np.ones(vehicles, np.int64),
        metre_cost=np.zeros(vehicles, np.int64),
        fit=np.zeros((n, vehicles), np.int32),
        durations_s=legs,
        lengths_m=legs,
        legs_inside=True,
    )


def route_length(problem: Problem, route: Sequence[int]) -> int:
    """Length of a route from the depot and back, in tenths."""
    stops = [0, *(int(problem.place[task]) for task in route), 0]
    return sum(int(problem.durations_s[0, a, b]) for a, b in itertools.pairwise(stops))


def _solomon(text: str) -> tuple[int, int, np.ndarray]:
    numbers = [line.split() for line in text.splitlines()]
    plain = [row for row in numbers if row and all(_is_number(cell) for cell in row)]
    vehicles, capacity = int(plain[0][0]), int(plain[0][1])
    return vehicles, capacity, np.array([row[1:] for row in plain[1:]], float)


def _cvrplib(text: str) -> tuple[int, int, np.ndarray]:
    head: dict[str, str] = {}
    sections: dict[str, list[list[float]]] = {}
    section = ""
    for line in text.splitlines():
        if ":" in line:
            name, value = line.split(":", 1)
            head[name.strip()] = value.strip()
        elif line.strip().endswith("_SECTION"):
            section = line.strip()
            sections[section] = []
        elif section and line.strip() not in ("", "EOF"):
            sections[section].append([float(cell) for cell in line.split()])
    place = np.array(sections["NODE_COORD_SECTION"])[:, 1:]
    demand = np.array(sections["DEMAND_SECTION"])[:, 1]
    window = np.array(sections["TIME_WINDOW_SECTION"])[:, 1:]
    service = np.full(len(place), float(head.get("SERVICE_TIME", 0)))
    service[0] = 0
    rows = np.column_stack([place, demand, window, service])
    return int(head.get("VEHICLES", len(place))), int(head["CAPACITY"]), rows


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
