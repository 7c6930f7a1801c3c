"""What is done to the bytes and the cells of a file, one change at a time."""

from __future__ import annotations

import csv
import gzip
import io
import re
from typing import TYPE_CHECKING

import xlsxwriter

from benchmarks.fuzz import odd
from benchmarks.fuzz.world import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    Rows = list[list[str]]


def changed_bytes(content: bytes, dice: Random) -> tuple[str, bytes]:
    """Change bytes anywhere; say what was done."""
    name = dice.choice(sorted(BYTES))
    return name, BYTES[name](bytearray(content), dice)


def _span(content: bytearray, dice: Random) -> tuple[int, int]:
    first = dice.randrange(len(content) + 1)
    return first, min(len(content), first + int(2 ** dice.uniform(0, 12)))


def _flip(content: bytearray, dice: Random) -> bytes:
    for _ in range(dice.choice((1, 1, 3, 20)) if content else 0):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content)


def _cut(content: bytearray, dice: Random) -> bytes:
    return bytes(content[: dice.randrange(len(content) + 1)])


def _drop(content: bytearray, dice: Random) -> bytes:
    first, last = _span(content, dice)
    return bytes(content[:first] + content[last:])


def _twice(content: bytearray, dice: Random) -> bytes:
    first, last = _span(content, dice)
    return bytes(content[:last] + content[first:last] * dice.choice((1, 2, 500)) + content[last:])


def _fill(content: bytearray, dice: Random) -> bytes:
    first, last = _span(content, dice)
    content[first:last] = bytes([dice.choice((0, 255, 32, 10, 34, 44))]) * (last - first)
    return bytes(content)


def _insert(content: bytearray, dice: Random) -> bytes:
    first, _ = _span(content, dice)
    extra = dice.choice(
        (odd.word(dice).encode("utf-8", "replace"), b"[" * 20_000, b"{" * 20_000, b"<a>" * 20_000,
         b"(" * 5_000, bytes(dice.randrange(256) for _ in range(40)), b"\xff\xfe", b"\0")
    )  # fmt: skip
    return bytes(content[:first] + extra + content[first:])


def _number(content: bytearray, dice: Random) -> bytes:
    spots = list(re.finditer(rb"\d+", bytes(content)))
    if not spots:
        return bytes(content)
    spot = dice.choice(spots)
    numbers = (b"9" * 40, b"-1", b"0", b"1e400", b"nan", b"9" * 5_000, b"2147483648", b"1e18", b"")
    return bytes(content[: spot.start()] + dice.choice(numbers) + content[spot.end() :])


def _swap(content: bytearray, dice: Random) -> bytes:
    first, last = _span(content, dice)
    rest = content[:first] + content[last:]
    to = dice.randrange(len(rest) + 1)
    return bytes(rest[:to] + content[first:last] + rest[to:])


def _wide(content: bytearray, _dice: Random) -> bytes:
    return content.decode("latin-1").encode("utf-16")


def _nothing(_content: bytearray, dice: Random) -> bytes:
    return dice.choice((b"", b"\n", b"\0" * 5_000, b"\xef\xbb\xbf", b"PK\x03\x04", b"{}", b"[]"))


BYTES: Mapping[str, Callable[[bytearray, Random], bytes]] = {
    "bytes changed": _flip,
    "cut short": _cut,
    "a span dropped": _drop,
    "a span repeated": _twice,
    "a span filled": _fill,
    "something put in": _insert,
    "a number changed": _number,
    "a span moved": _swap,
    "as UTF-16": _wide,
    "emptied": _nothing,
}


