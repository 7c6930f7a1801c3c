"""Files to take away, written only when asked for, and a line in the log for each."""

from __future__ import annotations

import re
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.store import exports
from solver import publish

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dashboard.frame import Open

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_stem(page: Open, what: str, *, internal: bool = True) -> str:
    """Name a file after what it holds, the world and the scenario; internal ones say so."""
    words = f"{page.world.name} {page.scenario.name} {what}"
    stem = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    return f"{stem}-internal" if internal else stem


def made(write: Callable[[Path], object], name: str) -> bytes:
    """Let ``write`` make a file in a private folder, and return its bytes."""
    with tempfile.TemporaryDirectory(prefix="homerounds-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def logged(page: Open, name: str, make: Callable[[], bytes], *, internal: bool = True) -> bytes:
    """Make a file and write down that it was taken away."""
    content = make()
    exports.log(
        state.store(),
        page.desk.world.id,
        who=state.owner(),
        what=name,
        audience="internal" if internal else "public",
        threshold=None,
        scenario=page.scenario,
    )
    return content


def beside_table(frame: pd.DataFrame, what: str, page: Open, *, key: str = "") -> None:
    """Offer a table as CSV and as a workbook; cells that a spreadsheet would run are text."""
    stem = file_stem(page, what)
    csv = partial(made, partial(publish.write_csv, frame), f"{stem}.csv")
    xlsx = partial(made, partial(publish.write_xlsx, {what[:31]: frame}), f"{stem}.xlsx")
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            data=partial(logged, page, f"{stem}.csv", csv),
            file_name=f"{stem}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{what}{key}",
            help=f"Download this table ({what}) as CSV. Internal: small numbers are not hidden.",
        )
        st.download_button(
            "Excel",
            data=partial(logged, page, f"{stem}.xlsx", xlsx),
            file_name=f"{stem}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"xlsx-{what}{key}",
            help=f"Download this table ({what}) for Excel. Internal: small numbers are not hidden.",
        )
