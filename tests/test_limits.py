"""Limits of time and memory in the shell: a command that meets them says so."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import solver

ROOT = Path(solver.__file__).parents[1]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither the clock nor the limit"
)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to it")


def watched(code, **more):
    """Run a few lines as a watched command."""
    lines = [
        "import os, signal, sys, time",
        "from solver.stop.limits import watched, within_limits",
        "def work():",
        *(f"    {line}" for line in code.splitlines()),
        "sys.exit(watched(work, lambda text: print(text, file=sys.stderr)))",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **more)


def test_a_command_that_ends_gives_its_code_and_what_it_said():
    done = watched("print('done')\nreturn 1")
    assert (done.returncode, done.stdout, done.stderr) == (1, "done\n", "")


def test_the_clock_ends_work_inside_a_library_and_the_parent_says_so():
    begin = time.monotonic()
    # the pattern keeps the interpreter from looking at anything else for years
    done = watched(
        "import re\nwith within_limits(memory_mb=1000, seconds=0.5):\n"
        "    re.match('(a+)+$', 'a' * 60 + 'b')"
    )
    assert done.returncode == 2
    assert "Reading the files took longer than it may" in done.stderr
    assert time.monotonic() - begin < 30


def test_the_clock_stops_with_the_reading():
    done = watched(
        "with within_limits(memory_mb=1000, seconds=0.3):\n    pass\ntime.sleep(0.6)\nreturn 0"
    )
    assert done.returncode == 0


@pytest.mark.parametrize("number", ["SIGABRT", "SIGSEGV", "SIGKILL"])
def test_what_breaks_the_process_is_told_in_words(number):
    done = watched(f"os.kill(os.getpid(), signal.{number})")
    assert done.returncode == 2
    assert "a file is damaged or too large" in done.stderr


def test_being_stopped_is_no_fault():
    done = watched("os.kill(os.getppid(), signal.SIGTERM)\ntime.sleep(20)", stdin=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (143, "")


@on_linux
def test_memory_runs_out_within_and_is_back_behind():
    done = watched(
        "import numpy\n"
        "try:\n"
        "    with within_limits(memory_mb=50, seconds=60):\n"
        "        numpy.ones(20_000_000)\n"
        "except MemoryError:\n"
        "    print('ran out')\n"
        "print(numpy.ones(20_000_000).size)\n"
        "return 0"
    )
    assert (done.returncode, done.stdout) == (0, "ran out\n20000000\n")


@on_linux
@pytest.mark.parametrize(
    ("reading", "most", "said"),
    [("reading_roads", "ROADS_MB", "Reading the roads needed more than 50 MB"),
     ("reading_tables", "TABLES_MB", "Keep only the rows and columns")],
)  # fmt: skip
def test_too_much_memory_is_a_fault_of_the_files(reading, most, said):
    done = watched(
        "import numpy\n"
        "from solver.errors import InputError\n"
        "from solver.shell.shared import opening\n"
        f"opening.{most} = 50\n"
        "try:\n"
        f"    with opening.{reading}():\n"
        "        numpy.ones(20_000_000)\n"
        "except InputError as error:\n"
        "    print(error)\n"
        "return 0"
    )
    assert said in done.stdout


def test_the_shell_runs_watched(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "solver", "roads", "build", str(tmp_path / "absent.osm"), "--out",
         str(tmp_path / "out")], cwd=ROOT, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 2
    assert "There is no road extract absent.osm" in done.stderr
