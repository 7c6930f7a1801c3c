"""Speed limits as OpenStreetMap writes them, in km/h.

Implicit limits are those of the Highway Code, rule 124 (cars): 30 mph in
built-up areas (20 mph in Wales since September 2023), 60 mph on single and
70 mph on dual carriageways and motorways.
"""

from __future__ import annotations

import math
import re
from typing import Final

KMH_PER_MPH: Final = 1.609344
KMH_PER_KNOT: Final = 1.852

IMPLICIT_MPH: Final[dict[str, float]] = {
    "GB:nsl_single": 60,
    "GB:nsl_dual": 70,
    "GB:nsl_restricted": 30,
    "GB:motorway": 70,
    "GB:urban": 30,
    "GB:rural": 60,
    "GB-WLS:nsl_restricted": 20,
    "GB:national": 60,
    "national": 60,
}
"""Implicit limits of the United Kingdom, mph."""

BUILT_UP: Final = frozenset({"GB:nsl_restricted", "GB:urban", "GB-WLS:nsl_restricted"})
"""Limit words that also say that the road is in a built-up area."""

OPEN_COUNTRY: Final = frozenset({"GB:nsl_single", "GB:nsl_dual", "GB:rural"})

_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph|knots)?$")


def read_limit(text: str) -> float:
    """Read a ``maxspeed`` value.

    Parameters
    ----------
    text
        Such as ``30 mph``, ``50``, ``GB:nsl_single``, ``40 mph;50 mph`` (the
        lowest counts) or nonsense.

    Returns
    -------
    limit_kmh
        NaN where the value says nothing that can be used: ``none``,
        ``signals``, ``walk``, anything below 3 or above 160 km/h.
    """
    best = math.inf
    for part in re.split(r"[;|]", text):
        word = part.strip()
        if word in IMPLICIT_MPH:
            best = min(best, IMPLICIT_MPH[word] * KMH_PER_MPH)
            continue
        match = _NUMBER.match(word.lower())
        if match is None:
            continue
        unit = {"mph": KMH_PER_MPH, "knots": KMH_PER_KNOT}.get(match[2] or "", 1.0)
        best = min(best, float(match[1]) * unit)
    return best if 3.0 <= best <= 160.0 else math.nan
