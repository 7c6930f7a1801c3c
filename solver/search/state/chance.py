"""Random numbers of a search, kept in its state, so that a plan depends on the seed alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from solver.search.compiled import inlined, kernel
from solver.search.state.arrays import BLINK, RANDOM, State

HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
"""Half a word, in bits, and what is left of a word without its upper half."""


@inlined
def _plus(a: Any, b: Any) -> Any:
    """Add two words of 64 bits and drop what goes beyond, with no sum that does."""
    low = (a & LOW) + (b & LOW)
    high = (a >> HALF) + (b >> HALF) + (low >> HALF)
    return ((high & LOW) << HALF) | (low & LOW)


@inlined
def _times(a: Any, b: Any) -> Any:
    """Multiply two words of 64 bits and drop what goes beyond, with no product that does."""
    low = (a & LOW) * (b & LOW)
    high = (((a >> HALF) * (b & LOW)) & LOW) + (((a & LOW) * (b >> HALF)) & LOW) + (low >> HALF)
    return ((high & LOW) << HALF) | (low & LOW)


@kernel
def draw(s: State) -> int:
    """Draw 63 random bits (SplitMix64: Steele, Lea, Flood 2014)."""
    z = _plus(np.uint64(s.totals[RANDOM]), np.uint64(0x9E3779B97F4A7C15))
    s.totals[RANDOM] = np.int64(z)
    z = _times(z ^ (z >> np.uint64(30)), np.uint64(0xBF58476D1CE4E5B9))
    z = _times(z ^ (z >> np.uint64(27)), np.uint64(0x94D049BB133111EB))
    bits: Any = np.int64((z ^ (z >> np.uint64(31))) >> np.uint64(1))
    return bits


@kernel
def uniform(s: State) -> float:
    """Draw a number of [0, 1)."""
    return (draw(s) >> 10) / 9007199254740992.0


@inlined
def blinks(s: State, blink: int) -> bool:
    """Say whether to overlook this candidate: one in ``blink`` on average, by a countdown."""
    s.totals[BLINK] -= 1
    if s.totals[BLINK] > 0:
        return False
    s.totals[BLINK] = 1 + draw(s) % (2 * blink)
    return True
