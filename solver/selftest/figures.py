"""Recompute what the papers publish, from a world's inputs and the program's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solver import costs, demand
from solver.base.chosen_rates import band_pence, rates_for
from solver.domain import PriceChoices, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solver.base.world import World
    from solver.domain.scenario import Weeks

    Figures = Iterator[tuple[str, float]]

PENCE = 100
MILLION_PENCE = 1e8
THOUSAND_PENCE = 1e5
AS_LOADED = Scenario(prices=PriceChoices())


def figures(world: World, given: Mapping[str, Any]) -> dict[str, float]:
    """Recompute every figure, by the key of the published one.

    Parameters
    ----------
    world
        The world whose tables and rates are used, as loaded. Its roads are not.
    given
        Printed inputs that no table of a world holds.
    """
    return {
        key: float(value)
        for part in (
            _bands(world),
            _comparison(world, given),
            _premium(world, given),
            _zones(world, given),
            _heads_and_rates(world, given),
            _budgets(world, given),
            _build_up(given),
            _elsewhere(given),
        )
        for key, value in part
    }


def _table(world: World) -> Any:
    hours = costs.band_hours(world, AS_LOADED, "maintenance")
    return costs.band_table(hours, band_pence(world, AS_LOADED))


def _bands(world: World) -> Figures:
    """A1: hours × rate by band."""
    table = _table(world)
    for band, row in table.iterrows():
        yield f"A1.hours.{band}", row["hours"]
        yield f"A1.share.{band}", row["share"] * 100
        yield f"A1.rate.{band}", row["rate_pence"] / PENCE
        yield f"A1.weekly.{band}", row["weekly_pence"] / PENCE
    yield "A1.hours.total", table["hours"].sum()
    yield "A1.weekly.total", table["weekly_pence"].sum() / PENCE
    yield "A1.average", costs.average_pence(table) / PENCE


def _comparison(world: World, given: Mapping[str, Any]) -> Figures:
    """A2: the rate paid before against the bands; and what the high ends need."""
    table = _table(world)
    current = world.tables.about.current_rate_pence
    yield "A2.current", current / PENCE
    weeks: Weeks
    for weeks, name in (("52", "low"), ("365/7", ""), ("53", "high")):
        change = costs.rate_change(table, current, weeks)
        for label in (weeks, name):
            yield f"A2.{label}.current", change.current_annual_pence / MILLION_PENCE
            yield f"A2.{label}.proposed", change.proposed_annual_pence / MILLION_PENCE
            yield f"A2.{label}.change", change.change_annual_pence / MILLION_PENCE
        yield "A2.change_share", change.change_share * 100
        yield (
            "trap4.current",
            given["high_end_current_m"] * MILLION_PENCE / change.current_weekly_pence,
        )
        yield (
            "trap4.proposed",
            given["high_end_proposed_m"] * MILLION_PENCE / change.proposed_weekly_pence,
        )


def _premium(world: World, given: Mapping[str, Any]) -> Figures:
    """A3 and A4: what the premium is, and how much travel it buys."""
    table = _table(world)
    rates = rates_for(world, AS_LOADED)
    for band, row in table.iterrows():
        yield f"A3.premium.{band}", row["premium_pence"] / PENCE
        yield f"A3.premium_share.{band}", row["premium_share"] * 100
        for name, on_cost in (("low", "on_cost_high"), ("high", "on_cost_low")):
            bought = costs.minutes_bought(
                row["premium_pence"],
                wage_pence=rates.wage_pence,
                on_cost=given[on_cost],
                mph=given["mph"],
                mileage_pence=rates.mileage_pence("car"),
            )
            yield f"A4.minutes_{name}.{band}", bought
    change = costs.rate_change(table, world.tables.about.current_rate_pence, "365/7")
    yield "A3.premium_weekly", change.premium_weekly_pence / PENCE
    yield "A3.premium_annual", change.premium_annual_pence / THOUSAND_PENCE
    yield "A3.uplift_annual", change.uplift_annual_pence / THOUSAND_PENCE


def _zones(world: World, given: Mapping[str, Any]) -> Figures:
    """A5: hours by zone, by class of zone, and the prime appointments."""
    hours = costs.zone_hours(world, AS_LOADED, "all planned")
    total = sum(hours.values())
    for zone, amount in hours.items():
        yield f"A5.hours.{zone}", amount
    yield "A5.hours.total", total
    maintenance = sum(costs.zone_hours(world, AS_LOADED, "maintenance").values())
    yield "A5.beyond_maintenance", total - maintenance
    yield "A5.beyond_maintenance_share", (total / maintenance - 1) * 100
    yield "A5.zones", len(hours)
    for name, members in given["zone_classes"].items():
        amount = sum(hours.get(zone, 0.0) for zone in members)
        yield f"A5.class.{name}", amount
        yield f"A5.class_share.{name}", amount / total * 100
    primes = [zone for zones in world.tables.providers["prime_zones"] for zone in zones.split(";")]
    served = [zone for zone in hours if primes.count(zone) >= 2]
    yield "A5.with_primes", len(served)
    yield "A5.appointments", 2 * len(served)


def _heads_and_rates(world: World, given: Mapping[str, Any]) -> Figures:
    """A7 and A15: people implied by the hours of a large zone; wage and mileage of the day."""
    hours = costs.zone_hours(world, AS_LOADED, "all planned").get(given["large_zone"], 0.0)
    for name, per_1000 in zip(("low", "high"), given["per_1000"], strict=True):
        yield f"A7.people_{name}", demand.people_implied(hours, per_1000)
    rates = rates_for(world, AS_LOADED)
    yield "A15.rlw", rates.rlw_pence / PENCE
    yield "A15.mileage", rates.mileage_pence("car")


def _budgets(world: World, given: Mapping[str, Any]) -> Figures:
    """A19 and A44: what the budget buys, its roll-forward from parts, the Living Wage's rise."""
    current = world.tables.about.current_rate_pence
    for year in ("2019", "2020"):
        budget = given[f"budget_{year}_pounds"] * PENCE
        yield f"A19.hours_{year}", costs.hours_bought(budget, current, given["weeks_mtfs"])
    yield "A19.roll_forward", given["mtfs_before_k"] + sum(given["mtfs_changes_k"])
    rise = costs.wage_rise_share(round(given["rlw_from"] * PENCE), round(given["rlw_to"] * PENCE))
    yield "A44.rise", rise * 100


