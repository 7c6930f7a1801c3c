"""A scenario: a base and named choices, small, frozen and saved as TOML.

What each step of the chain reads of it stands in :mod:`solver.domain.reads`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

import tomli_w

from solver.domain.demand_choices import DemandChoices, check_demand_choices
from solver.domain.freedom import Freedom, RoundChoices, check_round_choices
from solver.domain.market import MarketChoices, check_market_choices
from solver.domain.road_choices import RoadChoices, check_road_choices
from solver.errors import ScenarioError

Transfer = Literal["keep", "primes"]
Weeks = Literal["52", "365/7", "53"]
Pairs = tuple[tuple[str, str], ...]

ENHANCEMENT = re.compile(r"evening|weekend|bank holiday|[1-9]\d{0,2} minutes")
"""When a council may pay more than the band's rate."""


@dataclass(frozen=True, slots=True)
class ZoneChoices:
    """Edits to the base's zones and bands, by stable ids.

    Parameters
    ----------
    moves
        (area_id, zone) pairs: the area now belongs to that zone.
    bands
        (area_id, band) pairs: the area is now priced at that band.
    transfer
        ``keep``: packages stay with their provider. ``primes``: packages of
        areas that changed zone go to the new zone's prime providers (to its
        supplementary ones where it has none).
    new_zones
        Zones that the base does not have; ``moves`` fill them.
    renames
        (zone, new name) pairs. A rename is a name only: nothing moves, and the
        zone keeps its providers. Moves may use either name.
    locked
        Zones whose areas neither leave nor join, in edits and in proposals.
    """

    moves: Pairs = ()
    bands: Pairs = ()
    transfer: Transfer = "keep"
    new_zones: tuple[str, ...] = ()
    renames: Pairs = ()
    locked: tuple[str, ...] = ()


STARTING = "Starting scenario"
"""Name of the scenario of a county as its files have it, before anybody changed anything."""

FORMERLY = "Today"
"""What that scenario was called before; *today* is today's rounds and nothing else."""


@dataclass(frozen=True, slots=True)
class PriceChoices:
    """What an hour costs.

    Parameters
    ----------
    band_pence
        (band, pence a carer-hour) pairs that replace the base's rates.
    weeks
        Weeks in a year for annual figures.
    rates_on
        ISO date whose dated rates (wage, mileage, on-costs, carbon) are used;
        empty takes the world's price base.
    wage_pence
        Wage an hour that replaces the dated one; 0 keeps the dated one.
    enhancements
        (when, whole per cent on top of the band's rate) pairs; ``when`` is
        ``evening``, ``weekend``, ``bank holiday`` or a length such as
        ``30 minutes`` (visits up to that long).
    """

    band_pence: tuple[tuple[str, int], ...] = ()
    weeks: Weeks = "52"
    rates_on: str = ""
    wage_pence: int = 0
    enhancements: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A base and named choices; the label of every comparison."""

    name: str = STARTING
    note: str = ""
    roads: RoadChoices = field(default_factory=RoadChoices)
    zones: ZoneChoices = field(default_factory=ZoneChoices)
    prices: PriceChoices = field(default_factory=PriceChoices)
    rounds: RoundChoices = field(default_factory=RoundChoices)
    market: MarketChoices = field(default_factory=MarketChoices)
    demand: DemandChoices = field(default_factory=DemandChoices)

    def to_toml(self) -> str:
        """Write the scenario as TOML; :meth:`from_toml` reads it back equal."""
        return tomli_w.dumps(self.plain())

    def plain(self) -> dict[str, Any]:
        """Give the scenario as tables and lists; choices of the market that are not made apart."""
        plain: dict[str, Any] = _plain(asdict(self))
        plain["market"] = {
            name: rows for name, rows in plain["market"].items() if rows or name == "transfers"
        }
        return plain

    @classmethod
    def from_toml(cls, text: str) -> Scenario:
        """Read a scenario that :meth:`to_toml` wrote, or an officer edited.

        Raises
        ------
        ScenarioError
            When the text is not TOML, or names a choice that does not exist
            or has a value of the wrong kind.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ScenarioError(f"This is not a scenario file: {error}.") from error
        except (ValueError, RecursionError):  # a number of thousands of digits; tables in tables
            raise ScenarioError(
                "This is not a scenario file: a number is too long, or it is nested too deep."
            ) from None
        return _read_scenario(data)

    @property
    def key(self) -> str:
        """Short content hash of the choices, without name and note."""
        parts: list[Any] = [self.roads, self.zones, self.prices, self.rounds, self.market]
        # choices that came later are left out by default, so that keys of before stay
        if not self.roads.drive_private:
            parts.append("private ways are closed to cars")
        if self.market.starts:
            parts.append(("starts", self.market.starts))
        if self.market.appointed:
            parts.append(("appointed", self.market.appointed))
        return content_key(*parts, *([] if self.demand == DemandChoices() else [self.demand]))


