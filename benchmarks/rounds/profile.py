"""Where the search's time goes: its own compiled functions, sampled by Linux ``perf``.

``python -m benchmarks.rounds.profile --visits 1500 --doubles 0.44 --steps 200000`` runs the search
on a seeded day under ``perf record`` and prints the share of samples in each compiled function,
and how many places it checks a second. A function that was compiled into its callers counts there.
The search is compiled afresh for it, in a folder of its own, to learn where its functions lie.
"""

from __future__ import annotations

import argparse
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FUNCTION = 2
"""Type of a function in an ELF symbol table."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Record and report; or, as the process that is recorded, search."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rounds.profile", description=__doc__
    )
    parser.add_argument("--visits", type=int, default=1_500)
    parser.add_argument("--doubles", type=float, default=0.44)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--hhcrsp", type=Path, default=None, help="a public instance instead")
    parser.add_argument("--recorded", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.recorded:
        _search(options)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/perf.data"
        again = [sys.executable, "-m", "benchmarks.rounds.profile", "--recorded"]
        again += sys.argv[1:] if arguments is None else list(arguments)
        record = ["perf", "record", "-q", "-F", "499", "-k", "mono", "-o", data, *again]
        said = subprocess.run(
            record,
            env=os.environ | {"NUMBA_CACHE_DIR": f"{folder}/numba"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        begin, end = (float(word) for word in re.findall(r"between ([\d.]+) and ([\d.]+)", said)[0])
        report = ["perf", "report", "-i", data, "--sort", "symbol", "--stdio", "-g", "none"]
        report += ["--time", f"{begin:.6f},{end:.6f}"]
        lines = subprocess.run(report, capture_output=True, text=True, check=True).stdout
    print(said, end="")
    shares: dict[str, float] = {}
    for share, name in re.findall(r"^\s*([\d.]+)%\s+\[\.\]\s+solver\.search\.(\S+)", lines, re.M):
        shares[name] = shares.get(name, 0.0) + float(share)
    for name, total in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"{total:5.1f} %  {name}")
    print(f"{100 - sum(shares.values()):5.1f} %  elsewhere")
    return 0


def _search(options: argparse.Namespace) -> None:
    """Search once to compile, say where the functions lie, and search again to be sampled."""
    from benchmarks.published.hhcrsp_file import read_hhcrsp
    from benchmarks.rounds.day import make_day
    from solver.search.search import Search
    from solver.search.state.arrays import LOOKS

    if options.hhcrsp is not None:
        problem = read_hhcrsp(options.hhcrsp).problem
    else:
        problem = make_day(options.visits, options.doubles, options.seed).problem
    search = Search(problem, options.seed)
    search.begin()
    search.run(1, 1.0, 1.0)
    with Path(f"/tmp/perf-{os.getpid()}.map").open("w") as out:
        for compiled in _all_compiled():
            for start, size, name in _functions(compiled):
                out.write(f"{start:x} {size:x} {name}\n")
    begin = time.monotonic()
    spent, looks = time.process_time(), int(search.state.totals[LOOKS])
    params = search.params
    batches = max(1, options.steps // 1_000)
    for at in range(batches):
        heat = params.warm * (params.cold / params.warm) ** (at / batches)
        search.run(1_000, heat, heat)
    spent = time.process_time() - spent
    looks = int(search.state.totals[LOOKS]) - looks
    end = time.monotonic()
    print(f"between {begin:.6f} and {end:.6f}: {batches * 1_000} steps in {spent:.2f} CPU s")
    each = looks / batches / 1_000
    print(f"{each:.0f} places checked a step, {looks / spent / 1e6:.1f} million a second")


def _all_compiled() -> Iterator[Any]:
    """Whatever of ``solver.search`` has been compiled in this process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("solver.search."):
            for thing in vars(module).values():
                if getattr(thing, "__module__", None) == name:
                    yield from getattr(thing, "overloads", {}).values()


def _functions(compiled: Any) -> Iterator[tuple[int, int, str]]:
    """Address, size and name of each function compiled into one library (64-bit ELF)."""
    library = compiled.library
    elf = library._get_compiled_object()
    (sections,) = struct.unpack_from("<Q", elf, 40)
    size, count = struct.unpack_from("<HH", elf, 58)
    heads = [struct.unpack_from("<IIQQQQIIQQ", elf, sections + size * k) for k in range(count)]
    anchor = compiled.fndesc.llvm_func_name
    found: list[tuple[int, int, str]] = []
    base = None
    for head in heads:
        if head[1] != 2:  # the symbol table
            continue
        names = heads[head[6]][4]
        for at in range(head[4], head[4] + head[5], 24):
            name_at, info, _, _, value, length = struct.unpack_from("<IBBHQQ", elf, at)
            if info & 15 != FUNCTION or length == 0:
                continue
            start = names + name_at
            name = elf[start : elf.index(b"\0", start)].decode()
            if name == anchor:
                base = library.get_pointer_to_function(name) - value
            found.append((value, length, _plain(name)))
    assert base is not None
    for value, length, name in found:
        yield base + value, length, name


def _plain(mangled: str) -> str:
    """``solver.search.state.bounds._carry`` out of a mangled name."""
    parts = []
    at = 3 if mangled.startswith("_ZN") else len(mangled)
    while at < len(mangled) and mangled[at].isdigit():
        length = int(re.match(r"\d+", mangled[at:]).group())  # type: ignore[union-attr]
        at += len(str(length))
        parts.append(mangled[at : at + length])
        at += length
    return ".".join(parts) or mangled


if __name__ == "__main__":
    sys.exit(main())
