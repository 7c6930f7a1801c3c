"""Names that mean harm, and what the small county of these tests is made of."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.publish import colophon, public_figures

if TYPE_CHECKING:
    from pathlib import Path

    from solver.base.world import World
    from solver.domain import Scenario

MADE_ON = "2026-02-03"

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(1)",
    r"$\frac{1}{0}$ \input{x}",
    "![pic](http://evil.test/x.png)",
    "{{ 7*7 }} #eval(1)",
    "@SUM(A1)",
    "+44 & co",
    "-2 <b>",
)
"""Names that turn into something else where text is not kept as text."""


def published(world: World, scenario: Scenario, threshold: int = 8) -> dict[str, Any]:
    """What a map shows of a scenario, and what it says of itself."""
    return {
        "figures": public_figures(world, scenario, threshold=threshold),
        "colophon": colophon(world, scenario, made_on=MADE_ON, threshold=threshold).captioned(
            scenario.note
        ),
    }


def crowd(world: World, heads: dict[str, int]) -> World:
    """Copy each person of some areas so that so many live there, each with a package."""
    tables = vars(world.tables).copy()
    people, packages, visits = tables["people"], tables["packages"], tables["visits"]
    more = {"people": [people], "packages": [packages], "visits": [visits]}
    for area, count in heads.items():
        person = people[people["area_id"] == area].iloc[[0]]
        package = packages[packages["person_id"] == person["person_id"].iloc[0]].iloc[[0]]
        visit = visits[visits["package_id"] == package["package_id"].iloc[0]].iloc[[0]]
        for i in range(count - 1):
            tail = f"-{i:03d}"
            one = person.assign(person_id=person["person_id"] + tail)
            two = package.assign(
                person_id=one["person_id"].iloc[0], package_id=package["package_id"] + tail
            )
            three = visit.assign(
                package_id=two["package_id"].iloc[0], visit_id=visit["visit_id"] + tail
            )
            more["people"].append(one)
            more["packages"].append(two)
            more["visits"].append(three)
    tables |= {name: pd.concat(frames, ignore_index=True) for name, frames in more.items()}
    return replace(world, tables=SimpleNamespace(**tables))


HEADS = {"r0c0": 40, "r1c0": 12, "r1c1": 3, "r0c2": 20, "r1c2": 9, "r2c2": 11, "r2c3": 30}
"""People of some areas; the others have one each."""


def ring_road(world: World, folder: Path) -> Path:
    west, south, east, north = world.tables.areas.total_bounds
    corners = [(west, south), (east, south), (east, north), (west, north)]
    nodes = "".join(
        f'<node id="{i}" version="1" lon="{lon:.7f}" lat="{lat:.7f}"/>'
        for i, (lon, lat) in enumerate(corners, start=1)
    )
    refs = "".join(f'<nd ref="{i}"/>' for i in (1, 2, 3, 4, 1))
    way = f'<way id="9" version="1">{refs}<tag k="highway" v="secondary"/></way>'
    path = folder / "roads.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>')
    return path
