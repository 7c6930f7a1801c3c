"""When work stops, and what it says of itself until then: rules passed in, and progress."""

from solver.stop.progress import Progress, ProgressCallback, StopRule, never_stop
from solver.stop.rules import AfterIterations, AfterSeconds

__all__ = [
    "AfterIterations",
    "AfterSeconds",
    "Progress",
    "ProgressCallback",
    "StopRule",
    "never_stop",
]
