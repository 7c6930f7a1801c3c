"""Jobs for pages: ask for a solve, watch it, stop it, take its result.

A page asks :func:`status` once a second or so while a job runs. The job lives
in its own process: it goes on when the page is refreshed or left, and when
the server is started anew.
"""

from office.jobs.asking import start_curve, start_solve, start_week, start_zones
from office.jobs.left import (
    latest,
    latest_curve,
    latest_week,
    plan,
    proposals,
    result,
    rounds_key,
    to_start_from,
)
from office.jobs.watching import Kind, cancel, delete_world, finish, recent, status
from office.store import Job, Solved

__all__ = [
    "Job",
    "Kind",
    "Solved",
    "cancel",
    "delete_world",
    "finish",
    "latest",
    "latest_curve",
    "latest_week",
    "plan",
    "proposals",
    "recent",
    "result",
    "rounds_key",
    "start_curve",
    "start_solve",
    "start_week",
    "start_zones",
    "status",
    "to_start_from",
]
