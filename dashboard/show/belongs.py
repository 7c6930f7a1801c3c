"""What a result belongs to: the choices that it was worked out for, and which are others now."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show.controls import DAY_NAMES
from dashboard.show.text import MINUTE_S, number
from office import jobs
from office.store import scenarios
from solver.domain import Scenario
from solver.domain.reads import reads
from solver.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dashboard.state import Open
    from office.jobs import Job
    from office.jobs.task import Task
    from solver.domain import Day, RoundChoices
    from solver.domain.freedom import Freedom
    from solver.domain.reads import Step

FREEDOM: dict[Freedom, str] = {
    "re-time": "Times only: same carer, same order",
    "re-sequence": "Order and times: same carer",
    "re-allocate": "Carers too: within each provider",
    "re-provide": "Providers too",
}
"""Levels of freedom as they are chosen."""


def zone_words(zones: Collection[str]) -> str:
    """Name the zones that are planned: none named means all."""
    return ", ".join(zones) or "all zones"


def cap_words(cap_s: int) -> str:
    """Write a cap, e.g. "±30 minutes"."""
    return f"±{number(cap_s / MINUTE_S)} minutes"


def time_words(seconds: float) -> str:
    """Write how long was searched, e.g. "20 seconds", "3 minutes"."""
    if seconds < MINUTE_S:
        return "1 second" if seconds == 1 else f"{seconds:g} seconds"
    minutes = seconds / MINUTE_S
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


_WRITTEN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "rounds.zones": ("zones", zone_words),
    "rounds.freedom": ("what may change", lambda name: FREEDOM[name].lower()),
    "rounds.cap_s": ("most a start may move", cap_words),
    "rounds.critical_cap_s": ("most a time-critical start may move", cap_words),
    "rounds.tolerance_s": ("a move counts beyond", cap_words),
    "prices.rates_on": ("rates of", lambda date: date or "the price base"),
}
"""Choices whose two values are named where they differ."""

_NAMED = {
    "rounds.locks": "visits that stay as in today's rounds",
    "prices.wage_pence": "wage",
    "rounds.points": "what people prefer",
    "market": "packages moved by hand",
    "demand": "growth, or providers that leave",
    "prices": "prices",
    "roads": "roads and speeds",
    "zones": "zones, bands, or who holds packages",
}
"""Choices, and parts of a scenario, that are only named where they differ."""


@dataclass(frozen=True, eq=False)
class Belonging:
    """A finished job, and in what its choices differ from those that are chosen now.

    Parameters
    ----------
    job
        What was asked for, and left a result.
    differs
        In words; empty where the result is of the very choices.
    seconds_alone
        True where nothing but the length of the search is another.
    """

    job: Job
    differs: tuple[str, ...]
    seconds_alone: bool


@dataclass(frozen=True)
class Chosen:
    """What is chosen now.

    Parameters
    ----------
    day
        Day in view; empty where the result is of none.
    step
        What the result reads of a scenario.
    seconds
        How long is to be searched.
    besides
        Parameters of the job whose values count, with their names in words and values now.
    leaves_out
        Choices that this result does not depend on although its step reads them.
    """

    day: Day | str
    step: Step
    seconds: float
    besides: tuple[tuple[str, str, Any], ...] = ()
    leaves_out: frozenset[str] = frozenset()


def nearest(
    page: Open,
    kind: type[Task[Any]],
    chosen: Chosen,
    asked: Callable[[Any], bool] | None = None,
) -> Belonging | None:
    """Find the result that is of what is chosen, or else differs from it in fewest choices.

    Of several the newest. What was worked out from other files of the county does not count.
    """
    found = []
    for job in jobs.done(kind, page.desk.world.id, chosen.day, asked=asked):
        words = differences(_scenario_of(job.scenario_toml), page.scenario, chosen)
        besides = _besides(job, chosen)
        seconds = float(job.parameters.get("seconds", 0))
        longer: tuple[str, ...] = ()
        if seconds != chosen.seconds:
            longer = (f"search for {time_words(seconds)}, now {time_words(chosen.seconds)}",)
        differs = (*words, *besides, *longer)
        found.append(Belonging(job, differs, seconds_alone=bool(longer) and len(differs) == 1))
    for one in sorted(found, key=lambda item: len(item.differs)):  # stable: the newest leads
        try:
            files = _files_of(kind, one.job.id)
        except PlanError:
            if not one.differs:
                raise
            continue
        if files == page.world.input_hash:
            return one
    return None


@lru_cache(maxsize=512)
def _files_of(kind: type[Task[Any]], job_id: str) -> str:
    """Name the files that a finished job was worked out from: they never change."""
    return jobs.input_hash_of(kind, jobs.status(job_id))


@lru_cache(maxsize=512)
def _scenario_of(toml: str) -> Scenario:
    return Scenario.from_toml(toml)


def differences(was: Scenario, now: Scenario, chosen: Chosen) -> tuple[str, ...]:
    """Say in which choices that a result reads two scenarios differ."""
    words = []
    for name in sorted(reads(chosen.step) - chosen.leaves_out):
        part, field = name.split(".")
        one, other = (getattr(getattr(item, part), field) for item in (was, now))
        if one == other:
            continue
        if name in _WRITTEN:
            title, write = _WRITTEN[name]
            words.append(f"{title} {write(one)}, now {write(other)}")
        else:
            words.append(f"{_NAMED.get(name) or _NAMED[part]}: not as now")
    return tuple(dict.fromkeys(words))


def _besides(job: Job, chosen: Chosen) -> list[str]:
    return [
        f"{title}: not as now"
        for name, title, now in chosen.besides
        if job.parameters.get(name) != now
    ]


def choices_words(page: Open, job: Job, *, along: str = "") -> str:
    """Say what a result belongs to: scenario and version, day, zones, freedom, cap, seconds.

    ``along`` is what a curve varies (``caps`` or ``freedoms``): it is not among its choices.
    """
    rounds: RoundChoices = job.scenario.rounds
    version = version_of(page, job)
    items = [
        f"{job.scenario_name}, {f'version {version}' if version else 'a version that is gone'}",
        DAY_NAMES.get(job.day, "the whole week"),
        zone_words(rounds.zones),
    ]
    if along != "freedoms":
        items.append(FREEDOM[rounds.freedom].lower())
    if along != "caps":
        items.append(f"starts within {cap_words(rounds.cap_s)}")
    seconds = float(job.parameters.get("seconds", 0))
    each = " a point" if along else ""
    items.append(f"{time_words(seconds)} of search{each}, seed {job.parameters.get('seed', 0)}")
    items.append(f"asked for {job.queued_at:%d/%m/%Y at %H:%M} UTC")
    return "; ".join(items)


def version_of(page: Open, job: Job) -> int | None:
    """Find the version of the scenario that a job was asked for with; ``None`` where it is gone."""
    store = state.store()
    listed = scenarios.every(store, page.desk.world.id)
    for item in sorted(listed, key=lambda one: one.name != job.scenario_name):
        for version in scenarios.history(store, item.id):
            if version.toml == job.scenario_toml and version.saved_at <= job.queued_at:
                return version.number
    return None


def say_choices(page: Open, job: Job, *, along: str = "") -> None:
    """Write on a result what it belongs to."""
    st.caption(f":material/label: {plain(choices_words(page, job, along=along))}.")


@contextmanager
def greyed(differs: Collection[str], *, key: str, button: str = "") -> Iterator[None]:
    """Set a result whose choices are others now apart, in grey; nothing where nothing differs.

    Where a ``button`` is named, it says what differs and that it is to be pressed again.
    """
    if not differs:
        yield
        return
    with st.container(key=f"other-choices-{key}"):
        if button:
            st.markdown(
                f":material/history: **Not of what is chosen now:** {plain('; '.join(differs))}. "
                f"Plan again: press “{plain(button)}”."
            )
        yield
