"""Plan a provider's runs by hand, as a busy coordinator would.

Calls are taken in the order of their wished start and given to whoever is free
and not too far, with a good deal of chance; starts are set to steps of five
minutes from rounded travel times. The result is plausible and unoptimised: it
can mostly be run as planned, and leaves room for better rounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Mode, TravelSet

STEP_S = 300
FLEX_S = 2_700
"""A start may be set this far from the wished one, either way."""

LIMITS_H = (
    (8.5, (11.0, 14.5, 14.5)),
    (11.0, (14.5,)),
    (15.0, (19.0, 21.0)),
    (30.0, (22.75, 22.75, 22.75, 24.5)),
)
"""Runs that begin before the first figure may end at one of the others, hours."""

LATEST_S = 23 * 3_600 + 55 * 60
"""Visits may end past midnight; none starts then."""

LATE_S = 480
"""Planned starts give way once a run would really be later than this, seconds."""

REACH_S = {"car": 2_100, "bicycle": 900, "foot": 600}
"""The longest leg that a coordinator accepts, seconds."""


@dataclass(frozen=True, slots=True)
class RunCall:
    """A visit to be put into runs.

    Parameters
    ----------
    key
        The visit.
    place
        Row of the person in the travel matrices.
    wish_s
        Wished start, seconds since midnight.
    service_s
        Length at the door.
    carers
        1 or 2.
    walkable
        Whether a run that begins here may be made on foot or by bicycle.
    carelessness
        Spread of the chance by which the cost of each choice is multiplied: 0
        always takes the cheapest; the larger, the longer the legs.
    """

    key: str
    place: int
    wish_s: int
    service_s: int
    carers: int
    walkable: bool
    carelessness: float = 0.0


@dataclass(slots=True)
class CarerRun:
    """One carer's stretch of work: calls in order, with their planned starts."""

    mode: Mode
    limit_s: int
    calls: list[RunCall] = field(default_factory=list)
    starts_s: list[int] = field(default_factory=list)
    free_s: int = 0
    late_s: int = 0

    def add(self, call: RunCall, start_s: int, arrival_s: int) -> None:
        """Append a call, planned to start at ``start_s``, where the carer really arrives."""
        self.calls.append(call)
        self.starts_s.append(start_s)
        self.free_s = start_s + call.service_s
        self.late_s = max(0, arrival_s - start_s)


@dataclass(frozen=True, slots=True)
class DispatchChoices:
    """How the coordinator weighs things.

    Parameters
    ----------
    open_s
        Cost of opening another run, in seconds of travel.
    waiting
        Cost of a second of waiting, in seconds of travel.
    walking_share, cycling_share
        Share of runs opened at a walkable place that are made on foot or by
        bicycle.
    """

    open_s: float = 2_400.0
    waiting: float = 0.07
    walking_share: float = 0.18
    cycling_share: float = 0.08


def dispatch(
    calls: list[RunCall], travel: TravelSet, rng: np.random.Generator, choices: DispatchChoices
) -> list[CarerRun]:
    """Put every call of a provider into runs.

    Parameters
    ----------
    calls
        All calls of the provider's week, as if on one day.
    travel
        Travel between people; rows are the calls' places.
    rng
        Source of chance.
    choices
        How to weigh.

    Returns
    -------
    list of Run
        In order of opening. A double-handed call stands in two runs with the
        same start. A run's planned gap between calls is its travel time to the
        nearest five minutes, or longer.
    """
    runs: list[CarerRun] = []
    seconds = {mode: travel.by_mode[mode][0].durations_s for mode in travel.by_mode}
    for call in sorted(calls, key=lambda c: (c.wish_s, c.key)):
        options = [o for run in runs if (o := _option(run, call, seconds, rng, choices))]
        options.sort(key=lambda option: option[0])
        for _ in range(call.carers):
            cost = choices.open_s * _chance(rng, call)
            options.append((cost, _step_up(call.wish_s), None))
        if call.carers == 1:
            picked = [min(options, key=lambda option: option[0])]
        else:
            picked = _pair(options, call, choices)
        start = max(option[1] for option in picked)
        mode = next((run.mode for _, _, run in picked if run is not None), None)
        arrivals = [
            start if run is None else run.free_s + run.late_s + _leg(run, call, seconds)
            for _, _, run in picked
        ]
        for _, _, run in picked:
            if run is None:
                run = _open(call, start, mode, rng, choices)
                mode = run.mode
                runs.append(run)
            run.add(call, start, max(arrivals))
    return runs


_Option = tuple[float, int, "CarerRun | None"]


def _option(
    run: CarerRun,
    call: RunCall,
    seconds: dict[Mode, npt.NDArray[np.int32]],
    rng: np.random.Generator,
    choices: DispatchChoices,
) -> _Option | None:
    """Cost and start of giving a call to a run, or nothing where it cannot."""
    if run.limit_s < call.wish_s - FLEX_S + call.service_s:
        return None
    leg = _leg(run, call, seconds)
    if leg < 0 or leg > REACH_S[run.mode]:
        return None
    arrival = run.free_s + leg
    start = max(round(arrival / STEP_S) * STEP_S, run.free_s, _step_up(call.wish_s - FLEX_S))
    if run.late_s + arrival - start > LATE_S:
        start = _step_up(arrival + run.late_s)
    if start > min(call.wish_s + FLEX_S, LATEST_S) or start + call.service_s > run.limit_s:
        return None
    cost = (leg + choices.waiting * max(0, start - arrival)) * _chance(rng, call)
    return (cost, start, run)


def _leg(run: CarerRun, call: RunCall, seconds: dict[Mode, npt.NDArray[np.int32]]) -> int:
    """Seconds from a run's last call to the next."""
    return int(seconds[run.mode][run.calls[-1].place, call.place])


def _pair(options: list[_Option], call: RunCall, choices: DispatchChoices) -> list[_Option]:
    """Choose the cheapest two that can be at the door together."""
    shortlist = options[:8] + [option for option in options[8:] if option[2] is None]
    best: tuple[float, list[_Option]] | None = None
    for i, first in enumerate(shortlist):
        for second in shortlist[i + 1 :]:
            start = max(first[1], second[1])
            late = any(
                run is not None and start + call.service_s > run.limit_s
                for _, _, run in (first, second)
            )
            if late:
                continue
            wait = choices.waiting * (2 * start - first[1] - second[1])
            cost = first[0] + second[0] + wait
            if best is None or cost < best[0]:
                best = (cost, [first, second])
    if best is None:  # two new runs are always among the options and never late
        raise AssertionError("a double-handed call found no two runs")
    return best[1]


def _open(
    call: RunCall,
    start_s: int,
    mode: Mode | None,
    rng: np.random.Generator,
    choices: DispatchChoices,
) -> CarerRun:
    hours = next(ends for before_h, ends in LIMITS_H if start_s < before_h * 3600)
    limit_s = int(hours[int(rng.integers(len(hours)))] * 3600)
    limit_s = max(limit_s, start_s + call.service_s)
    draw = rng.random()
    if mode is None:
        mode = "car"
        if call.walkable and draw < choices.walking_share:
            mode = "foot"
        elif call.walkable and draw < choices.walking_share + choices.cycling_share:
            mode = "bicycle"
    return CarerRun(mode, limit_s)


def _chance(rng: np.random.Generator, call: RunCall) -> float:
    """Chance that makes the cheapest option the likeliest, not the certain one."""
    return float(np.exp(rng.normal(0.0, call.carelessness)))


def _step_up(seconds: int) -> int:
    return -(-seconds // STEP_S) * STEP_S
