"""``world.toml`` → :class:`~solver.intake.tables.About`."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, Any

from solver.intake.cells.limits import FIRST_DAY, LAST_DAY, MOST_SIGNS
from solver.intake.findings import hint, quoted
from solver.intake.tables import About

if TYPE_CHECKING:
    from pathlib import Path

    from solver.intake.findings import Findings

FILE = "world.toml"

KEYS: dict[str, tuple[str, str, str]] = {
    "name": ("a text", "Name of the county.", '"Exampleshire"'),
    "data_date": ("a date", "Day that the data describe.", "2026-04-06"),
    "price_base": ("a date", "Day whose prices and wages apply.", "2026-04-06"),
    "invented": ("true or false", "true where people and packages are invented.", "true"),
    "roads_note": ("a text", 'What to say beside travel on these roads; "" for real ones.', '""'),
    "sources": ("a list of texts", "Sources and licences, a line each; default none.",
                '["Example data, invented"]'),
    "current_rate": ("an amount in pounds", "The current single rate (before bands), a carer-hour.",
                     "19.50"),
    "services": ("a list of texts", "Kinds of service besides the usual ones; default none.",
                 '["extra care"]'),
}  # fmt: skip
"""Key → kind, what it means, example."""

_REQUIRED = ("name", "data_date", "price_base", "current_rate")


def read_about(folder: Path, findings: Findings) -> tuple[About | None, tuple[str, ...] | None]:
    """Read ``world.toml``.

    Returns
    -------
    What the world is, ``None`` where a fault was added instead; and the kinds of
    service that it declares, ``None`` where they cannot be told.
    """
    before = len(findings.faults)
    data = read_toml(folder / FILE, findings)
    if data is None:
        return None, None
    for key in data:
        if key not in KEYS:
            findings.notice(
                FILE, None, key, f"The key is not used. {hint(key, list(KEYS))}".strip()
            )
    for key in _REQUIRED:
        if key not in data:
            findings.fault(
                FILE, None, key, "The key is missing.", f"Add a line: {key} = {KEYS[key][2]}"
            )
    about = About(
        name=_text(data, "name", findings),
        data_date=_date(data, "data_date", findings),
        price_base=_date(data, "price_base", findings),
        invented=_yes(data, "invented", findings),
        roads_note=_text(data, "roads_note", findings),
        sources=_texts(data, "sources", findings),
        current_rate_pence=_pence(data, "current_rate", findings),
    )
    bad = len(findings.faults)
    services = _texts(data, "services", findings)
    return (about if bad == before else None, services if len(findings.faults) == bad else None)


def read_toml(path: Path, findings: Findings) -> dict[str, Any] | None:
    """Read a TOML file; ``None`` where a fault was added instead."""
    if not path.is_file():
        findings.fault(
            path.name, None, "", "The file is missing.", "Take the blank one of the templates."
        )
        return None
    if path.stat().st_size > 1_000_000:
        findings.fault(path.name, None, "", "The file is larger than 1 MB.", "Shorten it.")
        return None
    try:
        return parse_toml(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        findings.fault(path.name, None, "", "The file is not UTF-8 text.", "Save it as UTF-8.")
    except TomlError as error:
        findings.fault(
            path.name, None, "", f"The file is not TOML ({error}).", "Compare it with the template."
        )
    return None


class TomlError(ValueError):
    """Text that cannot be read as TOML, in a few words."""


def parse_toml(text: str) -> dict[str, Any]:
    """Read TOML.

    Raises
    ------
    TomlError
        When it is none, is nested too deep, or has a number that is too long.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(str(error)) from error
    except RecursionError:
        raise TomlError("it is nested too deep") from None
    except ValueError:  # a number of thousands of digits
        raise TomlError("it has a number that is too long, or no date") from None


def _fault(key: str, value: Any, findings: Findings) -> None:
    kind, _, example = KEYS[key]
    try:
        shown = quoted(str(value))
    except ValueError:  # a whole number of thousands of digits cannot be written out
        shown = "The number"
    findings.fault(FILE, None, key, f"{shown} is not {kind}.", f"Write {key} = {example}")


def _text(data: dict[str, Any], key: str, findings: Findings) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        _fault(key, value, findings)
        return ""
    if key == "name" and key in data and not value.strip():
        findings.fault(FILE, None, key, "The name is empty.", "Name the county.")
    if key == "name" and len(value.strip()) > MOST_SIGNS:
        findings.fault(
            FILE, None, key, f"The name is {len(value.strip()):,} characters long.",
            f"Write {MOST_SIGNS} at most.",
        )  # fmt: skip
    return " ".join(value.split()) if key == "name" else value.strip()


def _date(data: dict[str, Any], key: str, findings: Findings) -> str:
    value = data.get(key, "")
    if isinstance(value, dt.datetime):
        value = value.date()
    if key in data and not isinstance(value, dt.date):
        try:
            value = dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            _fault(key, value, findings)
    if not isinstance(value, dt.date):
        return ""
    if not FIRST_DAY <= value <= LAST_DAY:
        findings.fault(
            FILE, None, key, f"{value.isoformat()} lies outside {FIRST_DAY.year} to "
            f"{LAST_DAY.year}.", "Correct the year.",
        )  # fmt: skip
    return value.isoformat()


def _yes(data: dict[str, Any], key: str, findings: Findings) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        _fault(key, value, findings)
        return False
    return value


def _texts(data: dict[str, Any], key: str, findings: Findings) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        _fault(key, value, findings)
        return ()
    return tuple(value)


def _pence(data: dict[str, Any], key: str, findings: Findings) -> int:
    value = data.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1_000:
        _fault(key, value, findings)
        return 0
    pence = round(value * 100)
    if key in data and pence == 0:
        findings.fault(FILE, None, key, "The rate is 0.", f"Write {key} = {KEYS[key][2]}")
    if abs(value * 100 - pence) > 1e-6:
        _fault(key, value, findings)
    return pence
