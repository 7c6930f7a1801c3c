"""The public format of the home health care routing and scheduling problem: read, judge, write.

Cost: a third each of travel, of the sum of tardiness over services and of the largest tardiness
(Mankowska, Meisel, Bierwirth 2014). Times are minutes in the files, thousandths of them here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.search.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

THOUSANDTHS = 1_000
"""Units in a minute."""

LATEST = 1_000 * THOUSANDTHS
"""No service starts later than this after the last window has closed."""

PRICE = 200_000_000
"""Cost of a service left out: more than any lateness."""


@dataclass(frozen=True, eq=False)
class Instance:
    """An instance: its problem, and the patient and service of each task (n,)."""

    name: str
    problem: Problem
    tasks: tuple[tuple[str, str], ...]
    caregivers: tuple[str, ...]


def read_hhcrsp(file: Path) -> Instance:
    """Read an instance; a service is a task, and a caregiver a vehicle."""
    data = json.loads(file.read_text())
    tasks: list[tuple[str, str]] = []
    rows: list[tuple[int, float, float, float]] = []
    n = sum(len(patient["required_caregivers"]) for patient in data["patients"])
    twin = np.full(n, -1, np.int32)
    links: list[tuple[int, int, int, int]] = []
    unit = np.arange(n, dtype=np.int32)
    for place, patient in enumerate(data["patients"], start=1):
        first = len(tasks)
        for service in patient["required_caregivers"]:
            tasks.append((patient["id"], service["service"]))
            rows.append((place, float(service["duration"]), *patient["time_window"]))
        how = patient.get("synchronization")
        if how is None:
            continue
        unit[first + 1] = first
        if how["type"] == "simultaneous":
            twin[first], twin[first + 1] = first + 1, first
        else:
            least, most = (round(gap * THOUSANDTHS) for gap in how["distance"])
            links.append((first, first + 1, least, most))
    table = np.round(np.array(rows) * [1, *[THOUSANDTHS] * 3]).astype(np.int32)
    horizon = int(table[:, 3].max()) + LATEST
    able = [set(caregiver["abilities"]) for caregiver in data["caregivers"]]
    m = len(able)
    legs = np.round(np.array(data["distances"], float) * THOUSANDTHS).astype(np.int32)[None]
    problem = Problem(
        place=table[:, 0],
        service_s=table[:, 1],
        earliest_s=table[:, 2],
        latest_s=np.full(n, horizon, np.int32),
        due_s=table[:, 3],
        price=np.full(n, PRICE, np.int64),
        origin=np.zeros(m, np.int32),
        target=np.zeros(m, np.int32),
        opens_s=np.zeros(m, np.int32),
        closes_s=np.full(m, 2 * horizon, np.int32),
        mode=np.zeros(m, np.int32),
        person=np.arange(m, dtype=np.int32),
        second_cost=np.ones(m, np.int64),
        metre_cost=np.zeros(m, np.int64),
        fit=np.array([[0 if s in has else -1 for has in able] for _, s in tasks], np.int32),
        durations_s=legs,
        lengths_m=legs,
        twin=twin,
        links=np.array(links, np.int32).reshape(-1, 4),
        unit=unit,
        late_cost=1,
        worst_late_cost=1,
        legs_inside=True,
    )
    caregivers = tuple(caregiver["id"] for caregiver in data["caregivers"])
    return Instance(file.stem, problem, tuple(tasks), caregivers)


def solution_file(
    instance: Instance, routes: Sequence[Sequence[int]], start: Sequence[int]
) -> dict[str, Any]:
    """Write a plan in the public form, in minutes."""
    out = []
    for caregiver, route in zip(instance.caregivers, routes, strict=True):
        stops = []
        for task in route:
            patient, service = instance.tasks[task]
            begin = int(start[task]) / THOUSANDTHS
            length = int(instance.problem.service_s[task]) / THOUSANDTHS
            stops.append(
                {
                    "patient": patient,
                    "service": service,
                    "arrival_time": begin,
                    "departure_time": begin + length,
                }
            )
        out.append({"caregiver_id": caregiver, "locations": stops})
    return {"routes": out}


def cost_of(data: dict[str, Any], solution: dict[str, Any]) -> float:
    """Judge a solution file against an instance file, from the two alone; its cost.

    Raises
    ------
    ValueError
        Naming the first rule that is broken.
    """
    patients = {patient["id"]: patient for patient in data["patients"]}
    place = {patient["id"]: i for i, patient in enumerate(data["patients"], start=1)}
    able = {caregiver["id"]: set(caregiver["abilities"]) for caregiver in data["caregivers"]}
    starts: dict[tuple[str, str], tuple[float, str]] = {}
    travel = 0.0
    for route in solution["routes"]:
        here, clock = 0, 0.0
        for stop in route["locations"]:
            key = (stop["patient"], stop["service"])
            patient = patients[key[0]]
            length = {s["service"]: s["duration"] for s in patient["required_caregivers"]}
            _need(key[1] in length and key not in starts, f"{key} is not asked for, or twice")
            _need(key[1] in able[route["caregiver_id"]], f"{key}: the ability is missing")
            leg = float(data["distances"][here][place[key[0]]])
            begin = float(stop["arrival_time"])
            _need(begin >= clock + leg - 0.01, f"{key} starts before its carer is there")
            _need(begin >= patient["time_window"][0] - 0.001, f"{key} starts too early")
            starts[key] = (begin, route["caregiver_id"])
            travel += leg
            here, clock = place[key[0]], begin + float(length[key[1]])
        travel += float(data["distances"][here][0])
    late = []
    for patient in data["patients"]:
        keys = [(patient["id"], s["service"]) for s in patient["required_caregivers"]]
        _need(all(key in starts for key in keys), f"{patient['id']} is not served")
        late += [max(0.0, starts[key][0] - patient["time_window"][1]) for key in keys]
        how = patient.get("synchronization")
        if how is not None:
            least, most = (0.0, 0.0) if how["type"] == "simultaneous" else how["distance"]
            apart = starts[keys[1]][0] - starts[keys[0]][0]
            _need(least - 0.002 <= apart <= most + 0.002, f"{patient['id']}: {apart} apart")
            _need(starts[keys[0]][1] != starts[keys[1]][1], f"{patient['id']}: one carer for both")
    return float(travel + sum(late) + max(late, default=0.0)) / 3


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
