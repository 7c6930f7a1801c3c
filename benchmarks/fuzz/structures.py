"""What is done to the structure of a file: its JSON, XML or TOML, its archive, its database."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz import odd
from benchmarks.fuzz.changes import changed_bytes

if TYPE_CHECKING:
    from random import Random


def changed_structure(content: bytes, name: str, dice: Random) -> tuple[str, bytes]:
    """Change the structure of a file, by its ending; say what was done."""
    for ending, change in _CHANGES.items():
        if name.endswith(ending):
            return change(content, dice)
    return changed_bytes(content, dice)


def _json(content: bytes, dice: Random) -> tuple[str, bytes]:
    data = json.loads(content)
    done = [_in_tree(data, dice) for _ in range(dice.choice((1, 1, 3)))]
    return ", ".join(done), json.dumps(data).encode("utf-8", "replace")


def _in_tree(data: Any, dice: Random) -> str:
    """Walk down to some place in a tree and change what is there."""
    path = []
    while isinstance(data, dict | list) and data:
        key = dice.choice(list(data) if isinstance(data, dict) else range(len(data)))
        path.append(str(key)[:20])
        inner = data[key]
        if not isinstance(inner, dict | list) or not inner or dice.random() < 0.25:
            break
        data = inner
    else:
        return "nothing"
    where = ".".join(path)
    match dice.randrange(4):
        case 0:
            del data[key]
            return f"{where} dropped"
        case 1 if isinstance(data, list):
            data.extend([inner] * dice.choice((1, 2, 200)))
            return f"{where} repeated"
        case 2:
            data[key] = [inner]
            return f"{where} wrapped"
    data[key] = odd.value(dice)
    return f"{where} replaced"


def _toml(content: bytes, dice: Random) -> tuple[str, bytes]:
    lines = content.decode().splitlines()
    at = dice.randrange(len(lines))
    key = lines[at].partition("=")[0].strip() or "name"
    match dice.randrange(6):
        case 0:
            lines[at] = f"{key} = {_toml_value(dice)}"
            done = "replaced"
        case 1:
            lines.insert(at, lines[at])
            done = "repeated"
        case 2:
            lines[at] = f"{key} = {'[' * 20_000}{']' * 20_000}"
            done = "nested deep"
        case 3:
            lines[at] = f"{key} = {'9' * 5_000}"
            done = "a long number"
        case 4:
            del lines[at]
            done = "dropped"
        case _:
            lines.insert(at, dice.choice(("[a.b.c]", "[[people]]", "[visits.columns]", "x.y = 1")))
            done = "a table put in"
    return f"line {at + 1} {done}", "\n".join(lines).encode("utf-8", "replace")


def _toml_value(dice: Random) -> str:
    drawn = odd.value(dice)
    if isinstance(drawn, dict):
        drawn = list(drawn.values())
    text = json.dumps(drawn).replace("NaN", "nan").replace("Infinity", "inf").replace("null", '""')
    dates = ("9999-12-31", "0001-01-01", "2026-04-06T07:00:00Z", "07:30:00")
    return dice.choice((text, text, text, dice.choice(dates)))


_ELEMENT = re.compile(r"<(node|way|relation|nd|tag|member|data|edge|key)\b[^>]*?(/>|>)")
_VALUE = re.compile(r'="([^"]*)"|>([^<>]+)<')


def _xml(content: bytes, dice: Random) -> tuple[str, bytes]:
    text = content.decode()
    done = []
    for _ in range(dice.choice((1, 1, 2, 5))):
        spots = list((_VALUE if dice.random() < 0.7 else _ELEMENT).finditer(text))
        if not spots:
            break
        spot = dice.choice(spots)
        found = spot[0]
        if found[0] in "=>":
            new = odd.word(dice).replace("<", "&lt;").replace('"', "'")
            text = text[: spot.start()] + _around(found, new) + text[spot.end() :]
            done.append(f"{found[:30]} replaced")
        elif dice.random() < 0.5:
            text = text[: spot.start()] + text[spot.end() :]
            done.append(f"{found[:30]} dropped")
        else:
            text = text[: spot.end()] + found * dice.choice((1, 2_000)) + text[spot.end() :]
            done.append(f"{found[:30]} repeated")
    return ", ".join(done), text.encode("utf-8", "replace")


def _around(found: str, new: str) -> str:
    return f'="{new}"' if found[0] == "=" else f">{new}<"


def _zip(content: bytes, dice: Random) -> tuple[str, bytes]:
    """Change a file of an archive and pack it again, or what the archive says of its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    chosen = dice.choice(sorted(parts))
    match dice.randrange(6):
        case 0:
            del parts[chosen]
            done = "dropped"
        case 1:
            parts[dice.choice(("../", "A:", "x/", "/")) + chosen] = parts.pop(chosen)
            done = "renamed"
        case 2:
            parts[chosen] = parts[dice.choice(sorted(parts))]
            done = "replaced by another"
        case 3 if b"<" in parts[chosen][:200]:
            done, parts[chosen] = _xml(parts[chosen], dice)
        case _:
            done, parts[chosen] = changed_bytes(parts[chosen], dice)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, part in parts.items():
            archive.writestr(zipfile.ZipInfo(member), part, zipfile.ZIP_DEFLATED)
    return f"{chosen}: {done}", packed.getvalue()


