"""When work stops, and what it says of itself until then: rules passed in, and progress."""

from solver.stop.progress import Progress, ProgressCallback, StopRule, never_stop
from solver.stop.rules import after_iterations, after_seconds

__all__ = [
    "Progress",
    "ProgressCallback",
    "StopRule",
    "after_iterations",
    "after_seconds",
    "never_stop",
]
