"""“Does the price pay for the travel?”: the rate that rounds need beside the rate offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.costs import charts, terms
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.planned import newest, planned_whole, score_of
from dashboard.show.prices import BASES, WEEKS, say_base
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import (
    change_to_the_penny,
    millions,
    money_change,
    number,
    one_decimal,
    percent,
    pounds,
)
from solver import costs
from solver.base.chosen_rates import band_pence, rates_for
from solver.study.compare import ON_INVENTED

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.costs import BandTravel, PayTerms
    from solver.domain import Day, HoursBasis
    from solver.rates import Rates
    from solver.score import Score

ROUNDS = {"new": "New rounds where planned", "today": "Today's rounds"}


@dataclass(frozen=True, eq=False)
class Basis:
    """What the check rests on: the rounds of a day, the rates of a day, and which hours count."""

    score: Score
    whose: str
    day: Day
    travel: tuple[BandTravel, ...]
    rates: Rates
    terms: PayTerms
    base: HoursBasis

    @property
    def wage_pence(self) -> int:
        """The wage that the rate must pay: the one typed, else that of the rates."""
        return self.terms.wage_pence or self.rates.wage_pence

    @property
    def words(self) -> str:
        """Say which rounds they are."""
        return f"{self.whose}, {controls.DAY_NAMES[self.day]}"

    def rests_on(self, weeks: str = "") -> str:
        """Name the base of amounts of money: which hours, at which prices, on whose rounds."""
        year = f", {weeks} a year" if weeks else ""
        return f"{BASES[self.base].lower()} hours at band rates{year}; travel of {self.words}"


def ask(page: Open, base: HoursBasis) -> Basis:
    """Choose the day, whose rounds, and the wage that the rate must pay."""
    rates = rates_for(page.world, page.scenario)
    with st.container(horizontal=True):
        day = controls.choose_day()
        planned = planned_whole(page, day) is not None
        rounds = "today"
        if planned:
            rounds = controls.choose_one("Rounds", ROUNDS, key="price-rounds")
    chosen = terms.ask(page, rates)
    if not planned and newest(page, day) is not None:
        st.caption(
            f"New rounds are planned in {plain(', '.join(page.scenario.rounds.zones))} alone. What "
            "is said here is of the whole county, so it rests on today's rounds."
        )
    score, whose = score_of(page, day, new=rounds == "new")
    travel = costs.band_travel(score.by("band"))
    return Basis(score, whose, day, travel, rates, chosen, base)


def check(page: Open, basis: Basis) -> None:
    """Show the rate needed and the rate offered: in a sentence, a chart, and a table."""
    table = costs.price_check(
        basis.travel,
        basis.rates,
        band_pence(page.world, page.scenario),
        costs.band_hours(page.world, page.scenario, basis.base),
        page.scenario.prices.weeks,
        basis.terms,
    )
    if table.empty:
        st.info("No visit is made on this day, so that no travel can be priced.")
        return
    on = ON_INVENTED if page.world.tables.about.invented else ""
    say(on + _answer(table, basis, WEEKS[page.scenario.prices.weeks], begins=not on))
    say_base(page, basis.rests_on(WEEKS[page.scenario.prices.weeks]))
    if basis.wage_pence != basis.rates.wage_pence:
        _of_the_wage(page, table, basis)
    st.altair_chart(charts.written_price_ranges(_chart_frame(table)), width="stretch")
    st.caption(
        "Circle: the rate that pays the wage, the travel between visits, mileage, on-costs, "
        "running costs and a surplus. Grey: its range, from speeds 15% higher to speeds 15% lower "
        "with visits 5% over. Diamond: the rate offered."
    )
    _table(page, table, basis)
    _premiums(page, table, basis)


def _premiums(page: Open, table: pd.DataFrame, basis: Basis) -> None:
    """Say what each band's premium buys and what its rounds need: in sentences and a table."""
    sentences = costs.premium_sentences(table, invented=page.world.tables.about.invented)
    if not sentences:
        return
    for sentence in sentences:
        st.markdown(f"- {plain(sentence)}")
    frame = table.iloc[1:].reset_index()
    columns = (
        Column("band", "Band"),
        Column("premium_pence", "Over the cheapest", pounds, numeric=True),
        Column("bought_minutes", "Minutes of travel it buys", one_decimal, numeric=True),
        Column("extra_minutes", "Minutes more that rounds need", one_decimal, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"What each premium buys an hour, {basis.words}",
        note="Extra minutes of travel for each hour at the door, against the cheapest band.",
    )
    kept = [column.name for column in columns]
    beside_table(frame[kept], f"premiums-{basis.day}", page, prices="band rates")


def _answer(table: pd.DataFrame, basis: Basis, weeks: str, *, begins: bool = True) -> str:
    """Say in a sentence or two which bands pay for their travel, and what is missing a year."""
    short = list(table.index[table["surplus_pence"] < 0])
    total = float(table["surplus_annual_pence"].sum())
    if not short:
        first = "In every band the rate offered covers what an hour needs, travel included."
    elif len(short) == len(table):
        first = "In no band does the rate offered cover what an hour needs, travel included."
    else:
        paid = [str(band) for band in table.index if band not in short]
        first = (
            f"The rate offered covers what an hour needs, travel included, in {_listed(paid)}, "
            f"and falls short in {_listed([str(band) for band in short])}."
        )
    what = "short of" if total < 0 else "over"
    said = (
        f"{first} Together the rates offered are {millions(abs(total))} a year {what} those "
        f"needed, at a wage of {pounds(basis.wage_pence)} ({BASES[basis.base].lower()} hours, "
        f"{weeks}, {basis.words})."
    )
    return said if begins else said[:1].lower() + said[1:]


def _of_the_wage(page: Open, table: pd.DataFrame, basis: Basis) -> None:
    """Say what the typed wage adds to the rates needed in a year, and by which method."""
    travel = {item.band: item for item in basis.travel}
    week = sum(
        costs.wage_change_pence(travel[str(band)], basis.rates, basis.terms) * hours
        for band, hours in table["hours"].items()
    )
    year = costs.annual_pence(week, page.scenario.prices.weeks)
    show_figures(
        [
            Figure(
                "Wage of the rates",
                pounds(basis.rates.wage_pence),
                f"an hour; typed {pounds(basis.wage_pence)}",
            ),
            Figure("Rates needed change by", money_change(year), "a year, by the wage typed"),
        ]
    )
    say(
        f"A wage of {pounds(basis.wage_pence)} instead of {pounds(basis.rates.wage_pence)} changes "
        f"the rates needed by {money_change(year)} a year. {terms.method(basis.terms)}"
    )


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _chart_frame(table: pd.DataFrame) -> pd.DataFrame:
    frame = table.reset_index()
    return frame[["band"]].assign(
        low=frame["needed_low_pence"] / 100,
        high=frame["needed_high_pence"] / 100,
        needed=frame["needed_pence"] / 100,
        offered=frame["offered_pence"] / 100,
    )


def _table(page: Open, table: pd.DataFrame, basis: Basis) -> None:
    frame = table.reset_index()
    frame["range"] = [
        f"{pounds(low)} to {pounds(high)}"
        for low, high in zip(frame["needed_low_pence"], frame["needed_high_pence"], strict=True)
    ]
    sector = f"Homecare Association's price, {_year_of(basis.rates)}"
    columns = (
        Column("band", "Band"),
        Column("hours", "Hours a week", number, numeric=True),
        Column("travel_minutes", "Travel minutes a contact hour", one_decimal, numeric=True),
        Column("miles", "Miles a contact hour", one_decimal, numeric=True),
        Column("needed_pence", "Rate needed", pounds, numeric=True),
        Column("sector_pence", sector, pounds, numeric=True),
        Column("range", "Range", numeric=True),
        Column("offered_pence", "Rate offered", pounds, numeric=True),
        Column("surplus_pence", "Over or short an hour", change_to_the_penny, numeric=True),
        Column("surplus_annual_pence", "Over or short a year", money_change, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"Rate needed and rate offered, {BASES[basis.base].lower()} hours, {basis.words}",
        note="Waiting between visits is left out, as in the sector's price model. The Homecare "
        "Association's minimum price is one for the whole country; blank where it is not known.",
        total={
            "band": "All bands",
            "hours": frame["hours"].sum(),
            "surplus_annual_pence": frame["surplus_annual_pence"].sum(),
        },
    )
    beside_table(
        frame.drop(columns="range"),
        f"price-check-{basis.day}",
        page,
        base=basis.base,
        prices="band rates",
    )


def _year_of(rates: Rates) -> str:
    first = costs.financial_year(rates.day)
    return f"{first}/{(first + 1) % 100:02d}"


def line_by_line(page: Open, basis: Basis) -> None:
    """Build one band's rate up, each line with its formula."""
    offered = band_pence(page.world, page.scenario)
    bands = sorted((item.band for item in basis.travel), key=lambda band: (offered[band], band))
    if not bands:
        return
    band = st.segmented_control("Band", bands, default=bands[0], key="build-up-band", required=True)
    item = next(item for item in basis.travel if item.band == band)
    built = costs.band_build_up(item, basis.rates, basis.terms)
    frame = built.table().reset_index()
    columns = (
        Column("title", "Line"),
        Column("pence", "An hour", pounds, numeric=True),
        Column("share", "Share", percent, numeric=True),
        Column("formula", "How it is worked out"),
    )
    show_table(
        frame,
        columns,
        caption=f"What an hour in the {band} band needs, {basis.words}",
        note=f"Rates of {basis.rates.day:%d/%m/%Y}. Lines are shown to the penny; the rate is "
        "their sum before rounding.",
        total={"title": "Rate needed", "pence": built.price_pence, "share": 1.0, "formula": ""},
    )
    say_base(page, f"rate needed by the wage typed or dated, {band} band; travel of {basis.words}")
    beside_table(frame, f"build-up-{band}", page)
