"""Carers and where they start: crews of two in one car, and bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.intake.findings import quoted
from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed


def check_crews(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check that a crew is two carers of one provider, one of whom drives."""
    carers = typed["carers"]
    if carers is None:
        return
    frame = carers.frame
    with_whom = frame["rides_with"]
    driver = positions(with_whom, frame["carer_id"])
    rides = (with_whom != "").to_numpy()
    known = rides & (driver >= 0) & findings.sound(carers.file, carers.rows)
    provider = frame["provider_id"].to_numpy(dtype=object)
    again = with_whom.duplicated().to_numpy() & rides
    tests = (
        (driver == np.arange(len(driver)), "The carer rides with themself.",
         "Name the carer who drives."),
        (rides[driver] & (driver != np.arange(len(driver))),
         "The carer who drives rides with another.", "Name one who drives."),
        (provider != provider[driver], "The carer who drives works for another provider.",
         "Name one of the same provider."),
        (again, "Two carers ride in one car.", "A crew is two carers: name another driver."),
    )  # fmt: skip
    for wrong, message, cure in tests:
        for i in np.flatnonzero(known & wrong):
            findings.fault(carers.file, int(carers.rows[i]), "rides_with", message, cure)


def check_bases(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check that carers who start from a base work for a provider that has one."""
    carers, providers = typed["carers"], typed["providers"]
    if providers is None:
        return
    lon, lat = providers.frame["base_lon"], providers.frame["base_lat"]
    half = (lon.isna() != lat.isna()).to_numpy()
    for i in np.flatnonzero(half & findings.sound(providers.file, providers.rows)):
        column = "base_lon" if lon.isna().iloc[i] else "base_lat"
        message = "Only one of base_lon and base_lat is filled."
        findings.fault(providers.file, int(providers.rows[i]), column, message, "Fill both.")
    if carers is None or providers.frame.empty:
        return
    provider = positions(carers.frame["provider_id"], providers.frame["provider_id"])
    bare = (lon.isna() | lat.isna()).to_numpy()[provider] & (provider >= 0)
    based = (carers.frame["starts_from"] == "base").to_numpy()
    for i in np.flatnonzero(based & bare & findings.sound(carers.file, carers.rows)):
        name = quoted(carers.frame["provider_id"].iloc[i])
        findings.fault(
            carers.file,
            int(carers.rows[i]),
            "starts_from",
            f"The provider {name} has no depot.",
            "Fill base_lon and base_lat in providers, or write home.",
        )
