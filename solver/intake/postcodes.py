"""Postcodes that stand in a directory without a place, as in the ONS Postcode Directory.

There a postcode without a grid reference (the Channel Islands, some new ones)
is put at 99.999999 north and 0 east, or left blank; other programs put it at
(0, 0); one that is no longer in use has a month of its end. None of them says
where a door is today, so such rows are skipped, with one notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake.files.text import Cells
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from solver.intake.findings import Findings

_NO_GRID = 99.9
"""Latitudes from here on are the directory's way to say that there is none."""


def without_unplaced(cells: Cells, findings: Findings) -> tuple[Cells, frozenset[str]]:
    """Take out the rows that say of no postcode where it is today.

    Returns
    -------
    The other rows, and the postcodes taken out that no other row places.
    """
    table = TABLES["postcodes"]
    where = {table.find(name): i for i, name in enumerate(cells.header)}
    if not {"postcode", "lon", "lat"} <= where.keys():
        return cells, frozenset()
    lon, lat, ended = where["lon"], where["lat"], where.get("doterm")
    kept: list[int] = []
    unplaced: list[int] = []
    terminated = 0
    for i, row in enumerate(cells.rows):
        over = ended is not None and row[ended] != ""
        gone = over or _no_place(row[lon], row[lat])
        (unplaced if gone else kept).append(i)
        terminated += over
    if not unplaced:
        return cells, frozenset()
    rows = "1 row was" if len(unplaced) == 1 else f"{len(unplaced):,} rows were"
    counts = (
        (terminated, "no longer in use"),
        (len(unplaced) - terminated, "without a grid reference"),
    )
    why = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    findings.notice(cells.file, None, "", f"{rows} skipped, as no place is known: {why}.")
    names = {_bare(cells.rows[i][where["postcode"]]) for i in unplaced}
    names -= {_bare(cells.rows[i][where["postcode"]]) for i in kept}
    left = Cells(
        cells.file,
        cells.header,
        [cells.rows[i] for i in kept],
        [cells.numbers[i] for i in kept],
    )
    return left, frozenset(f"{name[:-3]} {name[-3:]}" for name in names)


def _no_place(lon: str, lat: str) -> bool:
    """Say whether the two cells say that nobody knows where."""
    if not lon and not lat:
        return True
    try:
        east, north = float(lon), float(lat)
    except ValueError:
        return False
    return _NO_GRID <= north < 100 or (east == 0 and north == 0)


def _bare(postcode: str) -> str:
    return "".join(postcode.split()).upper()
