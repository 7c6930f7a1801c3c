"""Packages moved by hand: from a day on, to a provider who can take them, and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.base.areas import package_base, split_list
from solver.base.world import once
from solver.domain.skills import plain_skill
from solver.zones.assignment import known
from solver.zones.transfers import NO_CONTRACT, holding

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from solver.base.world import World
    from solver.domain import Scenario


def move_packages(
    world: World,
    scenario: Scenario,
    package_ids: Collection[str],
    provider_id: str,
    start: date | None = None,
) -> Scenario:
    """Move packages to a provider by hand; an earlier move of the same packages goes.

    A package that would be with the provider anyway needs no move and gets none.

    Parameters
    ----------
    start
        Day from which they are with the provider; ``None`` where none is said.

    Raises
    ------
    ScenarioError
        When there is no such package or provider.
    """
    base = package_base(world)
    rows = {package: row for row, package in enumerate(base.ids)}
    target = known("provider", provider_id, {p: row for row, p in enumerate(base.provider_ids)})
    without = put_back(scenario, package_ids)
    held = holding(world, without).provider
    moving = [p for p in package_ids if held[known("package", p, rows)] != target]
    market = without.market
    pairs = tuple((package, provider_id) for package in moving)
    days = tuple((package, start.isoformat()) for package in moving) if start else ()
    return replace(
        scenario,
        market=replace(
            market, transfers=(*market.transfers, *pairs), starts=(*market.starts, *days)
        ),
    )


def put_back(scenario: Scenario, package_ids: Collection[str]) -> Scenario:
    """Take moves by hand back: the packages are where they would be without."""
    gone = set(package_ids)
    market = scenario.market
    return replace(
        scenario,
        market=replace(
            market,
            transfers=tuple(pair for pair in market.transfers if pair[0] not in gone),
            starts=tuple(pair for pair in market.starts if pair[0] not in gone),
        ),
    )


def cannot_take(
    world: World, scenario: Scenario, package_ids: Collection[str], provider_id: str
) -> pd.DataFrame:
    """List packages that a provider cannot take, and what would cure it.

    It needs carers, a contract of the tier on which the zone calls on it (of any,
    where the zone does not), and for each visit enough carers with its skills.

    Returns
    -------
    frame
        ``package_id, reason``, in the order given; empty where all can go.

    Raises
    ------
    ScenarioError
        When there is no such package or provider.
    """
    base = package_base(world)
    target = known("provider", provider_id, {p: row for row, p in enumerate(base.provider_ids)})
    name = base.provider_names[target]
    everything = _takes_nothing(world, scenario, provider_id, name)
    if everything:
        return _listed({package: everything for package in package_ids}, package_ids)
    moved = move_packages(world, scenario, package_ids, provider_id)
    held = holding(world, moved)
    rows = {package: row for row, package in enumerate(base.ids)}
    reasons = _unskilled(world, package_ids, provider_id, name)
    for package in package_ids:
        row = rows[package]
        if held.contract[row] == NO_CONTRACT and held.provider[row] == target:
            tier = held.tier[row]
            reasons[package] = (
                f"{name} has no {tier} contract: add a row to contracts.csv ({provider_id}, "
                f"{tier}), or choose a provider that has one."
            )
    return _listed(reasons, package_ids)


def _takes_nothing(world: World, scenario: Scenario, provider_id: str, name: str) -> str:
    """Say why a provider can take no package at all; empty where it can."""
    if provider_id in scenario.demand.leaving:
        return f"{name} leaves in this scenario: let it stay on the Demand page, or choose another."
    if not (world.tables.carers["provider_id"] == provider_id).any():
        return f"{name} has no carers: add them to carers.csv, or choose another provider."
    if not package_base(world).provider_contracts.get(provider_id):
        return (
            f"{name} has no contract: add a row to contracts.csv ({provider_id}), or choose "
            "another provider."
        )
    return ""


def _unskilled(
    world: World, package_ids: Collection[str], provider_id: str, name: str
) -> dict[str, str]:
    """Package → the first of its visits for which a provider has too few carers of skill."""
    carers = world.tables.carers
    own = carers.loc[carers["provider_id"] == provider_id, "skills"]
    has = [{plain_skill(skill) for skill in split_list(text)} for text in own]
    needs = _needs(world)
    found: dict[str, str] = {}
    for package in package_ids:
        for visit_id, skills, wanted in needs.get(package, ()):
            able = sum({plain_skill(skill) for skill in skills} <= held for held in has)
            if able >= wanted:
                continue
            what = f"with {' and '.join(skills)}" if skills else "at once"
            found[package] = (
                f"Visit {visit_id} needs {_carers(wanted)} {what}, and {name} has {able or 'none'}:"
                " add the skill or the carer to carers.csv, or choose another provider."
            )
            break
    return found


def _carers(wanted: int) -> str:
    return "a carer" if wanted == 1 else f"{wanted} carers"


@once
def _needs(world: World) -> dict[str, list[tuple[str, tuple[str, ...], int]]]:
    """Package → its visits, each with the skills and the number of carers that it needs."""
    found: dict[str, list[tuple[str, tuple[str, ...], int]]] = {}
    visits = world.tables.visits
    columns = (visits[name] for name in ("package_id", "visit_id", "skills", "carers_required"))
    for package, visit_id, skills, carers in zip(*columns, strict=True):
        found.setdefault(package, []).append((visit_id, split_list(skills), int(carers)))
    return found


def _listed(reasons: dict[str, str], order: Collection[str]) -> pd.DataFrame:
    named = [package for package in order if package in reasons]
    return pd.DataFrame(
        {"package_id": named, "reason": [reasons[package] for package in named]}, dtype=object
    )
