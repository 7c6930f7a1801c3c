"""Faults of the store, in words that an officer can act on."""

from __future__ import annotations

from solver.errors import HomeroundsError


class StoreError(HomeroundsError):
    """The store cannot do what was asked; the message says what to do instead."""


class StaleScenario(StoreError):
    """The scenario was changed elsewhere since it was opened here."""


class Cancelled(Exception):
    """Raised inside a job when its cancel flag is up; not a fault."""
