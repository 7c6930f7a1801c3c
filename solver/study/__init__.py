"""The whole chain: files → roads → rounds → both ledgers, for a day, a week or a curve.

::

    world  = open_world(folder)
    result = run(world, scenario, day="mon", stop=stop)
"""

from solver.base import World
from solver.study.study import (
    Case,
    Result,
    open_world,
    prepare,
    run,
    score_plan,
    score_today,
    versions,
)

__all__ = [
    "Case",
    "Result",
    "World",
    "open_world",
    "prepare",
    "run",
    "score_plan",
    "score_today",
    "versions",
]