def _gzip(content: bytes, dice: Random) -> tuple[str, bytes]:
    done, inner = changed_bytes(gzip.decompress(content), dice)
    return f"inside: {done}", gzip.compress(inner, mtime=0)


def _bzip(content: bytes, dice: Random) -> tuple[str, bytes]:
    done, inner = _xml(bz2.decompress(content), dice)
    return f"inside: {done}", bz2.compress(inner)


def _database(content: bytes, dice: Random) -> tuple[str, bytes]:
    """Run a statement on a GeoPackage that no program would."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "areas.gpkg"
        path.write_bytes(content)
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.create_function("ST_IsEmpty", 1, lambda _shape: 0)
            base.create_function("ST_MinX", 1, lambda _shape: 0.0)
            base.create_function("ST_MaxX", 1, lambda _shape: 0.0)
            base.create_function("ST_MinY", 1, lambda _shape: 0.0)
            base.create_function("ST_MaxY", 1, lambda _shape: 0.0)
            done = _statement(base, dice)
            # a statement that the database itself refuses leaves the file as it was
            with contextlib.suppress(sqlite3.Error, OverflowError):
                base.executescript(done) if ";" in done else base.execute(done)
            base.commit()
        return done[:120], path.read_bytes()


def _statement(base: sqlite3.Connection, dice: Random) -> str:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    tables = sorted(name for (name,) in base.execute(query))
    table = dice.choice([*tables, "areas", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"])
    columns = [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')] or ["fid"]
    column = dice.choice(columns)
    text = odd.word(dice)[:5_000].replace("'", "''").replace(";", ",")
    cell = dice.choice((f"'{text}'", "NULL", "-1", "9e99", "9223372036854775807", "x'4750000000'"))
    return dice.choice(
        (
            f'UPDATE "{table}" SET "{column}" = {cell}',
            f'UPDATE "{table}" SET "{column}" = {cell}',
            f'DELETE FROM "{table}"',
            f'DROP TABLE "{table}"',
            f'ALTER TABLE "{table}" RENAME TO moved; CREATE VIEW "{table}" AS SELECT * FROM moved',
            f'ALTER TABLE "{table}" ADD COLUMN more AS (hex(zeroblob(1000)))',
            f'ALTER TABLE "{table}" DROP COLUMN "{column}"',
            f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "population_65"',
            f'INSERT INTO "{table}" SELECT * FROM "{table}"',
        )
    )


_CHANGES = {
    ".geojson": _json,
    ".toml": _toml,
    ".osm": _xml,
    ".graphml": _xml,
    ".xlsx": _zip,
    ".zip": _zip,
    ".csv.gz": _gzip,
    ".osm.gz": _gzip,
    ".osm.bz2": _bzip,
    ".gpkg": _database,
}
