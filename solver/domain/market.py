"""Providers, the contracts by which a council buys from them, and a scenario's market choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from solver.errors import ScenarioError

Tier = Literal["prime", "supplementary", "spot", "specialist"]
Basis = Literal["hour", "block", "spot"]
CalledOnAs = Literal["prime", "supplementary", "none"]
"""How a zone calls on a provider: first, next, or not at all."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that employs carers.

    ``prime_zones`` and ``supplementary_zones`` name the zones in which the
    provider is called on, and in which order of call [002 paras 26 to 28].
    """

    id: str
    name: str
    prime_zones: tuple[str, ...] = ()
    supplementary_zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """What a council pays a provider, and for what.

    ``price_pence`` is per carer-hour; ``None`` means the rate of the band of
    the person's area.
    """

    id: str
    provider_id: str
    tier: Tier
    basis: Basis
    price_pence: int | None = None


@dataclass(frozen=True, slots=True)
class MarketChoices:
    """Packages moved by hand, and who is called on in which zone.

    Parameters
    ----------
    transfers
        (package_id, provider_id) pairs: the package is held by that provider.
    starts
        (package_id, ISO date) pairs: the day from which a package of
        ``transfers`` is with its new provider. Weekly figures are those once
        all packages have moved.
    appointed
        (zone, provider_id, ``prime`` | ``supplementary`` | ``none``): how the
        zone calls on the provider, whatever the providers table says. No
        package moves by it alone.
    """

    transfers: tuple[tuple[str, str], ...] = ()
    # choices that came later: the key names them only where they are made
    starts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    appointed: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


def check_market_choices(choices: MarketChoices) -> None:
    """Refuse choices of the market that are not well formed.

    Raises
    ------
    ScenarioError
        When one is not a pair or a triple as it should be, a date is no date or
        that of a package which does not move, or a zone names a provider twice.
    """
    _check_texts("transfers", choices.transfers, "[package_id, provider_id]", 2)
    _check_texts("starts", choices.starts, "[package_id, date]", 2)
    _check_texts("appointed", choices.appointed, "[zone, provider_id, role]", 3)
    moving = {package_id for package_id, _ in choices.transfers}
    _check_once("starts", [package_id for package_id, _ in choices.starts])
    for package_id, day in choices.starts:
        if package_id not in moving:
            raise ScenarioError(
                f"[market] starts: {package_id} is not in transfers. Remove its date, or say "
                f"which provider it goes to."
            )
        _check_day(package_id, day)
    _check_once("appointed", [f"{provider} in {zone}" for zone, provider, _ in choices.appointed])
    for zone, provider_id, role in choices.appointed:
        if role not in get_args(CalledOnAs):
            raise ScenarioError(
                f"[market] appointed: {provider_id} in {zone} is {role!r}: choose "
                f"{', '.join(get_args(CalledOnAs))}."
            )


def _check_texts(name: str, rows: tuple[Any, ...], form: str, length: int) -> None:
    kind = "pair" if length == 2 else "triple"
    for row in rows:
        well_formed = isinstance(row, tuple) and len(row) == length
        if not well_formed or not all(isinstance(item, str) for item in row):
            raise ScenarioError(f"[market] {name}: {row!r} must be a {kind} {form}.")


def _check_once(name: str, named: list[str]) -> None:
    twice = next((item for i, item in enumerate(named) if item in named[:i]), None)
    if twice is not None:
        raise ScenarioError(f"[market] {name}: {twice} is given twice.")


def _check_day(package_id: str, day: str) -> None:
    try:
        well_formed = date.fromisoformat(day).isoformat() == day
    except ValueError:
        well_formed = False
    if not well_formed:
        raise ScenarioError(
            f"[market] starts: {day!r} of {package_id} is no date: write it as 2026-04-01."
        )
