"""Providers and the contracts by which a council buys from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["prime", "supplementary", "spot", "specialist"]
Basis = Literal["hour", "block", "spot"]


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