def content_key(*parts: Any) -> str:
    """Hash frozen scenario parts to 16 hexadecimal digits, stable across runs."""
    text = "\n".join(repr(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


PARTS: dict[str, type[Any]] = {
    "roads": RoadChoices,
    "zones": ZoneChoices,
    "prices": PriceChoices,
    "rounds": RoundChoices,
    "market": MarketChoices,
    "demand": DemandChoices,
}
"""Parts of a scenario, in the order in which they are written."""

_ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("zones", "transfer"): ("keep", "primes"),
    ("rounds", "freedom"): get_args(Freedom),
    ("prices", "weeks"): ("52", "365/7", "53"),
}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value


def _read_scenario(data: dict[str, Any]) -> Scenario:
    unknown = sorted(set(data) - {"name", "note", *PARTS})
    if unknown:
        raise ScenarioError(f"Unknown part {unknown[0]!r}; a scenario has {', '.join(PARTS)}.")
    for text in ("name", "note"):
        if not isinstance(data.get(text, ""), str):
            raise ScenarioError(f"{text} must be text.")
    parts = {part: _read_part(part, kind, data.get(part, {})) for part, kind in PARTS.items()}
    return Scenario(name=data.get("name", "Unnamed"), note=data.get("note", ""), **parts)


def _read_part(part: str, kind: type[Any], data: Any) -> Any:
    if not isinstance(data, dict):
        raise ScenarioError(f"[{part}] must be a table of choices.")
    defaults = kind()
    known = {item.name for item in fields(kind)}
    values: dict[str, Any] = {}
    for name, raw in data.items():
        if name not in known:
            raise ScenarioError(
                f"[{part}] has no choice {name!r}; it has {', '.join(sorted(known))}."
            )
        value = _frozen(raw)
        default = getattr(defaults, name)
        if isinstance(default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(default):
            raise ScenarioError(f"[{part}] {name} = {raw!r} is not of the kind {default!r}.")
        allowed = _ALLOWED.get((part, name))
        if allowed is not None and value not in allowed:
            raise ScenarioError(f"[{part}] {name} = {value!r}: choose {', '.join(allowed)}.")
        values[name] = value
    part_value = kind(**values)
    _check_ranges(part, part_value)
    return part_value


def _check_ranges(part: str, value: Any) -> None:
    if isinstance(value, RoadChoices):
        check_road_choices(value)
    elif isinstance(value, RoundChoices):
        check_round_choices(value)
    elif isinstance(value, PriceChoices):
        _check_pairs(part, "band_pence", value.band_pence, int, "[band, whole pence]")
        if any(pence < 0 for _, pence in value.band_pence) or value.wage_pence < 0:
            raise ScenarioError("[prices] a rate cannot be below 0.")
        _check_pairs(part, "enhancements", value.enhancements, int, "[when, whole per cent]")
        _check_enhancements(value)
    elif isinstance(value, ZoneChoices):
        _check_pairs(part, "moves", value.moves, str, "[area_id, zone]")
        _check_pairs(part, "bands", value.bands, str, "[area_id, band]")
    elif isinstance(value, MarketChoices):
        check_market_choices(value)
    elif isinstance(value, DemandChoices):
        check_demand_choices(value)


def _check_enhancements(prices: PriceChoices) -> None:
    named: set[str] = set()
    for when, per_cent in prices.enhancements:
        if not ENHANCEMENT.fullmatch(when):
            raise ScenarioError(
                f"[prices] enhancements: {when!r} is not known; choose evening, weekend, "
                f"bank holiday or a length such as 30 minutes."
            )
        if when in named:
            raise ScenarioError(f"[prices] enhancements: {when!r} is given twice.")
        if not 0 <= per_cent <= 300:
            raise ScenarioError(f"[prices] enhancements: {when} must lie between 0 and 300 %.")
        named.add(when)


def _check_pairs(
    part: str, name: str, pairs: tuple[Any, ...], second: type[Any], form: str
) -> None:
    for pair in pairs:
        well_formed = (
            isinstance(pair, tuple)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and type(pair[1]) is second
        )
        if not well_formed:
            raise ScenarioError(f"[{part}] {name}: {pair!r} must be a pair {form}.")
