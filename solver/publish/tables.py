"""Tables to take away: CSV and XLSX, text kept as text, numbers as numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import xlsxwriter

from solver.errors import PublishError
from solver.publish.columns import heading, in_pounds, is_pounds, two_decimals
from solver.publish.safe_text import cells, one_line
from solver.publish.sidecar import beside, description
from solver.publish.whole import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from solver.publish.colophon import Colophon

_EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)
_WIDEST: Final = 48
_LONGEST_SHEET_NAME: Final = 31
_NO_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_csv(
    frame: pd.DataFrame,
    path: Path,
    *,
    about: Colophon,
    alone: bool = False,
    bom: bool = True,
) -> None:
    r"""Write a frame as CSV (RFC 4180: UTF-8, commas, CRLF), without its index.

    Its description stands beside it as ``name.csv-metadata.json``. Money is in
    pounds with two decimals (see :func:`~solver.publish.columns.in_pounds`). What
    is not for publication has a first column ``INTERNAL``: so the marking stays with
    every row, and any reader of CSV can still read the file.

    Parameters
    ----------
    frame
        Text columns are neutralised (see :mod:`solver.publish.safe_text`).
    about
        What the file says of itself.
    alone
        True for one file to take away: nothing is written beside it, the
        description stands in its first column.
    bom
        True marks the file as UTF-8, so that Excel reads £ and accents.

    Raises
    ------
    PublishError
        When the file cannot be written.
    """
    about = about.of(frame)
    safe = cells(_marked(in_pounds(frame), about, alone=alone))
    text = two_decimals(safe).to_csv(index=False, lineterminator="\r\n")
    with written_whole(path) as draft:
        draft.write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))
    if not alone:
        with written_whole(beside(path)) as draft:
            draft.write_text(description(safe, path.name, about), encoding="utf-8")


def _marked(frame: pd.DataFrame, about: Colophon, *, alone: bool) -> pd.DataFrame:
    """Put the marking before the columns, and what the file is where nothing stands beside it."""
    word, _, rest = (about.marking or "About: ").partition(": ")
    if alone:
        rest = f"{rest}; {about.in_one_line}" if rest else about.in_one_line
    if not rest:
        return frame
    marked = frame.drop(columns=[word], errors="ignore")
    marked.insert(0, word, rest)
    return marked


def write_xlsx(sheets: Mapping[str, pd.DataFrame], path: Path, *, colophon: Colophon) -> None:
    """Write frames as the sheets of a workbook, with a sheet of notes in front.

    The notes say what it is, in their first two columns; each printed page says it in short. No
    text becomes a formula or a link. Columns in pence are written in pounds, so
    that finance can add them up.

    Raises
    ------
    PublishError
        When there is no sheet, two have one name, or the file cannot be written.
    """
    if not sheets:
        raise PublishError("A workbook needs at least one table.")
    names = [sheet_name(name) for name in sheets]
    if len({name.lower() for name in names}) < len(names):
        raise PublishError("Two tables have the same name. Give each its own.")
    with written_whole(path) as draft:
        book = xlsxwriter.Workbook(
            str(draft),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        book.set_properties({"created": _EPOCH, "author": "Homerounds"})
        formats = _formats(book)
        _notes(book.add_worksheet("Notes"), colophon.of(*sheets.values()), formats)
        for name, frame in zip(names, sheets.values(), strict=True):
            sheet = book.add_worksheet(name)
            _sheet(sheet, in_pounds(frame), formats)
            sheet.set_footer(_footer(colophon))
        book.close()


def sheet_name(name: str) -> str:
    """Make a name that a sheet may have."""
    return (
        " ".join(one_line(name).translate(_NO_SHEET_NAME).split())[:_LONGEST_SHEET_NAME] or "Table"
    )


def _formats(book: Any) -> dict[str, Any]:
    rule = {"bottom": 1, "bottom_color": "#1F3A4D"}
    return {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", **rule}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "label": book.add_format({"bold": True, "valign": "top"}),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "part": book.add_format({"num_format": "#,##0.00"}),
        "pounds": book.add_format({"num_format": "£#,##0.00"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "mark": book.add_format({"align": "right"}),
    }


def _sheet(sheet: Any, frame: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    safe = cells(frame)
    sheet.freeze_panes(1, 0)
    for j, name in enumerate(safe.columns):
        sheet.write_string(0, j, heading(str(name)), formats["head"])
        values = safe.iloc[:, j].tolist()
        style = formats[_style(str(name), values)]
        for i, value in enumerate(values, start=1):
            _write(sheet, i, j, value, style, formats["mark"])
        sheet.set_column(j, j, _width(str(name), values))
    if len(safe.columns) and len(safe):
        sheet.autofilter(0, 0, len(safe), len(safe.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, i: int, j: int, value: object, style: Any, mark: Any) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        sheet.write_blank(i, j, None)
    elif isinstance(value, bool | np.bool_):
        sheet.write_string(i, j, "yes" if value else "no")
    elif isinstance(value, int | float | np.number):
        sheet.write_number(i, j, float(value), style)
    else:
        text = str(value)
        sheet.write_string(i, j, text, *([mark] if text == "*" else []))


def _notes(sheet: Any, colophon: Colophon, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 96)
    frame = cells(pd.DataFrame(list(colophon.lines), columns=["what", "text"]))
    sheet.write_string(0, 0, "About these tables", formats["title"])
    for i, (what, text) in enumerate(zip(frame["what"], frame["text"], strict=True), start=2):
        sheet.write_string(i, 0, what, formats["label"])
        sheet.write_string(i, 1, text, formats["text"])


def _footer(about: Colophon) -> str:
    """Say on a printed page what it is; a footer holds at most 255 characters."""
    said = "; ".join(filter(None, [about.marking, about.world, about.scenario, *about.labels]))
    return f"&L&8{one_line(said).replace('&', '&&')[:200]}&R&8&P / &N"


def _style(name: str, values: Sequence[object]) -> str:
    if is_pounds(name):
        return "pounds"
    if name == "share" or name.endswith("_share") or name == "balance":
        return "share"
    numbers = [value for value in values if isinstance(value, float) and np.isfinite(value)]
    return "part" if any(value != round(value) for value in numbers) else "whole"


def _width(name: str, values: Sequence[object]) -> int:
    longest_word = max((len(word) for word in heading(name).split()), default=0)
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=0)
    return min(_WIDEST, max(10, longest_word + 3, longest + 2))
