"""A new kind of job is one file: put into the folder of tasks, it is asked for, run and read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

TASK = '''
"""A greeting."""

from dataclasses import dataclass
from typing import ClassVar

from office.jobs.task import Left, Task
from office.store import results


@dataclass(frozen=True)
class Greeted:
    input_hash: str
    words: str


@dataclass(frozen=True)
class Greeting(Task[Greeted]):
    kind: ClassVar[str] = "greeting"
    title: ClassVar[str] = "{scenario}, a greeting on {day}"

    names: tuple[str, ...]
    loud: bool = False

    def run(self, store, job, heart):
        words = f"Good day, {' and '.join(self.names)}{'!' if self.loud else '.'}"
        return Left(results.save(store, job.world_id, {"words": words}), "", "Greeted")

    @classmethod
    def load(cls, store, job):
        return Greeted("", results.load(store, job.world_id, job.result_hash)["words"])
'''

OFFICER = """
import sys, time
from pathlib import Path

from office import jobs
from office.jobs.startup import close_stores, open_store
from office.jobs.tasks.greeting import Greeting
from office.store import staging, worlds
from solver.domain import Scenario

store = open_store()
with staging.staged(store) as folder:
    (folder / "world.toml").write_text('name = "A"\\ndata_date = 2026-01-05\\ninvented = true\\n')
    world = worlds.add(store, folder, owner="Ann")
asked = Greeting(("Ann", "Bob"), loud=True)
job_id = jobs.ask(world.id, Scenario(name="South"), "mon", asked, owner="Ann")
until = time.monotonic() + 60
while not (job := jobs.status(job_id)).over and time.monotonic() < until:
    time.sleep(0.1)
print(job.state, job.error, sep="|")
print(jobs.title(job, "Monday"))
print(jobs.left(Greeting, job.id).words)
found = jobs.newest_left(
    Greeting, world.id, Scenario(name="South"), "mon", input_hash="", asked=asked.__eq__
)
print(found.words == jobs.left(Greeting, job.id).words)
(newest,) = jobs.recent(world.id, kind="greeting")
print(Greeting.read(newest.parameters) == asked)
close_stores()
"""


def test_a_new_kind_of_job_is_one_file(tmp_path, root):
    shutil.copytree(root / "office", tmp_path / "office")
    (tmp_path / "office/jobs/tasks/greeting.py").write_text(TASK, encoding="utf-8")
    paths = os.pathsep.join((str(tmp_path), str(root)))  # the solver is not copied
    given = {"PYTHONPATH": paths, "HOMEROUNDS_DATA": str(tmp_path / "data")}
    said = subprocess.run(
        [sys.executable, "-c", OFFICER],
        cwd=tmp_path,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines() == [
        "done|",
        "South, a greeting on Monday",
        "Good day, Ann and Bob!",
        "True",
        "True",
    ]
