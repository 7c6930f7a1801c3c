"""Whom a plan touches: people with a new carer or a new provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    import pandas as pd

PROVIDER_CHANGED = "provider-changed"
"""Reason of a visit that today's rounds make for another provider than the scenario's."""


def changed_people(
    stops: pd.DataFrame, today: pd.DataFrame, handed_over: AbstractSet[str] = frozenset()
) -> tuple[int, int]:
    """Count people called on by a carer, and by a provider, new to them.

    A carer (a provider) is new to a person where they make none of that
    person's calls of the same day in today's plan. People whom nobody calls on
    today cannot lose a carer and are not counted.

    Parameters
    ----------
    stops, today
        Calls of the plan and of today, with ``visit_id, person_id, carer_id,
        provider_id``.
    handed_over
        Visits that today another provider makes: whoever makes them in the
        plan is new.

    Returns
    -------
    carers_changed, providers_changed
        Numbers of people.
    """
    met = set(stops.loc[stops["visit_id"].isin(handed_over), "person_id"])
    return (
        len(met | _new_to(stops, today, "carer_id")),
        len(met | _new_to(stops, today, "provider_id")),
    )


def _new_to(stops: pd.DataFrame, today: pd.DataFrame, who: str) -> set[str]:
    known = set(zip(today["person_id"], today[who], strict=True))
    seen = set(today["person_id"])
    pairs = set(zip(stops["person_id"], stops[who], strict=True))
    return {person for person, name in pairs if person in seen and (person, name) not in known}
