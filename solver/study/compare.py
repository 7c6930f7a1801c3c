"""Many results in one frame: today beside the plan, and scenario beside scenario.

Money is told apart: what the council pays does not change with the routing;
what the providers spend does. Every figure carries its unit and its base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from solver.costs import released_worth
from solver.domain.words import DAY_NAMES
from solver.errors import ScenarioError
from solver.study.affected import lost, people_words, unmade_words
from solver.study.measures import MEASURES, Measure, value_of
from solver.study.range_words import range_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.study.day import Result
    from solver.study.ranges import Ranges


BREAKDOWN: tuple[str, ...] = (
    "visits",
    "served",
    "council_pence",
    "provider_pence",
    "miles",
    "travel_minutes",
    "waiting_minutes",
    "contact_minutes",
    "travel_minutes_per_contact_hour",
    "co2e_kg",
    "commute_co2e_kg",
)
"""Columns of a breakdown by provider, zone or band."""


ON_INVENTED = "On invented rounds, "
"""Begins a sentence that rests on rounds that are nobody's."""


def compare(results: Sequence[Result]) -> pd.DataFrame:
    """Set today beside the plan of each result.

    Parameters
    ----------
    results
        One or more results; scenarios of the same name are told apart by a
        number.

    Returns
    -------
    frame
        Indexed by ``scenario`` and ``figure`` (names of :data:`MEASURES`), with
        ``title, unit, base`` (which visits the figure is of) ``, today, plan,
        change`` (plan − today) and ``change_share`` (of today). ``today`` and
        ``change`` are NaN for what is itself counted against today.
    """
    frames = []
    for label, result in zip(labels(results), results, strict=True):
        base = base_of(result)
        rows = [_row(figure, result, base) for figure in MEASURES]
        frame = pd.DataFrame(rows).set_index("figure")
        frames.append(pd.concat({label: frame}, names=["scenario"]))
    if not frames:
        raise ScenarioError("There is nothing to compare: run a scenario first.")
    return pd.concat(frames)


def deltas(results: Sequence[Result]) -> pd.DataFrame:
    """Set the plans of several scenarios beside each other, the first as the reference.

    Returns
    -------
    frame
        Indexed by ``figure``, with ``title, unit, base``, one column a scenario
        and one ``<scenario>: change`` for each but the first.

    Raises
    ------
    ScenarioError
        When the results are of different days or different data: their
        difference would not be the scenarios'.
    """
    long = compare(results)
    first = results[0]
    for result in results[1:]:
        if result.day != first.day:
            raise ScenarioError(
                f"{first.scenario.name!r} is of {DAY_NAMES[first.day]} and "
                f"{result.scenario.name!r} of {DAY_NAMES[result.day]}: run both on one day."
            )
        if result.input_hash != first.input_hash:
            raise ScenarioError(
                f"{first.scenario.name!r} and {result.scenario.name!r} were run on different "
                f"data: run both again on the same world."
            )
    wide = long["plan"].unstack("scenario")
    names = labels(results)
    table = pd.DataFrame(long.xs(names[0], level="scenario")[["title", "unit", "base"]])
    bases = {base_of(result) for result in results}
    if len(bases) > 1:
        table["base"] = " | ".join(
            f"{name}: {base_of(result)}" for name, result in zip(names, results, strict=True)
        )
    if len({result.scenario.rounds.tolerance_s for result in results}) > 1:
        plain = next(item.title for item in MEASURES if item.name == "moved_beyond")
        table.loc["moved_beyond", "title"] = f"{plain} (not the same for all)"
    for name in names:
        table[name] = wide[name]
        if name != names[0]:
            table[f"{name}: change"] = wide[name] - wide[names[0]]
    return table


def compare_by(
    results: Sequence[Result], level: Literal["provider", "zone", "band"]
) -> pd.DataFrame:
    """Break each result down, a row for each provider, zone or band.

    Returns
    -------
    frame
        Indexed by ``scenario`` and the level, with ``<figure>_today``,
        ``<figure>_plan`` and ``<figure>_change`` for each of :data:`BREAKDOWN`;
        0 where a provider has no part in one of the two, NaN for a figure per
        contact hour without contact.
    """
    frames = []
    for label, result in zip(labels(results), results, strict=True):
        today, plan = result.today.by(level), result.score.by(level)
        rows = today.index.union(plan.index).sort_values()
        table = pd.DataFrame(index=pd.Index(rows, name=level))
        for name in BREAKDOWN:
            fill = float("nan") if name.endswith("_per_contact_hour") else 0
            before = today[name].reindex(rows, fill_value=fill)
            after = plan[name].reindex(rows, fill_value=fill)
            table[f"{name}_today"] = before
            table[f"{name}_plan"] = after
            table[f"{name}_change"] = after - before
        frames.append(pd.concat({label: table}, names=["scenario"]))
    if not frames:
        raise ScenarioError("There is nothing to compare: run a scenario first.")
    return pd.concat(frames)


