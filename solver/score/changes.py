"""Whom a plan touches: people with a new carer or a new provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def changed_people(stops: pd.DataFrame, today: pd.DataFrame) -> tuple[int, int]:
    """Count people called on by a carer, and by a provider, new to them.

    A carer (a provider) is new to a person where they make none of that
    person's calls of the same day in today's plan. People without a call
    today cannot lose one and are not counted.

    Parameters
    ----------
    stops, today
        Calls of the plan and of today, with ``person_id, carer_id, provider_id``.

    Returns
    -------
    carers_changed, providers_changed
        Numbers of people.
    """
    return _new_to(stops, today, "carer_id"), _new_to(stops, today, "provider_id")


def _new_to(stops: pd.DataFrame, today: pd.DataFrame, who: str) -> int:
    known = set(zip(today["person_id"], today[who], strict=True))
    seen = set(today["person_id"])
    pairs = set(zip(stops["person_id"], stops[who], strict=True))
    return len({person for person, name in pairs if person in seen and (person, name) not in known})
