"""A small county with more people and real (tiny) roads, and its twin with hostile names."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from harm import HEADS, HOSTILE, crowd, ring_road
from villages import village_world

from solver.domain import Scenario
from solver.intake.tables import About
from solver.roads import open_roads

if TYPE_CHECKING:
    from solver.base.world import World


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = crowd(village_world(), HEADS)
    return replace(world, roads=open_roads(ring_road(world, tmp_path_factory.mktemp("roads"))))


@pytest.fixture(scope="session")
def hostile(village: World) -> tuple[World, Scenario]:
    """The same county with hostile names wherever a file may give one."""
    tables = vars(village.tables).copy()
    areas = tables["areas"].copy()
    areas["name"] = [HOSTILE[i % len(HOSTILE)] for i in range(len(areas))]
    names = {"West": HOSTILE[0], "East": HOSTILE[1], "South East": HOSTILE[2]}
    areas["zone"] = areas["zone"].map(names)
    about = About(
        name=HOSTILE[3],
        data_date="2026-01-05",
        price_base="2020-01-20",
        invented=True,
        roads_note="Illustrative " + HOSTILE[4],
        sources=(f"Source {HOSTILE[1]}", HOSTILE[5]),
        current_rate_pence=1_845,
    )
    settlements = tables["settlements"].assign(settlement=[HOSTILE[6]])
    providers = tables["providers"].copy()
    for column in ("prime_zones", "supplementary_zones"):
        providers[column] = ""
    tables |= {
        "areas": areas,
        "about": about,
        "settlements": settlements,
        "providers": providers,
    }
    world = replace(village, tables=SimpleNamespace(**tables), input_hash="hostile")
    return world, Scenario(name=HOSTILE[2], note=HOSTILE[7])
