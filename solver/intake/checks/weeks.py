"""Times that must fit each other: windows, weeks, and the shifts of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.domain import DAYS
from solver.intake.cells.when import LATEST_CLOCK_S
from solver.intake.nights import shift_days, shifts_of_providers
from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed

WINDOW_S = 7_200
"""Half width of the window of a visit that names none, seconds."""


def with_windows(visits: pd.DataFrame) -> pd.DataFrame:
    """Fill the windows that are not given: ``start_s`` ∓ 2 h, within 0 to 36 h.

    Parameters
    ----------
    visits
        start_s, and earliest_s and latest_s as Int64, missing where not given.

    Returns
    -------
    The same rows; both ends as int64.
    """
    start = visits["start_s"]
    earliest = visits["earliest_s"].fillna((start - WINDOW_S).clip(lower=0))
    latest = visits["latest_s"].fillna((start + WINDOW_S).clip(upper=LATEST_CLOCK_S))
    return visits.assign(earliest_s=earliest.astype("int64"), latest_s=latest.astype("int64"))


def check_weeks(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check windows and weeks of the visits, and note those outside every shift."""
    visits = typed["visits"]
    if visits is None:
        return
    sound = findings.sound(visits.file, visits.rows)
    frame = visits.frame
    start = frame["start"]
    late_weeks = frame["first_week"] > frame["every_n_weeks"]
    early = (frame["earliest"] > start).fillna(False)
    late = (frame["latest"] < start).fillna(False)
    tests = (
        (late_weeks, "first_week", "first_week is later than every_n_weeks.",
         "With every_n_weeks 2 it is 1 or 2."),
        (early, "earliest", "earliest is later than start.", "Correct one of them."),
        (late, "latest", "latest is earlier than start.", "Correct one of them."),
    )  # fmt: skip
    for wrong, column, message, cure in tests:
        for i in np.flatnonzero(wrong.to_numpy(dtype=bool) & sound):
            findings.fault(visits.file, int(visits.rows[i]), column, message, cure)
    if not any(fault.file == visits.file for fault in findings.faults):
        _outside_shifts(typed, findings)


def _outside_shifts(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Note the visits that no shift of their provider holds on some day."""
    visits, packages = typed["visits"], typed["packages"]
    contracts, carers = typed["contracts"], typed["carers"]
    if visits is None or packages is None or contracts is None or carers is None:
        return
    package = positions(visits.frame["package_id"], packages.frame["package_id"])
    contract = positions(packages.frame["contract_id"], contracts.frame["contract_id"])
    if (package < 0).any() or (contract < 0).any():
        return  # faults of their own
    provider = contracts.frame["provider_id"].to_numpy(dtype=object)[contract][package]
    days = visits.frame["days"].to_numpy()
    read = visits.frame.rename(columns={"start": "start_s", "minutes": "service_s"})
    _, held = shift_days(read, provider, shifts_of_providers(carers.frame))
    written = (days[:, None] >> np.arange(len(DAYS)) & 1) == 1
    bare = ((written & ~held) << np.arange(len(DAYS))).sum(axis=1)
    for row in np.flatnonzero(bare):
        names = " ".join(day for i, day in enumerate(DAYS) if bare[row] >> i & 1)
        findings.notice(
            visits.file,
            int(visits.rows[row]),
            "start",
            f"No shift of its provider holds the visit on {names}.",
        )
