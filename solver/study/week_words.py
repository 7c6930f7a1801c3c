"""What a planned week brings, in words: visits unmade and people first, then both ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solver.study.affected import Lost, counted, unmade_words
from solver.study.compare import ON_INVENTED, pounds
from solver.study.range_words import NO_RANGE, range_words

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEK = "week"
"""Row of a table that sums the days."""


def said(summary: Mapping[str, Any]) -> str:
    """Say what a week brings, from its summary (:func:`solver.study.week.summary`).

    Every number is one of the summary's own, so that sentence, cards and table agree; weeks that
    were kept by an earlier version are said in the same way.
    """
    week = summary["days"][WEEK]
    unmade, today = unmade_of(summary)
    gone = Lost(**summary.get("lost_by_transfer", {"visits": 0, "people": 0}))
    words = [
        unmade_words(unmade, int(week["visits_plan"]), today),
        gone.words(),
        _people(summary),
    ]
    saved = int(week["provider_saved_pence"])
    verb, more = ("save", "") if saved >= 0 else ("spend", " more")
    who = f"{ON_INVENTED}providers" if summary.get("invented") else "Providers"
    money = f"Council pays: unchanged. {who} {verb} {pounds(abs(saved))}{more} in the week and "
    money += f"{week['released_carer_hours']:,.0f} carer-hours are released"
    fewer = int(week["served_today"] - week["served_plan"])
    if fewer > 0:
        money += f", with {counted(fewer, 'visit')} fewer made than in today's rounds"
    words.append(f"{money}.")
    if "range" in summary:
        words.append(range_words(summary["range"], invented=bool(summary.get("invented"))))
    else:
        words.append(NO_RANGE)
    if unmade:
        words.append("No saving is given for a year while visits are left unmade.")
    return " ".join(word for word in words if word)


def unmade_of(summary: Mapping[str, Any]) -> tuple[int, int]:
    """Count the visits that nobody makes: in the new week, and in today's rounds."""
    week = summary["days"][WEEK]
    plan, today = (int(week[f"visits_{of}"] - week[f"served_{of}"]) for of in ("plan", "today"))
    return plan, today


def _people(summary: Mapping[str, Any]) -> str:
    before, after = summary["continuity"]["today"], summary["continuity"]["plan"]
    if not after["people"]:
        return ""
    new, people = after["new_carers"], after["people"]
    text = f"{new:,} of {people:,} people called on ({new / people:.0%}) get a new carer"
    week = summary["days"][WEEK]
    if "moved" in week and week["served_plan"]:
        moved, made = int(week["moved"]), int(week["served_plan"])
        text += f"; {moved:,} of {made:,} starts ({moved / made:.0%}) move"
    return (
        f"{text}. A person sees {after['carers_a_person']:.1f} carers in the week (today's rounds "
        f"{before['carers_a_person']:.1f}); the usual one comes to {after['usual_share']:.0%} of "
        f"visits (today's rounds {before['usual_share']:.0%})."
    )
