"""Continuity over a week: how many carers a person sees, and how often the usual one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Day
    from solver.score.scored import Score


@dataclass(frozen=True, slots=True)
class Continuity:
    """How familiar a week's carers are, over all people who are called on.

    Parameters
    ----------
    people
        People with at least one visit made.
    carers_a_person
        Different carers a person sees in the week, on average; NaN without people.
    usual_share
        Share of the visits made at which the person's usual carer is present: the one who comes
        to most of them. NaN without visits.
    new_carers
        People called on by a carer who makes none of their calls in today's week; ``None`` for
        today itself.
    """

    people: int
    carers_a_person: float
    usual_share: float
    new_carers: int | None


def continuity_table(week: Mapping[Day, Score]) -> pd.DataFrame:
    """List the people who are called on in a week.

    Returns
    -------
    DataFrame
        Indexed by person_id: ``visits`` (made) ``, carers`` (different ones) ``, usual_carer``
        (the one who comes to most visits; the first in id order where several do) ``,
        usual_visits, usual_share``.
    """
    calls = _calls(week)
    visits = calls.groupby("person_id")[["day", "visit_id"]].apply(
        lambda made: len(made.drop_duplicates())
    )
    pairs = calls.groupby(["person_id", "carer_id"]).size().rename("usual_visits").reset_index()
    most = pairs.sort_values(
        ["person_id", "usual_visits", "carer_id"], ascending=[True, False, True]
    ).drop_duplicates("person_id")
    most = most.set_index("person_id")
    table = pd.DataFrame(
        {
            "visits": visits.astype(int) if len(visits) else pd.Series(dtype=int),
            "carers": calls.groupby("person_id")["carer_id"].nunique(),
            "usual_carer": most["carer_id"],
            "usual_visits": most["usual_visits"],
        }
    )
    table["usual_share"] = table["usual_visits"] / table["visits"]
    return table.rename_axis("person_id")


def continuity(week: Mapping[Day, Score], today: Mapping[Day, Score] | None = None) -> Continuity:
    """Sum up the continuity of a week.

    Parameters
    ----------
    week
        Scores of its days.
    today
        Scores of today's week, for who is new to whom.
    """
    table = continuity_table(week)
    new = None
    if today is not None:
        before = _calls(today)
        known = set(zip(before["person_id"], before["carer_id"], strict=True))
        called = set(before["person_id"])
        calls = _calls(week)
        pairs = set(zip(calls["person_id"], calls["carer_id"], strict=True))
        new = len({who for who, carer in pairs if who in called and (who, carer) not in known})
    visits = int(table["visits"].sum())
    return Continuity(
        people=len(table),
        carers_a_person=float(table["carers"].mean()) if len(table) else float("nan"),
        usual_share=float(table["usual_visits"].sum()) / visits if visits else float("nan"),
        new_carers=new,
    )


def _calls(week: Mapping[Day, Score]) -> pd.DataFrame:
    """List the calls of visits that are made by all the carers that they need."""
    columns = ["visit_id", "person_id", "carer_id"]
    frames = []
    for day, scored in week.items():
        stops = scored.stops
        whole = stops["visit_id"].isin(scored.visits.index[scored.visits["served"]])
        frames.append(stops.loc[whole, columns].assign(day=day))
    if not frames:
        return pd.DataFrame(columns=[*columns, "day"])
    return pd.concat(frames, ignore_index=True)
