"""The gate: a table leaves only after it was protected beside all that is out, and audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.errors import PublishError
from solver.publish.disclosure.audit import audit
from solver.publish.disclosure.hiding import CannotHideError
from solver.publish.disclosure.history import (
    PublicPack,
    PublishedCell,
    check_not_lowered,
    hidden_before,
    known_before,
    relevant,
    teller,
)
from solver.publish.disclosure.protect import protect, small_cells
from solver.publish.disclosure.rule import HidingRule, rounded
from solver.publish.disclosure.tables import Care, Key, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.publish.disclosure.tables import Linked

SMALL: Final = "few people"
COMPLEMENT: Final = "a hidden number could be worked out from it"
BESIDE: Final = "beside an earlier export a hidden number could be worked out from it"
LEFT_OUT: Final = "left out of the form chosen"

COARSER: Final = (
    "Publish a coarser form (“Zones and bands”, or “Zones” alone), or keep to the zones that "
    "are out already."
)


@dataclass(frozen=True, slots=True)
class WantedNumber:
    """A number that a table would show.

    Parameters
    ----------
    label
        What the table calls it.
    key
        Which number it is.
    weight
        How much it is wanted: a total more than an area.
    left_out
        True where the form that was chosen does not show it.
    """

    label: str
    key: Key
    weight: float = 1.0
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose numbers they are; see :class:`~solver.publish.disclosure.history.PublicPack`."""

    name: str
    population: str
    period: str
    numbers: str


@dataclass(frozen=True, eq=False)
class Release:
    """What may be shown.

    Parameters
    ----------
    hidden
        (w,) bool, in the order in which the numbers were wanted.
    why
        (w,) reason of each that is hidden; empty where it is shown.
    pack
        The numbers as they go out, for the log.
    beside
        Names of the earlier packs that were taken into account.
    """

    hidden: npt.NDArray[np.bool_]
    why: tuple[str, ...]
    pack: PublicPack
    beside: tuple[str, ...]


def release(
    care: Care,
    wanted: Sequence[WantedNumber],
    rule: HidingRule,
    about: Whose,
    *,
    before: Sequence[PublicPack] = (),
) -> Release:
    """Decide what a new pack may show beside those that are out.

    Parameters
    ----------
    before
        Every pack that was published; those of other populations and periods are passed over.

    Raises
    ------
    PublishError
        When the threshold was higher before; when what is out already gives a number away
        (the earlier pack and its cell are named); when the audit finds a hidden number that
        could be worked out.
    """
    earlier = relevant(before, about.population, about.period)
    check_not_lowered(earlier, rule)
    keys = [item.key for item in wanted]
    hidden, numbers = _protected(care, wanted, keys, rule, about, earlier)
    index = numbers.index()
    at = [index[key] for key in keys]
    alone = hidden_before(numbers, earlier)[at] if earlier else hidden
    few = small_cells(numbers, rule)[at]
    why = tuple(
        ""
        if not hides
        else LEFT_OUT
        if item.left_out
        else SMALL
        if small
        else COMPLEMENT
        if without
        else BESIDE
        for item, hides, small, without in zip(wanted, hidden, few, alone, strict=True)
    )
    people, hours = rounded(numbers.people[at]), rule.rounded_hours(numbers.hours[at])
    cells = tuple(
        PublishedCell(
            item.label,
            tuple(sorted(item.key.areas)),
            item.key.part,
            None if hides else int(heads),
            None if hides else int(week),
        )
        for item, hides, heads, week in zip(wanted, hidden, people, hours, strict=True)
    )
    pack = PublicPack(
        about.name, about.population, about.period, about.numbers, rule.threshold, cells
    )
    return Release(hidden, why, pack, tuple(dict.fromkeys(pack.name for pack in earlier)))


def _protected(
    care: Care,
    wanted: Sequence[WantedNumber],
    keys: Sequence[Key],
    rule: HidingRule,
    about: Whose,
    earlier: Sequence[PublicPack],
) -> tuple[npt.NDArray[np.bool_], Linked]:
    """Hide beside some earlier packs, and audit: (w,) bool, and the system of all numbers."""
    numbers = linked(care, [*keys, *(cell.key for pack in earlier for cell in pack.cells)])
    out = HidingRule(min([rule.threshold, *(p.threshold for p in earlier)]), rule.median_hours)
    known = known_before(numbers, earlier, about.numbers, out)
    index = numbers.index()
    at = np.array([index[key] for key in keys], dtype=np.int64)
    weight = np.ones(len(numbers.keys))
    offered = np.zeros(len(numbers.keys), dtype=bool)
    for item, place in zip(wanted, at.tolist(), strict=True):
        weight[place] = max(weight[place], item.weight)
        offered[place] |= not item.left_out
    kept_back = ~offered | small_cells(numbers, rule) | hidden_before(numbers, earlier)
    try:
        hidden = protect(numbers, out, known=known, hide=kept_back, weight=weight)
    except CannotHideError as error:
        raise _refused(numbers, earlier, error.cell) from error
    told = audit(numbers, out, shown=known | ~hidden)
    if told:
        raise _refused(numbers, earlier, told[0].cell)
    return (hidden | ~offered | small_cells(numbers, rule))[at], numbers


def _refused(numbers: Linked, earlier: Sequence[PublicPack], cell: int) -> PublishError:
    key = numbers.keys[cell]
    what = ", ".join(sorted(key.areas)[:3])
    if not earlier:
        return PublishError(
            f"A number of few people ({what}) could be worked out from these tables; nothing is "
            f"written. {COARSER}"
        )
    name, label = teller(earlier, key)
    return PublishError(
        f"A number of few people ({what}) could be worked out from this export beside “{name}”, "
        f"which is out already and shows “{label}”. Nothing is written. {COARSER}"
    )
