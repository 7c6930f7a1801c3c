"""Files that somebody uploaded: kept out until they have been read apart.

::

    tables = parse_safely(files)            # or InputError; nothing has changed
    folder = stage_upload(files, worlds / "rutland")
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from solver.errors import Fault, InputError
from solver.intake.apart import reading
from solver.intake.apart.calling import called_apart
from solver.intake.apart.process import BrokeOff, TooLong, TooMuchMemory
from solver.intake.apart.saved import load_tables
from solver.intake.files.folder import MB, MOST_BYTES, ending, known_names
from solver.intake.files.pack import CONTENTS, Contents, read_contents
from solver.intake.findings import Findings, hint, quoted

if TYPE_CHECKING:
    from solver.intake.tables import Tables

Content = bytes | bytearray | memoryview | Path
Files = Sequence[tuple[str, Content]]
"""Uploaded files: the name that the browser sent, and the bytes or where they lie."""


def parse_safely(source: Path | Files, *, memory_mb: int = 1024, seconds: float = 60.0) -> Tables:
    """Read a world in a process of its own.

    Parameters
    ----------
    source
        A world folder, or uploaded files. Files are put into a private folder
        for the reading, which is removed afterwards.
    memory_mb
        Most memory, 10⁶ bytes of address space, libraries included (about 500).
        Linux only.
    seconds
        Most time by the clock.

    Raises
    ------
    InputError
        With every fault of the files, or that they need too much of either.
    """
    with _read_apart(reading.tables, source, memory_mb, seconds) as out:
        return load_tables(out)


def headers_safely(
    source: Path | Files, *, memory_mb: int = 1024, seconds: float = 60.0
) -> dict[str, list[str]]:
    """Read the column names of each table, as written, in a process of its own.

    Files that cannot be read as tables of ours may still be mapped to them:
    see :func:`solver.intake.mapping.suggest.suggest`.

    Raises
    ------
    InputError
        As :func:`parse_safely` does.
    """
    with _read_apart(reading.headers, source, memory_mb, seconds) as out:
        text = (out / reading.HEADERS).read_text(encoding="utf-8")
        headers: dict[str, list[str]] = json.loads(text)
        return headers


def tabs_safely(
    source: Path | Files, *, memory_mb: int = 1024, seconds: float = 60.0
) -> dict[str, list[str]]:
    """Name the tabs among which somebody must choose, in a process of its own: table → tabs.

    A choice is kept as ``sheet`` of the mapping that goes with the files.

    Raises
    ------
    InputError
        As :func:`parse_safely` does.
    """
    with _read_apart(reading.tabs, source, memory_mb, seconds) as out:
        text = (out / reading.TABS).read_text(encoding="utf-8")
        tabs: dict[str, list[str]] = json.loads(text)
        return tabs


def unpack_safely(
    archive: Path,
    target: Path,
    *,
    shown: str = "",
    memory_mb: int = 1024,
    seconds: float = 120.0,
) -> Contents:
    """Unpack a whole county in a process of its own.

    Parameters
    ----------
    archive
        The ``.zip``.
    target
        New folder for the files, mode 0700: ``0``, ``1`` … in the order of
        their names, so that no name from the archive reaches the disk.
    shown
        Name of the archive in messages; empty takes that of the file.

    Raises
    ------
    InputError
        With every fault of the archive, or that it needs too much of either.
    """
    try:
        with _read_apart(reading.unpacked, archive, memory_mb, seconds) as out:
            contents = read_contents(out)
            (out / CONTENTS).unlink()
            shutil.move(out, target)
            return contents
    except InputError as error:
        named = (
            replace(fault, file=shown or fault.file) if fault.file == archive.name else fault
            for fault in error.faults
        )
        raise InputError(named) from None


@contextmanager
def _read_apart(
    work: Callable[[Path, Path], Iterable[str]],
    source: Path | Files,
    memory_mb: int,
    seconds: float,
) -> Iterator[Path]:
    """Run the reading; yield the folder of what it left, which goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="homerounds-") as room:  # mode 0700
        folder = source if isinstance(source, Path) else stage_upload(source, Path(room) / "in")
        try:
            with called_apart(work, folder, memory_mb=memory_mb, seconds=seconds) as done:
                yield done.folder
        except TooLong:
            raise _whole(
                f"Reading the files took longer than {seconds:g} seconds and was stopped."
            ) from None
        except (TooMuchMemory, BrokeOff) as stopped:
            broke = isinstance(stopped, BrokeOff)
            why = ", or a damaged file broke the reader" if broke else ""
            raise _whole(
                f"Reading the files needed more than {memory_mb:,} MB of memory{why}; it was "
                "stopped."
            ) from None


def _whole(message: str) -> InputError:
    cure = "Nothing was loaded. Keep only the rows and columns of this county, and save them again."
    return InputError([Fault("files", None, "", message, cure)])


def stage_upload(files: Files, target: Path) -> Path:
    """Write uploaded files into a new world folder, all of them or none.

    Names are those of a world's files, whatever their capitals; a name with a
    path is refused, not shortened. The folder appears under its name only once
    every file is in it, with mode 0700.

    Returns
    -------
    ``target``.

    Raises
    ------
    InputError
        With a fault for each name or size that will not do, or where
        ``target`` exists.
    """
    names = _checked_names(files, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=target.parent))  # mode 0700
    try:
        for name, (_, content) in zip(names, files, strict=True):
            if isinstance(content, Path):
                shutil.copyfile(content, part / name)
            else:
                (part / name).write_bytes(content)
            (part / name).chmod(0o600)
        os.rename(part, target)  # noqa: PTH104 - Path.rename may replace on some systems
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def _checked_names(files: Files, target: Path) -> list[str]:
    findings = Findings()
    known = known_names()
    names: list[str] = []
    if target.exists():
        findings.fault(target.name, None, "", "A world of this name exists.", "Choose another.")
    for raw, content in files:
        name = raw.casefold()
        shown = quoted(raw)[1:-1]

        def fault(message: str, cure: str, shown: str = shown) -> None:
            findings.fault(shown, None, "", message, cure)

        if any(sign in raw for sign in "/\\:\0") or raw in ("", ".", ".."):
            fault("The file has a path in its name.", "Rename it, as people.csv.")
        elif name.endswith((".xlsm", ".xlsb", ".xltm")):
            fault("The workbook may have macros.", "Save it as .xlsx.")
        elif name.endswith((".xls", ".ods")):
            fault("The workbook is in a format that is not read.", "Save it as .xlsx.")
        elif name not in known:
            likely = hint(name, list(known), least=70)
            fault("No file of a world has this name.", likely or "Choose the table that it holds.")
        elif name in names:
            fault("The file is there twice.", "Keep one of them.")
        else:
            _check_size(name, content, findings)
        names.append(name)
    findings.raise_if_any()
    return names


def _check_size(name: str, content: Content, findings: Findings) -> None:
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    most = MOST_BYTES[ending(name)]
    if size > most:
        findings.fault(
            name,
            None,
            "",
            f"The file is {size / MB:,.0f} MB; files of this kind may have {most / MB:,.0f} MB.",
            "Keep only this county.",
        )
    elif not size:
        findings.fault(name, None, "", "The file is empty.", "Save it again and reload it.")
