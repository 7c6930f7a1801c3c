"""The peers on the same days: PyVRP, VROOM and OR-Tools, each as its documentation advises.

None of them can let two rounds wait for each other, so each takes a double-handed visit as two
calls whose windows are the planned start alone (two calls at one instant need two carers anyway).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from benchmarks.rounds.day import PRICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.search.problem import Problem

Routes = list[list[tuple[int, int]]]
"""(task, start) pairs, one list a carer."""

NEVER = 1 << 40
"""PyVRP's stand-in for a leg that must not be taken; no route can hold it."""


@dataclass(frozen=True)
class PeerAnswer:
    """Routes, CPU seconds spent, and travel hours of the best plan after so many seconds."""

    routes: Routes
    seconds: float
    trail: tuple[tuple[float, float], ...] = ()


def pyvrp(problem: Problem, seconds: float, seed: int) -> PeerAnswer:
    """Solve with PyVRP: optional clients with a prize, one profile a mode and set of skills.

    A task that a carer must not do cannot be reached in that carer's profile.
    """
    import pyvrp as engine

    data, clock = _for_pyvrp(problem), _Clock(seconds)
    result = engine.solve(data, clock, seed=seed, collect_stats=False, display=False)
    spent = clock.spent
    routes: Routes = [[] for _ in range(problem.vehicles)]
    if result.is_feasible():
        for route in result.best.routes():
            tasks = [visit.idx for visit in route if visit.is_client()]
            routes[route.vehicle_type()] = _times(problem, route.vehicle_type(), tasks)
    hours = tuple((at, cost / 3_600) for at, cost in clock.trail if cost < PRICE)
    return PeerAnswer(routes, spent, hours)


class _Clock:
    """A stop that counts CPU seconds and notes the best plan on the way."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.trail: list[tuple[float, float]] = []
        self._begin = time.process_time()

    @property
    def spent(self) -> float:
        """CPU seconds since the clock was made."""
        return time.process_time() - self._begin

    def __call__(self, best_cost: float) -> bool:
        spent = self.spent
        if not self.trail or best_cost < self.trail[-1][1]:
            self.trail.append((spent, best_cost))
        return spent >= self.seconds

    def fraction_remaining(self) -> float | None:
        """How much of the time is left, as PyVRP asks for it."""
        return max(0.0, 1.0 - self.spent / self.seconds)


def _for_pyvrp(problem: Problem) -> Any:
    """Put a problem into PyVRP's terms."""
    import pyvrp as engine

    n = problem.tasks
    place, where = _split_places(problem)
    patterns, profile = np.unique(
        np.column_stack([problem.mode, problem.fit.T >= 0]), axis=0, return_inverse=True
    )
    matrices = []
    for pattern in patterns:
        matrix = problem.durations_s[pattern[0]][np.ix_(place, place)].astype(np.int64)
        shut = where[:n][pattern[1:] == 0]
        matrix[:, shut] = NEVER
        np.fill_diagonal(matrix, 0)
        matrices.append(matrix)
    begins = [int(where[n + v]) for v in range(problem.vehicles)]
    homes = sorted(set(begins))
    return engine.ProblemData(
        locations=[engine.Location(0, 0) for _ in place],
        clients=[
            engine.Client(
                location=int(where[task]),
                service_duration=int(problem.service_s[task]),
                tw_early=int(problem.earliest_s[task]),
                tw_late=int(problem.latest_s[task]),
                delivery=[int(problem.load[task])],
                required=False,
                prize=PRICE,
            )
            for task in range(n)
        ],
        depots=[engine.Depot(location=home) for home in homes],
        vehicle_types=[
            engine.VehicleType(
                capacity=[int(problem.capacity[v])],
                start_depot=homes.index(begins[v]),
                end_depot=homes.index(begins[v]),
                tw_early=int(problem.opens_s[v]),
                tw_late=int(problem.closes_s[v]),
                profile=int(profile.reshape(-1)[v]),
                name=str(v),
            )
            for v in range(problem.vehicles)
        ],
        distance_matrices=matrices,
        duration_matrices=matrices,
    )


def vroom(problem: Problem, seconds: float, seed: int, *, level: int = 5) -> PeerAnswer:
    """Solve with VROOM at one exploration level, on one thread; it has no seed."""
    import vroom as engine

    n = problem.tasks
    rounds = engine.Input()
    for mode in range(len(problem.durations_s)):
        rounds.set_durations_matrix(f"mode{mode}", problem.durations_s[mode].astype(np.uint32))
    kinds, of_task = np.unique(problem.fit >= 0, axis=0, return_inverse=True)
    loaded = bool(problem.load.any())
    for v in range(problem.vehicles):
        rounds.add_vehicle(
            engine.Vehicle(
                v,
                start=int(problem.origin[v]),
                end=int(problem.target[v]),
                profile=f"mode{problem.mode[v]}",
                capacity=[int(problem.capacity[v])] if loaded else (),
                skills={int(k) for k in np.flatnonzero(kinds[:, v])},
                time_window=engine.TimeWindow(int(problem.opens_s[v]), int(problem.closes_s[v])),
            )
        )
    for task in range(n):
        window = engine.TimeWindow(int(problem.earliest_s[task]), int(problem.latest_s[task]))
        rounds.add_job(
            engine.Job(
                task,
                location=int(problem.place[task]),
                default_service=int(problem.service_s[task]),
                delivery=engine.Amount([int(problem.load[task])] if loaded else []),
                skills={int(of_task.reshape(-1)[task])},
                time_windows=[window],
            )
        )
    begin = time.process_time()
    solution = rounds.solve(level, nb_threads=1, timeout=timedelta(seconds=seconds))
    spent = time.process_time() - begin
    routes: Routes = [[] for _ in range(problem.vehicles)]
    table = solution.routes
    jobs = table[table["type"] == "job"]
    for v, rows in jobs.groupby("vehicle_id"):
        routes[int(v)] = _times(problem, int(v), [int(task) for task in rows["id"]])
    return PeerAnswer(routes, spent)


