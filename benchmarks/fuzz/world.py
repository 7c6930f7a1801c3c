"""A small world, each of its files in every form that an officer may bring."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import tempfile
import warnings
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import osmium
import tomli_w

from solver.domain import Scenario
from solver.intake import write_templates
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONS = [-0.76 + 0.01 * step for step in range(7)]
_LATS = [52.56 + 0.01 * step for step in range(15)]

Forms = dict[str, dict[str, bytes]]
"""Stem of a file (``people``, ``roads``) → its name with each ending → its bytes."""


def forms() -> Forms:
    """Write every file of a world that loads, in each of its forms; the plainest comes first."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        write_templates(room / "csv")
        write_templates(room / "xlsx", "xlsx")
        found: Forms = {}
        for table in TABLES:
            text = (room / "csv" / f"{table}.csv").read_bytes()
            found[table] = {
                f"{table}.csv": text,
                f"{table}.csv.gz": gzip.compress(text, mtime=0),
                f"{table}.xlsx": (room / "xlsx" / f"{table}.xlsx").read_bytes(),
            }
        found["areas"] = _layers(room / "csv" / "areas.geojson", room)
        found["roads"] = _roads(room)
        found["world"] = {"world.toml": (room / "csv" / "world.toml").read_bytes()}
    found |= {stem: {f"{stem}.toml": text.encode()} for stem, text in _settings().items()}
    return found


def plain(found: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    """Return the files of the world in their plainest form."""
    return {name: content for stem in found for name, content in [next(iter(found[stem].items()))]}


def _settings() -> dict[str, str]:
    """Write the settings that a world may have besides ``world.toml``."""
    columns = {"people": {"columns": {"age": "age"}, "values": {"age": {"unknown": ""}}}}
    rates = (
        '[mileage_car]\ntitle = "Mileage"\nunit = "pence a mile"\n'
        'values = [{ from = 2026-04-01, value = 45, source = "the council" }]\n'
    )
    return {
        "mapping": tomli_w.dumps({"name": "Export", **columns}),
        "rates": rates,
        "repairs": 'mend = ["self-crossing", "gap"]\n',
        "scenarios/today": Scenario().to_toml(),
    }


def _layers(geojson: Path, room: Path) -> dict[str, bytes]:
    areas = gpd.read_file(geojson)
    loose = room / "loose"
    loose.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        areas.to_file(room / "areas.gpkg", layer="areas")
        areas.to_crs(27700).to_file(loose / "areas.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(loose.iterdir()):
            archive.writestr(zipfile.ZipInfo(part.name), part.read_bytes())
    return {
        "areas.geojson": json.dumps(json.loads(geojson.read_bytes())).encode(),
        "areas.gpkg": (room / "areas.gpkg").read_bytes(),
        "areas.zip": packed.getvalue(),
    }


def _roads(room: Path) -> dict[str, bytes]:
    """Draw streets in a grid, with a gate, a limit, a ban on a turn and a one-way street."""
    text = _extract().encode()
    (room / "roads.osm").write_bytes(text)
    with osmium.SimpleWriter(str(room / "roads.osm.pbf")) as writer:
        for item in osmium.FileProcessor(str(room / "roads.osm")):
            writer.add(item)
    return {
        "roads.osm": text,
        "roads.osm.gz": gzip.compress(text, mtime=0),
        "roads.osm.bz2": bz2.compress(text),
        "roads.osm.pbf": (room / "roads.osm.pbf").read_bytes(),
        "roads.graphml": _graph().encode(),
    }


def _lines() -> list[list[int]]:
    wide, high = len(_LONS), len(_LATS)
    across = [list(range(row * wide + 1, (row + 1) * wide + 1)) for row in range(high)]
    return across + [list(range(column + 1, wide * high + 1, wide)) for column in range(wide)]


def _points() -> list[tuple[int, float, float]]:
    points = ((lon, lat) for lat in _LATS for lon in _LONS)
    return [(number, *point) for number, point in enumerate(points, start=1)]


_WAYS = (
    {"highway": "residential", "maxspeed": "20 mph", "name": "High Street"},
    {"highway": "tertiary", "maxspeed:forward": "30 mph", "oneway": "yes"},
    {"highway": "unclassified", "access": "private", "motor_vehicle:conditional": "no @ (Mo-Fr)"},
    {"highway": "residential"},
    {"highway": "residential"},
)


def _extract() -> str:
    nodes = [
        f'<node id="{number}" version="1" lat="{lat:.5f}" lon="{lon:.5f}">'
        + ('<tag k="barrier" v="gate"/><tag k="access" v="yes"/>' if number % 20 == 0 else "")
        + "</node>"
        for number, lon, lat in _points()
    ]
    ways = [
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{node}"/>' for node in line)
        + "".join(f'<tag k="{k}" v="{v}"/>' for k, v in _WAYS[number % len(_WAYS)].items())
        + "</way>"
        for number, line in enumerate(_lines(), start=1)
    ]
    bans = [
        f'<relation id="{number}" version="1"><member type="way" ref="{number + 1}" role="from"/>'
        f'<member type="node" ref="{number * 7 + 1}" role="via"/>'
        '<member type="way" ref="16" role="to"/><tag k="type" v="restriction"/>'
        '<tag k="restriction" v="no_left_turn"/></relation>'
        for number in (2, 4)
    ]
    return f'<osm version="0.6">{"".join(nodes + ways + bans)}</osm>'


def _graph() -> str:
    keys = {"x": "node", "y": "node", "highway": "edge", "maxspeed": "edge", "osmid": "edge"}
    head = "".join(
        f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="string"/>'
        for name, of in keys.items()
    )
    nodes = [
        f'<node id="{number}"><data key="x">{lon:.5f}</data><data key="y">{lat:.5f}</data></node>'
        for number, lon, lat in _points()
    ]
    edges = [
        f'<edge source="{a}" target="{b}"><data key="highway">residential</data>'
        f'<data key="maxspeed">30 mph</data><data key="osmid">[{number}, {number + 100}]</data>'
        "</edge>"
        for number, line in enumerate(_lines(), start=1)
        for pair in pairwise(line)
        for a, b in (pair, pair[::-1])
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{head}'
        f'<graph edgedefault="directed">{"".join(nodes + edges)}</graph></graphml>'
    )


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV of the world, before anything was done to it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
