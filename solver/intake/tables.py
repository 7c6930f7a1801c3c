"""What intake hands on: checked tables, what they are about, what was noticed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


@dataclass(frozen=True, slots=True)
class About:
    """What a world is, from its ``world.toml``.

    Parameters
    ----------
    name
        Name of the county.
    data_date, price_base
        ISO dates: of the data, and of the prices.
    invented
        True where people and packages are invented.
    roads_note
        What to say beside anything routed on these roads; empty for real ones.
    sources
        Sources and licences, one line each.
    current_rate_pence
        The one average rate paid today, pence a carer-hour.
    """

    name: str
    data_date: str
    price_base: str
    invented: bool
    roads_note: str
    sources: tuple[str, ...]
    current_rate_pence: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that loads but that an officer should know.

    ``row`` is the row as a spreadsheet shows it; ``None`` where the notice is
    of the whole file. ``column`` is empty where it is of the whole row.
    """

    file: str
    row: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything that was noticed while reading, in file and row order."""

    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, eq=False)
class Origin:
    """Where the rows of a table came from.

    Parameters
    ----------
    file
        Name of the file.
    rows
        (n,) int64 rows as a spreadsheet shows them; the header is row 1.
    """

    file: str
    rows: npt.NDArray[np.int64]


FRAMES: tuple[str, ...] = (
    "settlements",
    "postcodes",
    "areas",
    "people",
    "contracts",
    "packages",
    "visits",
    "carers",
    "providers",
    "rounds",
)
"""Names of the frames of :class:`Tables`."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The checked input of a world. Columns are documented in ``docs/data.md``.

    No frame has a missing id; texts are never missing (empty where there is
    nothing); numbers that may be missing are ``Int64``. Nobody writes to them.

    Parameters
    ----------
    about
        From ``world.toml``.
    settlements
        settlement, lon, lat, population.
    postcodes
        postcode, lon, lat; only for lookup.
    areas
        area_id, name, settlement, zone, band, geometry (EPSG:4326); also
        population, population_65, population_75 and population_85 (Int64)
        where a population file or the areas layer has them.
    people
        person_id, lon, lat, area_id, age (Int64), excluded_carers ("c1;c2"),
        carer_gender.
    contracts
        contract_id, provider_id, tier, basis, price_pence (Int64).
    packages
        package_id, person_id, service, contract_id.
    visits
        visit_id, package_id, days (bitmask, bit 0 = Monday), every_n_weeks,
        first_week, start_s, service_s, carers_required, skills ("a;b"),
        earliest_s, latest_s, time_critical (bool), apart_s, after, gap_least_s,
        gap_most_s (Int64), order.
    carers
        carer_id, provider_id, lon, lat, mode, days (bitmask), shifts
        ("25200-39600;57600-81000", seconds), skills, gender, most_s (Int64),
        starts_from, rides_with, wage_pence (Int64), contracted_s (Int64).
    providers
        provider_id, name, prime_zones ("Z1;Z2"), supplementary_zones, base_lon,
        base_lat (NaN where there is none).
    rounds
        day, carer_id, shift (0-based), visit_id, start_s; empty where the
        world has no rounds.
    report
        What was noticed.
    origins
        Where the rows of each frame came from, by name of the frame.
    rates_toml
        The world's own rates as written; read by :mod:`solver.rates`, kept
        here because figures depend on them.
    content_hash
        See :func:`content_hash`.
    """

    about: About
    settlements: pd.DataFrame
    postcodes: pd.DataFrame
    areas: gpd.GeoDataFrame
    people: pd.DataFrame
    contracts: pd.DataFrame
    packages: pd.DataFrame
    visits: pd.DataFrame
    carers: pd.DataFrame
    providers: pd.DataFrame
    rounds: pd.DataFrame
    report: QualityReport = field(default_factory=QualityReport)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    rates_toml: str = ""
    content_hash: str = ""

    def __post_init__(self) -> None:
        if not self.content_hash:
            object.__setattr__(self, "content_hash", content_hash(self))

    @property
    def invented(self) -> bool:
        """True where people and packages are invented."""
        return self.about.invented

    def with_notices(self, notices: Iterable[Notice]) -> Tables:
        """Return the same tables with more notices in their report."""
        return replace(self, report=QualityReport((*self.report.notices, *notices)))


def content_hash(tables: Tables) -> str:
    """Hash what the tables say: the same content in another file format is equal.

    Returns
    -------
    sha256 of ``about``, the rates and every frame, row by row in file order, as 64
    hexadecimal digits. Reports and file names do not count.
    """
    digest = hashlib.sha256(f"{tables.about!r}\n{tables.rates_toml}".encode())
    for name in FRAMES:
        frame = getattr(tables, name)
        digest.update(f"\n[{name}] {list(frame.columns)}\n".encode())
        for column in frame.columns:
            if column == "geometry":
                for shape in frame.geometry.to_wkb(include_srid=False):
                    digest.update(shape)
            else:
                text = "\x1f".join(map(repr, frame[column].tolist()))
                digest.update(text.encode())
    return digest.hexdigest()
