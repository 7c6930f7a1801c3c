"""What the checker finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks.

    Parameters
    ----------
    rule
        Short name: ``unknown``, ``served-twice``, ``lost``, ``carers``, ``together``, ``window``,
        ``travel``, ``shift``, ``skill``, ``provider``, ``excluded``, ``gender``, ``locked``,
        ``freedom``, ``break``, ``hours``, ``crew``, ``apart``, ``after`` or
        ``order``.
    visit_id, carer_id
        Whom it concerns; empty where it is of the other alone.
    detail
        The sentence that a user reads.
    """

    rule: str
    visit_id: str
    carer_id: str
    detail: str
