"""How fast the roads are: what is changed most on top, and every other figure by class."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number
from solver.domain import RoadChoices
from solver.domain.clock import clock
from solver.domain.road_choices import (
    FACTOR_RANGE,
    PERIOD_STARTS_S,
    PERIODS,
    SELF_RANGES,
    SETTINGS,
    STOP_RANGE,
    TABLE_RANGES,
)
from solver.roads import SpeedModel

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Scenario

CLASS_NAMES: dict[str, str] = {
    "motorway": "Motorways",
    "trunk": "Trunk A roads",
    "primary": "A roads",
    "secondary": "B roads",
    "tertiary": "Through roads between villages",
    "unclassified": "Lanes and minor roads",
    "residential": "Residential streets",
    "living_street": "Living streets",
    "service": "Drives and service roads",
    "track": "Tracks",
}


def usual_choices(page: Open) -> None:
    """Let the overall speed, that of rural roads, the time at a door, the day, drives be set."""
    choices = page.scenario.roads
    least, most = (round(100 * bound) for bound in FACTOR_RANGE)
    speed, rural, stop, day = st.columns(4)
    with speed:
        _percent(choices, "speed_factor", "All car speeds, % of usual", least, most)
    with rural:
        _percent(choices, "rural_speed_factor", "Rural roads on top, %", least, most)
    with stop:
        controls.follow(
            st.number_input,
            "At each door, seconds",
            key="roads-stop",
            value=choices.stop_s,
            min_value=STOP_RANGE[0],
            max_value=STOP_RANGE[1],
            step=15,
            on_change=lambda seconds: change(stop_s=int(seconds)),
            help="Parking, the walk to the door, the key safe: added on arriving by car.",
        )
    with day:
        controls.follow(
            st.toggle,
            "Vary by time of day",
            key="roads-day",
            value=choices.time_of_day,
            on_change=lambda on: change(time_of_day=on),
            help="Slower in the morning and evening peaks, quicker at night. The speed of a leg "
            "is that of the start of the visit that it leads to.",
        )

    controls.follow(
        st.toggle,
        "Carers drive up private drives and farm tracks to the door",
        key="roads-private",
        value=choices.drive_private,
        on_change=lambda on: change(drive_private=on),
        help="Never through them to somewhere else. Off: a carer parks on the nearest other road "
        "and walks, and no mile on the drive is paid.",
    )


def _percent(choices: RoadChoices, name: str, label: str, least: int, most: int) -> None:
    controls.follow(
        st.number_input,
        label,
        key=f"roads-{name}",
        value=round(100 * getattr(choices, name)),
        min_value=least,
        max_value=most,
        step=5,
        on_change=lambda percent: change(**{name: percent / 100}),
    )


def change(**figures: Any) -> None:
    """Change some road choices of the open scenario."""
    state.edit(lambda scenario: replace(scenario, roads=replace(scenario.roads, **figures)))


def every_speed(page: Open) -> None:
    """Set one figure by class and setting, by time of day, by bicycle or on foot."""
    choices = page.scenario.roads
    now, usual = SpeedModel().under(choices), SpeedModel()
    st.caption(
        "What a driver averages between junctions, and what a junction takes. Changed figures "
        "weigh the same roads anew, at once. Sources and calibration: docs/roads.md."
    )
    _one_class(now, usual)
    _walking_and_cycling(now)
    table = figures_of(now, usual)
    show_table(
        table,
        (
            Column("road", "By car"),
            Column("setting", "Setting"),
            Column("mph", "Miles an hour", _short, numeric=True),
            Column("usual_mph", "Usual", _short, numeric=True),
            Column("junction_s", "Seconds at a junction", _short, numeric=True),
            Column("usual_junction_s", "Usual", _short, numeric=True),
            Column("changed", "In this scenario"),
        ),
        caption="Car speeds and junctions",
        note="Before the percentages above. A signed limit caps a speed at 90 % of it.",
    )
    beside_table(table, "speeds", page)
    _times_of_day(now, usual)
    st.button(
        "Take the usual speeds again",
        icon=":material/restart_alt:",
        disabled=replace(choices, time_of_day=False) == RoadChoices(),
        on_click=lambda: state.edit(_usual_again),
        help="Every figure on this page, the percentages and the time at the door too.",
    )


def _one_class(now: SpeedModel, usual: SpeedModel) -> None:
    road, setting, speed, junction = st.columns(4)
    with road:
        chosen = st.selectbox(
            "Roads to change",
            list(CLASS_NAMES),
            index=list(CLASS_NAMES).index("unclassified"),
            format_func=CLASS_NAMES.__getitem__,
            key="roads-class",
        )
    with setting:
        where = st.segmented_control(
            "Where",
            SETTINGS,
            default=SETTINGS[1],
            format_func=str.capitalize,
            key="roads-setting",
            required=True,
        )
    side = SETTINGS.index(where)
    for column, name, label, table, normal in (
        (speed, "speeds", "Miles an hour", now.car_mph, usual.car_mph),
        (junction, "junctions", "Seconds at a junction", now.junction_s, usual.junction_s),
    ):
        with column:
            _figure(name, chosen, where, label, table[chosen][side], normal[chosen][side])


def _times_of_day(now: SpeedModel, usual: SpeedModel) -> None:
    st.subheader("Times of day, % of the usual speed", anchor=False)
    st.caption("They count where “Vary by time of day” is on.")
    begins_s = (PERIOD_STARTS_S[-1], *PERIOD_STARTS_S[1:])
    for side, where in enumerate(SETTINGS):
        for i, (column, period) in enumerate(zip(st.columns(len(PERIODS)), PERIODS, strict=True)):
            factor, normal = now.period_factor[i][side], usual.period_factor[i][side]
            hours = f"{clock(begins_s[i])} to {clock(PERIOD_STARTS_S[i + 1])}"
            label = f"{period.capitalize()}, {where} ({hours})"
            with column:
                _figure("periods", period, where, label, factor, normal, scale=100)


def _figure(
    name: str, what: str, where: str, label: str, value: float, usual: float, scale: int = 1
) -> None:
    """Ask for one figure of a table; the usual one is no change."""
    _, least, most = TABLE_RANGES[name]
    controls.follow(
        st.number_input,
        label,
        key=f"roads-{name}-{what}-{where}",
        value=round(float(value * scale), 1),
        min_value=least * scale,
        max_value=most * scale,
        step=1.0 if name != "junctions" else 0.5,
        format="%.1f" if name == "junctions" else "%.0f",
        on_change=lambda typed: state.edit(
            partial(set_figure, name, what, where, typed / scale, usual)
        ),
        help=f"Usually {_short(usual * scale)}.",
    )


def set_figure(
    name: str, what: str, where: str, figure: float, usual: float, scenario: Scenario
) -> Scenario:
    """Set one figure of a table of the scenario's roads; the usual one is left out."""
    rows = [row for row in getattr(scenario.roads, name) if row[:2] != (what, where)]
    if abs(figure - usual) > 1e-9:
        rows.append((what, where, figure))
    changed: dict[str, Any] = {name: tuple(rows)}
    return replace(scenario, roads=replace(scenario.roads, **changed))


