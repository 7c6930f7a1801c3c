"""Overview: the county at a glance, and where a settlement or a package stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import cache
from dashboard.maps import Focus, MapSpec, MapView, county, show_map
from dashboard.show import controls, prices, zone_tables
from dashboard.show.tables import Figure, show_figures
from dashboard.show.text import count, millions, number, pounds, whole_pounds
from solver import costs, demand
from solver.study.affected import lost
from solver.zones import areas, zone_table

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Day


def figures(page: Open) -> None:
    """Key figures of the open scenario, each with its base."""
    packages = demand.packages(page.world, page.scenario)
    bands = prices.table_of(page, "maintenance")
    hours = packages["carer_hours_week"].sum()
    people = packages["person_id"].nunique()
    double = packages["double_handed_visits_week"].sum() / packages["visits_week"].sum()
    weekly = bands["weekly_pence"].sum()
    maintenance = bands["hours"].sum()
    providers = packages["provider_id"].nunique()
    show_figures(
        [
            Figure("Service users", number(people), f"with {count(len(packages), 'package')}"),
            Figure("Planned care", f"{number(hours)} h", "carer-hours a week, all planned"),
            Figure(
                "Maintenance care",
                f"{number(maintenance)} h",
                "carer-hours a week, maintenance only",
            ),
            Figure(
                "Maintenance cost",
                whole_pounds(weekly),
                f"a week at band rates, {pounds(weekly / maintenance)} an hour, "
                f"{millions(costs.annual_pence(weekly, page.scenario.prices.weeks))} a year",
            ),
            Figure("Double-handed", f"{100 * double:.0f}%", "of visits, all planned"),
            Figure("Providers", number(providers), "hold a package"),
        ]
    )
    year = prices.WEEKS[page.scenario.prices.weeks]
    prices.say_base(page, f"maintenance only hours at band rates, {year} a year")


def travel_figures(page: Open, day: Day) -> None:
    """How today's rounds of a day would really run on these roads."""
    score = cache.today_score(page.world, cache.of_all_zones(page.scenario), day)
    total = score.totals
    name = controls.DAY_NAMES[day]
    if words := lost(score).words():
        st.warning(words)
    show_figures(
        [
            Figure(
                "Travel per contact hour",
                f"{total.travel_minutes_per_contact_hour:.1f} min",
                f"between visits, today's rounds, {name}",
            ),
            Figure(
                "Miles between visits",
                number(total.miles),
                f"{total.miles / max(total.served, 1):.1f} miles a visit, today's rounds, {name}",
            ),
            Figure("Carers out", number(total.carers), f"today's rounds, {name}"),
            Figure(
                "Visits not made",
                number(total.unserved),
                f"of {number(total.visits)}, today's rounds, {name}",
            ),
            Figure(
                "Late visits",
                number(total.late_visits),
                f"start later than planned on these roads, today's rounds, {name}",
            ),
        ]
    )


def find(page: Open) -> Focus | None:
    """Look a settlement or a package up; tell what is known, and where to look on the map."""
    settlements = page.world.tables.settlements
    names = {name: name for name in sorted(settlements["settlement"])}
    settlement = controls.choose("Find a settlement", names, key="find-settlement")
    ids = {name: name for name in page.world.tables.packages["package_id"]}
    package = controls.choose("Find a package", ids, key="find-package")
    if package is not None:
        return _package(page, package)
    if settlement is not None:
        return _settlement(page, settlement)
    return None


def _settlement(page: Open, settlement: str) -> Focus:
    frame = areas(page.world, page.scenario)
    inside = frame[frame["settlement"] == settlement]
    packages = demand.packages(page.world, page.scenario)
    packages = packages[packages["area_id"].isin(inside["area_id"])]
    zones = sorted(set(inside["zone"]))
    table = zone_table(page.world, page.scenario).set_index("zone")
    primes = "; ".join(f"{zone}: {table.loc[zone, 'primes']}" for zone in zones)
    controls.facts(
        [
            ("Settlement", settlement),
            ("Zone", ", ".join(zones) or "none"),
            ("Band", ", ".join(sorted(set(inside["band"]))) or "none"),
            ("Prime providers of the zone", primes or "none"),
            ("Service users", str(packages["person_id"].nunique())),
            ("Carer-hours a week, all planned", number(packages["carer_hours_week"].sum(), 1)),
        ]
    )
    row: Any = page.world.tables.settlements.set_index("settlement").loc[settlement]
    return Focus(float(row["lon"]), float(row["lat"]), 13)


def _package(page: Open, package_id: str) -> Focus:
    packages = demand.packages(page.world, page.scenario).set_index("package_id")
    row: Any = packages.loc[package_id]
    names = page.provider_names
    person: Any = page.world.tables.people.set_index("person_id").loc[row["person_id"]]
    controls.facts(
        [
            ("Package", package_id),
            ("Service user", str(row["person_id"])),
            ("Zone and band", f"{row['zone']}, {row['band']}"),
            ("Provider", f"{names.get(row['provider_id'], row['provider_id'])} ({row['tier']})"),
            ("Service", str(row["service"])),
            ("Carer-hours a week", number(row["carer_hours_week"], 1)),
            ("Visits a week", number(row["visits_week"], 1)),
        ]
    )
    return Focus(float(person["lon"]), float(person["lat"]), 14)


def county_map(page: Open, day: Day, focus: Focus | None) -> None:
    """Draw the county with its layers."""
    world, scenario = page.world, page.scenario
    name = controls.DAY_NAMES[day]
    zones, zone_names = county.zone_layers(world, scenario)
    layers = (
        county.band_layer(world, scenario),
        zones,
        zone_names,
        county.today_layer(world, day, f"Today's rounds, {name}"),
        county.carers_layer(world),
        county.people_layer(world, scenario),
    )
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map of {world.name}: zones, price bands and, if switched on, service "
                    "users, carers and today's rounds. The tables below say the same.",
                    layers,
                ),
            ),
            bounds=county.bounds(world),
            bounds_key=world.input_hash,
            tiles=county.ground(world),
            patterns=county.patterns(world, scenario),
            legend=county.legend(world, scenario, rounds=True),
            focus=focus,
            height=600,
        ),
        key="overview-map",
    )


def table_twin(page: Open) -> None:
    """Say what the map says, as tables."""
    by_zone, by_band = st.tabs(["Zones", "Zones by band"])
    with by_zone:
        zone_tables.zones(page)
    with by_band:
        zone_tables.zone_bands(page)
