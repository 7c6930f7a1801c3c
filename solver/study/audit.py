"""Audit of given rounds: is the gap between two calls long enough for the way between them.

It works on any plan: rounds as a provider sent them, today's as loaded, or solved ones (which
leave the time by construction).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from solver.check.order import one_after_the_other
from solver.domain import UNREACHABLE
from solver.errors import PlanError
from solver.score import run

if TYPE_CHECKING:
    from solver.check import Violation
    from solver.domain import Plan, TravelSet, Workload

ALL = "All providers"

LEG_COLUMNS = {
    "provider_id": "object",
    "carer_id": "object",
    "shift": "int64",
    "from_visit_id": "object",
    "to_visit_id": "object",
    "mode": "object",
    "leaves_s": "int64",
    "due_s": "int64",
    "gap_s": "int64",
    "travel_s": "Int64",
    "short_s": "Int64",
    "kept": "bool",
}


@dataclass(frozen=True, eq=False)
class Audit:
    """What an audit found.

    Parameters
    ----------
    legs
        One row a leg between two calls of a round, in carer, shift and driving order:
        ``provider_id`` (the carer's) ``, carer_id, shift, from_visit_id, to_visit_id, mode,
        leaves_s`` (planned end of the call before) ``, due_s`` (planned start of the next) ``,
        gap_s`` (due − leaves; negative where the calls overlap) ``, travel_s`` (on the network; NA
        where there is no way) ``, short_s`` (travel − gap where positive, else 0; NA where there is
        no way) ``, kept`` (the gap is long enough).
    starts
        One row a call: ``provider_id, carer_id, visit_id, planned_s, start_s, late_s`` when the
        rounds are run on the roads.
    unrun
        How many visits cannot be run at all (no way, or rounds that wait for each other).
    out_of_turn
        Visits that start before an earlier visit of the same person has ended, as planned.
    """

    legs: pd.DataFrame
    starts: pd.DataFrame
    unrun: int
    out_of_turn: tuple[Violation, ...] = ()

    def by_provider(self, *, tolerance_s: int = 0) -> pd.DataFrame:
        """Sum the audit up by provider, all of them in the last row.

        Parameters
        ----------
        tolerance_s
            A start counts as late beyond so many seconds.

        Returns
        -------
        DataFrame
            Indexed by ``provider_id``: ``calls, legs, not_kept, not_kept_share`` (of the legs) ``,
            planned_minutes, travel_minutes`` (sums of the gaps and of the ways) ``,
            short_minutes_mean`` (of the legs not kept) ``, late_calls, late_share`` (of the calls)
            ``, late_minutes_mean`` (of the late calls) ``, latest_minutes``. Shares and means of
            nothing are NaN.
        """
        legs = self.legs.assign(
            not_kept=~self.legs["kept"], short_s=self.legs["short_s"].astype(float)
        )
        late = self.starts.assign(late=self.starts["late_s"] > tolerance_s)
        names = sorted({*legs["provider_id"], *late["provider_id"]})
        rows = [
            _summary(name, legs[legs["provider_id"] == name], late[late["provider_id"] == name])
            for name in names
        ]
        rows.append(_summary(ALL, legs, late))
        return pd.DataFrame(rows).set_index("provider_id")


def audit(plan: Plan, workload: Workload, travel: TravelSet) -> Audit:
    """Compare the planned gap of every leg with the way on the network.

    A leg is planned from the end of one call to the start of the next in the same round. The late
    starts that follow come from running the rounds on the roads (:func:`solver.score.run`): a
    carer is at the first door in time, and lateness is handed on from call to call, through
    double-handed visits to other rounds too.

    Raises
    ------
    PlanError
        When the plan names what the workload or the travel does not have.
    """
    done = run(plan, workload, travel)
    starts = pd.DataFrame(
        {
            "provider_id": [carer.provider_id for carer in done.carers],
            "carer_id": [carer.id for carer in done.carers],
            "visit_id": [visit.id for visit in done.visits],
            "planned_s": done.planned_s,
            "start_s": done.start_s,
            "late_s": done.start_s - done.planned_s,
        }
    )
    out_of_turn = tuple(one_after_the_other(plan, workload))
    return Audit(_legs(plan, workload, travel), starts, len(done.unrun), out_of_turn)


def _legs(plan: Plan, workload: Workload, travel: TravelSet) -> pd.DataFrame:
    rows = []
    for item in sorted(plan.rounds, key=lambda item: (item.carer_id, item.shift)):
        carer = workload.carer[item.carer_id]
        for before, after in pairwise(item.stops):
            one, two = workload.visit[before.visit_id], workload.visit[after.visit_id]
            try:
                way_s, _ = travel.leg(carer.mode, one.place, two.place, travel.period(two.start_s))
            except KeyError as error:
                raise PlanError(f"The travel does not cover {error.args[0]!r}.") from error
            leaves_s = before.start_s + one.service_s
            gap_s = after.start_s - leaves_s
            no_way = way_s == UNREACHABLE
            rows.append(
                (
                    *(carer.provider_id, carer.id, item.shift, one.id, two.id, carer.mode),
                    *(leaves_s, after.start_s, gap_s),
                    None if no_way else way_s,
                    None if no_way else max(0, way_s - gap_s),
                    not no_way and gap_s >= way_s,
                )
            )
    return pd.DataFrame(rows, columns=list(LEG_COLUMNS)).astype(LEG_COLUMNS)


def _summary(name: str, legs: pd.DataFrame, starts: pd.DataFrame) -> dict[str, object]:
    broken, late = legs[legs["not_kept"]], starts[starts["late"]]
    return {
        "provider_id": name,
        "calls": len(starts),
        "legs": len(legs),
        "not_kept": len(broken),
        "not_kept_share": legs["not_kept"].mean(),
        "planned_minutes": legs["gap_s"].sum() / 60,
        "travel_minutes": legs["travel_s"].sum() / 60,
        "short_minutes_mean": broken["short_s"].mean() / 60,
        "late_calls": len(late),
        "late_share": starts["late"].mean(),
        "late_minutes_mean": late["late_s"].mean() / 60,
        "latest_minutes": late["late_s"].max() / 60,
    }
