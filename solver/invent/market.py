"""Invent a market: providers, the zones they are called on in, and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.invent.names import provider_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TIER_SHARES: Mapping[str, float] = {
    "prime": 0.68,
    "supplementary": 0.20,
    "spot": 0.10,
    "specialist": 0.02,
}
"""Share of packages that each tier holds: primes pick up the majority [002 para 26]."""

PROVIDER_SHARES: Mapping[str, float] = {
    "prime": 0.25,
    "supplementary": 0.44,
    "spot": 0.28,
    "specialist": 0.03,
}
"""Share of providers by the tier that they chiefly work in."""

LOCAL_M = 5_000.0
"""A provider's pull on packages falls to 1/e at this distance from its base."""


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


def invent_market(
    zones: pd.DataFrame,
    bases: Mapping[str, np.ndarray],
    count: int,
    rng: np.random.Generator,
) -> Market:
    """Invent providers and deal them out over the zones.

    Parameters
    ----------
    zones
        ``zone, hours, primes``: planned carer-hours a week and how many prime
        providers the zone has (0 in a free zone), neighbours near each other.
    bases
        For each zone, (m, 2) points at which a provider may have its base.
    count
        How many providers.
    rng
        Source of chance.
    """
    kinds = _kinds(count)
    ids = [f"PR{i:02d}" for i in range(1, count + 1)]
    of_kind = {
        kind: [i for i, k in zip(ids, kinds, strict=True) if k == kind] for kind in set(kinds)
    }
    names = list(zones["zone"])
    prime: dict[str, list[str]] = {i: [] for i in ids}
    supplementary: dict[str, list[str]] = {i: [] for i in ids}
    spot: dict[str, list[str]] = {i: [] for i in ids}
    dealt = 0
    for zone, primes in zip(zones["zone"], zones["primes"], strict=True):
        for _ in range(primes):
            prime[of_kind["prime"][dealt % len(of_kind["prime"])]].append(zone)
            dealt += 1
    weight = zones["hours"].to_numpy(dtype=np.float64) ** 0.5
    for provider, kind in zip(ids, kinds, strict=True):
        if kind in ("prime", "supplementary"):
            wanted = int(rng.integers(1, 3 if kind == "prime" else 4))
            open_zones = [z for z in names if z not in prime[provider]]
            supplementary[provider] = _draw(names, open_zones, weight, wanted, rng)
        elif kind == "spot":
            spot[provider] = _draw(names, names, weight, int(rng.integers(1, 3)), rng)
        else:
            spot[provider] = names
    for zone in names:
        holders = [i for i in of_kind["supplementary"] if zone in supplementary[i]]
        for provider in of_kind["supplementary"]:
            if len(holders) >= 2:
                break
            if zone not in supplementary[provider]:
                supplementary[provider].append(zone)
                holders.append(provider)
    providers = pd.DataFrame(
        {
            "provider_id": ids,
            "name": provider_names(count, rng),
            "prime_zones": ["; ".join(prime[i]) for i in ids],
            "supplementary_zones": ["; ".join(sorted(supplementary[i])) for i in ids],
        }
    )
    contracts, offers = [], []
    for provider, kind in zip(ids, kinds, strict=True):
        where = [("prime", prime[provider]), ("supplementary", supplementary[provider])]
        if kind in ("spot", "specialist"):
            where = [(kind, spot[provider])]
        size = float(rng.lognormal(0.0, 0.45))
        for tier, own in where:
            if not own:
                continue
            contract = f"CT{len(contracts) + 1:03d}"
            basis, price = _terms(tier, len(contracts), rng)
            contracts.append((contract, provider, tier, basis, price))
            for zone in own:
                x, y = bases[zone][int(rng.integers(len(bases[zone])))]
                offers.append((zone, tier, contract, provider, float(x), float(y), size))
    return Market(
        providers,
        pd.DataFrame(contracts, columns=["contract_id", "provider_id", "tier", "basis", "price"]),
        pd.DataFrame(
            offers, columns=["zone", "tier", "contract_id", "provider_id", "x", "y", "size"]
        ),
    )


def allocate(
    zones: Sequence[str], x: np.ndarray, y: np.ndarray, market: Market, rng: np.random.Generator
) -> list[str]:
    """Place packages with contracts: by tier, then by nearness to the provider's base.

    Parameters
    ----------
    zones
        (n,) zone of each package.
    x, y
        (n,) metres.
    market
        Who can be asked.
    rng
        Source of chance.

    Returns
    -------
    (n,) contract ids.
    """
    by_zone = {zone: offers for zone, offers in market.offers.groupby("zone")}
    chosen = []
    for zone, east, north in zip(zones, x, y, strict=True):
        offers = by_zone[zone]
        tiers = sorted(set(offers["tier"]))
        shares = np.array([TIER_SHARES[tier] for tier in tiers])
        tier = tiers[int(rng.choice(len(tiers), p=shares / shares.sum()))]
        offers = offers[offers["tier"] == tier]
        away = np.hypot(offers["x"].to_numpy() - east, offers["y"].to_numpy() - north)
        pull = offers["size"].to_numpy() * np.exp(-away / LOCAL_M) + 1e-9
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


def _draw(
    names: list[str],
    open_zones: list[str],
    weight: np.ndarray,
    wanted: int,
    rng: np.random.Generator,
) -> list[str]:
    """Draw a zone by weight and then its neighbours in the order of the zones."""
    if not open_zones:
        return []
    shares = np.array([weight[names.index(zone)] for zone in open_zones])
    start = int(rng.choice(len(open_zones), p=shares / shares.sum()))
    return [
        open_zones[(start + step) % len(open_zones)] for step in range(min(wanted, len(open_zones)))
    ]


def _terms(tier: str, number: int, rng: np.random.Generator) -> tuple[str, str]:
    if tier == "spot":
        return "spot", f"{20.5 + 0.25 * int(rng.integers(0, 19)):.2f}"
    if tier == "specialist":
        return "hour", f"{22.0 + 0.25 * int(rng.integers(0, 9)):.2f}"
    if tier == "prime" and number % 7 == 3:
        return "block", ""
    return "hour", ""
