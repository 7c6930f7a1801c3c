"""A whole county in one ``.zip``: its folder, packed, opened without trusting a word of it.

Only what the archive's directory declares is read first: sizes, kinds and
names. Nothing is written under a name from the archive.
"""

from __future__ import annotations

import json
import lzma
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.intake.files.folder import (
    LAYER_ENDINGS,
    MB,
    MOST_BYTES,
    MOST_RATIO,
    ROADS_ENDINGS,
    TABLE_ENDINGS,
    ending,
    known_names,
)
from solver.intake.findings import Findings, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_PACKED = 1_000 * MB
"""Largest archive."""
MOST_UNFOLDED = 2_000 * MB
"""Largest size that all its files together may unfold to."""
MOST_FILES = 500
SCENARIOS = "scenarios"

CONTENTS = "contents.json"
"""File in which :func:`unpack` lists what it wrote, as :class:`Contents`."""

_ODD = re.compile(r"[\x00-\x1f\x7f]")
_CURE = "Pack the county's folder anew, with its files directly in it."


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive held.

    Parameters
    ----------
    names
        Names of the files kept, in order; file i was written as ``i``.
    left_out
        Names of files that are no part of a county (notes, pictures).
    """

    names: tuple[str, ...]
    left_out: tuple[str, ...]


def is_pack(name: str) -> bool:
    """Say whether an upload is a whole county: a ``.zip`` that is no layer of a county."""
    return ending(name) == ".zip" and name.casefold() not in known_names()


def unpack(path: Path, shown: str, out: Path) -> Contents:
    """Write the files of an archive to a folder, as ``0``, ``1`` … with a list of their names.

    One folder round all of them is taken off; scenarios may lie in
    ``scenarios``. What an operating system adds of its own accord is skipped.

    Parameters
    ----------
    shown
        Name of the archive, for messages.
    out
        An empty folder.

    Raises
    ------
    InputError
        With every fault at once: too large, a bomb, a password, a link, a path
        that leads out, folders in folders, a file twice, damage.
    """
    findings = Findings()
    if path.stat().st_size > MOST_PACKED:
        findings.fault(shown, None, "", f"It is larger than {MOST_PACKED // MB:,} MB.", _CURE)
    findings.raise_if_any()
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, shown, findings)
            findings.raise_if_any()
            names, left_out = _sorted_out(members, shown, findings)
            findings.raise_if_any()
            for place, (member, _) in enumerate(names):
                _write(archive, member, out / str(place), shown, findings)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        findings.fault(
            shown, None, "", "The archive is damaged, or no .zip.", "Pack it again as a .zip."
        )
    findings.raise_if_any()
    contents = Contents(tuple(name for _, name in names), left_out)
    said = {"names": contents.names, "left_out": contents.left_out}
    (out / CONTENTS).write_text(json.dumps(said), encoding="utf-8")
    return contents


def read_contents(out: Path) -> Contents:
    """Read the list that :func:`unpack` left."""
    said = json.loads((out / CONTENTS).read_text(encoding="utf-8"))
    return Contents(tuple(said["names"]), tuple(said["left_out"]))


def _members(
    archive: zipfile.ZipFile, shown: str, findings: Findings
) -> list[tuple[zipfile.ZipInfo, tuple[str, ...]]]:
    """List the files with the parts of their paths; faults for whatever may do harm."""
    every = archive.infolist()

    def refuse(message: str, cure: str = _CURE) -> None:
        findings.fault(shown, None, "", message, cure)

    if len(every) > MOST_FILES:
        refuse(f"It holds {len(every):,} files; a county has {MOST_FILES} at most.")
        return []
    total = sum(member.file_size for member in every)
    if total > MOST_UNFOLDED:
        refuse(
            f"It unfolds to {total / MB:,.0f} MB; {MOST_UNFOLDED // MB:,} MB are the most.",
            "Keep only this county, and cut the roads to it.",
        )
    kept = []
    for member in every:
        name = member.filename.replace("\\", "/")
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        inside = f"{quoted(member.filename)} inside"
        kind = stat.S_IFMT(member.external_attr >> 16)
        if member.flag_bits & 1:
            refuse(f"{inside} is protected by a password.", "Pack it without a password.")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            refuse(f"{inside} is a link or a device, not a file.", "Pack the files themselves.")
        elif (
            name.startswith("/")
            or ".." in parts
            or ":" in name
            or _ODD.search(member.orig_filename)
        ):
            refuse(f"{inside} has a path that leads out of the archive.")
        elif _bomb(member):
            refuse(
                f"{inside} unfolds from {member.compress_size:,} bytes to "
                f"{member.file_size / MB:,.0f} MB.",
                "Save it again with the rows and columns of this county only.",
            )
        elif not member.is_dir() and parts and not _of_the_system(parts):
            kept.append((member, parts))
    return kept


def _bomb(member: zipfile.ZipInfo) -> bool:
    most = MOST_BYTES.get(ending(member.filename), MB)
    folds = member.file_size > 10 * MB and member.file_size > MOST_RATIO * member.compress_size
    return folds or (member.file_size > most and ending(member.filename) in MOST_BYTES)


def _of_the_system(parts: tuple[str, ...]) -> bool:
    """Say whether an operating system or an office program put the file there."""
    last = parts[-1]
    hidden = any(part.startswith(".") for part in parts) or last.startswith("~$")
    return hidden or "__MACOSX" in parts or last in ("Thumbs.db", "desktop.ini")


def _sorted_out(
    members: Sequence[tuple[zipfile.ZipInfo, tuple[str, ...]]], shown: str, findings: Findings
) -> tuple[list[tuple[zipfile.ZipInfo, str]], tuple[str, ...]]:
    """Take the folder round all files off; say what is a county's file and what is not."""
    paths = [parts for _, parts in members]
    while paths and all(len(parts) > 1 and parts[0] == paths[0][0] for parts in paths):
        if paths[0][0].casefold() == SCENARIOS:
            break
        paths = [parts[1:] for parts in paths]
    worlds = [parts for parts in paths if parts[-1].casefold() == "world.toml"]
    if len(worlds) > 1:
        where = ", ".join(quoted("/".join(parts)) for parts in worlds[:5])
        findings.fault(shown, None, "", f"It holds several counties: {where}.", "Pack one of them.")
        return [], ()
    kept: list[tuple[zipfile.ZipInfo, str]] = []
    left_out: list[str] = []
    taken: set[str] = set()
    for (member, _), parts in zip(members, paths, strict=True):
        name, inner = parts[-1], parts[:-1]
        end = ending(name)
        if end not in (*TABLE_ENDINGS, *LAYER_ENDINGS, *ROADS_ENDINGS):
            left_out.append("/".join(parts))
        elif inner and not (
            inner[0].casefold() == SCENARIOS and len(inner) == 1 and end == ".toml"
        ):
            findings.fault(
                shown, None, "", f"{quoted('/'.join(parts))} lies in a folder inside.", _CURE
            )
        elif end == ".zip" and name.casefold() not in known_names():
            findings.fault(
                shown,
                None,
                "",
                f"{quoted(name)} is an archive inside the archive.",
                "Unpack it first; zipped shapefiles are areas.zip and zones.zip.",
            )
        elif name.casefold() in taken:
            findings.fault(shown, None, "", f"{quoted(name)} is there twice.", "Keep one of them.")
        else:
            taken.add(name.casefold())
            kept.append((member, name))
    if not kept and not findings.faults:
        findings.fault(shown, None, "", "It holds no file of a county.", _CURE)
    return kept, tuple(left_out)


def _write(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, shown: str, findings: Findings
) -> None:
    """Write one file out; no more of it than the directory declares."""
    try:
        with archive.open(member) as source, path.open("xb") as out:
            left = member.file_size
            while left > 0 and (piece := source.read(min(1 << 20, left))):
                left -= len(piece)
                out.write(piece)
            if left or source.read(1):
                raise zipfile.BadZipFile
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError):
        findings.fault(
            shown,
            None,
            "",
            f"{quoted(member.filename)} inside is damaged, or packed in a way that is not read.",
            "Pack it again as an ordinary .zip.",
        )