def _build_up(given: Mapping[str, Any]) -> Figures:
    """C.1: the published price of 2014, line by line."""
    hour = dict(given["hour_2014"])
    on_costs = tuple(hour.pop("on_costs").items())
    built = costs.build_up(costs.HourInputs(**hour, on_costs=on_costs))
    for line in built.lines:
        yield f"C1.{line.name}", line.pence / PENCE
    yield "C1.price", built.price_pence / PENCE
    yield "C1.lines", sum(round(line.pence) for line in built.lines) / PENCE


def _elsewhere(given: Mapping[str, Any]) -> Figures:
    """Recompute the double-handed share, and sums of the other papers that are misprinted there."""
    yield "trap1.lines", sum(given["invest_lines_k"])
    yield "trap1.funding", sum(given["invest_funding_k"])
    yield "trap1.years", sum(costs.absolute(given["invest_incremental_k"]))
    yield "trap2.hours", given["home_support_hours"] / given["home_support_people"]
    basis: demand.ShareBasis
    for name, basis in (("carer_hours", "carer-hours"), ("clock_hours", "clock hours")):
        doubles = demand.read_as(given["double_handed_share"], basis)
        yield f"A52.factor.{name}", doubles.factor
        yield f"A52.clock.{name}", doubles.clock_hours_of(given["home_support_hours"])
    for name, share in (("low3", 0.03), ("high4", 0.04), ("low1", 0.01), ("high2", 0.02)):
        yield f"trap7.{name}", given["transport_spend_k"] * share
