"""``world.toml`` → :class:`~solver.intake.tables.About`."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, Any

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
    "current_rate": ("an amount in pounds", "The one average rate paid today, a carer-hour.",
                     "19.50"),
}  # fmt: skip
"""Key → kind, what it means, example."""

_REQUIRED = ("name", "data_date", "price_base", "current_rate")


def read_about(folder: Path, findings: Findings) -> About | None:
    """Read ``world.toml``; ``None`` where a fault was added instead."""
    before = len(findings.faults)
    data = read_toml(folder / FILE, findings)
    if data is None:
        return None
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
    return about if len(findings.faults) == before else None


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
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.fault(
            path.name, None, "", f"The file is not TOML ({error}).", "Compare it with the template."
        )
        return None


def _fault(key: str, value: Any, findings: Findings) -> None:
    kind, _, example = KEYS[key]
    findings.fault(
        FILE, None, key, f"{quoted(str(value))} is not {kind}.", f"Write {key} = {example}"
    )


def _text(data: dict[str, Any], key: str, findings: Findings) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        _fault(key, value, findings)
        return ""
    if key == "name" and key in data and not value.strip():
        findings.fault(FILE, None, key, "The name is empty.", "Name the county.")
    return value.strip()


def _date(data: dict[str, Any], key: str, findings: Findings) -> str:
    value = data.get(key, "")
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if key in data:
        try:
            return dt.date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            _fault(key, value, findings)
    return ""


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
    if abs(value * 100 - pence) > 1e-6:
        _fault(key, value, findings)
    return pence
