"""Visits that follow others: after whom, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed


def check_sequences(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check that ``after`` names a visit that can come first, and that its gaps make sense.

    Visits that are not known, or could not be read, have faults of their own.
    """
    visits, packages = typed["visits"], typed["packages"]
    if visits is None:
        return
    frame = visits.frame
    sound = findings.sound(visits.file, visits.rows)
    named = (frame["after"] != "").to_numpy()
    first = positions(frame["after"], frame["visit_id"])
    first[~named] = -1
    known = (first >= 0) & sound & sound[first]
    itself = known & (first == np.arange(len(first)))
    pair = known & ~itself
    days = frame["days"].to_numpy()
    outside = (days & ~days[first]) != 0
    for column in ("every_n_weeks", "first_week"):
        outside |= frame[column].to_numpy() != frame[column].to_numpy()[first]
    most = frame["gap_most"]
    crossed = (most < frame["gap_least"]).fillna(False).to_numpy(bool) & sound
    loose = ((frame["gap_least"] > 0) | most.notna()).to_numpy(bool) & ~named & sound
    tests = [
        (itself, "after", "The visit comes after itself.", "Name the visit that comes first."),
        (pair & outside, "after", "The visit that comes first is not made on all of its days.",
         "Give both the same days and weeks."),
        (pair & _in_a_circle(first), "after", "The visits come after each other in a circle.",
         "Leave after empty for the one that comes first."),
        (crossed, "gap_most", "gap_most is less than gap_least.", "Correct one of them."),
        (loose, "after", "A gap is given, and no visit that comes first.",
         "Name it, or leave gap_least and gap_most empty."),
    ]  # fmt: skip
    if packages is not None and not packages.frame.empty:
        package = positions(frame["package_id"], packages.frame["package_id"])
        person = packages.frame["person_id"].to_numpy(dtype=object)[package]
        strangers = pair & (package >= 0) & (package[first] >= 0) & (person != person[first])
        cure = "Name a visit of the same person."
        tests.append((strangers, "after", "The visit that comes first is another person's.", cure))
    for wrong, column, message, cure in tests:
        for i in np.flatnonzero(wrong):
            findings.fault(visits.file, int(visits.rows[i]), column, message, cure)


def _in_a_circle(first: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say which visits come round to themselves, each following one at most: (n,)."""
    n = len(first)
    state = np.zeros(n, np.int8)  # 1: on the way, 2: seen to its end
    circle = np.zeros(n, bool)
    for begin in range(n):
        path: list[int] = []
        at = begin
        while at >= 0 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(first[at])
        if at >= 0 and state[at] == 1:
            circle[path[path.index(at) :]] = True
        state[path] = 2
    return circle
