"""The whole chain: files → roads → rounds → both ledgers, for a day, a week or a curve.

::

    world  = open_world(folder)
    result = run(world, scenario, day="mon", effort=Effort(stop))
"""

from solver.base import World
from solver.base.case import Case
from solver.study.day import (
    Result,
    prepare,
    priced,
    score_plan,
    score_today,
    travel_of,
    versions,
)
from solver.study.study import open_world, run

__all__ = [
    "Case",
    "Result",
    "World",
    "open_world",
    "prepare",
    "priced",
    "run",
    "score_plan",
    "score_today",
    "travel_of",
    "versions",
]
