"""Invent carers for runs: who works them, on which days, from which home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.domain import DAYS
from solver.domain.clock import DAY_S, clock
from solver.invent.demand import days_text
from solver.invent.packages import EVERYDAY_SKILLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

    from solver.invent.dispatch import CarerRun
    from solver.invent.people import Homes

SPLIT_SHARE = 0.80
"""Share of morning runs whose carer also works an evening run, after a break."""

BREAK_S = 3_600
"""Shortest break between the two shifts of a day."""

APART_M = {"car": 12_000.0, "bicycle": 4_000.0, "foot": 1_500.0}
"""Farthest that the middles of a morning and an evening run of one carer lie apart, metres."""

HOME_M = {"car": (400.0, 7_000.0), "bicycle": (200.0, 2_500.0), "foot": (60.0, 1_000.0)}
"""How far from their run's middle carers live, metres."""

DAY_PAIRS = (
    (0b0011111, 0b1100000),
    (0b0001111, 0b1110000),
    (0b0110011, 0b1001100),
    (0b1100110, 0b0011001),
    (0b1010101, 0b0101010),
)
"""Two carers share a run: the days of the one and of the other."""

QUARTER_S = 900

CARERS = [
    "carer_id", "provider_id", "lon", "lat", "mode", "days", "shifts", "skills", "wage",
    "contracted_hours",
]  # fmt: skip
ROUNDS = ["day", "carer_id", "shift", "visit_id", "start"]


def jobs_of(runs: list[CarerRun], xy: Floats, rng: np.random.Generator) -> list[list[CarerRun]]:
    """Join morning runs and evening runs into split shifts of one carer.

    Parameters
    ----------
    runs
        A provider's runs.
    xy
        (n, 2) metres of the people, by place row.
    rng
        Source of chance.

    Returns
    -------
    list of one or two runs each, in time order
    """
    middle = [xy[[call.place for call in run.calls]].mean(axis=0) for run in runs]
    mornings = [i for i, run in enumerate(runs) if run.starts_s[0] <= 11 * 3600]
    evenings = [i for i, run in enumerate(runs) if run.starts_s[0] >= 15.5 * 3600]
    partner: dict[int, int] = {}
    for i in mornings:
        if rng.random() >= SPLIT_SHARE:
            continue
        free = [
            j
            for j in evenings
            if j not in partner.values()
            and runs[j].mode == runs[i].mode
            and runs[j].starts_s[0] >= runs[i].free_s + 3 * QUARTER_S + BREAK_S
        ]
        if free:
            away = [float(np.hypot(*(middle[j] - middle[i]))) for j in free]
            if min(away) <= APART_M[runs[i].mode]:
                partner[i] = free[int(np.argmin(away))]
    taken = set(partner.values())
    return [
        [run] if i not in partner else [run, runs[partner[i]]]
        for i, run in enumerate(runs)
        if i not in taken
    ]


def shifts_of(job: list[CarerRun], rng: np.random.Generator) -> list[tuple[int, int]]:
    """Shifts around runs, to the quarter of an hour, with a little room at the end."""
    shifts = []
    for run in job:
        end_s = run.free_s + int(rng.integers(0, 3)) * QUARTER_S
        shifts.append(
            (run.starts_s[0] // QUARTER_S * QUARTER_S, -(-end_s // QUARTER_S) * QUARTER_S)
        )
    return shifts


def skills_of(
    job: list[CarerRun], needed: Mapping[str, tuple[str, ...]], rng: np.random.Generator
) -> list[str]:
    """Skills that the job's calls ask for, and what most carers are trained in."""
    skills = {skill for run in job for call in run.calls for skill in needed[call.key]}
    skills |= {skill for skill in EVERYDAY_SKILLS if rng.random() < 0.85}
    return sorted(skills)


def home_of(job: list[CarerRun], xy: Floats, doors: Homes) -> tuple[float, float]:
    """Longitude and latitude of a home within reach of the job's first run."""
    x, y = xy[[call.place for call in job[0].calls]].mean(axis=0)
    near_m, far_m = HOME_M[job[0].mode]
    return doors.near(doors.within(float(x), float(y), near_m, far_m))


def staff(
    runs: Mapping[str, list[CarerRun]],
    visits: pd.DataFrame,
    xy: Floats,
    doors: Homes,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent the carers who make the runs, and write down who goes where on each day.

    Two carers share each job over the week. A fortnightly visit that begins in
    the second week is not in the rounds, which are those of the first.

    Parameters
    ----------
    runs
        Runs of each provider.
    visits
        ``visit_id, skills, mask, first_week``.
    xy
        (n, 2) metres of the people, by place row.
    doors
        Draws homes.
    rng
        Source of chance.

    Returns
    -------
    carers, rounds
        With the columns of the world folder.
    """
    needed = _needed(visits)
    mask = dict(zip(visits["visit_id"], visits["mask"].tolist(), strict=True))
    first = set(visits.loc[visits["first_week"] == 1, "visit_id"])
    carers: list[tuple[object, ...]] = []
    rounds: list[tuple[int, str, int, int, str]] = []
    for provider, own in runs.items():
        for job in jobs_of(own, xy, rng):
            shifts = shifts_of(job, rng)
            for days in DAY_PAIRS[int(rng.integers(len(DAY_PAIRS)))]:
                carer = f"C{len(carers) + 1:04d}"
                skills = "; ".join(skills_of(job, needed, rng))
                carers.append(
                    (carer, provider, *home_of(job, xy, doors), job[0].mode, days_text(days),
                     "; ".join(f"{clock(a)}-{clock(b % DAY_S)}" for a, b in shifts), skills,
                     *_terms(shifts, days, rng))
                )  # fmt: skip
                rounds += [
                    (bit, carer, number, start_s, call.key)
                    for number, run in enumerate(job, start=1)
                    for call, start_s in zip(run.calls, run.starts_s, strict=True)
                    for bit in range(len(DAYS))
                    if call.key in first and (mask[call.key] & days) >> bit & 1
                ]
    return (
        pd.DataFrame(carers, columns=CARERS),
        pd.DataFrame(
            [(DAYS[bit], carer, n, key, clock(s)) for bit, carer, n, s, key in sorted(rounds)],
            columns=ROUNDS,
        ),
    )


def _needed(visits: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Skills that each visit asks for."""
    return {
        key: tuple(skill for skill in skills.split("; ") if skill)
        for key, skills in zip(visits["visit_id"], visits["skills"], strict=True)
    }


def _terms(shifts: list[tuple[int, int]], days: int, rng: np.random.Generator) -> tuple[str, str]:
    """Wage (few have their own) and contracted hours (two in five have any)."""
    week_h = sum(end_s - start_s for start_s, end_s in shifts) / 3_600 * days.bit_count()
    wage = f"{9.3 + 0.1 * int(rng.integers(1, 9)):.2f}" if rng.random() < 0.1 else ""
    contracted = f"{week_h * 0.5 // 1:.0f}" if rng.random() < 0.4 else ""
    return wage, contracted
