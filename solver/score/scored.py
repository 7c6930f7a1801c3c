"""The score of a plan: what it costs, and whom it touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from solver.rates.preferences import POINTS
from solver.score.ledger import TERMS, whole_pence
from solver.score.totals import SUMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Unserved
    from solver.rates.pay import PayRules
    from solver.score.totals import Totals

Level = Literal["carer", "provider", "zone", "band"]

NO_CARER = "(unserved)"
"""Row of ``Score.by("carer")`` that holds what the council pays for visits nobody serves."""


@dataclass(frozen=True, eq=False)
class Score:
    """What a plan costs, and whom it touches.

    Parameters
    ----------
    stops
        One row a call as it would really run; see :func:`~solver.score.frames.call_frame`.
    legs
        One row a leg; see :func:`~solver.score.frames.leg_frame`.
    visits
        One row a visit asked for; see :func:`~solver.score.frames.visit_frame`.
    unserved
        Visits not made, each with its reason.
    terms
        Term of the provider ledger → whole pence (:data:`~solver.score.TERMS`).
    points
        Preference term → points (:data:`~solver.rates.preferences.POINTS`); never money.
    totals
        The figures of the day.
    rules
        The rules of pay used.
    """

    stops: pd.DataFrame
    legs: pd.DataFrame
    visits: pd.DataFrame
    unserved: tuple[Unserved, ...]
    terms: Mapping[str, int]
    points: Mapping[str, float]
    totals: Totals
    rules: PayRules
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    def by(self, level: Level) -> pd.DataFrame:
        """Break the figures down; money adds up to the totals to the penny.

        Parameters
        ----------
        level
            ``carer``, ``provider`` (costs by the carer's, council pence by the
            visit's), ``zone`` or ``band``.

        Returns
        -------
        DataFrame
            Indexed by the level's ids: ``visits, served, calls, contact_minutes,
            travel_minutes, waiting_minutes, break_minutes, paid_minutes, miles,
            commute_miles, late_calls, late_minutes, co2e_kg, commute_co2e_kg``, one column a term,
            ``provider_pence, council_pence, travel_minutes_per_contact_hour,
            miles_per_contact_hour``.
        """
        if level not in get_args(Level):
            raise ValueError(f"{level!r} is no level; choose {', '.join(get_args(Level))}.")
        if level not in self._tables:
            self._tables[level] = self._table(level)
        return self._tables[level].copy()

    def account(self) -> pd.DataFrame:
        """List every term of both ledgers, and the preference points apart from them.

        Returns
        -------
        DataFrame
            Indexed by ``(ledger, term)``: ``what`` (one sentence) ``, pence``
            (Int64, NA for points) ``, points`` (NaN for money). The ledgers
            are ``council``, ``provider`` and ``preference``.
        """
        council = "Carer-hours asked for × price: routing does not change it."
        rows: list[tuple[str, str, str, int | None, float | None]]
        rows = [("council", "carer_hours", council, self.totals.council_pence, None)]
        rows += [("provider", name, TERMS[name], pence, None) for name, pence in self.terms.items()]
        rows += [("preference", name, POINTS[name], None, n) for name, n in self.points.items()]
        frame = pd.DataFrame(rows, columns=["ledger", "term", "what", "pence", "points"])
        frame = frame.astype({"pence": "Int64", "points": float})
        return frame.set_index(["ledger", "term"])

    def _table(self, level: str) -> pd.DataFrame:
        key = f"{level}_id" if level in ("carer", "provider") else level
        calls = self.stops.groupby(key, sort=True)
        sums = calls[[*SUMS, *TERMS]].sum()
        asked = self._asked(level)
        table = sums.reindex(sums.index.union(asked.index).sort_values()).fillna(0.0)
        table = table.rename(columns=SUMS)
        for name in ("contact", "travel", "waiting", "break", "paid", "late"):
            table[f"{name}_minutes"] /= 60
        table["late_calls"] = calls["late_s"].agg(lambda late: int((late > 0).sum()))
        table["calls"] = calls.size()
        table[["late_calls", "calls"]] = table[["late_calls", "calls"]].fillna(0).astype(int)
        for name, total in self.terms.items():
            table[name] = whole_pence(table[name].to_numpy(float), total)
        table["provider_pence"] = table[list(self.terms)].sum(axis=1)
        for name in ("visits", "served"):
            table[name] = asked[name].reindex(table.index).fillna(0).astype(int)
        council = asked["council_pence"].reindex(table.index).fillna(0.0).to_numpy(float)
        table["council_pence"] = whole_pence(council, self.totals.council_pence)
        hours = table["contact_minutes"] / 60
        table["travel_minutes_per_contact_hour"] = table["travel_minutes"] / hours.where(hours > 0)
        table["miles_per_contact_hour"] = table["miles"] / hours.where(hours > 0)
        return table.rename_axis(level)

    def _asked(self, level: str) -> pd.DataFrame:
        """Visits, served visits and council pence by the level's ids."""
        if level != "carer":
            key = "provider_id" if level == "provider" else level
            groups = self.visits.assign(visits=1).groupby(key)
            return groups[["visits", "served", "council_pence"]].sum()
        calls = self.stops[["visit_id", "carer_id"]]
        share = 1 / calls.groupby("visit_id")["carer_id"].transform("size")
        pence = self.visits["council_pence"].reindex(calls["visit_id"]).to_numpy(float) * share
        served = self.visits["served"].reindex(calls["visit_id"]).to_numpy(int)
        groups = calls.assign(council_pence=pence, visits=1, served=served).groupby("carer_id")
        asked = groups[["visits", "served", "council_pence"]].sum()
        idle = ~self.visits.index.isin(calls["visit_id"])
        if idle.any():
            left = self.visits.loc[idle, "council_pence"].sum()
            asked.loc[NO_CARER] = [int(idle.sum()), 0, left]
        return asked
