"""Invent a market: providers, the zones they are called on in, and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.invent.names import provider_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

TIER_SHARES: Mapping[str, float] = {
    "prime": 0.78,
    "supplementary": 0.14,
    "spot": 0.07,
    "specialist": 0.01,
}
"""Share of packages that each tier holds: primes pick up the majority [002 para 26]."""

PROVIDER_SHARES: Mapping[str, float] = {
    "prime": 0.25,
    "supplementary": 0.44,
    "spot": 0.28,
    "specialist": 0.03,
}
"""Share of providers by the tier that they chiefly work in."""

SMALL_ZONE_HOURS = 1_000
"""Zones with fewer hours a week share the primes of a larger zone nearby."""

MOST_ZONES = 3
"""Zones that one provider is prime in, at most, while others are free."""

LOCAL_POSTCODES = 14.0
"""A provider's pull falls to 1/e at the distance that holds about this many postcodes."""

LOCAL_M = (350.0, 2_000.0)
"""Shortest and longest such distance, metres."""


@dataclass(frozen=True, eq=False)
class Market:
    """Who can be asked, and where.

    Parameters
    ----------
    providers
        ``provider_id, name, prime_zones, supplementary_zones`` (zones joined
        by ``"; "``).
    contracts
        ``contract_id, provider_id, tier, basis, price`` (pounds a carer-hour,
        empty for the rate of the band).
    offers
        ``zone, tier, contract_id, provider_id, x, y, size``: contracts that a
        package of the zone can go to, the provider's base there in metres and
        its relative size.
    """

    providers: pd.DataFrame
    contracts: pd.DataFrame
    offers: pd.DataFrame


@dataclass(frozen=True, eq=False)
class ZoneNeed:
    """A zone that needs providers.

    Parameters
    ----------
    zone
        Name.
    hours
        Planned carer-hours a week.
    primes
        How many prime providers it has; 0 in a free zone.
    bases
        (m, 2) metres: where a provider may have its base.
    """

    zone: str
    hours: float
    primes: int
    bases: Floats

    def away(self, other: ZoneNeed) -> float:
        """Metres from the middle of this zone to that of another."""
        return float(np.hypot(*(self.bases.mean(axis=0) - other.bases.mean(axis=0))))


def invent_market(zones: Sequence[ZoneNeed], count: int, rng: np.random.Generator) -> Market:
    """Invent providers and deal them out over the zones.

    Parameters
    ----------
    zones
        What each zone needs.
    count
        How many providers.
    rng
        Source of chance.
    """
    kinds = _kinds(count)
    ids = [f"PR{i:02d}" for i in range(1, count + 1)]
    of_kind: dict[str, list[str]] = {kind: [] for kind in TIER_SHARES}
    for provider, kind in zip(ids, kinds, strict=True):
        of_kind[kind].append(provider)
    prime = _deal_primes(zones, of_kind["prime"])
    called = _deal_others(zones, of_kind, prime, rng)
    providers = pd.DataFrame(
        {
            "provider_id": ids,
            "name": provider_names(count, rng),
            "prime_zones": ["; ".join(prime.get(i, ())) for i in ids],
            "supplementary_zones": [
                "; ".join(called[i]) if kind in ("prime", "supplementary") else ""
                for i, kind in zip(ids, kinds, strict=True)
            ],
        }
    )
    bases = {need.zone: need.bases for need in zones}
    contracts: list[tuple[str, str, str, str, str]] = []
    offers: list[tuple[str, str, str, str, float, float, float]] = []
    for provider, kind in zip(ids, kinds, strict=True):
        other = "supplementary" if kind == "prime" else kind
        size = float(rng.lognormal(0.0, 0.45))
        office: Floats | None = None
        for tier, own in (("prime", prime.get(provider, [])), (other, called[provider])):
            if not own:
                continue
            contract = f"CT{len(contracts) + 1:03d}"
            contracts.append((contract, provider, tier, *_terms(tier, len(contracts), rng)))
            for zone in own:
                base = bases[zone][int(rng.integers(len(bases[zone])))]
                if office is None:
                    office = base
                else:  # away from its office a provider works the nearest part of a zone
                    base = bases[zone][int(np.argmin(np.hypot(*(bases[zone] - office).T)))]
                place = (float(base[0]), float(base[1]))
                offers.append((zone, tier, contract, provider, *place, size))
    return Market(
        providers,
        pd.DataFrame(contracts, columns=["contract_id", "provider_id", "tier", "basis", "price"]),
        pd.DataFrame(
            offers, columns=["zone", "tier", "contract_id", "provider_id", "x", "y", "size"]
        ),
    )


