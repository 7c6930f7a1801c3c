"""Actors: who does a thing, by the name that stored rows bear as their owner."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Literal

from solver.errors import HomeroundsError

Act = Literal["load a county", "delete a county", "ask for work"]
"""What an actor may want to do and others would notice."""


class NotAllowed(HomeroundsError):
    """Somebody may not do a thing."""


@dataclass(frozen=True)
class Actor:
    """Somebody who works here.

    Parameters
    ----------
    name
        As it stands in the owner column of stored rows.
    """

    name: str


def here() -> Actor:
    """Say who is at this machine: the account that Homerounds runs under."""
    try:
        return Actor(getpass.getuser())
    except (KeyError, OSError):
        return Actor("officer")  # a machine without a name for its account


def may(actor: Actor, act: Act) -> bool:
    """Say whether somebody may do a thing: yes, whoever it is and whatever the thing.

    There are no roles and no rights in Homerounds. Who reaches the dashboard is settled outside it
    (it listens on this machine alone unless somebody sets it up otherwise), and whoever does may
    do all that the pages offer.
    """
    return True


def require(actor: Actor, act: Act) -> None:
    """Go on only where somebody may do a thing.

    Raises
    ------
    NotAllowed
        Where :func:`may` says no.
    """
    if not may(actor, act):
        raise NotAllowed(f"{actor.name or 'Nobody'} may not {act} here.")
