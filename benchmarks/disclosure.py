"""How fast and how well small numbers are hidden: ``python -m benchmarks.disclosure``.

A JSON line a case. ``table``: 14 zones x 4 bands with margins. ``linked``: 14 zones x 4 bands
x 10 providers with all margins (825 numbers, 9,000 people). ``release``: the demo county, alone
and beside five earlier packs with areas moved. ``loss`` is what is lost by hiding, over the
least that it could be: the optimum, or the bound below which no choice can come where the
optimum was not proven in time. ``told`` counts the small numbers that the audit could work out.

tau-argus, through ``pytauargus`` (benchmarks only), is a program apart: where it cannot run,
a line says so, and the comparison is with our own optimum.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.base.world import World
from solver.domain import Scenario, ZoneChoices
from solver.intake import read_tables
from solver.publish import public_figures
from solver.publish.disclosure import Sums, suppress
from solver.publish.disclosure.audit import Intruder
from solver.publish.disclosure.exact import Openness, least_loss
from solver.publish.disclosure.protect import losses
from solver.rates import read_rates

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.publish.disclosure import PublicPack

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire"
THRESHOLD = 8


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0, help="to prove an optimum")
    options = parser.parse_args()
    peer()
    table("table", (14, 4), 1_700, options.seed, options.seconds)
    table("linked", (14, 4, 10), 9_000, options.seed, options.seconds)
    packs()


def say(case: str, **more: Any) -> None:
    """Print a line."""
    print(json.dumps({"case": case, **more}), flush=True)


def peer() -> None:
    """Say whether tau-argus can run here."""
    package = importlib.util.find_spec("pytauargus") is not None
    program = shutil.which("TauArgus") or shutil.which("tauargus")
    ran = package and program is not None
    say("peer", pytauargus=package, tau_argus=program, compared_with="own optimum", ran=ran)


def made_up(
    shape: tuple[int, ...], people: int, seed: int
) -> tuple[npt.NDArray[np.int64], Sums, npt.NDArray[np.float64]]:
    """Count people of a table with all margins: counts, sums, and what each is made of."""
    rng = np.random.default_rng(seed)
    sizes = [rng.dirichlet(np.full(size, 1.2)) for size in shape]
    share = sizes[0]
    for more in sizes[1:]:
        share = np.multiply.outer(share, more)
    inner = rng.multinomial(people, (share / share.sum()).ravel()).reshape(shape)
    cells = list(product(*(range(size + 1) for size in shape)))
    number = {cell: i for i, cell in enumerate(cells)}
    membership = np.zeros((len(cells), inner.size))
    whole, parts = [], []
    for i, cell in enumerate(cells):
        chosen = tuple(
            slice(None) if at == size else slice(at, at + 1)
            for at, size in zip(cell, shape, strict=True)
        )
        mask = np.zeros(shape)
        mask[chosen] = 1
        membership[i] = mask.ravel()
        for axis, size in enumerate(shape):
            if cell[axis] == size:
                whole.append(i)
                below = [(*cell[:axis], at, *cell[axis + 1 :]) for at in range(size)]
                parts.append(np.array([number[one] for one in below], dtype=np.int64))
    counts = np.rint(membership @ inner.ravel()).astype(np.int64)
    return counts, Sums(np.array(whole, dtype=np.int64), tuple(parts)), membership


def table(case: str, shape: tuple[int, ...], people: int, seed: int, seconds: float) -> None:
    """Hide the small numbers of one table; compare with the optimum; try to work them out."""
    counts, sums, membership = made_up(shape, people, seed)
    suppress(counts[:1], Sums(np.zeros(0, dtype=np.int64), ()), THRESHOLD)  # loads the solver
    begin = time.perf_counter()
    hidden = suppress(counts, sums, THRESHOLD)
    took = time.perf_counter() - begin
    small = (counts > 0) & (counts < THRESHOLD)
    loss = losses(counts, np.ones(len(counts)))
    begin = time.perf_counter()
    told = audited(counts, membership, hidden, small)
    audit_s = time.perf_counter() - begin
    begin = time.perf_counter()
    there = np.rint(membership @ (counts[membership.sum(axis=1) == 1] > 0)).astype(np.int64)
    asked = Openness(
        (counts - np.minimum(counts, 1)).astype(np.float64),
        [
            (cell, change)
            for cell in np.flatnonzero(small).tolist()
            for change in (THRESHOLD - 1.0 - counts[cell], float(there[cell] - counts[cell]))
            if change
        ],
    )
    matrix = sums.matrix(len(counts)).tocsc()
    best = least_loss(matrix, [asked], loss, hidden, keep=small, limit_s=seconds)
    lost = float(loss[hidden & ~small].sum())
    say(
        case,
        numbers=len(counts),
        people=people,
        small=int(small.sum()),
        secondary=int((hidden & ~small).sum()),
        seconds=round(took, 3),
        loss=round(lost, 1),
        least_possible=round(best.bound, 1),
        over_the_least=round(lost / best.bound, 3) if best.bound else 1.0,
        proven=best.proven,
        optimum_seconds=round(time.perf_counter() - begin, 1),
        told=told,
        audit_seconds=round(audit_s, 2),
    )


def audited(
    counts: npt.NDArray[np.int64],
    membership: npt.NDArray[np.float64],
    hidden: npt.NDArray[np.bool_],
    small: npt.NDArray[np.bool_],
) -> int:
    """Count the small numbers of which not every value from 1 to 7 is possible."""
    leaves = np.flatnonzero(membership.sum(axis=1) == 1)
    order = leaves[np.argsort(membership[leaves].argmax(axis=1))]
    rest = np.setdiff1d(np.arange(len(counts)), leaves)
    every = np.concatenate((order, rest))
    values = counts[every].astype(np.float64)
    parts = membership[every]
    least = parts @ np.minimum(values[: len(order)], 1)
    intruder = Intruder(parts, least)
    intruder.learn(np.flatnonzero(~hidden[every]), values)
    low, high = values.copy(), values.copy()
    told = 0
    for cell in np.flatnonzero(small[every]).tolist():
        if high[cell] < THRESHOLD - 1:
            found = intruder.extreme(cell, 1)
            low, high = np.minimum(low, found), np.maximum(high, found)
        if low[cell] > least[cell]:
            found = intruder.extreme(cell, -1)
            low, high = np.minimum(low, found), np.maximum(high, found)
        told += high[cell] < THRESHOLD - 1 - 1e-3 or low[cell] > least[cell] + 1e-3
    return int(told)


def packs() -> None:
    """Publish the demo county, then again with areas moved, each beside all before."""
    roads: Any = None  # no figure that is published reads them
    demo = World(DEMO, read_tables(DEMO), roads, read_rates(DEMO / "rates.toml"), "")
    areas = demo.tables.areas
    names = sorted(set(areas["zone"]))
    rows = areas.iloc[::23].itertuples(index=False)
    moves = [(row.area_id, names[(names.index(row.zone) + 1) % len(names)]) for row in rows]
    out: list[PublicPack] = []
    for i in range(6):
        scenario = Scenario(zones=ZoneChoices(moves=tuple(moves[:i])))
        begin = time.perf_counter()
        found = public_figures(demo, scenario, before=out)
        say(
            "release",
            beside=i,
            seconds=round(time.perf_counter() - begin, 2),
            hidden=len(found.hidden),
            hours_shown=round(found.hours_shown, 3),
        )
        out.append(found.released.pack)


if __name__ == "__main__":
    main()
