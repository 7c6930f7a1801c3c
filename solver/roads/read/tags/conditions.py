"""What a conditional tag says: values, and the weekdays and hours at which each holds.

The form is that of OpenStreetMap's "Conditional restrictions", ``value @ (condition)``, several
apart by ``;``; of several that hold at one moment the last counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from solver.domain import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from solver.roads.read.tags.values import Tags

MINUTES: Final = 1_440
"""Of a day."""

_OUTSIDE_BRACKETS: Final = re.compile(r";(?![^(]*\))")
_DAY: Final = r"(mo|tu|we|th|fr|sa|su)"
_HOUR: Final = r"(\d{1,2}):([0-5]\d)"
_STRETCH: Final = re.compile(rf"(?:{_DAY}(?:\s*-\s*{_DAY})?)?\s*(?:{_HOUR}\s*-\s*{_HOUR})?")
_LATEST: Final = 2 * MINUTES
_ALWAYS: Final = "24/7"
_LONGEST: Final = 255  # OpenStreetMap's own limit of a value


class Rule(NamedTuple):
    """One value of a conditional tag.

    Parameters
    ----------
    value
        Without spaces and capitals.
    holds
        (7, 1440) bool: minutes of Monday to Sunday at which it does; None where the condition is
        of another kind than weekday and hour.
    """

    value: str
    holds: npt.NDArray[np.bool_] | None

    @property
    def all_day(self) -> bool:
        """Whether it holds for whole days only."""
        return self.holds is not None and bool((self.holds.all(1) | ~self.holds.any(1)).all())


def rules_of(tags: Tags, key: str) -> tuple[Rule, ...]:
    """Read ``key:conditional``, in the order in which it is written; empty where it is absent."""
    return read_rules(tags.get(f"{key}:conditional", ""))


@lru_cache(maxsize=256)
def read_rules(text: str) -> tuple[Rule, ...]:
    """Read the value of a conditional tag; a part without ``@`` or value is of another kind."""
    if len(text) > _LONGEST:
        return (Rule("", None),)
    rules = []
    for part in _OUTSIDE_BRACKETS.split(text.casefold()):
        if not part.strip():
            continue
        value, _, condition = part.partition("@")
        holds = when(condition.strip(" ()")) if value.strip() else None
        rules.append(Rule(value.strip(), holds))
    return tuple(rules)


def when(condition: str) -> npt.NDArray[np.bool_] | None:
    """Say at which minutes of the week a condition holds.

    Parameters
    ----------
    condition
        Small letters, without its brackets, such as ``mo-fr 08:15-09:15,15:00-16:00``. Parts
        apart by ``;`` add up. Without days it holds every day, without hours all day; hours that
        end no later than they begin run past midnight.

    Returns
    -------
    holds
        (7, 1440) bool; None where it is not of this form (holidays, dates, weights, and so on).
    """
    week = np.zeros(len(DAYS) * MINUTES, np.bool_)
    for part in condition.split(";"):
        if part.strip() == _ALWAYS:
            week[:] = True
            continue
        days: set[int] = set()
        hours: list[tuple[int, int]] = []
        for stretch in [*part.split(","), None]:
            found = None if stretch is None else _stretch(stretch.strip())
            if stretch is not None and found is None:
                return None
            if found is None or (found[0] and hours):  # days after hours begin anew
                _mark(week, days, hours)
                days, hours = set(), []
            if found is not None:
                days |= found[0]
                hours += found[1]
    return week.reshape(len(DAYS), MINUTES)


def _stretch(text: str) -> tuple[set[int], list[tuple[int, int]]] | None:
    """Days and minutes of one member of a list such as ``mo-fr 08:15-09:15``."""
    found = _STRETCH.fullmatch(text)
    if not text or found is None:
        return None
    first, last, *clock = found.groups()
    days: set[int] = set()
    if first:
        names = [day[:2] for day in DAYS]
        begin, end = names.index(first), names.index(last or first)
        days = {(begin + i) % 7 for i in range((end - begin) % 7 + 1)}
    if clock[0] is None:
        return days, []
    begin, end = (int(clock[i]) * 60 + int(clock[i + 1]) for i in (0, 2))
    end += MINUTES if end <= begin else 0
    return (days, [(begin, end)]) if begin < MINUTES and end <= _LATEST else None


def _mark(week: npt.NDArray[np.bool_], days: set[int], hours: list[tuple[int, int]]) -> None:
    """Set the minutes of some hours on some days, (10080,); past Sunday comes Monday."""
    for day in days or set(range(len(DAYS))):
        for begin, end in hours or [(0, MINUTES)]:
            week[np.arange(day * MINUTES + begin, day * MINUTES + end) % week.size] = True


def kinds_of(tags: Tags, keys: Iterable[str], of_what: str) -> list[str]:
    """Name the conditions under some keys by kind, one for each.

    Parameters
    ----------
    tags
        Of a way or relation.
    keys
        Keys whose ``:conditional`` counts.
    of_what
        What they bear on, such as "access".
    """
    return [
        f"conditional {of_what} of another kind, not applied" if rule.holds is None
        else f"conditional {of_what} by weekday, applied" if rule.all_day
        else f"conditional {of_what} by hour, applied where the time of day counts"
        for rule in _every(tags, keys)
    ]  # fmt: skip


def kinds_not_applied(tags: Tags, keys: Iterable[str], of_what: str) -> list[str]:
    """Name the conditions under some keys by kind, where none is applied, of whatever kind."""
    return [
        f"conditional {of_what} {kind}, not applied"
        for rule in _every(tags, keys)
        for kind in ["of another kind" if rule.holds is None else "by weekday and hour"]
    ]


def _every(tags: Tags, keys: Iterable[str]) -> list[Rule]:
    if not any(key.endswith(":conditional") for key in tags):
        return []
    return [rule for key in keys for rule in rules_of(tags, key)]
