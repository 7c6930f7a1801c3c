"""The problem that the search sees: arrays only, and no word of care.

A *task* is one call of one *vehicle* at one *place*. Tasks that are twins start together on two
vehicles; linked tasks start a least and at most a given time apart; the tasks of one *unit* are
all done or all left undone. What is left undone costs its price.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from solver.errors import PlanError

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FAR_S = 100_000_000
"""Seconds that stand for "never": no schedule is that long."""


def _empty() -> Ints:
    return np.zeros(0, np.int32)


def _no_links() -> Ints:
    return np.zeros((0, 4), np.int32)


def _nothing() -> Longs:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Problem:
    """Tasks, vehicles and the travel between their places (n tasks, m vehicles, p places).

    Times are whole seconds (or any other whole unit, used throughout); costs are whole units of
    money or of time.

    Parameters
    ----------
    place, service_s
        (n,) index of the place, and how long the task takes there.
    earliest_s, latest_s
        (n,) window of the start, closed at both ends and never broken. Twins share it.
    price
        (n,) cost of leaving the task undone.
    origin, target
        (m,) place where each vehicle begins and ends; -1 for anywhere, at no cost.
    opens_s, closes_s
        (m,) first start and last end of a task; with ``legs_inside``, of the whole route.
    mode, person
        (m,) row of ``durations_s``; and who drives: twins need two persons.
    second_cost, metre_cost
        (m,) cost of travel between tasks.
    fit
        (n, m) -1 where the vehicle must not do the task, else a cost of its doing so.
    durations_s, lengths_m
        (modes, p, p) travel, row = from; -1 where there is no way.
    twin
        (n,) the task that starts together with this one on another vehicle, or -1.
    links
        (k, 4) one, two, least, most: task two starts between ``least`` and ``most`` after the
        start of task one, where both are done (:data:`FAR_S` for no most). What binds one of
        two twins binds both.
    unit
        (n,) tasks with one number are done together or not at all, by two persons; at most two
        share one.
    due_s
        (n,) start after which lateness is counted; at ``latest_s`` where nothing is.
    period
        (n,) which of the ``periods`` matrices a leg to this task takes: row
        ``mode * periods + period`` of ``durations_s``.
    load
        (n,) what the task takes of a vehicle's ``capacity``.
    order
        (n,) tasks with numbers ≥ 0 keep their order on a vehicle.
    home_second_cost, home_metre_cost, wait_cost
        (m,) cost of legs from the origin and to the target, and of a second of waiting between
        two tasks (gaps beyond ``wait_limit_s`` cost nothing).
    most_s
        (m,) the most time that all the vehicles of one person may take together, each from the
        start of its first task to the end of its last; :data:`FAR_S` for no limit. The same for
        each vehicle of a person.
    before
        (m,) the vehicle, of a lower number, that the same person drives before this one, where the
        way from its last task to the first task of this one may take too long; else -1.
    pause_s, pause_after_s
        A vehicle whose tasks span more than ``pause_after_s`` needs ``pause_s`` free between two
        of them; 0 for none.
    group, uneven_cost
        (m,) whose persons are to work alike; and cost of each minute by which the work of one who
        has any lies off the mean of those of the group (see ``even.py``). The same group for all
        vehicles of a person.
    paid_anyway_s, idle_cost
        (m,) seconds of work that are paid to the vehicle's person whether or not there is so much
        to do; and cost of each of them without work (see ``idle.py``). The same for all vehicles
        of a person.
    late_cost, worst_late_cost
        Cost of a second after ``due_s``, for every task; and of the worst one.
    legs_inside
        Legs from the origin and to the target count within ``opens_s`` to ``closes_s``.
    """

    place: Ints
    service_s: Ints
    earliest_s: Ints
    latest_s: Ints
    price: Longs
    origin: Ints
    target: Ints
    opens_s: Ints
    closes_s: Ints
    mode: Ints
    person: Ints
    second_cost: Longs
    metre_cost: Longs
    fit: Ints
    durations_s: Ints
    lengths_m: Ints
    twin: Ints = field(default_factory=_empty)
    links: Ints = field(default_factory=_no_links)
    unit: Ints = field(default_factory=_empty)
    due_s: Ints = field(default_factory=_empty)
    period: Ints = field(default_factory=_empty)
    load: Ints = field(default_factory=_empty)
    order: Ints = field(default_factory=_empty)
    capacity: Ints = field(default_factory=_empty)
    most_s: Ints = field(default_factory=_empty)
    group: Ints = field(default_factory=_empty)
    before: Ints = field(default_factory=_empty)
    paid_anyway_s: Ints = field(default_factory=_empty)
    idle_cost: Longs = field(default_factory=_nothing)
    home_second_cost: Longs = field(default_factory=_nothing)
    home_metre_cost: Longs = field(default_factory=_nothing)
    wait_cost: Longs = field(default_factory=_nothing)
    wait_limit_s: int = 3_600
    pause_s: int = 0
    pause_after_s: int = FAR_S
    late_cost: int = 0
    worst_late_cost: int = 0
    uneven_cost: int = 0
    periods: int = 1
    legs_inside: bool = False

    def __post_init__(self) -> None:
        """Fill what was left out, and check that the arrays agree.

        Raises
        ------
        PlanError
            Naming the first array that does not fit the others.
        """
        n, m = len(self.place), len(self.opens_s)
        fill = {
            "twin": np.full(n, -1, np.int32),
            "due_s": np.asarray(self.latest_s, np.int32),
            "period": np.zeros(n, np.int32),
            "load": np.zeros(n, np.int32),
            "order": np.full(n, -1, np.int32),
        }
        for name, value in fill.items():
            if len(getattr(self, name)) == 0:
                object.__setattr__(self, name, value)
        if len(self.unit) == 0:
            object.__setattr__(self, "unit", _units(self.twin))
        if len(self.capacity) == 0:
            object.__setattr__(self, "capacity", np.full(m, FAR_S, np.int32))
        if len(self.most_s) == 0:
            object.__setattr__(self, "most_s", np.full(m, FAR_S, np.int32))
        if len(self.group) == 0:
            object.__setattr__(self, "group", np.zeros(m, np.int32))
        if len(self.before) == 0:
            object.__setattr__(self, "before", np.full(m, -1, np.int32))
        if len(self.paid_anyway_s) == 0:
            object.__setattr__(self, "paid_anyway_s", np.zeros(m, np.int32))
        for name, default in (
            ("home_second_cost", self.second_cost),
            ("home_metre_cost", self.metre_cost),
            ("wait_cost", np.zeros(m, np.int64)),
            ("idle_cost", np.zeros(m, np.int64)),
        ):
            if len(getattr(self, name)) == 0:
                object.__setattr__(self, name, np.asarray(default, np.int64))
        self._check(n, m)

    def _check(self, n: int, m: int) -> None:
        of_tasks = (
            *("place", "service_s", "earliest_s", "latest_s", "price", "twin"),
            *("unit", "due_s", "period", "load", "order"),
        )
        of_vehicles = (
            *("origin", "target", "opens_s", "closes_s", "mode", "person", "capacity", "most_s"),
            *("group", "before", "second_cost", "metre_cost", "wait_cost"),
            *("home_second_cost", "home_metre_cost", "paid_anyway_s", "idle_cost"),
        )
        for names, count, of in ((of_tasks, n, "task"), (of_vehicles, m, "vehicle")):
            for name in names:
                if getattr(self, name).shape != (count,):
                    raise PlanError(f"{name} must have one value a {of} ({count}).")
        if self.fit.shape != (n, m):
            raise PlanError(f"fit must have the shape {(n, m)}, not {self.fit.shape}.")
        shape = self.durations_s.shape
        if len(shape) != 3 or shape[1] != shape[2] or self.lengths_m.shape != shape:
            raise PlanError("durations_s and lengths_m must be (modes, places, places) alike.")
        for name in ("place", "origin", "target"):
            values = getattr(self, name)
            if len(values) and values.max() >= shape[1]:
                raise PlanError(f"{name} names a place that the travel does not have.")
        if n and self.place.min() < 0:
            raise PlanError("every task must have a place.")
        if n and self.service_s.min() < 0:
            raise PlanError("service_s must not be negative.")
        if self.links.ndim != 2 or self.links.shape[1] != 4:
            raise PlanError("links must have four columns: one, two, least, most.")
        ends = self.links[:, :2]
        if len(ends) and (ends.min() < 0 or ends.max() >= n or (ends[:, 0] == ends[:, 1]).any()):
            raise PlanError("links must name two different tasks.")
        later = np.flatnonzero(self.before >= 0)
        earlier = self.before[later]
        if (earlier >= later).any() or len(np.unique(earlier)) < len(earlier):
            raise PlanError("before must name vehicles of lower numbers, each once.")
        if (self.person[earlier] != self.person[later]).any():
            raise PlanError("before must name a vehicle of the same person.")
        paired = np.flatnonzero(self.twin >= 0)
        if not np.array_equal(self.twin[self.twin[paired]], paired):
            raise PlanError("twin must name each other's task.")
        if n and np.bincount(self.unit - self.unit.min()).max() > 2:
            raise PlanError("at most two tasks may share a unit.")

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return len(self.place)

    @property
    def vehicles(self) -> int:
        """How many vehicles there are."""
        return len(self.opens_s)


def _units(twin: Ints) -> Ints:
    """Give twins one number, and every other task its own."""
    own = np.arange(len(twin), dtype=np.int32)
    return np.where(twin >= 0, np.minimum(own, twin), own).astype(np.int32)
