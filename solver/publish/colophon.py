"""What every export says of itself: scenario, hours basis, dates, labels, sources, licence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from solver.base.chosen_rates import carbon_words
from solver.domain import HOURS_BASIS_WORDS
from solver.errors import RatesError
from solver.publish.columns import has_carbon
from solver.publish.disclosure.rule import HidingRule
from solver.publish.safe_text import check_public, one_line

if TYPE_CHECKING:
    import pandas as pd

    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis, Scenario

INVENTED = "Invented packages: no real person, package or carer"

INTERNAL: Final = "INTERNAL: shows where single people live and when; not for publication"
"""The marking of every file that shows single people."""

SMALL_NUMBERS: Final = "INTERNAL: small numbers are not hidden; not for publication"
"""The marking of every file whose small numbers went through no disclosure control."""

NO_PEOPLE: Final = ""
"""In place of a marking, for a file that holds no figure of people."""

PRICES_MEAN: dict[PriceBasis, str] = {
    "band rates": "At band rates: hours × the rate of their band, whatever a contract says",
    "contract prices": "At contract prices: a contract's own price where it has one, else the "
    "rate of the band with enhancements",
}
"""What each base of prices means, as an export says it."""

ROUNDED_PRICES: dict[PriceBasis, str] = {
    "band rates": "Hours as shown × the rate of their band, whatever a contract says",
    "contract prices": "Hours as shown × the rate of their band, raised by one share for the whole "
    "county: what contracts' own prices and enhancements come to",
}
"""The same for files that may be published: their money tells no more than their hours."""

LICENCES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("odbl", "open database lic"),
        "Open Database License (ODbL) 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    (
        ("ogl", "open government licence"),
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (
        ("cc by 4", "cc-by 4", "cc-by-4"),
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
)
"""Words of a line of sources, the licence that they name, and its address."""


@dataclass(frozen=True, slots=True)
class Colophon:
    """The facts that stand on each export.

    Parameters
    ----------
    world, scenario, scenario_note, scenario_key
        What it shows; the key tells two scenarios of one name apart. The note is what officers
        wrote for themselves in files that are INTERNAL, else the caption of the export.
    basis, prices
        Which hours it counts, and at what prices; ``None`` where it shows no cost of hours.
    made_on, data_date, price_base
        ISO dates: of the export, of the data, of the prices. ``made_on`` is
        passed in, so that the same export twice gives the same file.
    invented, roads_note
        Labels that must not be left off.
    sources
        Sources and licences, one line each.
    threshold
        Smallest number of people shown; ``None`` where none is hidden.
    marking
        :data:`INTERNAL`, :data:`SMALL_NUMBERS` or :data:`NO_PEOPLE`.
    input_hash
        Short hash of the loaded files.
    carbon
        What a figure of carbon rests on.
    has_carbon
        True where there is such a figure: only then it is said.
    """

    world: str
    scenario: str
    scenario_note: str
    scenario_key: str
    basis: HoursBasis
    prices: PriceBasis | None
    made_on: str
    data_date: str
    price_base: str
    invented: bool
    roads_note: str
    sources: tuple[str, ...]
    threshold: int | None
    marking: str
    input_hash: str
    carbon: str = ""
    has_carbon: bool = False

    def of(self, *frames: pd.DataFrame) -> Colophon:
        """Say also what the figures of these tables rest on."""
        return replace(self, has_carbon=any(map(has_carbon, frames)))

    def captioned(self, caption: str) -> Colophon:
        """Put a caption for readers where a public file has no note.

        Raises
        ------
        PublishError
            When it holds a full postcode.
        """
        check_public([caption])
        return replace(self, scenario_note=one_line(caption))

    @property
    def labels(self) -> tuple[str, ...]:
        """Warnings that stand where they cannot be missed; empty for real data on real roads."""
        labels = [INVENTED] if self.invented else []
        if self.roads_note:
            labels.append(one_line(self.roads_note))
        return tuple(labels)

    @property
    def licences(self) -> tuple[tuple[str, str], ...]:
        """(name, address) of each licence that the sources name."""
        named = " ".join(self.sources).casefold()
        return tuple(
            (name, address)
            for words, name, address in LICENCES
            if any(word in named for word in words)
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """(what, text) pairs, in the order in which they are printed."""
        hours = HOURS_BASIS_WORDS[self.basis]
        pairs = [
            ("County", self.world),
            ("Scenario", self.scenario),
            ("Note", self.scenario_note),
            ("Scenario key", self.scenario_key),
            ("Input files", self.input_hash),
            ("Hours", f"Carer-hours a week, {hours} (a double-handed hour counts twice)"),
            ("Prices", self._prices_mean()),
            ("Made on", british(self.made_on)),
            ("Data of", british(self.data_date)),
            ("Prices of", british(self.price_base)),
            ("Carbon", self.carbon.removeprefix("Carbon: ") if self.has_carbon else ""),
            *(("Please note", label) for label in self.labels),
            *(("Small numbers", text) for text in self._disclosure()),
            *(("Source", source) for source in self.sources),
            ("Licence", self.licence),
        ]
        return tuple((what, one_line(text)) for what, text in pairs if text)

    @property
    def licence(self) -> str:
        """Licences of what it is made from; said to be missing where the sources name none."""
        names = ", ".join(name for name, _ in self.licences)
        text = f"Of the sources: {names}" if names else "The sources of the county name no licence"
        return f"{text}. Internal to the council: not licensed" if self.marking else text

    @property
    def in_one_line(self) -> str:
        """The same in short, for a file that has nothing beside it."""
        parts = [
            self.world,
            f"scenario {self.scenario} ({self.scenario_key})",
            f"hours: {HOURS_BASIS_WORDS[self.basis]}",
            "" if self.prices is None else f"at {self.prices}",
            f"data of {british(self.data_date)}",
            f"prices of {british(self.price_base)}",
            f"made on {british(self.made_on)}",
            *self.labels,
            ""
            if self.threshold is None
            else f"numbers of people below {self.threshold} are shown as *",
            self.carbon if self.has_carbon else "",
            self.licence,
        ]
        return one_line("; ".join(part for part in parts if part))

    def _prices_mean(self) -> str:
        if self.prices is None:
            return ""
        return (PRICES_MEAN if self.threshold is None else ROUNDED_PRICES)[self.prices]

    def _disclosure(self) -> tuple[str, ...]:
        if self.marking:
            shows = "single people" if self.marking == INTERNAL else "small numbers"
            return (f"INTERNAL: shows {shows}. Not for publication.",)
        if self.threshold is None:
            return ("It holds no figure of people.",)
        return (
            f"Numbers of people from 1 to {self.threshold - 1} are shown as *, and so are others "
            "from which they could be worked out, here or beside an earlier export, with their "
            "hours and cost. Numbers of people are rounded to the nearest 5, carer-hours to the "
            f"nearest {HidingRule(self.threshold).hours_step}; costs are those of the hours shown.",
        )


def colophon(
    world: World,
    scenario: Scenario,
    *,
    made_on: str,
    basis: HoursBasis = "all planned",
    prices: PriceBasis | None = None,
    threshold: int | None,
    marking: str | None = None,
) -> Colophon:
    """Gather what an export of this world and scenario has to say of itself.

    A file without a threshold shows single people unless ``marking`` says otherwise. What an
    officer noted on the scenario stands in marked files only; see :meth:`Colophon.captioned`.
    """
    about = world.tables.about
    if marking is None:
        marking = INTERNAL if threshold is None else NO_PEOPLE
    try:
        carbon = carbon_words(world, scenario)
    except RatesError as error:
        carbon = str(error)
    return Colophon(
        world=about.name,
        scenario=scenario.name,
        scenario_note=scenario.note if marking else "",
        scenario_key=scenario.key,
        basis=basis,
        prices=prices,
        made_on=made_on,
        data_date=about.data_date,
        price_base=scenario.prices.rates_on or about.price_base,
        invented=about.invented,
        roads_note=about.roads_note,
        sources=about.sources,
        threshold=threshold,
        marking=marking,
        input_hash=world.input_hash[:16],
        carbon=carbon,
    )


def british(iso: str) -> str:
    """Write an ISO date as a British officer reads it: ``2020-01-20`` → ``20 January 2020``."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"
