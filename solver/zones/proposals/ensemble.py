"""Many proposals, and which of them no other one beats."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.errors import ScenarioError
from solver.stop import Progress, never_stop
from solver.zones.proposals.draw import propose

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback
    from solver.zones.proposals.draw import Wish
    from solver.zones.proposals.outcome import Proposal

TOLERANCES = (0.5, 1.0, 2.0)
"""Multiples of the wished tolerance that are tried."""

MOVED_WEIGHTS = (0.0, 5.0, 15.0, 40.0)
"""Weights of hours moved that are tried, from least travel to smallest change."""


def ensemble(
    world: World,
    scenario: Scenario,
    wish: Wish,
    *,
    seed: int = 0,
    stop: StopRule = never_stop,
    progress: ProgressCallback | None = None,
) -> tuple[Proposal, ...]:
    """Draw alternatives that weigh balance, travel and change differently.

    Returns
    -------
    Proposals that differ, in the order in which they were drawn; ``within`` is
    about the wished tolerance. Half of it is left out where an area is too large.

    Raises
    ------
    ScenarioError
        As :func:`~solver.zones.proposals.propose` does.
    """
    found: dict[tuple[tuple[str, str], ...], Proposal] = {}
    cases = list(product(TOLERANCES, MOVED_WEIGHTS))
    for done, (factor, moved) in enumerate(cases, start=1):
        tolerance = min(max(wish.tolerance * factor, 0.005), 1.0)
        asked = replace(
            wish, tolerance=tolerance, mode="scratch", travel_weight=1.0, moved_weight=moved
        )
        try:
            drawn = propose(world, scenario, asked, seed=seed + done)
        except ScenarioError:
            if factor >= 1.0:
                raise
            continue  # an area is too large for half the tolerance
        proposal = replace(drawn, within=drawn.balance <= wish.tolerance + 1e-9)
        found.setdefault(proposal.choices.moves, proposal)
        if progress is not None:
            progress(Progress(done / len(cases), "Drawing alternatives", {"found": len(found)}))
        if stop(done, proposal.minutes):
            break
    return tuple(found.values())


def pareto(proposals: Sequence[Proposal]) -> pd.DataFrame:
    """Set proposals beside each other and mark those that no other one beats.

    A proposal is beaten where another one is no worse in balance, travel and
    hours moved, and better in one of them.

    Returns
    -------
    frame
        ``proposal`` (place in the argument) ``, balance`` (share) ``, minutes,
        hours_moved, areas_moved, within, on_front``, by minutes.
    """
    measures = np.array([[p.balance, p.minutes, p.hours_moved] for p in proposals]).reshape(-1, 3)
    return pd.DataFrame(
        {
            "proposal": np.arange(len(proposals)),
            "balance": measures[:, 0],
            "minutes": measures[:, 1],
            "hours_moved": measures[:, 2],
            "areas_moved": [p.areas_moved for p in proposals],
            "within": [p.within for p in proposals],
            "on_front": unbeaten(measures),
        }
    ).sort_values("minutes", kind="stable", ignore_index=True)


def unbeaten(measures: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Mark rows that no other row beats: (n, m) measures, less is better, to (n,) bool."""
    no_worse = (measures[:, None, :] <= measures[None, :, :]).all(axis=2)
    better = (measures[:, None, :] < measures[None, :, :]).any(axis=2)
    return np.asarray(~(no_worse & better).any(axis=0), dtype=bool)
