"""A sheet of an ``.xlsx`` workbook → cells, as text.

The sheet is streamed row by row, and only cells that exist are looked at: a
workbook of 5 kB whose last cell stands in the far corner costs nothing. A
formula gives the value that was saved with it. XML entities are refused by
``defusedxml``, which openpyxl reads through.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeVar

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl import DEFUSEDXML

from solver.intake.files.folder import safe_archive
from solver.intake.files.sheet import read_sheet
from solver.intake.files.tabs import chosen_tab, tabs_to_ask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from solver.intake.files.tabs import Wanted
    from solver.intake.files.text import Cells
    from solver.intake.findings import Findings

Read = TypeVar("Read")


def read_workbook(path: Path, wanted: Wanted, findings: Findings) -> Cells | None:
    """Read the tab that holds a table (see :func:`solver.intake.files.tabs.chosen_tab`).

    Returns
    -------
    Cells, or ``None`` where a fault was added instead.
    """

    def read(book: Any) -> Cells | None:
        tab = chosen_tab(book, wanted, path.name, findings)
        return None if tab is None else read_sheet(book, tab, path.name, findings)

    return _with_book(path, read, findings)


def ask_tabs(path: Path, wanted: Wanted, findings: Findings) -> tuple[str, ...]:
    """Name the tabs among which somebody must choose; none where it is plain."""
    return _with_book(path, lambda book: tabs_to_ask(book, wanted), findings) or ()


def _with_book(path: Path, work: Callable[[Any], Read], findings: Findings) -> Read | None:
    """Open a workbook and work on it; ``None`` where a fault was added instead."""
    if not _sound_archive(path, findings):
        return None
    if not DEFUSEDXML:  # pragma: no cover - requirements.txt installs it
        raise RuntimeError("openpyxl does not read through defusedxml; install defusedxml.")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that do not concern the cells
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                return work(book)
            finally:
                book.close()
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage led to
        if _refused(error):
            message = "The workbook declares XML entities, which no spreadsheet program writes."
        else:
            message = f"The workbook is damaged ({type(error).__name__})."
        cure = "Open it in a spreadsheet program and save it as .xlsx, or as CSV UTF-8."
        findings.fault(path.name, None, "", message, cure)
    return None


def _refused(error: BaseException | None) -> bool:
    """Say whether defusedxml stopped the reading; openpyxl may have wrapped its error."""
    while error is not None:
        if isinstance(error, DefusedXmlException):
            return True
        error = error.__cause__ or error.__context__
    return False


def _sound_archive(path: Path, findings: Findings) -> bool:
    """Say whether a workbook may be opened; add a fault if not."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        findings.fault(
            path.name,
            None,
            "",
            "The workbook is in an old format or protected by a password.",
            "Save it as .xlsx without a password.",
        )
        return False
    archive = safe_archive(path, findings)
    if archive is None:
        return False
    with archive:
        names = {name.casefold() for name in archive.namelist()}
        macros = any(name.endswith("vbaproject.bin") for name in names)
        try:
            types = archive.read("[Content_Types].xml")
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError,
                NotImplementedError, RuntimeError):  # fmt: skip
            findings.fault(
                path.name, None, "", "The workbook is damaged: its list of contents is unreadable.",
                "Open it in a spreadsheet program and save it as .xlsx, or as CSV UTF-8.",
            )  # fmt: skip
            return False
    if macros or b"macroenabled" in types.lower():
        findings.fault(
            path.name, None, "", "The workbook has macros.", "Save it as .xlsx, without macros."
        )
        return False
    return True
