"""Invent carers for runs: who works them, on which days, from which home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.invent.packages import EVERYDAY_SKILLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.invent.dispatch import Run
    from solver.invent.people import Doors

SPLIT_SHARE = 0.80
"""Share of morning runs whose carer also works an evening run, after a break."""

BREAK_S = 3_600
"""Shortest break between the two shifts of a day."""

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


def jobs_of(runs: list[Run], xy: np.ndarray, rng: np.random.Generator) -> list[list[Run]]:
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
            partner[i] = free[int(np.argmin(away))]
    taken = set(partner.values())
    return [
        [run] if i not in partner else [run, runs[partner[i]]]
        for i, run in enumerate(runs)
        if i not in taken
    ]


def shifts_of(job: list[Run], rng: np.random.Generator) -> list[tuple[int, int]]:
    """Shifts around runs, to the quarter of an hour, with a little room at the end."""
    shifts = []
    for run in job:
        end_s = run.free_s + int(rng.integers(0, 3)) * QUARTER_S
        shifts.append(
            (run.starts_s[0] // QUARTER_S * QUARTER_S, -(-end_s // QUARTER_S) * QUARTER_S)
        )
    return shifts


def skills_of(
    job: list[Run], needed: Mapping[str, tuple[str, ...]], rng: np.random.Generator
) -> list[str]:
    """Skills that the job's calls ask for, and what most carers are trained in."""
    skills = {skill for run in job for call in run.calls for skill in needed[call.key]}
    skills |= {skill for skill in EVERYDAY_SKILLS if rng.random() < 0.85}
    return sorted(skills)


def home_of(
    job: list[Run], xy: np.ndarray, doors: Doors, rng: np.random.Generator
) -> tuple[float, float]:
    """Longitude and latitude of a home within reach of the job's first run."""
    x, y = xy[[call.place for call in job[0].calls]].mean(axis=0)
    near_m, far_m = HOME_M[job[0].mode]
    del rng
    return doors.near(doors.within(float(x), float(y), near_m, far_m))


def clock_text(seconds: int) -> str:
    """Time of day as the files write it: ``07:30``; past midnight starts again at 00."""
    minutes = seconds // 60
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
