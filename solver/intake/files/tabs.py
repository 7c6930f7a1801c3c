"""Which tab of a workbook holds a table: what the officer sees, never what merely comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solver.intake.cells.words import plain_word
from solver.intake.files.sheet import read_header
from solver.intake.findings import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from solver.intake.findings import Findings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a workbook.

    Parameters
    ----------
    table
        Name of the table.
    fits
        Says of a header whether it has the columns that the table needs.
    tab
        Name of the tab that somebody chose; empty where nobody did.
    """

    table: str
    fits: Callable[[Sequence[str]], bool]
    tab: str = ""


@dataclass(frozen=True, slots=True)
class _Tab:
    sheet: Any
    name: str
    visible: bool
    header: list[str]
    fits: bool


def chosen_tab(book: Any, wanted: Wanted, file: str, findings: Findings) -> Any | None:
    """Return the sheet that holds a table; ``None`` where a fault was added instead.

    Somebody's choice goes first. Then the visible tab that is named like the
    table, the visible one whose columns fit, the visible one that holds
    anything at all, and a hidden one whose columns fit. Where several would do,
    a fault names them.
    """
    tabs = _tabs(book, wanted)
    if wanted.tab:
        found = [tab for tab in tabs if tab.name.strip() == wanted.tab.strip()] or [
            tab for tab in tabs if plain_word(tab.name) == plain_word(wanted.tab)
        ]
        if len(found) != 1:
            findings.fault(
                file, None, "", f"The workbook has no tab {quoted(wanted.tab)}.",
                f"It has {_names(tabs)}: choose one of them.",
            )  # fmt: skip
            return None
        return found[0].sheet
    found = _candidates(tabs, wanted)
    if not found:
        findings.fault(
            file, None, "", "The file is empty.", "Write a row of column names first."
        )  # fmt: skip
        return None
    if len(found) > 1:
        example = f'--sheet {wanted.table}="{found[-1].name.strip()}"'
        findings.fault(
            file, None, "",
            f"{len(found)} tabs may hold {wanted.table}: {_names(found)}.",
            f"Choose one on the Data page, or in the shell: {example}. A tab that is named "
            f"{wanted.table} goes first.",
        )  # fmt: skip
        return None
    _tell(found[0], tabs, file, findings)
    return found[0].sheet


def tabs_to_ask(book: Any, wanted: Wanted) -> tuple[str, ...]:
    """Name the tabs among which somebody must choose; none where it is plain."""
    found = [] if wanted.tab else _candidates(_tabs(book, wanted), wanted)
    return tuple(tab.name for tab in found) if len(found) > 1 else ()


def _tabs(book: Any, wanted: Wanted) -> list[_Tab]:
    """Look at the first row of every tab."""
    tabs = []
    for sheet in book.worksheets:
        header = read_header(book, sheet)
        visible = sheet.sheet_state == "visible"
        tabs.append(_Tab(sheet, sheet.title, visible, header, wanted.fits(header)))
    return tabs


def _candidates(tabs: Sequence[_Tab], wanted: Wanted) -> list[_Tab]:
    """Return the tabs that may hold the table: one where it is plain."""
    filled = [tab for tab in tabs if tab.header]
    seen = [tab for tab in filled if tab.visible]
    named = [tab for tab in seen if plain_word(tab.name) == wanted.table]
    if len(named) == 1:
        return named
    fitting = [tab for tab in seen if tab.fits]
    hidden = [tab for tab in filled if tab.fits and not tab.visible]
    return fitting or (seen if len(seen) == 1 and not hidden else []) or hidden or seen


def _tell(read: _Tab, tabs: Iterable[_Tab], file: str, findings: Findings) -> None:
    """Note which tab was read, where others have the same columns or it is hidden itself."""
    others = [tab for tab in tabs if tab is not read and tab.fits]
    if not read.visible:
        findings.notice(
            file, None, "",
            f"The tab {quoted(read.name)} is hidden, and the only one with the columns needed; it "
            "was read.",
        )  # fmt: skip
    elif others and read.fits:
        hidden = " (hidden)" if not any(tab.visible for tab in others) else ""
        findings.notice(
            file, None, "",
            f"The tab {quoted(read.name)} was read; {_names(others)}{hidden} "
            f"{'has' if len(others) == 1 else 'have'} the same columns and "
            f"{'was' if len(others) == 1 else 'were'} not.",
        )  # fmt: skip


def _names(tabs: Iterable[_Tab]) -> str:
    return listed(quoted(tab.name) for tab in tabs)
