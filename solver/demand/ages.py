"""Age groups of people who receive care, and of residents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.population import population

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World

AGES: tuple[tuple[str, int, int], ...] = (
    ("under 65", 0, 64),
    ("65 to 74", 65, 74),
    ("75 to 84", 75, 84),
    ("85 and over", 85, 200),
)
"""Age groups, both ends included."""

AGE_UNKNOWN = "age not known"

AGE_GROUPS: tuple[str, ...] = (*(name for name, _, _ in AGES), AGE_UNKNOWN)
"""Names of the age groups, youngest first."""


def age_groups(world: World, person_ids: pd.Series[str]) -> list[str]:
    """Name the age group of each person."""
    ages = world.tables.people.set_index("person_id")["age"].reindex(person_ids)
    names = [name for name, least, most in AGES for _ in range(least, most + 1)]
    return [AGE_UNKNOWN if pd.isna(age) else names[int(age)] for age in ages.tolist()]


def residents_by_age(world: World) -> npt.NDArray[np.float64]:
    """Count the residents of each area in each age group: (areas, 4); NaN where not known."""
    people = population(world)
    over = np.stack([people.residents, people.aged_65, people.aged_75, people.aged_85], axis=1)
    younger: npt.NDArray[np.float64] = over - np.append(
        over[:, 1:], np.zeros((len(over), 1)), axis=1
    )
    return younger
