"""Compare: two scenarios on one day, side by side, on the map and figure by figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.escape import plain
from dashboard.maps import MapSpec, MapView, county, show_map
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.planned import newest_of
from dashboard.show.prices import AT_CONTRACT, ROUNDS_BASE, say_base
from dashboard.show.tables import Column, in_units, show_grid, show_table
from dashboard.show.text import (
    CHANGE_UNITS,
    FIGURE_UNITS,
    money_change,
    number,
    whole_pounds,
)
from dashboard.show.zone_tables import with_names
from office.store import scenarios
from solver.base.chosen_rates import carbon_words
from solver.study.compare import compare_by, deltas, labels
from solver.zones import transfers, zone_table
from solver.zones.assignment import assignment

if TYPE_CHECKING:
    from dashboard.state import Open
    from office.jobs import Job
    from office.store.records import StoredScenario
    from solver.domain import Day, Scenario
    from solver.study import Result

ROUNDS = {"new": "New rounds where planned", "today": "Today's rounds only"}


@dataclass(frozen=True, eq=False)
class Pair:
    """Two scenarios, each with its rounds of the day."""

    day: Day
    stored: tuple[StoredScenario, StoredScenario]
    results: tuple[Result, Result]
    jobs: tuple[Job | None, Job | None]

    @property
    def names(self) -> list[str]:
        """How the two are called, told apart where they are one."""
        return labels(self.results)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The two scenarios as they are stored."""
        return tuple(item.scenario for item in self.stored)

    @property
    def same_zones(self) -> bool:
        """Whether the figures of the day are of the same zones on both sides."""
        zones_a, zones_b = (set(result.scenario.rounds.zones) for result in self.results)
        return zones_a == zones_b


def choose(page: Open) -> Pair:
    """Choose two scenarios, the day, and whose rounds are compared."""
    listed = scenarios.every(state.store(), page.desk.world.id)
    names = {item.id: item.name for item in listed}
    ids = list(names)
    left, right = st.columns(2)
    first = left.selectbox(
        "Scenario A", ids, format_func=names.__getitem__, key="compare-a", persist_state="session"
    )
    second = right.selectbox(
        "Scenario B",
        ids,
        index=ids.index(page.desk.stored.id),
        format_func=names.__getitem__,
        key="compare-b",
        persist_state="session",
    )
    with st.container(horizontal=True):
        day = controls.choose_day()
        rounds = controls.choose_one("Rounds", ROUNDS, key="compare-rounds")
    by_id = {item.id: item for item in listed}
    stored = (by_id[first], by_id[second])
    jobs = [newest_of(page, item.scenario, day) if rounds == "new" else None for item in stored]
    planned = [
        set(item.scenario.rounds.zones)
        for item, job in zip(stored, jobs, strict=True)
        if job is not None
    ]
    one, other = (
        _result(page, item.scenario, day, job, planned)
        for item, job in zip(stored, jobs, strict=True)
    )
    return Pair(day, stored, (one, other), (jobs[0], jobs[1]))


def _result(
    page: Open, scenario: Scenario, day: Day, job: Job | None, planned: list[set[str]]
) -> Result:
    """Give the rounds that a job left; else today's, of the zones that the other side planned."""
    if job is not None:
        return cache.solved(page.world, scenario, day, job)
    wanted = planned[0] if planned else set()
    zones = wanted if wanted <= set(assignment(page.world, scenario).zones) else set()
    shown = replace(scenario, rounds=replace(scenario.rounds, zones=tuple(sorted(zones))))
    return cache.as_today(page.world, shown, day)


def maps(page: Open, pair: Pair) -> None:
    """Draw the two side by side; they move together."""
    views = []
    for name, stored in zip(pair.names, pair.stored, strict=True):
        zones, zone_names = county.zone_layers(page.world, stored.scenario)
        views.append(
            MapView(
                f"Map of zones and price bands under {name}.",
                (county.band_layer(page.world, stored.scenario), zones, zone_names),
                title=name,
            )
        )
    show_map(
        MapSpec(
            views=tuple(views),
            bounds=county.bounds(page.world),
            bounds_key=page.world.input_hash,
            tiles=county.ground(page.world),
            patterns=county.patterns(page.world, pair.stored[1].scenario),
            legend=county.legend(page.world, pair.stored[1].scenario, people=False),
            height=520,
        ),
        key="compare-map",
    )


