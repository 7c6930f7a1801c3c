"""What a scenario says of demand: how it grows, and which providers leave."""

from __future__ import annotations

from dataclasses import dataclass

from solver.errors import ScenarioError

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class DemandChoices:
    """How demand grows, and who leaves the market.

    Growth is an assumption that is projected beside the plan (hours and cost by
    zone and age); the visits that are planned stay those that were loaded.

    Parameters
    ----------
    growth_percent
        Growth of all demand from the data's day until ``year``, per cent.
    year
        Year that is looked at; 0 names none.
    by_zone, by_age
        (zone, per cent) and (age group, per cent) pairs that take its place;
        where both speak, the one is put on top of the other.
    leaving
        Providers that leave: their packages go to the others of the zone, and
        their carers are off duty.
    """

    growth_percent: float = 0.0
    year: int = 0
    by_zone: Shares = ()
    by_age: Shares = ()
    leaving: tuple[str, ...] = ()

    @property
    def grows(self) -> bool:
        """True where any growth is assumed."""
        every = (self.growth_percent, *(rate for _, rate in (*self.by_zone, *self.by_age)))
        return any(every)


def check_demand_choices(value: DemandChoices) -> None:
    """Refuse choices that make no sense.

    Raises
    ------
    ScenarioError
        When a per cent lies outside −99 to 1,000, a year outside 1900 to 2200,
        a pair is none, or a provider is not named by its id.
    """
    rates: list[tuple[str, float]] = [("growth_percent", value.growth_percent)]
    for name in ("by_zone", "by_age"):
        for pair in getattr(value, name):
            if not _is_share(pair):
                raise ScenarioError(f"[demand] {name}: {pair!r} must be a pair [name, per cent].")
            rates.append((f"{name}: {pair[0]}", pair[1]))
    for name, rate in rates:
        if not -99 <= rate <= 1_000:
            raise ScenarioError(f"[demand] {name} must lie between -99 and 1000 per cent.")
    if value.year and not 1_900 <= value.year <= 2_200:
        raise ScenarioError("[demand] year must lie between 1900 and 2200, or be 0.")
    if not all(isinstance(provider, str) for provider in value.leaving):
        raise ScenarioError("[demand] leaving must be a list of provider ids.")


def _is_share(pair: object) -> bool:
    return (
        isinstance(pair, tuple)
        and len(pair) == 2
        and isinstance(pair[0], str)
        and type(pair[1]) in (int, float)
    )
