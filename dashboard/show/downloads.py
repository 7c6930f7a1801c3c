"""Files to take away, written only when asked for, and a line in the log for each."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from office.store import exports

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dashboard.state import Open
    from solver.domain import HoursBasis, PriceBasis
    from solver.publish import Colophon

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


def beside_table(
    frame: pd.DataFrame,
    what: str,
    page: Open,
    *,
    key: str = "",
    base: HoursBasis = "all planned",
    prices: PriceBasis | None = None,
) -> None:
    """Offer a table as CSV and as a workbook; cells that a spreadsheet would run are text.

    Tables on the screen show small numbers, so these files are internal and say
    so; the Export page makes those that may be published. The workbook's notes and the first
    column of the CSV, which is one file that opens in Excel, say what it is: which hours it
    counts (``base``), at what prices, where it shows the cost of hours, and the rest.
    """
    stem = file_stem(page, what)
    about = partial(about_small, page, base, prices)
    csv = partial(made, partial(_csv, frame, about), f"{stem}.csv")
    xlsx = partial(made, partial(_xlsx, frame, what, about), f"{stem}.xlsx")
    with st.container(horizontal=True):
        for label, ending, mime, make in (
            ("CSV", "csv", "text/csv", csv),
            ("Excel", "xlsx", XLSX, xlsx),
        ):
            name = f"{stem}.{ending}"
            st.download_button(
                label,
                data=partial(logged, page, name, make),
                file_name=name,
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"{ending}-{what}{key}",
                help=f"Download the table “{what}”. Internal: small numbers are not hidden.",
            )


def about_file(page: Open, **facts: Any) -> Colophon:
    """Gather what a file made now says of itself; facts as :func:`solver.publish.colophon`."""
    from solver import publish  # here: it loads the drawing library, which most pages do without

    made_on = datetime.now(UTC).date().isoformat()
    return publish.colophon(page.world, page.scenario, made_on=made_on, threshold=None, **facts)


def about_small(page: Open, base: HoursBasis, prices: PriceBasis | None) -> Colophon:
    """Gather what a table of the screen says of itself: its small numbers are not hidden."""
    from solver.publish import SMALL_NUMBERS

    return about_file(page, basis=base, prices=prices, marking=SMALL_NUMBERS)


def _csv(frame: pd.DataFrame, about: Callable[[], Colophon], path: Path) -> None:
    from solver import publish

    publish.write_csv(frame, path, about=about(), alone=True)


def _xlsx(frame: pd.DataFrame, what: str, about: Callable[[], Colophon], path: Path) -> None:
    from solver import publish

    publish.write_xlsx({what[:31]: frame}, path, colophon=about())
