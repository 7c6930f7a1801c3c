"""Delimited text → cells, as text: whatever the delimiter and the encoding."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.intake.files.folder import MB, MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from solver.intake.findings import Findings

MOST_ROWS = 2_000_000
MOST_COLUMNS = 300
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as text.

    Parameters
    ----------
    file
        Name of the file.
    header
        Column names as written, stripped.
    rows
        Cells of each row that is not blank, stripped, as many as the header.
    numbers
        Row of each in a spreadsheet; the header is row 1.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]


def read_text(path: Path, findings: Findings) -> Cells | None:
    """Read a ``.csv`` or ``.csv.gz``; ``None`` where a fault was added instead."""
    raw = _bytes(path, findings)
    if raw is None:
        return None
    text = _decode(raw, path.name, findings)
    if text is None:
        return None
    return split_text(text, path.name, findings)


def _bytes(path: Path, findings: Findings) -> bytes | None:
    if path.name.endswith(".gz"):
        most = MOST_BYTES[".csv"]
        try:
            with gzip.open(path) as stream:
                raw = stream.read(most + 1)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            # the library says "CRC check failed", "Compressed file ended …"
            findings.fault(
                path.name, None, "", f"The file cannot be unpacked ({error}).", "Pack it again."
            )
            return None
        if len(raw) > most:
            findings.fault(
                path.name,
                None,
                "",
                f"The file unfolds to more than {most // MB} MB.",
                "Keep only the rows and columns of this county.",
            )
            return None
        return raw
    return path.read_bytes()


def _decode(raw: bytes, file: str, findings: Findings) -> str | None:
    """Decode UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            findings.fault(file, None, "", "The text is damaged.", "Save it as CSV UTF-8.")
            return None
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        findings.fault(
            file, None, "", "This is a workbook with the ending .csv.", "Save it as CSV UTF-8."
        )
        return None
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        findings.fault(
            file,
            row,
            "",
            "The row has a NUL byte, so the file is damaged or not text.",
            "Export it again as CSV UTF-8.",
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        findings.fault(
            file, row, "", "The text is in no encoding that is known.", "Save it as CSV UTF-8."
        )
        return None
    findings.notice(
        file,
        None,
        "",
        f"The text is Windows-1252, not UTF-8 (first seen in line {row}). It was read as such: "
        "check accents and pound signs.",
    )
    return text


def _delimiter(text: str) -> str:
    """Return the delimiter that the header uses most, outside quotation marks."""
    header = next((line for line in text.split("\n", 50) if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def split_text(text: str, file: str, findings: Findings) -> Cells | None:
    """Split delimited text into cells; ``None`` where a fault was added instead."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for record in reader:
            number += 1
            cells = list(map(str.strip, record))
            if not any(cells):
                continue
            if not header:
                header = cells
                while header and not header[-1]:
                    header.pop()
                if len(header) > MOST_COLUMNS:
                    findings.fault(
                        file, number, "", f"There are {len(header):,} columns.", "Keep those named."
                    )
                    return None
                continue
            if len(cells) != len(header):
                _fit(cells, len(header), file, number, findings)
            rows.append(cells)
            numbers.append(number)
            if len(rows) > MOST_ROWS:
                findings.fault(
                    file, number, "", f"There are more than {MOST_ROWS:,} rows.", "Split the file."
                )
                return None
    except csv.Error as error:
        findings.fault(
            file,
            number + 1,
            "",
            f"The row cannot be read ({error}).",
            "Look for a quotation mark that is opened and never closed.",
        )
        return None
    if not header:
        findings.fault(file, None, "", "The file is empty.", "Write a row of column names first.")
        return None
    return Cells(file, header, rows, numbers)


def _fit(cells: list[str], width: int, file: str, row: int, findings: Findings) -> None:
    """Pad a short row with empty cells; a longer one has a stray delimiter."""
    if len(cells) < width:
        cells.extend([""] * (width - len(cells)))
    elif len(cells) > width:
        if any(cells[width:]):
            findings.fault(
                file,
                row,
                "",
                f"The row has {len(cells)} cells and the header {width}.",
                "Put quotation marks round a cell that holds the delimiter.",
            )
        del cells[width:]