def saving(result: Result, found: Ranges | None = None) -> str:
    """Say what a plan brings: visits unmade and people first, then both ledgers, then its range.

    Parameters
    ----------
    found
        Its ranges where they were kept; the result's own where ``None``.
    """
    before, after = result.today.totals, result.score.totals
    found = found or result.ranges
    first = (
        unmade_words(after.unserved, after.visits, before.unserved),
        lost(result.today).words(),
        people_words(result.score),
        _ledgers(result),
        range_words(found.plain(), invented=result.case.invented),
    )
    return " ".join(words for words in first if words)


def _ledgers(result: Result) -> str:
    """Say what a plan saves, and for whom, in words that keep the ledgers apart."""
    before, after = result.today.totals, result.score.totals
    change = after.council_pence - before.council_pence
    council = "unchanged" if not change else f"{pounds(abs(change))} {_more(change)}"
    spent = after.provider_pence - before.provider_pence
    released = after.released_carer_hours or 0.0
    verb = "save" if spent <= 0 else "spend"
    who = f"{ON_INVENTED}providers" if result.case.invented else "Providers"
    text = f"Council pays: {council}. {who} {verb} {pounds(abs(spent))}"
    text += " more" if spent > 0 else ""
    if released > 0:
        text += f"; {released:,.1f} carer-hours released, {_worth(result, released)}"
    elif released < 0:
        text += f"; {-released:,.1f} carer-hours more go into travel and waiting"
    fewer = before.served - after.served
    if fewer:
        less = "fewer" if fewer > 0 else "more"
        visits = "visit" if abs(fewer) == 1 else "visits"
        text += f"; all this with {abs(fewer):,} {less} {visits} made than in today's rounds"
    return text + "."


def _worth(result: Result, released: float) -> str:
    """Say what released hours of the day are worth to the council, and on what condition."""
    worth = released_worth(released, result.score.visits, result.case.spot_gap_pence)
    if not worth.spot_hours:
        return "worth nothing to the council that day: no spot package could move into them"
    if not worth.pence:
        return (
            "worth nothing to the council that day: spot packages that could move into them cost "
            "no more than a strategic provider"
        )
    return (
        f"worth at most {pounds(worth.pence)} to the council that day, and only if "
        f"{worth.hours:,.1f} spot hours move into them (they cost "
        f"{pounds(round(worth.gap_pence))} an hour more than a strategic provider)"
    )


def pounds(pence: int) -> str:
    """Write pence as pounds.

    >>> pounds(35_215_525)
    '£352,155.25'
    """
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) / 100:,.2f}"


def labels(results: Sequence[Result]) -> list[str]:
    """Name each result by its scenario, numbered where a name comes again."""
    found: list[str] = []
    for result in results:
        name = result.scenario.name
        again = 2
        label = name
        while label in found:
            label = f"{name} ({again})"
            again += 1
        found.append(label)
    return found


def base_of(result: Result) -> str:
    """Say which visits a result's figures are of."""
    zones = result.scenario.rounds.zones
    where = ", ".join(zones) if zones else "all zones"
    return f"All planned visits of one {DAY_NAMES[result.day]}, {where}"


def _row(figure: Measure, result: Result, base: str) -> dict[str, object]:
    before = value_of(result.today, figure, today=True)
    after = value_of(result.score, figure, today=False)
    title = figure.title
    if figure.name == "moved_beyond":
        title = f"Starts moved by more than {result.scenario.rounds.tolerance_s / 60:g} minutes"
    change = after - before
    return {
        "figure": figure.name,
        "title": title,
        "unit": figure.unit,
        "base": base,
        "today": before,
        "plan": after,
        "change": change,
        "change_share": change / before if before else float("nan"),
    }


def _more(change: float) -> str:
    return "more" if change > 0 else "less"
