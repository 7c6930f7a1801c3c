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
    "nslsingle": 60,
    "nsldual": 70,
    "nslrestricted": 30,
    "motorway": 70,
    "urban": 30,
    "rural": 60,
    "wlsnslrestricted": 20,
    "wlsurban": 20,
    "national": 60,
    "nsl": 60,
}
"""Implicit limits of the United Kingdom, mph, by the word without ``GB:``, signs and spaces."""

BUILT_UP: Final = frozenset({"nslrestricted", "urban", "wlsnslrestricted", "wlsurban"})
"""Limit words that also say that the road is in a built-up area."""

OPEN_COUNTRY: Final = frozenset({"nslsingle", "nsldual", "rural"})

NO_LIMIT: Final = frozenset({"none", "no", "signals", "walk", "variable", "unlimited", "unposted"})
"""Words that are understood and give no number."""

_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)\s*(mph|m\.p\.h\.?|mi/h|km/h|kmh|kph|km|knots?)?", re.IGNORECASE
)
_BRITISH = re.compile(r"(?:gb|uk)(?![a-z])|(?:gb|uk)(?=nsl|zone)")
_ZONE = re.compile(r"(?:wls|sct|eng|nir)?(?:zone)?(\d{1,2})(?:mph)?")
_MILES = ("mph", "m.p.h", "m.p.h.", "mi/h")
_FIVES = frozenset(range(5, 75, 5))


def limit_word(text: str) -> str:
    """Strip a word for a limit down to what it means.

    ``GB:nsl_single``, ``UK:nsl_single`` and ``GB_nsl:single`` all become
    ``nslsingle``; ``GB:zone:20`` and ``GB:20`` become ``20``, miles an hour.
    Empty where it is no British word.
    """
    word = text.strip().casefold()
    british = _BRITISH.match(word)
    bare = re.sub(r"[^a-z0-9]", "", word[british.end() :] if british else word)
    if bare in IMPLICIT_MPH:
        return bare
    zone = _ZONE.fullmatch(bare) if british else None
    return zone[1] if zone else ""


def _parts(text: str) -> list[str]:
    return [part.strip().casefold() for part in re.split(r"[;|]", text) if part.strip()]


def read_word(text: str) -> float:
    """Read a limit told in words, as in ``maxspeed:type``, in km/h; NaN where it is none."""
    words = [word for part in _parts(text) if (word := limit_word(part))]
    found = [IMPLICIT_MPH.get(word) or float(word) for word in words]
    return _within(min(found) * KMH_PER_MPH) if found else math.nan


def read_limit(text: str) -> float:
    """Read a ``maxspeed`` value.

    Parameters
    ----------
    text
        Such as ``30 mph``, ``50``, ``GB:nsl_single``, ``40 mph;50 mph`` (the
        lowest counts) or nonsense. A number without a unit is km/h.

    Returns
    -------
    limit_kmh
        NaN where the value says nothing that can be used: ``none``,
        ``signals``, ``walk``, anything below 3 or above 160 km/h.
    """
    best = math.inf
    for part in _parts(text):
        match = _NUMBER.fullmatch(part)
        if match is None:
            word = read_word(part)
            best = min(best, word) if word == word else best
            continue
        unit = match[2] or ""
        factor = KMH_PER_MPH if unit in _MILES else 1.0
        factor = KMH_PER_KNOT if unit.startswith("knot") else factor
        best = min(best, float(match[1]) * factor)
    return _within(best)


def _within(limit_kmh: float) -> float:
    return limit_kmh if 3.0 <= limit_kmh <= 160.0 else math.nan


def in_miles(text: str) -> bool:
    """Whether a limit says that it is in miles an hour."""
    return any(match[2] in _MILES for part in _parts(text) if (match := _NUMBER.fullmatch(part)))


def may_be_miles(text: str) -> bool:
    """Whether a limit is a number without a unit that a British sign could show: 5, 10, … 70."""
    return any(part.isdecimal() and int(part) in _FIVES for part in _parts(text))


def unreadable(text: str) -> list[str]:
    """Members of a limit that are not understood."""
    return [
        part
        for part in _parts(text)
        if part not in NO_LIMIT and _NUMBER.fullmatch(part) is None and not limit_word(part)
    ]
