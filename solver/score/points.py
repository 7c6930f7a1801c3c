"""Preference points of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.rates.preferences import POINTS

if TYPE_CHECKING:
    import pandas as pd

    from solver.rates.preferences import Preferences
    from solver.score.run import Run


def points(done: Run, stops: pd.DataFrame, weights: Preferences) -> dict[str, float]:
    """Count the points of a run by term, in the order of :data:`~solver.rates.preferences.POINTS`.

    Parameters
    ----------
    done
        The run.
    stops
        Its calls (see :func:`~solver.score.frames.call_frame`).
    weights
        Points a unit; 0 switches a term off.
    """
    moved_s = stops.groupby("visit_id")["moved_s"].max().to_numpy(float)
    beyond_s = np.clip(moved_s - weights.tolerance_s, 0, None)
    strange = sum(
        bool(visit.regular_carers) and carer.id not in visit.regular_carers
        for visit, carer in zip(done.visits, done.carers, strict=True)
    )
    foreign = sum(
        carer.provider_id != visit.provider_id
        for visit, carer in zip(done.visits, done.carers, strict=True)
    )
    counted = {
        "moved": weights.moved * float(beyond_s.sum()) / 60,
        "continuity": weights.continuity * strange,
        "provider": weights.provider * foreign,
        "imbalance": weights.imbalance * _imbalance_s(stops) / 60,
    }
    return {name: counted[name] for name in POINTS}


def _imbalance_s(stops: pd.DataFrame) -> float:
    """Add up by how many seconds carers' paid time lies off their provider's average."""
    paid = stops.groupby(["provider_id", "carer_id"])["paid_s"].sum()
    average = paid.groupby("provider_id").transform("mean")
    return float((paid - average).abs().sum())
