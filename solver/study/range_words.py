"""The range of a saving in words and rows, its rule, and what the papers claim beside it.

All of it is said from what :meth:`solver.study.ranges.Ranges.plain` writes, so that a saving that
was worked out now and one that was kept read alike.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.study.affected import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.study.ranges import LowToHigh, RangeRule

FIGURES: dict[str, tuple[str, str]] = {
    "late_beyond_cap_today": ("Visits late beyond the cap, today's rounds", "visits"),
    "late_beyond_cap_plan": ("Visits late beyond the cap, new rounds", "visits"),
    "late_visits_today": ("Visits that start late, today's rounds", "visits"),
    "late_visits_plan": ("Visits that start late, new rounds", "visits"),
    "provider_saved_pence": ("Providers save", "pence"),
    "released_carer_hours": ("Carer-hours released", "carer-hours"),
    "miles_saved": ("Miles between visits saved", "miles"),
    "miles_saved_share": ("Miles between visits saved, %", "share"),
}
"""Figures that have a range: title and unit, people before money."""

NO_RANGE = (
    "This saving has no range: it was worked out by an earlier version. Plan again to have one."
)

CLAIM_HEADING = "What the papers claim, not measured here"

CLAIM = (
    "30–40% less mileage for three strategic providers: a claim of the equality impact assessment "
    "of a home-care route optimisation project, November 2025 [000], of its own council's rounds. "
    "No figure of this county was worked out from it."
)
"""The saving that the papers speak of: never among our own figures, and always under its heading.
"""


def range_words(found: Mapping[str, Any], *, invented: bool) -> str:
    """Say between what a saving lies: who is called on late first, then money, then the rule.

    Parameters
    ----------
    found
        Ranges as :meth:`~solver.study.ranges.Ranges.plain` writes them.
    invented
        True where the rounds are nobody's: the sentence says so in itself.
    """
    rows, rule = found["figures"], found["rule"]
    cap = f"more than {found['cap_s'] / 60:g} minutes late" if found["cap_s"] else "late"
    new, today = rows["late_beyond_cap_plan"], rows["late_beyond_cap_today"]
    saved = rows["provider_saved_pence"]
    whose = "Range, on invented rounds" if invented else "Range"
    return (
        f"{whose}: with {drawn_words(rule)}, {_counts(new)} of the new rounds start {cap} "
        f"(today's rounds {_counts(today, unit=False)}), and providers {_money(saved)} "
        f"({said_words(rule)}).{_outside(saved, rule)}"
    )


def drawn_words(rule: Mapping[str, Any]) -> str:
    """Say what is drawn and from where."""
    slow, fast = (_speed(share) for share in rule["speed"])
    least, most = (100 * share for share in rule["overrun"])
    low, high = (100 * share for share in rule["delivery"])
    return (
        f"driving between {slow} and {fast}, visits that run over by {least:g}% to {most:g}% "
        f"(assumed) and {low:g}% to {high:g}% of planned hours delivered"
    )


def said_words(rule: Mapping[str, Any]) -> str:
    """Say which of the draws a range is made of."""
    return (
        f"{_ordinal(rule['low'])} to {_ordinal(rule['high'])} percentile of "
        f"{counted(rule['draws'], 'draw')}, seed {rule['seed']}; both plans re-timed, not planned "
        "anew"
    )


def rule_words(rule: Mapping[str, Any]) -> str:
    """State the rule of a range for the foot of a table."""
    return (
        f"Low to high: {said_words(rule)}. Drawn: {drawn_words(rule)}; the same for today's "
        "rounds and the new ones. One speed holds for all driving of a draw; walking, cycling and "
        "the stop at the door stay as planned. Each visit has draws of its own for how far it runs "
        "over and whether it falls away; its carer then goes on to the next door. How far visits "
        "run over is assumed and the share delivered is general knowledge: neither was measured "
        "here."
    )


def more_words(names: tuple[str, str], more: LowToHigh, rule: RangeRule, *, invented: bool) -> str:
    """Say by how much providers spend more under one scenario than under another, and its range."""
    ends = {"low": more.low, "high": more.high}
    planned = f"{_whole(more.plan)} {'more' if more.plan >= 0 else 'less'}"
    if not (more.low or more.plan or more.high):
        said = "spend the same, as planned and in every draw"
    else:
        said = f"spend {planned} as planned, and {_spend(ends)} in the range"
    whose = "on invented rounds, providers" if invented else "providers"
    return f"{names[1]} against {names[0]}: {whose} {said} ({said_words(asdict(rule))})."


def range_rows(found: Mapping[str, Any]) -> pd.DataFrame:
    """List the figures with their ranges.

    Returns
    -------
    DataFrame
        ``figure, title, unit, low, plan, high``, a row a figure.
    """
    rows = [
        {"figure": name, "title": title, "unit": unit, **found["figures"][name]}
        for name, (title, unit) in FIGURES.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "title", "unit", "low", "plan", "high"])


def _outside(saved: Mapping[str, float], rule: Mapping[str, Any]) -> str:
    """Say why the saving that is shown does not lie in its range, where it does not."""
    if saved["low"] <= saved["plan"] <= saved["high"]:
        return ""
    side = "above" if saved["plan"] > saved["high"] else "below"
    why = "the draws do not lie around the day as planned"
    if rule["overrun"][1] > 0 or rule["delivery"][0] < 1:
        why = "it counts on no visit that runs over and none that falls away"
    return f" The saving as planned lies {side} its range, since {why}."


def _counts(late: Mapping[str, float], *, unit: bool = True) -> str:
    low, high = round(late["low"]), round(late["high"])
    least, most = (f"{low:,}", counted(high, "visit") if unit else f"{high:,}")
    return most if low == high else f"{least} to {most}"


def _speed(share: float) -> str:
    """Write a speed against the planned one, e.g. "15% slower"."""
    if share == 1:
        return "as planned"
    return f"{abs(round(100 * (share - 1))):d}% {'slower' if share < 1 else 'faster'}"


def _money(saved: Mapping[str, float]) -> str:
    """Say what providers save, or spend more, at both ends."""
    low, high = (_whole(saved[end]) for end in ("low", "high"))
    if saved["low"] >= 0:
        return f"save {low} to {high}" if low != high else f"save {low}"
    if saved["high"] < 0:
        return f"spend {high} to {low} more"
    return f"spend up to {low} more or save up to {high}"


def _spend(more: Mapping[str, float]) -> str:
    """Say what is spent more, or less, at both ends."""
    low, high = (_whole(more[end]) for end in ("low", "high"))
    if more["low"] >= 0:
        return f"{low} to {high} more"
    if more["high"] <= 0:
        return f"{high} to {low} less"
    return f"up to {low} less or up to {high} more"


def _whole(pence: float) -> str:
    """Write an amount without its sign in whole pounds: the ends of a range are no finer."""
    return f"£{abs(pence) / 100:,.0f}"


def _ordinal(percentile: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(percentile % 10, "th")
    return f"{percentile}{'th' if percentile in (11, 12, 13) else ending}"
