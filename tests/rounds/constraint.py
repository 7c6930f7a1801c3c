"""The same tiny problems as a constraint program (OR-Tools CP-SAT): windows, shifts and pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from solver.search import Problem


def cheapest_by_constraints(p: Problem) -> int:
    """Cost of the best plan: travel and what is left undone (waiting costs nothing here)."""
    assert not p.wait_cost.any()
    model = cp_model.CpModel()
    start = [model.new_int_var(0, 2_000, f"start {x}") for x in range(p.tasks)]
    done = [[model.new_bool_var(f"{x} by {v}") for v in range(p.vehicles)] for x in range(p.tasks)]
    cost = []
    for v in range(p.vehicles):
        home = p.tasks
        empty = model.new_bool_var(f"{v} stays at home")
        arcs = [(home, home, empty)]
        for x in range(p.tasks):
            arcs.append((x, x, done[x][v].negated()))
            for ends, way in (
                ((home, x), p.durations_s[0, p.origin[v], p.place[x]]),
                ((x, home), p.durations_s[0, p.place[x], p.target[v]]),
            ):
                drives = model.new_bool_var("")
                arcs.append((*ends, drives))
                cost.append(int(way) * int(p.home_second_cost[v]) * drives)
            for y in range(p.tasks):
                if x == y:
                    continue
                drives = model.new_bool_var("")
                arcs.append((x, y, drives))
                way = int(p.durations_s[0, p.place[x], p.place[y]])
                cost.append(way * int(p.second_cost[v]) * drives)
                ready = start[x] + int(p.service_s[x]) + way
                model.add(start[y] >= ready).only_enforce_if(drives)
            if p.fit[x, v] < 0:
                model.add(done[x][v] == 0)
            opens, closes = int(p.opens_s[v]), int(p.closes_s[v]) - int(p.service_s[x])
            model.add(start[x] >= opens).only_enforce_if(done[x][v])
            model.add(start[x] <= closes).only_enforce_if(done[x][v])
        model.add_circuit(arcs)
    for x in range(p.tasks):
        model.add_at_most_one(done[x])
        served = sum(done[x])
        cost.append(int(p.price[x]) * (1 - served))
        for by in done[x]:
            model.add(start[x] >= int(p.earliest_s[x])).only_enforce_if(by)
            model.add(start[x] <= int(p.latest_s[x])).only_enforce_if(by)
        y = int(p.twin[x])
        if y > x:
            model.add(start[x] == start[y])
            model.add(served == sum(done[y]))
            for v in range(p.vehicles):
                model.add(done[x][v] + done[y][v] <= 1)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)
