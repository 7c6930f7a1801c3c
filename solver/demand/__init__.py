"""Packages under a scenario, and the visits, carers and rounds of one day."""

from solver.demand.commit import committed, rounds_rows
from solver.demand.growth import (
    GROWTH_2018_TO_2038,
    Growth,
    implied_residents,
    project,
    providers_leave,
    unmet,
    yearly,
)
from solver.demand.packages import packages
from solver.demand.peak import Flattened, flatten, peak_by_zone
from solver.demand.today import today
from solver.demand.workload import workload

__all__ = [
    "GROWTH_2018_TO_2038",
    "Flattened",
    "Growth",
    "committed",
    "flatten",
    "implied_residents",
    "packages",
    "peak_by_zone",
    "project",
    "providers_leave",
    "rounds_rows",
    "today",
    "unmet",
    "workload",
    "yearly",
]
