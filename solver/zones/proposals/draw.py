"""Draw k zones: from scratch, or as the smallest change to today's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from solver.errors import ScenarioError
from solver.stop import Progress, never_stop
from solver.zones.patches import components
from solver.zones.proposals.bound import minutes_of
from solver.zones.proposals.outcome import Proposal, proposal_of
from solver.zones.proposals.problem import DrawingProblem, make_problem
from solver.zones.proposals.search import anneal
from solver.zones.proposals.trees import first_drawing
from solver.zones.proposals.units import Schedule, units_of, weights_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback

DrawMode = Literal["scratch", "smallest-change"]

BORDER_WEIGHT = 4.0
HOT, COLD = 0.3, 0.005
REDRAW_EVERY = 100
FLIPS_A_UNIT = 20_000
LEAST_FLIPS, MOST_FLIPS = 200_000, 2_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What zones are asked for.

    Parameters
    ----------
    zones
        Number of zones, locked ones included.
    tolerance
        Share by which a zone's hours may differ from those of an equal one.
    mode
        ``scratch``: least travel; ``smallest-change``: fewest hours in areas
        that change zone, travel only deciding among equals.
    whole_settlements
        True keeps settlements in one zone, where one can hold them.
    anneals
        Independent searches; the best one counts.
    travel_weight, moved_weight
        What a minute of mean travel, and all hours moved, weigh; ``None`` takes
        those of the mode. The ensemble varies them.
    """

    zones: int
    tolerance: float = 0.1
    mode: DrawMode = "scratch"
    whole_settlements: bool = True
    anneals: int = 8
    travel_weight: float | None = None
    moved_weight: float | None = None

    @property
    def weights(self) -> tuple[float, float, float, float]:
        """Weights of travel, excess, border and hours moved."""
        change = self.mode == "smallest-change"
        travel = (0.1 if change else 1.0) if self.travel_weight is None else self.travel_weight
        moved = (40.0 if change else 0.0) if self.moved_weight is None else self.moved_weight
        return travel, 200.0 + 5.0 * moved, BORDER_WEIGHT * travel, moved


def propose(
    world: World,
    scenario: Scenario,
    wish: Wish,
    *,
    seed: int = 0,
    stop: StopRule = never_stop,
    progress: ProgressCallback | None = None,
) -> Proposal:
    """Draw zones and keep the best of several annealing runs.

    Parameters
    ----------
    seed
        The same seed and the same number of runs give the same zones.
    stop
        Asked after each run, with the runs done and the best cost.
    progress
        Told after each run.

    Raises
    ------
    ScenarioError
        When the wish cannot be met by any drawing: an area too large, more
        zones than areas, a changed number of zones in ``smallest-change``.
    """
    problem = make_problem(
        world,
        scenario,
        wish.zones,
        wish.tolerance,
        whole_settlements=wish.whole_settlements,
    )
    units = units_of(problem, _relabelled(problem) if wish.weights[3] > 0 else None)
    weights = weights_of(units, wish.weights)
    steps = min(max(FLIPS_A_UNIT * len(problem.hours), LEAST_FLIPS), MOST_FLIPS)
    schedule = Schedule(steps, REDRAW_EVERY, HOT, COLD)
    begin = _today(problem) if wish.mode == "smallest-change" else None
    rng = np.random.default_rng(seed)
    best: tuple[float, float, npt.NDArray[np.int64]] | None = None
    for run in range(wish.anneals):
        drawing = first_drawing(units, rng) if begin is None else begin
        found, cost, excess = anneal(units, drawing, weights, schedule, rng)
        if best is None or (excess, cost) < best[:2]:
            best = (round(excess, 9), cost, found)
        if progress is not None:
            minutes = minutes_of(problem, best[2])
            done = (run + 1) / wish.anneals
            progress(Progress(done, f"Drawing {wish.zones} zones", {"minutes": minutes}))
        if stop(run + 1, best[1]):
            break
    if best is None:
        raise ScenarioError("No run was asked for: a proposal takes at least one.")
    return proposal_of(world, scenario, problem, best[2])


def _relabelled(problem: DrawingProblem) -> npt.NDArray[np.int64]:
    """Give today's zones the numbers 0 … k − 1, the largest by hours; the rest have none."""
    hours = np.bincount(problem.today, weights=problem.hours)
    largest = np.argsort(-hours, kind="stable")[: problem.zones]
    number = np.full(len(hours), -1, dtype=np.int64)
    number[np.sort(largest)] = np.arange(len(largest))
    return number[problem.today]


def _today(problem: DrawingProblem) -> npt.NDArray[np.int64]:
    """Today's zones as a connected drawing: cut-off parts join the neighbour of most border."""
    names = np.unique(problem.today)
    if len(names) != problem.zones:
        raise ScenarioError(
            f"The smallest change keeps the number of zones: {len(names)} are free in the "
            f"starting scenario, and {problem.zones} were asked for. Draw from scratch, or ask for "
            "as many."
        )
    zone = _relabelled(problem)
    tail = np.repeat(np.arange(len(zone)), np.diff(problem.start))
    while True:
        inside = zone[tail] == zone[problem.ends]
        group = components(len(zone), tail[inside], problem.ends[inside])
        heft = np.bincount(group, weights=problem.hours + 1e-9)
        of_zone = np.zeros(len(heft), dtype=np.int64)
        of_zone[group] = zone
        order = np.lexsort((heft, of_zone))
        main = np.r_[of_zone[order][1:] != of_zone[order][:-1], True]
        loose = order[~main]
        if not len(loose):
            return zone
        part = group == loose[int(np.argmin(heft[loose]))]
        edge = part[tail] & ~part[problem.ends]
        along = np.bincount(zone[problem.ends[edge]], weights=problem.border_m[edge] + 1e-9)
        zone[part] = int(np.argmax(along))


def warm_up() -> None:
    """Compile the search, so that nobody waits for it later."""
    rng = np.random.default_rng(0)
    one, two = np.ones(2), np.array([0, 1], dtype=np.int64)
    start, ends = np.array([0, 1, 2], dtype=np.int64), np.array([1, 0], dtype=np.int64)
    problem = DrawingProblem(
        zones=2, hours=one, packages=one, start=start, ends=ends, border_m=one, row=two,
        seconds=np.zeros((2, 2)), target=1.0, tolerance=0.5, today=two, areas=((0,), (1,)),
        fixed=np.zeros(0, dtype=np.int64), notes=(),
    )  # fmt: skip
    units = units_of(problem)
    weights = weights_of(units, (1.0, 1.0, 1.0, 1.0))
    anneal(units, first_drawing(units, rng), weights, Schedule(4, 2, HOT, COLD), rng)
