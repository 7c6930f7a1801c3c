"""The description that stands beside a CSV: ``name.csv-metadata.json``.

After "Metadata Vocabulary for Tabular Data" (W3C, 2015): a reader of CSV on the
Web finds it by its name. Addresses in it are names; nothing asks for them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from solver.publish.columns import datatype, heading, is_pounds, meaning
from solver.publish.safe_text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from solver.publish.colophon import Colophon

ENDING = "-metadata.json"
"""What follows the name of the CSV."""


def beside(path: Path) -> Path:
    """Name the description of a CSV: ``zones.csv`` → ``zones.csv-metadata.json``."""
    return path.with_name(path.name + ENDING)


def description(frame: pd.DataFrame, name: str, about: Colophon) -> str:
    """Describe a CSV after CSV on the Web.

    Parameters
    ----------
    frame
        As it is written, money in pounds as numbers.
    name
        Name of the CSV.
    about
        What it says of itself.
    """
    return (
        json.dumps(
            {
                "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
                "url": quote(name),
                "dialect": {
                    "delimiter": ",",
                    "encoding": "utf-8",
                    "header": True,
                    "lineTerminators": ["\r\n"],
                },
                **_facts(name, about),
                "notes": [{"what": what, "text": text} for what, text in about.lines],
                "tableSchema": {"columns": _columns(frame)},
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _facts(name: str, about: Colophon) -> dict[str, Any]:
    """Say the facts of a file in terms that other programs know (Dublin Core, schema.org)."""
    shown = "" if about.threshold is None else str(about.threshold)
    facts = {
        "dc:title": f"{name.rsplit('.', 1)[0]}: {about.world}, {about.scenario}",
        "dc:description": about.in_one_line,
        "dc:created": about.made_on,
        "dc:temporal": about.data_date,
        "dc:source": [one_line(source) for source in about.sources],
        "dc:license": [{"@id": address} for _, address in about.licences] or about.licence,
        "dc:rights": about.marking or about.licence,
        "schema:version": f"{about.scenario_key} {about.input_hash}",
        "schema:name": about.scenario,
        "urn:homerounds:hours": about.basis,
        "urn:homerounds:prices": about.prices or "",
        "urn:homerounds:price-base": about.price_base,
        "urn:homerounds:smallest-number-shown": shown,
        "urn:homerounds:invented": about.invented,
    }
    return {key: one_line(v) if isinstance(v, str) else v for key, v in facts.items() if v != ""}


def _columns(frame: pd.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for position, head in enumerate(map(str, frame.columns)):
        bare = re.sub(r"[^A-Za-z0-9]+", "_", head).strip("_").lower() or "column"
        name = bare if bare not in taken else f"{bare}_{position + 1}"
        taken.add(name)
        values = frame.iloc[:, position].tolist()
        kind = "number" if is_pounds(head) else datatype(values)
        column: dict[str, Any] = {
            "name": name,
            "titles": list(dict.fromkeys([head, heading(head)])),
            "datatype": kind,
            "dc:description": meaning(head),
        }
        if any(isinstance(value, str) and value == "*" for value in values):
            column["null"] = ["", "*"]
        found.append(column)
    return found
