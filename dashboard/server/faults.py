"""What is said when a page breaks: plain words on screen, only the place in the log."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import streamlit as st


def failed(error: Exception) -> bool:
    """Say that a page broke, without a trace of its inside.

    The message of an unforeseen error may hold data, so neither the screen nor
    the log repeats it.
    """
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name} line {last.lineno}"
    kind = type(error).__name__
    logging.getLogger("homerounds").error("%s at %s in %s", kind, place, last.name)
    st.error(
        "This page could not be drawn. Nothing was changed. Undo your last change or choose "
        "another scenario; if it stays, tell whoever looks after this installation "
        f"({kind}, {place})."
    )
    return True
