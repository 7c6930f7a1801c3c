"""Which files of a folder are a world's, and whether they may be opened at all.

Sizes are taken from the file system and from archive directories, before
anything is read.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from solver.errors import Fault, InputError
from solver.intake.findings import hint, listed, quoted
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from solver.intake.findings import Findings

TABLE_ENDINGS = (".csv", ".csv.gz", ".xlsx")
LAYER_ENDINGS = (".gpkg", ".geojson", ".zip")
ROADS_ENDINGS = (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2", ".graphml", ".toml")
TEXT_FILES = ("world.toml", "rates.toml", "mapping.toml", "repairs.toml")

MB = 1_000_000
MOST_BYTES: dict[str, int] = {
    ".csv": 200 * MB,
    ".csv.gz": 50 * MB,
    ".xlsx": 50 * MB,
    ".gpkg": 300 * MB,
    ".geojson": 200 * MB,
    ".zip": 200 * MB,
    ".toml": 1 * MB,
    ".osm.pbf": 600 * MB,
    ".osm.gz": 600 * MB,
    ".osm.bz2": 600 * MB,
    ".osm": 1_500 * MB,
    ".graphml": 1_000 * MB,
}
"""Largest file of each kind; a county needs a small part of it."""

MOST_UNPACKED = 400 * MB
"""Largest size that an archive or a workbook may unfold to."""
MOST_RATIO = 400
"""Largest unfolding of one archive member; a bomb is about a thousandfold."""
MOST_MEMBERS = 2_000


def ending(name: str) -> str:
    """Return the known ending of a file name, the longest that fits, or its last suffix."""
    lower = name.casefold()
    known = sorted(MOST_BYTES, key=len, reverse=True)
    for suffix in known:
        if lower.endswith(suffix):
            return suffix
    return "." + lower.rsplit(".", 1)[-1] if "." in lower else ""


def known_names() -> dict[str, str]:
    """Every file name that a world folder may hold → what it is for."""
    names = {name: "settings" for name in TEXT_FILES}
    for table in TABLES:
        names |= {table + end: "table" for end in TABLE_ENDINGS}
    for layer in ("areas", "zones"):
        names |= {layer + end: "layer" for end in LAYER_ENDINGS}
    names |= {"roads" + end: "roads" for end in ROADS_ENDINGS}
    return names


def find_one(folder: Path, stem: str, endings: tuple[str, ...], findings: Findings) -> Path | None:
    """Find the one file ``stem`` + ending; two of them are a fault."""
    found = [folder / (stem + end) for end in endings if (folder / (stem + end)).is_file()]
    if len(found) > 1:
        names = listed(path.name for path in found)
        findings.fault(
            found[0].name,
            None,
            "",
            f"There are {len(found)} files for {stem}: {names}.",
            "Keep one of them.",
        )
    return found[0] if found else None


def find_roads(folder: Path) -> Path:
    """Return the roads file of a world folder.

    ``roads.toml`` holds one line, ``place = "Rutland, England"``: roads that
    are to be fetched by name where there is internet.

    Raises
    ------
    InputError
        When there is none, or more than one.
    """
    found = [folder / f"roads{end}" for end in ROADS_ENDINGS]
    found = [path for path in found if path.is_file()]
    extracts = [path for path in found if path.suffix != ".toml"]
    if len(extracts) == 1:
        return extracts[0]
    if len(found) == 1:
        return found[0]
    if found:
        names = listed(path.name for path in found)
        raise InputError(
            [Fault(found[0].name, None, "", f"There are several roads: {names}.", "Keep one.")]
        )
    raise InputError(
        [
            Fault(
                "roads",
                None,
                "",
                "The world has no roads.",
                "Add an OpenStreetMap extract as roads.osm.pbf, .osm, .osm.gz or .osm.bz2, or an "
                "OSMnx graph as roads.graphml.",
            )
        ]
    )


def fits(path: Path, findings: Findings) -> bool:
    """Say whether a file is small enough to be read; add a fault if not."""
    size = path.stat().st_size
    most = MOST_BYTES.get(ending(path.name), MB)
    if size > most:
        findings.fault(
            path.name,
            None,
            "",
            f"The file is {size / MB:,.0f} MB; files of this kind may have {most / MB:,.0f} MB.",
            "Keep only the rows and columns of this county.",
        )
        return False
    if size == 0:
        findings.fault(path.name, None, "", "The file is empty.", "Save it again and reload it.")
        return False
    return True


def safe_archive(path: Path, findings: Findings) -> zipfile.ZipFile | None:
    """Open an archive, or add a fault: a bomb, a path in a name, a password.

    Only its directory is read. Python never unpacks more of a member than the
    directory declares, so the sizes checked here are the sizes that come out.
    """

    def refuse(message: str, cure: str) -> None:
        findings.fault(path.name, None, "", message, cure)

    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        refuse("The file is damaged, or not what its name says.", "Save it again and reload it.")
        return None
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    unfolds = f"The file unfolds from {packed:,} bytes to {total / MB:,.0f} MB."
    cure = "Save it again with the rows and columns of this county only."
    if (
        total > MOST_UNPACKED
        or len(members) > MOST_MEMBERS
        or any(
            m.file_size > MB * 10 and m.file_size > MOST_RATIO * m.compress_size for m in members
        )
    ):
        refuse(unfolds, cure)
    elif any(member.flag_bits & 1 for member in members):
        refuse("The file is protected by a password.", "Save it without a password.")
    elif any(_escapes(member.filename) for member in members):
        bad = next(member.filename for member in members if _escapes(member.filename))
        refuse(f"A file inside has a path in its name: {quoted(bad)}.", "Pack the files again.")
    else:
        return archive
    archive.close()
    return None


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name


def unused_files(folder: Path, findings: Findings) -> None:
    """Note files that nobody reads, with the name that was perhaps meant."""
    names = known_names()
    for path in sorted(folder.iterdir()):
        name = path.name
        if path.is_dir() or name.startswith((".", "~$")) or name in names:
            continue
        if ending(name) in MOST_BYTES or ending(name) in (".xls", ".ods", ".xlsm", ".xlsb"):
            findings.notice(
                name, None, "", f"The file is not used. {hint(name, list(names), least=70)}".strip()
            )