def _walking_and_cycling(now: SpeedModel) -> None:
    usual = SpeedModel()
    columns = st.columns(4)
    for column, name, label in (
        (columns[0], "bicycle_mph", "By bicycle, miles an hour"),
        (columns[1], "foot_mph", "On foot, miles an hour"),
    ):
        least, most = SELF_RANGES[name]
        normal = getattr(usual, name)
        with column:
            controls.follow(
                st.number_input,
                label,
                key=f"roads-{name}",
                value=float(getattr(now, name)),
                min_value=least,
                max_value=most,
                step=0.5,
                format="%.1f",
                on_change=partial(_set_own, name, normal),
                help=f"Usually {_short(normal)}; slower ways such as paths change with it.",
            )


def _set_own(name: str, usual: float, typed: float) -> None:
    change(**{name: 0.0 if typed == usual else typed})


def _usual_again(scenario: Scenario) -> Scenario:
    return replace(scenario, roads=RoadChoices(time_of_day=scenario.roads.time_of_day))


def figures_of(now: SpeedModel, usual: SpeedModel) -> pd.DataFrame:
    """Every car speed and junction, a row a class and setting, beside the usual figure."""
    rows = [
        (
            name,
            setting,
            now.car_mph[road][side],
            usual.car_mph[road][side],
            now.junction_s[road][side],
            usual.junction_s[road][side],
        )
        for road, name in CLASS_NAMES.items()
        for side, setting in enumerate(SETTINGS)
    ]
    columns = ["road", "setting", "mph", "usual_mph", "junction_s", "usual_junction_s"]
    frame = pd.DataFrame(rows, columns=columns)
    same = (frame["mph"] == frame["usual_mph"]) & (frame["junction_s"] == frame["usual_junction_s"])
    return frame.assign(changed=same.map({True: "", False: "changed"}))


def _short(value: float) -> str:
    return number(value, 0 if value == round(value) else 1)
