"""Disclosure control: small numbers of people are neither shown nor left to be worked out.

``rule`` says what is small; ``tables`` what a reader knows; ``protect`` what is hidden with
it; ``audit`` tries, by another method, to work it out; ``history`` knows what is out already;
``release`` is the gate that a table goes through.
"""

from solver.publish.disclosure.history import PublicPack, PublishedCell
from solver.publish.disclosure.protect import suppress
from solver.publish.disclosure.release import Release, WantedNumber, release
from solver.publish.disclosure.rule import (
    SUPPRESSED,
    THRESHOLDS,
    HidingRule,
    check_threshold,
    rounded,
)
from solver.publish.disclosure.tables import Care, Key, Sums

__all__ = [
    "SUPPRESSED",
    "THRESHOLDS",
    "Care",
    "HidingRule",
    "Key",
    "PublicPack",
    "PublishedCell",
    "Release",
    "Sums",
    "WantedNumber",
    "check_threshold",
    "release",
    "rounded",
    "suppress",
]
