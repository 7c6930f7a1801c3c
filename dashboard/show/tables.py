"""Tables on the page: real HTML tables for what is read, grids for what is searched.

A table that is read (bands, zones, providers) is an HTML table with a caption
and row headings, so that a screen reader reads it and print keeps it. A long
one is a grid. Either way its download stands beside it and passes through
``publish``, which neutralises cells that a spreadsheet would run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.escape import html_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dashboard.show.text import Writer

_AMOUNT = re.compile(r"[+−]?£\d+(?:,\d{3})*(?:\.\d+)?m?")


@dataclass(frozen=True)
class Column:
    """A column to show: its name in the frame, its heading, and how a value is written.

    ``write`` turns a value into text; numbers are set flush right.
    """

    name: str
    heading: str
    write: Callable[[Any], str] = str
    numeric: bool = False


def _cell(column: Column, value: Any) -> str:
    missing = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    text = "–" if missing else column.write(value)
    return html_text(text)


def table_html(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    note: str = "",
    total: dict[str, Any] | None = None,
) -> str:
    """Write a frame as an HTML table; the first column heads its row.

    ``total`` is one more row, set apart at the foot.
    """
    heads = "".join(
        f'<th scope="col"{_numeric(column)}>{html_text(column.heading)}</th>' for column in columns
    )
    rows = [_row(columns, record, "") for record in _records(frame, columns)]
    if total is not None:
        rows.append(_row(columns, total, ' class="total"'))
    small = f"<small>{html_text(note)}</small>" if note else ""
    label = html_text(caption)
    return (
        f'<div class="hr-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="hr-table"><caption>{label}{small}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _records(frame: pd.DataFrame, columns: Sequence[Column]) -> Iterable[dict[str, Any]]:
    names = [column.name for column in columns]
    values = [frame[name].tolist() for name in names]
    return (dict(zip(names, row, strict=True)) for row in zip(*values, strict=True))


def _numeric(column: Column) -> str:
    return ' class="n"' if column.numeric else ""


def _row(columns: Sequence[Column], record: dict[str, Any], attributes: str) -> str:
    cells = []
    for i, column in enumerate(columns):
        text = _cell(column, record.get(column.name)) if column.name in record else ""
        cells.append(
            f'<th scope="row">{text}</th>' if i == 0 else f"<td{_numeric(column)}>{text}</td>"
        )
    return f"<tr{attributes}>{''.join(cells)}</tr>"


def show_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    note: str = "",
    total: dict[str, Any] | None = None,
) -> None:
    """Show a frame as an HTML table."""
    st.html(table_html(frame, columns, caption=caption, note=note, total=total))


@dataclass(frozen=True)
class Figure:
    """A key figure: what it is, its value as written, and the base that it rests on."""

    label: str
    value: str
    base: str


def show_figures(figures: Iterable[Figure]) -> None:
    """Show key figures, each with its base."""
    inside = "".join(
        f"<div><dt>{html_text(item.label)}</dt><dd>{html_text(item.value)}</dd>"
        f'<dd class="base">{html_text(item.base)}</dd></div>'
        for item in figures
    )
    st.html(f'<dl class="hr-figures">{inside}</dl>')


def show_grid(
    frame: pd.DataFrame,
    headings: dict[str, str],
    *,
    caption: str,
    height: int = 360,
    decimals: Mapping[str, int] | None = None,
) -> None:
    """Show a long frame as a grid to scroll and search; only the named columns, in order.

    ``decimals`` sets how many a column is written with, so that its figures stand in line.
    """
    shown = frame[list(headings)].rename(columns=headings)
    tall = min(height, 38 * (len(shown) + 1) + 4)
    written = {
        headings[name]: st.column_config.NumberColumn(format=f"%.{places}f")
        for name, places in (decimals or {}).items()
    }
    st.dataframe(
        shown, hide_index=True, width="stretch", height=tall, alt=caption, column_config=written
    )


def by_name(frame: pd.DataFrame, name: str, *, last: pd.Series) -> pd.DataFrame:
    """Sort rows by a name as it is read; those marked (n,) bool in ``last`` stand at the end."""
    place = pd.DataFrame({"last": last, "name": frame[name].str.casefold()})
    order = place.sort_values(["last", "name"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def in_units(frame: pd.DataFrame, name: str, units: Mapping[str, Writer]) -> list[str]:
    """Write a column, each row in the ``unit`` that its row names; what is missing as a dash."""
    rows = zip(frame["unit"], frame[name], strict=True)
    return ["–" if pd.isna(value) else units[unit](value) for unit, value in rows]


def say(sentence: str) -> None:
    """Set one sentence apart: the answer of the page in words; no amount is broken in two."""
    words = _AMOUNT.sub(r'<span class="hr-amount">\g<0></span>', html_text(sentence))
    st.html(f'<p class="hr-say">{words}</p>')
