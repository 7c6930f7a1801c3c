"""How fast the roads are in a scenario, and what a file may say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from solver.errors import ScenarioError

Setting = Literal["built-up", "open country"]
Figures = tuple[tuple[str, str, float], ...]

SETTINGS: Final[tuple[Setting, ...]] = ("built-up", "open country")
ROAD_CLASSES: Final[tuple[str, ...]] = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
)
"""Classes of road that cars use, as OpenStreetMap names them; slip roads count as theirs."""

PERIODS: Final[tuple[str, ...]] = ("night", "morning peak", "between the peaks", "evening peak")
PERIOD_STARTS_S: Final = (0, 7 * 3600, 10 * 3600, 16 * 3600, 19 * 3600)
"""Starts of the periods of a day; the last stretch is night again."""
PERIOD_OF_START: Final = (0, 1, 2, 3, 0)


@dataclass(frozen=True, slots=True)
class RoadChoices:
    """How fast the roads are and how long arriving takes.

    Where a choice is left out, the table of ``docs/roads.md`` holds.

    Parameters
    ----------
    speed_factor
        Multiplies every car speed (0.85 = 15 % slower).
    rural_speed_factor
        Multiplies car speeds outside built-up areas, on top of the above.
    time_of_day
        True uses a matrix for each of four periods; False one for all day.
    stop_s
        Fixed seconds added on arriving at a door by car (parking, key safe).
    speeds
        (class, setting, miles an hour): car speeds that replace the table's.
    junctions
        (class, setting, seconds): what a junction takes by car, likewise.
    periods
        (period, setting, factor): factors of the times of day, likewise.
    bicycle_mph, foot_mph
        On a carriageway, and on foot; slower ways (paths, steps) change in
        proportion. 0 keeps the table's.
    drive_private
        True: carers drive up private drives and farm tracks to the door on them, never through;
        False: private ways are closed to cars, and carers walk from the nearest other road.
    """

    speed_factor: float = 1.0
    rural_speed_factor: float = 1.0
    time_of_day: bool = False
    stop_s: int = 120
    speeds: Figures = ()
    junctions: Figures = ()
    periods: Figures = ()
    bicycle_mph: float = 0.0
    foot_mph: float = 0.0
    drive_private: bool = field(default=True, repr=False)  # the key names it only where False

    def __post_init__(self) -> None:
        """Bring the rows of tables into one order, so that equal choices have one key."""
        for name in TABLE_RANGES:
            table = getattr(self, name)
            if isinstance(table, tuple) and all(_well_formed(row) for row in table):
                rows = sorted((what, setting, float(figure)) for what, setting, figure in table)
                object.__setattr__(self, name, tuple(rows))


FACTOR_RANGE: Final = (0.2, 3.0)
STOP_RANGE: Final = (0, 3_600)
TABLE_RANGES: Final[dict[str, tuple[tuple[str, ...], float, float]]] = {
    "speeds": (ROAD_CLASSES, 1.0, 120.0),
    "junctions": (ROAD_CLASSES, 0.0, 120.0),
    "periods": (PERIODS, *FACTOR_RANGE),
}
"""Choice → the names that its rows may have, least and greatest figure."""
SELF_RANGES: Final = {"bicycle_mph": (2.0, 30.0), "foot_mph": (0.5, 8.0)}


def check_road_choices(choices: RoadChoices) -> None:
    """Refuse a speed that no road has.

    Raises
    ------
    ScenarioError
        When a figure lies outside its range, or a row of a table names an
        unknown class, setting or period, or one twice.
    """
    for name in ("speed_factor", "rural_speed_factor"):
        _within(name, getattr(choices, name), *FACTOR_RANGE)
    if not isinstance(choices.drive_private, bool):
        raise ScenarioError("[roads] drive_private must be true or false.")
    if not STOP_RANGE[0] <= choices.stop_s <= STOP_RANGE[1]:
        raise ScenarioError("[roads] stop_s must lie between 0 and 3600 seconds.")
    for name, (least, most) in SELF_RANGES.items():
        if getattr(choices, name) != 0:
            _within(name, getattr(choices, name), least, most)
    for name, (rows, least, most) in TABLE_RANGES.items():
        _check_table(name, getattr(choices, name), rows, least, most)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ScenarioError(f"[roads] {name} must lie between {least:g} and {most:g}.")


def _check_table(
    name: str, table: Figures, rows: tuple[str, ...], least: float, most: float
) -> None:
    seen: set[tuple[str, str]] = set()
    for row in table:
        if not _well_formed(row):
            raise ScenarioError(
                f"[roads] {name}: {row!r} must be three things, such as "
                f'["{rows[-1]}", "{SETTINGS[0]}", {max(least, 1.0):g}].'
            )
        what, setting, figure = row
        if what not in rows:
            raise ScenarioError(f"[roads] {name}: {what!r} is not one of {', '.join(rows)}.")
        if setting not in SETTINGS:
            raise ScenarioError(f"[roads] {name}: {setting!r} is not one of {', '.join(SETTINGS)}.")
        if (what, setting) in seen:
            raise ScenarioError(f"[roads] {name}: {what}, {setting} is given twice.")
        seen.add((what, setting))
        _within(f"{name}: {what}, {setting}", figure, least, most)


def _well_formed(row: object) -> bool:
    return (
        isinstance(row, tuple)
        and len(row) == 3
        and isinstance(row[0], str)
        and isinstance(row[1], str)
        and type(row[2]) in (int, float)
    )
