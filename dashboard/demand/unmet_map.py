"""The map of care that is missing: zones shaded by their share of what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.maps import MapSpec, MapView, county, shaded, show_map
from dashboard.show.text import number

if TYPE_CHECKING:
    from dashboard.state import Open

CLASSES = (
    "As expected (at most 5% missing) or more",
    "Up to a quarter missing",
    "A quarter to a half missing",
    "More than half missing",
)
_LIMITS = (0.05, 0.25, 0.5)


def _class_of(share: float) -> str:
    if pd.isna(share):
        return ""
    return CLASSES[sum(share > limit for limit in _LIMITS)]


def show(page: Open, frame: pd.DataFrame) -> None:
    """Shade the zones by the share of expected care that is missing."""
    shades = tuple(
        (str(zone), _class_of(share), _signed(per_1000))
        for zone, share, per_1000 in zip(
            frame["zone"].tolist(),
            frame["unmet_share"].tolist(),
            frame["unmet_per_1000"].tolist(),
            strict=True,
        )
    )
    what = "Hours missing per 1,000 residents"
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map of zones shaded by care that is missing: {what.lower()}. The table "
                    "below says the same.",
                    shaded.shaded_zones(page.world, page.scenario, shades, CLASSES, what),
                ),
            ),
            bounds=county.bounds(page.world),
            bounds_key=page.world.input_hash,
            tiles=county.ground(page.world),
            patterns=shaded.patterns(CLASSES),
            legend=shaded.legend(CLASSES),
            height=560,
        ),
        key="unmet-map",
    )
    st.caption(
        "The figure beside a zone's name: carer-hours a week missing per 1,000 residents; less "
        "than 0 where there are more than expected."
    )


def _signed(value: float) -> str:
    return "" if pd.isna(value) else number(value, 1)
