"""Jobs for pages: ask for work, watch it, stop it, take its result.

A page asks :func:`status` once a second or so while a job runs. The job lives
in its own process: it goes on when the page is refreshed or left, and when
the server is started anew. What may be asked for lies in
:mod:`office.jobs.tasks`, a file a kind.
"""

from office.jobs.asking import ask
from office.jobs.left import done, input_hash_of, left, newest_left, plan, result
from office.jobs.rounds import latest, rounds_key, rounds_to_mend, to_start_from
from office.jobs.watching import (
    as_it_stands,
    cancel,
    delete_world,
    finish,
    recent,
    status,
    title,
)
from office.store import Job, Solved

__all__ = [
    "Job",
    "Solved",
    "as_it_stands",
    "ask",
    "cancel",
    "delete_world",
    "done",
    "finish",
    "input_hash_of",
    "latest",
    "left",
    "newest_left",
    "plan",
    "recent",
    "result",
    "rounds_key",
    "rounds_to_mend",
    "status",
    "title",
    "to_start_from",
]
