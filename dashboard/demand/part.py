"""Which question about demand is asked."""

from __future__ import annotations

from typing import Literal

import streamlit as st

Part = Literal["growth", "leaves", "unmet", "peak"]
PARTS: dict[Part, str] = {
    "growth": "Care grows",
    "leaves": "A provider leaves",
    "unmet": "Where care is missing",
    "peak": "A flatter morning",
}


def choose() -> Part:
    """Choose one question; the others are not worked out meanwhile."""
    part: Part = st.segmented_control(
        "Question",
        list(PARTS),
        default="growth",
        format_func=PARTS.__getitem__,
        key="demand-part",
        required=True,
        wrap=True,
        persist_state="session",
    )
    return part