def changed_cells(content: bytes, name: str, dice: Random) -> tuple[str, bytes]:
    """Change cells of a table, given as the CSV it was; write it in the form that its name has."""
    rows = rows_of(content)
    done: list[str] = []
    for _ in range(dice.choice((1, 1, 2, 4))):
        change = dice.choice(sorted(CELLS))
        CELLS[change](rows, dice)
        done.append(change)
    if name.endswith(".xlsx"):
        return ", ".join(done), _workbook(rows, name.removesuffix(".xlsx"), dice)
    text = io.StringIO()
    csv.writer(text, delimiter=dice.choice(",,,,;\t|")).writerows(rows)
    coding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    plain = text.getvalue().encode(coding, "replace")
    return ", ".join(done), gzip.compress(plain, mtime=0) if name.endswith(".gz") else plain


def _cell(rows: Rows, dice: Random) -> None:
    if not rows:
        return
    row = dice.choice(rows)
    if row:
        row[dice.randrange(len(row))] = odd.word(dice)


def _column(rows: Rows, dice: Random) -> None:
    at, text = dice.randrange(max(map(len, rows), default=0) + 1), odd.word(dice)
    for row in rows[1:]:
        if at < len(row):
            row[at] = text


def _header(rows: Rows, dice: Random) -> None:
    if rows and rows[0]:
        other = dice.choice((odd.word(dice), dice.choice(rows[0]), rows[0][0] + "_1"))
        rows[0][dice.randrange(len(rows[0]))] = other


def _no_column(rows: Rows, dice: Random) -> None:
    at = dice.randrange(max(map(len, rows), default=0) + 1)
    for row in rows:
        del row[at : at + 1]


def _more_columns(rows: Rows, dice: Random) -> None:
    wide = dice.choice((1, 3, 400))
    for number, row in enumerate(rows):
        row.extend([f"more {i}" if number == 0 else odd.word(dice)[:20] for i in range(wide)])


def _again(rows: Rows, dice: Random) -> None:
    if len(rows) > 1:
        rows.extend([list(dice.choice(rows)) for _ in range(dice.choice((1, 2, 3_000)))])


def _no_rows(rows: Rows, dice: Random) -> None:
    del rows[dice.randrange(len(rows) + 1) :]


def _shuffled(rows: Rows, dice: Random) -> None:
    dice.shuffle(rows)


def _spelling(rows: Rows, dice: Random) -> None:
    spell = dice.choice(
        (str.upper, str.title, lambda text: f" {text}\u200b ", lambda text: text[::-1])
    )
    for row in rows:
        row[:] = [spell(text) for text in row]


CELLS: Mapping[str, Callable[[Rows, Random], None]] = {
    "a cell": _cell,
    "another cell": _cell,
    "a column filled": _column,
    "a column's name": _header,
    "a column dropped": _no_column,
    "columns added": _more_columns,
    "rows repeated": _again,
    "rows dropped": _no_rows,
    "rows shuffled": _shuffled,
    "spelt otherwise": _spelling,
}


def _workbook(rows: Rows, table: str, dice: Random) -> bytes:
    """Write cells as a workbook whose cells are of any type, with more sheets at times."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": True})
    time = book.add_format(
        {"num_format": dice.choice(("hh:mm", "[h]:mm", "yyyy-mm-dd hh:mm", "@"))}
    )
    names = [table] if dice.random() < 0.7 else ["Sheet1", dice.choice((table, "Notes"))]
    for number, name in enumerate(names):
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows if number == 0 or dice.random() < 0.5 else []):
            for j, text in enumerate(row):
                _write(sheet, (i, j), text, time, dice)
        if number and dice.random() < 0.5:
            sheet.hide()
    book.close()
    return file.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    text: str,
    time: xlsxwriter.format.Format,
    dice: Random,
) -> None:
    draw = dice.random()
    if draw < 0.93:
        sheet.write_string(*at, text[:32_000])
    elif draw < 0.96:
        sheet.write_number(*at, dice.choice((0, 1, 0.5, 1.00001, 46_118.25, -1, 1e12, 2.5)), time)
    elif draw < 0.98:
        sheet.write_formula(*at, "=1/0", None, dice.choice(("#DIV/0!", "", 7, "x")))
    else:
        sheet.write_boolean(*at, True)