def figures(page: Open, pair: Pair) -> None:
    """Show figure by figure: A, B, and B less A."""
    frame = deltas(pair.results)
    one, other = pair.names
    shown = pd.DataFrame(
        {
            "title": frame["title"],
            "a": in_units(frame, one, FIGURE_UNITS),
            "b": in_units(frame, other, FIGURE_UNITS),
            "delta": in_units(frame, f"{other}: change", CHANGE_UNITS),
        }
    )
    columns = [
        Column("title", "Figure"),
        Column("a", one, numeric=True),
        Column("b", other, numeric=True),
    ]
    if pair.same_zones:
        columns.append(Column("delta", "B less A", numeric=True))
    else:
        frame = frame.drop(columns=f"{other}: change")
    show_table(
        shown,
        columns,
        caption=f"{one} and {other}, {controls.DAY_NAMES[pair.day]}",
        note=f"{frame['base'].iloc[0]}. {carbon_words(page.world, *pair.scenarios)}",
    )
    say_base(page, ROUNDS_BASE)
    beside_table(frame.reset_index(), f"compare-{pair.day}", page)


def week(page: Open, pair: Pair) -> None:
    """Compare what follows from zones and prices alone: the council's week, zone by zone."""
    names = ["carer_hours_week", "weekly_pence"]
    one, other = (
        zone_table(page.world, item.scenario).set_index("zone")[names] for item in pair.stored
    )
    both = one.add_suffix("_a").join(other.add_suffix("_b"), how="outer").fillna(0).reset_index()
    both["hours_change"] = both["carer_hours_week_b"] - both["carer_hours_week_a"]
    both["pence_change"] = both["weekly_pence_b"] - both["weekly_pence_a"]
    columns = (
        Column("zone", "Zone"),
        Column("carer_hours_week_a", "Hours, A", number, numeric=True),
        Column("carer_hours_week_b", "Hours, B", number, numeric=True),
        Column("weekly_pence_a", "Council pays, A", whole_pounds, numeric=True),
        Column("weekly_pence_b", "Council pays, B", whole_pounds, numeric=True),
        Column("pence_change", "B less A", money_change, numeric=True),
    )
    total = {"zone": "All zones", **{name: both[name].sum() for name in both.columns[1:]}}
    show_table(
        both,
        columns,
        caption="The council's week, zone by zone",
        note="Carer-hours a week, all planned, at contract prices.",
        total=total,
    )
    say_base(page, AT_CONTRACT)
    beside_table(both, "compare-zones", page)


def by_provider(page: Open, pair: Pair) -> None:
    """Show a row a provider."""
    if not pair.same_zones:
        st.info("Plan both for the same zones to compare their providers.")
        return
    frame = compare_by(pair.results, "provider")
    one, other = pair.names
    frame["unmade_plan"] = frame["visits_plan"] - frame["served_plan"]
    kept = ["unmade_plan", "visits_plan", "council_pence_plan", "provider_pence_plan", "miles_plan"]
    a = frame.xs(one, level="scenario")[kept]
    b = frame.xs(other, level="scenario")[kept]
    both = a.add_suffix("_a").join(b.add_suffix("_b"), how="outer").fillna(0).reset_index()
    both["name"] = page.named(both["provider"])
    for what in kept:
        both[f"{what}_change"] = both[f"{what}_b"] - both[f"{what}_a"]
    columns = (
        Column("name", "Provider"),
        Column("unmade_plan_a", "Not made, A", number, numeric=True),
        Column("unmade_plan_b", "Not made, B", number, numeric=True),
        Column("visits_plan_a", "Visits, A", number, numeric=True),
        Column("visits_plan_b", "Visits, B", number, numeric=True),
        Column("council_pence_plan_change", "Council pays, B less A", money_change, numeric=True),
        Column("provider_pence_plan_a", "Provider spends, A", whole_pounds, numeric=True),
        Column("provider_pence_plan_b", "Provider spends, B", whole_pounds, numeric=True),
        Column("provider_pence_plan_change", "B less A", money_change, numeric=True),
        Column("miles_plan_a", "Miles, A", number, numeric=True),
        Column("miles_plan_b", "Miles, B", number, numeric=True),
    )
    show_table(both, columns, caption="Providers", note=controls.DAY_NAMES[pair.day])
    say_base(page, ROUNDS_BASE)
    beside_table(both, f"compare-providers-{pair.day}", page)


def people(page: Open, pair: Pair) -> None:
    """List the packages that change provider in each of the two."""
    for name, stored in zip(pair.names, pair.stored, strict=True):
        moved = transfers(page.world, stored.scenario)
        if moved.empty:
            st.caption(f"{plain(name)}: nobody changes provider.")
            continue
        headings = {
            "package_id": "Package",
            "person_id": "Service user",
            "zone_from": "From zone",
            "zone_to": "To zone",
            "from": "From provider",
            "to": "To provider",
            "hours": "Carer-hours a week",
        }
        st.markdown(f"**{plain(name)}**")
        named = with_names(page, moved)
        show_grid(named, headings, caption=f"Who changes provider under {name}", height=260)
        beside_table(moved, "who-changes-provider", page, key=stored.id)
