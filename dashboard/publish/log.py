"""The log of exports: who took what, of which version, at which threshold, with which hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.show.tables import show_grid
from office.store import exports
from office.store.exports import published

if TYPE_CHECKING:
    from dashboard.state import Open


def log(page: Open) -> None:
    """List what was taken away."""
    found = exports.recent(state.store(), page.desk.world.id)
    if not found:
        st.info("Nothing was exported yet.")
        return
    lines = [(item, published.of(state.store(), item)) for item in found]
    rows = [
        {
            "When (UTC)": f"{item.exported_at:%d/%m/%Y %H:%M}",
            "Who": item.who,
            "File": item.what,
            "Audience": item.audience,
            "Smallest number shown": "" if item.threshold is None else str(item.threshold),
            "Scenario": item.scenario_name,
            "Version": "" if more is None else str(more.scenario_version or ""),
            "Input files": "" if more is None else more.input_hash[:16],
            "SHA-256 of the file": "" if more is None else more.sha256,
        }
        for item, more in lines
    ]
    frame = pd.DataFrame(rows)
    show_grid(frame, {name: name for name in frame.columns}, caption="Log of exports")
