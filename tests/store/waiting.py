"""Waiting for jobs that run in processes of their own."""

from __future__ import annotations

import time

from office import jobs


def until_over(job_id: str, seconds: float = 240.0):
    """Give a job once it is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job = jobs.status(job_id)
        if job.over:
            return job
        time.sleep(0.2)
    raise AssertionError(f"still {jobs.status(job_id)}")