def _deal_primes(zones: Sequence[ZoneNeed], providers: list[str]) -> dict[str, list[str]]:
    """Prime zones of each prime provider: its own large zone, and small ones nearby."""
    prime: dict[str, list[str]] = {provider: [] for provider in providers}
    dealt = 0
    for need in sorted(zones, key=lambda need: (-need.hours, need.zone)):
        near = [
            provider
            for other in _nearest(zones, need)
            for provider in providers
            if prime[provider][:1] == [other]
        ]
        for _ in range(need.primes):
            free = [p for p in near if need.zone not in prime[p] and len(prime[p]) < MOST_ZONES]
            if need.hours >= SMALL_ZONE_HOURS or not free:
                free = [
                    providers[(dealt + step) % len(providers)] for step in range(len(providers))
                ]
                free = [p for p in free if need.zone not in prime[p]]
                dealt += 1
            prime[free[0]].append(need.zone)
    return prime


def _deal_others(
    zones: Sequence[ZoneNeed],
    of_kind: Mapping[str, list[str]],
    prime: Mapping[str, list[str]],
    rng: np.random.Generator,
) -> dict[str, list[str]]:
    """Zones in which each provider is called on otherwise than as a prime."""
    names = [need.zone for need in zones]
    by_name = {need.zone: need for need in zones}
    weight = np.sqrt([need.hours for need in zones])
    called: dict[str, list[str]] = {}
    for kind, most in (("prime", 2), ("supplementary", 3), ("spot", 2)):
        for provider in of_kind[kind]:
            own = prime.get(provider, [])
            wanted = int(rng.integers(1, most + 1))
            first = own[0] if own else names[int(rng.choice(len(names), p=weight / weight.sum()))]
            near = [zone for zone in (first, *_nearest(zones, by_name[first])) if zone not in own]
            called[provider] = sorted(near[:wanted])
    for provider in of_kind["specialist"]:
        called[provider] = names
    for zone in names:  # a zone without primes lives by its supplementary providers
        holders = [p for p in of_kind["supplementary"] if zone in called[p]]
        for provider in of_kind["supplementary"]:
            if len(holders) >= 2:
                break
            if provider not in holders:
                called[provider] = sorted([*called[provider], zone])
                holders.append(provider)
    return called


def _nearest(zones: Sequence[ZoneNeed], here: ZoneNeed) -> list[str]:
    """Other zones, the nearest first."""
    others = [need for need in zones if need.zone != here.zone]
    return [need.zone for need in sorted(others, key=lambda need: (need.away(here), need.zone))]


def allocate(
    zones: Sequence[str],
    xy: Floats,
    crowd: npt.NDArray[np.int64],
    market: Market,
    rng: np.random.Generator,
) -> list[str]:
    """Place packages with contracts: by tier, then by nearness to the provider's base.

    Parameters
    ----------
    zones
        (n,) zone of each package.
    xy
        (n, 2) metres.
    crowd
        (n,) postcodes within 1.5 km: in towns a provider works a smaller patch.
    market
        Who can be asked.
    rng
        Source of chance.

    Returns
    -------
    (n,) contract ids.
    """
    by_zone = dict(iter(market.offers.groupby("zone")))
    chosen = []
    local_m = np.clip(1_500.0 * np.sqrt(LOCAL_POSTCODES / np.maximum(crowd, 1)), *LOCAL_M)
    for zone, (east, north), reach_m in zip(zones, xy, local_m, strict=True):
        offers = by_zone[zone]
        tiers = sorted(set(offers["tier"]))
        shares = np.array([TIER_SHARES[tier] for tier in tiers])
        tier = tiers[int(rng.choice(len(tiers), p=shares / shares.sum()))]
        offers = offers[offers["tier"] == tier]
        away = np.hypot(offers["x"].to_numpy() - east, offers["y"].to_numpy() - north)
        pull = offers["size"].to_numpy() * np.exp(-away / reach_m) + 1e-9
        chosen.append(
            str(offers["contract_id"].iloc[int(rng.choice(len(pull), p=pull / pull.sum()))])
        )
    return chosen


def _kinds(count: int) -> list[str]:
    kinds: list[str] = []
    for kind in ("prime", "supplementary", "specialist"):
        kinds += [kind] * max(
            2 if kind != "specialist" else 1, round(PROVIDER_SHARES[kind] * count)
        )
    return (kinds + ["spot"] * count)[:count]


def _terms(tier: str, number: int, rng: np.random.Generator) -> tuple[str, str]:
    if tier == "spot":
        return "spot", f"{20.5 + 0.25 * int(rng.integers(0, 19)):.2f}"
    if tier == "specialist":
        return "hour", f"{22.0 + 0.25 * int(rng.integers(0, 9)):.2f}"
    if tier == "prime" and number % 7 == 3:
        return "block", ""
    return "hour", ""
