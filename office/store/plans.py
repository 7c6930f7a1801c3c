"""Plans as Parquet files, named by the hash of what they say.

A plan that was damaged on disk no longer hashes to its name: it is reported
and not trusted. Nothing is pickled.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from office.store.folder import make_private, written_whole
from office.store.worlds import home
from solver.domain import Day, Plan, Round, Stop, Unserved
from solver.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from office.store.database import Store

COLUMNS = pa.schema(
    [
        ("round", pa.int32()),  # index of the round; -1 for what is not served
        ("carer_id", pa.string()),
        ("shift", pa.int32()),
        ("visit_id", pa.string()),  # null: a round without a stop
        ("start_s", pa.int32()),
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)
"""One row a stop in driving order, then one row a visit that nobody makes."""


def save(store: Store, world_id: str, plan: Plan) -> str:
    """Write a plan and return its hash; writing the same plan twice makes one file."""
    name = content_hash(plan)
    folder = make_private(home(store, world_id) / "plans")
    path = folder / f"{name}.parquet"
    with written_whole(path) as draft:
        pq.write_table(_table(plan), draft)
    return name


def load(store: Store, world_id: str, name: str) -> Plan:
    """Read a plan back, equal to what was saved.

    Raises
    ------
    PlanError
        When the file is gone, cannot be read, or no longer says what its name
        says.
    """
    path = home(store, world_id) / "plans" / f"{name}.parquet"
    if not name.isalnum() or not path.is_file():
        raise PlanError("The rounds of this job are no longer stored. Solve the day again.")
    damaged = (
        "The file with the rounds of this job is damaged and is not used. Solve the day again."
    )
    try:
        table = pq.read_table(path, memory_map=False)
        plan = _plan(table)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise PlanError(damaged) from error
    if content_hash(plan) != name:
        raise PlanError(damaged)
    return plan


def content_hash(plan: Plan) -> str:
    """Hash what a plan says (SHA-256, hexadecimal), independent of any file format."""
    digest = hashlib.sha256(plan.day.encode())
    for line in _lines(plan):
        digest.update(repr(line).encode())
    return digest.hexdigest()


_Line = tuple[int, str | None, int | None, str | None, int | None, str | None, str | None]


def _lines(plan: Plan) -> Iterator[_Line]:
    for i, one in enumerate(plan.rounds):
        for stop in one.stops:
            yield i, one.carer_id, one.shift, stop.visit_id, stop.start_s, None, None
        if not one.stops:
            yield i, one.carer_id, one.shift, None, None, None, None
    for left in plan.unserved:
        yield -1, None, None, left.visit_id, None, left.reason, left.detail


def _table(plan: Plan) -> pa.Table:
    columns = list(zip(*_lines(plan), strict=True)) or [() for _ in COLUMNS]
    arrays = [pa.array(values, kind.type) for values, kind in zip(columns, COLUMNS, strict=True)]
    return pa.table(arrays, schema=COLUMNS.with_metadata({"day": plan.day}))


def _plan(table: pa.Table) -> Plan:
    day = (table.schema.metadata or {})[b"day"].decode()
    if day not in get_args(Day) or table.schema.names != COLUMNS.names:
        raise ValueError("not a plan")
    rounds: dict[int, tuple[str, int, list[Stop]]] = {}
    unserved: list[Unserved] = []
    for i, carer_id, shift, visit_id, start_s, reason, detail in zip(
        *(column.to_pylist() for column in table.columns), strict=True
    ):
        if i < 0:
            unserved.append(Unserved(visit_id, reason, detail))
            continue
        stops = rounds.setdefault(i, (carer_id, shift, []))[2]
        if visit_id is not None:
            stops.append(Stop(visit_id, start_s))
    return Plan(
        day=day,
        rounds=tuple(Round(carer, shift, tuple(stops)) for carer, shift, stops in rounds.values()),
        unserved=tuple(unserved),
    )
