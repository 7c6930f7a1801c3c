"""Packages under a scenario, and the visits, carers and rounds of one day."""

from solver.demand.ages import AGE_GROUPS
from solver.demand.commit import committed, rounds_rows
from solver.demand.dependence import (
    FEWEST_PRIMES,
    MOST_SHARE,
    few_primes,
    is_free,
    largest_providers,
)
from solver.demand.doubles import (
    SHARE_BASES,
    DoubleHanded,
    ShareBasis,
    clock_share,
    double_handed,
    length_ratio,
    read_as,
)
from solver.demand.growth import (
    GROWTH_2018_TO_2038,
    PATH_YEARS,
    Growth,
    growth_of,
    growth_path,
    project,
    yearly,
)
from solver.demand.leaving import NOBODY, Leaving, leaving
from solver.demand.packages import packages
from solver.demand.peak import Flattened, flatten, peak_by_zone
from solver.demand.today import today
from solver.demand.unmet import (
    PER_1000_HIGH,
    PER_1000_LOW,
    Expectation,
    Missing,
    hours_per_head,
    missing,
    people_implied,
    unmet,
)
from solver.demand.workload import workload

__all__ = [
    "AGE_GROUPS",
    "FEWEST_PRIMES",
    "GROWTH_2018_TO_2038",
    "MOST_SHARE",
    "NOBODY",
    "PATH_YEARS",
    "PER_1000_HIGH",
    "PER_1000_LOW",
    "SHARE_BASES",
    "DoubleHanded",
    "Expectation",
    "Flattened",
    "Growth",
    "Leaving",
    "Missing",
    "ShareBasis",
    "clock_share",
    "committed",
    "double_handed",
    "few_primes",
    "flatten",
    "growth_of",
    "growth_path",
    "hours_per_head",
    "is_free",
    "largest_providers",
    "leaving",
    "length_ratio",
    "missing",
    "packages",
    "peak_by_zone",
    "people_implied",
    "project",
    "read_as",
    "rounds_rows",
    "today",
    "unmet",
    "workload",
    "yearly",
]
