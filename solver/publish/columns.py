"""Columns of the tables to take away: money in pounds, how they are headed, what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

PENCE: Final = "pence"
"""The unit, in a column ``unit``, of rows whose figures are pence."""

_PENCE: Final = re.compile(r"(?<![a-z])pence(?![a-z])")
_POUNDS: Final = re.compile(r"(?<![a-z])pounds(?![a-z])")

HEADINGS: Final = {
    "people": "Service users",
    "carer_hours_week": "Carer-hours a week",
    "weekly_pounds": "Cost a week, £",
    "rate_pounds": "Cost an hour, £",
    "base": "Hours counted",
}

MEANINGS: Final = {
    "zone": "Zone: which providers are called on",
    "band": "Price band of the area",
    "area_id": "Area, as in the county's files",
    "people": "People who receive care",
    "packages": "Packages of care",
    "carer_hours_week": "Carer-hours a week; a double-handed hour counts twice",
    "hours": "Carer-hours a week; a double-handed hour counts twice",
    "weekly_pounds": "What the council pays a week, pounds",
    "rate_pounds": "Cost of a carer-hour, pounds",
    "base": "Which hours are counted",
    "prices": "At what prices",
    "primes": "Prime providers of the zone",
    "balance": "Carer-hours over the mean of all zones, less 1",
    "tier": "Kind of provider under the contract",
    "INTERNAL": "Marking: not for publication",
    "About": "What the file is",
}
"""What a column holds, where its name does not say it."""

_ENDINGS: Final = (
    (re.compile(r"minutes?$"), "minutes"),
    (re.compile(r"miles$"), "miles"),
    (re.compile(r"commute_co2e_kg"), "kg CO2e of ways from and to home, at the exhaust"),
    (re.compile(r"(?<![a-z_])co2e_kg"), "kg CO2e at the exhaust, ways from and to home included"),
    (re.compile(r"_s$"), "time of day, or seconds"),
    (re.compile(r"_m$"), "metres"),
    (re.compile(r"_km2$"), "square kilometres"),
    (re.compile(r"share$"), "share, 1 is all"),
    (re.compile(r"hours"), "hours"),
    (re.compile(r"_id$"), "as in the county's files"),
)


def pounds_name(name: str) -> str:
    """Name a column of pence as one of pounds: ``weekly_pence_before`` → ``weekly_pounds_…``."""
    return _PENCE.sub("pounds", name)


def is_pounds(name: str) -> bool:
    """Tell whether a column is money, in pounds."""
    return bool(_POUNDS.search(name))


def in_pounds(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn columns of pence into pounds; a mark such as ``*`` stays.

    Columns with ``pence`` in their name, and the figures of rows whose ``unit`` is pence.
    """
    pounds = frame.copy()
    for name in [name for name in frame.columns if _PENCE.search(str(name))]:
        pounds[name] = _hundredth(frame[name])
    if "unit" in frame.columns and (rows := frame["unit"] == PENCE).any():
        for name in frame.columns:
            if _in_its_unit(frame[name], str(name)):
                pounds[name] = frame[name].where(~rows, frame[name] / 100)
        pounds["unit"] = frame["unit"].where(~rows, "pounds")
    return pounds.rename(columns={name: pounds_name(str(name)) for name in frame.columns})


def _hundredth(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column / 100
    return column.map(lambda value: value if isinstance(value, str) else value / 100)


def two_decimals(frame: pd.DataFrame) -> pd.DataFrame:
    """Write pounds with two decimals, as text, in their columns and rows; marks, blanks stay."""
    written = frame.copy()
    rows = frame["unit"] == "pounds" if "unit" in frame.columns else None
    for position, name in enumerate(frame.columns):
        column = frame.iloc[:, position]
        text = column.astype(object).map(_pounds, na_action="ignore")
        if is_pounds(str(name)):
            written.isetitem(position, text.to_numpy(dtype=object))
        elif rows is not None and _in_its_unit(column, str(name)):
            written.isetitem(position, column.astype(object).where(~rows, text).to_numpy())
    return written


def _in_its_unit(column: pd.Series, name: str) -> bool:
    """Tell whether the figures of a column have the unit that their row names; shares have none."""
    return pd.api.types.is_float_dtype(column) and not name.endswith("_share")


def _pounds(value: object) -> object:
    number = pd.api.types.is_number(value) and not pd.api.types.is_bool(value)
    return f"{float(str(value)):.2f}" if number else value


def has_carbon(frame: pd.DataFrame) -> bool:
    """Tell whether a table has a figure of carbon, in a column or a row."""
    units = frame["unit"].astype(str) if "unit" in frame.columns else pd.Series(dtype=str)
    return any("co2e" in str(name) for name in frame.columns) or bool((units == "kg CO2e").any())


def heading(name: str) -> str:
    """Write a column's name as a heading that is read: "Carer-hours a week"."""
    if name in HEADINGS:
        return HEADINGS[name]
    bare = re.sub(r"_?(?<![a-z])pounds(?![a-z])", "", name).replace("_", " ").strip()
    return bare[:1].upper() + bare[1:] + (", £" if is_pounds(name) else "")


def meaning(name: str) -> str:
    """Say what a column holds, with its unit where its name tells it."""
    if name in MEANINGS:
        return MEANINGS[name]
    if is_pounds(name):
        return f"{heading(name).removesuffix(', £')}: pounds"
    for pattern, unit in _ENDINGS:
        if pattern.search(name):
            return f"{heading(name)}: {unit}"
    return heading(name)


def datatype(values: Sequence[object]) -> str:
    """Give the kind of a column after CSV on the Web; marks ``*`` and blanks left out."""
    kinds = {_kind(value) for value in values} - {""}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "string"


def _kind(value: object) -> str:
    if value is None or value is pd.NA or value == "*" or value != value:
        return ""
    if isinstance(value, str):
        return "string"
    if pd.api.types.is_bool(value):
        return "boolean"
    if pd.api.types.is_integer(value):
        return "integer"
    return "number" if pd.api.types.is_float(value) else "string"