def ortools(problem: Problem, seconds: float, seed: int) -> PeerAnswer:
    """Solve with OR-Tools routing: parallel cheapest insertion, then guided local search.

    A drop penalty for each task; the routing library has no seed.
    """
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    manager, routing = _for_ortools(problem)
    clock = _Clock(seconds)
    routing.AddAtSolutionCallback(lambda: clock(float(routing.CostVar().Max())))
    over: Callable[[], bool] = lambda: clock.spent >= seconds  # noqa: E731
    routing.AddSearchMonitor(routing.solver().CustomLimit(over))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromSeconds(int(20 * seconds) + 60)
    assignment: Any = routing.SolveWithParameters(parameters)
    spent, starts = clock.spent, routing.GetDimensionOrDie("time")
    routes: Routes = [[] for _ in range(problem.vehicles)]
    for v in range(problem.vehicles if assignment else 0):
        index = routing.Start(v)
        while not routing.IsEnd(index):
            if not routing.IsStart(index):
                routes[v].append(
                    (manager.IndexToNode(index), int(assignment.Min(starts.CumulVar(index))))
                )
            index = assignment.Value(routing.NextVar(index))
    hours = tuple((at, cost / 3_600) for at, cost in clock.trail if cost < PRICE)
    return PeerAnswer(routes, spent, hours)


def _split_places(problem: Problem) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give a location to each place, and one more to each task that not every carer may do.

    Returns the place of each location, and the location of each task and then of each origin.
    """
    shared = np.concatenate([problem.place, problem.origin]).astype(np.int64)
    place = np.arange(problem.durations_s.shape[1], dtype=np.int64)
    where = shared.copy()
    bound = np.flatnonzero((problem.fit < 0).any(axis=1))
    where[bound] = len(place) + np.arange(len(bound))
    return np.concatenate([place, shared[bound]]), where


def _times(problem: Problem, v: int, tasks: list[int]) -> list[tuple[int, int]]:
    """Start each task of a route as early as it can be."""
    seconds = problem.durations_s[problem.mode[v]]
    clock, here = int(problem.opens_s[v]), int(problem.origin[v])
    out = []
    for task in tasks:
        clock += int(seconds[here, problem.place[task]])
        clock = max(clock, int(problem.earliest_s[task]))
        out.append((task, clock))
        clock += int(problem.service_s[task])
        here = int(problem.place[task])
    return out


def _for_ortools(problem: Problem) -> tuple[Any, Any]:
    """Put a problem into OR-Tools' terms: its manager of indices, and the model."""
    from ortools.constraint_solver import pywrapcp

    n, m = problem.tasks, problem.vehicles
    nodes = np.concatenate([problem.place, problem.origin, problem.target])
    manager = pywrapcp.RoutingIndexManager(
        n + 2 * m, m, list(range(n, n + m)), list(range(n + m, n + 2 * m))
    )
    routing = pywrapcp.RoutingModel(manager)
    service = np.concatenate([problem.service_s, np.zeros(2 * m, np.int32)])[:, None]
    legs, times = [], []
    for mode in range(len(problem.durations_s)):
        matrix = problem.durations_s[mode][np.ix_(nodes, nodes)]
        legs.append(routing.RegisterTransitMatrix(matrix.tolist()))
        times.append(routing.RegisterTransitMatrix((matrix + service).tolist()))
    horizon = int(problem.closes_s.max())
    routing.AddDimensionWithVehicleTransits(
        [times[mode] for mode in problem.mode], horizon, horizon, False, "time"
    )
    clock = routing.GetDimensionOrDie("time")
    for v in range(m):
        routing.SetArcCostEvaluatorOfVehicle(legs[problem.mode[v]], v)
        opens, closes = int(problem.opens_s[v]), int(problem.closes_s[v])
        clock.CumulVar(routing.Start(v)).SetRange(opens, closes)
        clock.CumulVar(routing.End(v)).SetRange(opens, closes)
    if problem.load.any():
        loads = [int(load) for load in problem.load] + [0] * (2 * m)
        taken = routing.RegisterUnaryTransitVector(loads)
        room = [int(value) for value in problem.capacity]
        routing.AddDimensionWithVehicleCapacity(taken, 0, room, True, "load")
    for task in range(n):
        index = manager.NodeToIndex(task)
        clock.CumulVar(index).SetRange(int(problem.earliest_s[task]), int(problem.latest_s[task]))
        routing.AddDisjunction([index], PRICE)
        allowed = np.flatnonzero(problem.fit[task] >= 0)
        if len(allowed) < m:
            routing.VehicleVar(index).SetValues([-1, *(int(v) for v in allowed)])
    return manager, routing
