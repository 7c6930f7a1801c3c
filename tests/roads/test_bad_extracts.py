"""Files that lie: each gives one clear message, or loads with a note."""

from __future__ import annotations

import bz2
import gzip
import random
import time

import pytest
from towns import node, place, town, way

from solver.domain import RoadChoices
from solver.errors import RoadsError
from solver.roads import open_roads

SQUARE = (node(1, 0, 0), node(2, 3, 0), node(3, 3, 3), node(4, 0, 3))
STREETS = (
    way(1, [1, 2], highway="residential", name="South Street"),
    way(2, [2, 3], highway="residential"),
    way(3, [3, 4], highway="residential"),
    way(4, [4, 1], highway="residential"),
)


def blocks(path):
    """Where each block of a .osm.pbf ends."""
    ends, at, data = [], 0, path.read_bytes()
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        header = data[at + 4 : at + 4 + length]
        size, shift, i = 0, 0, header.rindex(b"\x18") + 1
        while True:
            size |= (header[i] & 127) << shift
            shift, i = shift + 7, i + 1
            if header[i - 1] < 128:
                break
        at += 4 + length + size
        ends.append(at)
    return ends


@pytest.fixture
def rutland(shared_data):
    return shared_data / "osm" / "rutland-2022-07-20.osm.pbf"


@pytest.mark.data
def test_every_cut_between_two_blocks_of_nodes_or_ways_is_found(rutland, tmp_path):
    data, ends = rutland.read_bytes(), blocks(rutland)
    assert ends[-1] == len(data)
    for end in ends[:-2]:  # the last holds relations, the one before the last ways
        cut = tmp_path / "cut.osm.pbf"
        cut.write_bytes(data[:end])
        with pytest.raises(RoadsError, match="cut short"):
            open_roads(cut)


@pytest.mark.data
def test_an_extract_that_lacks_its_relations_says_so(rutland, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(rutland.read_bytes()[: blocks(rutland)[-2]])
    assert "no relations" in open_roads(cut).report.remarks[0]
    assert open_roads(rutland).report.remarks == ()


@pytest.mark.data
def test_a_cut_in_the_middle_of_a_block_is_found(rutland, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(rutland.read_bytes()[:700_001])
    with pytest.raises(RoadsError, match="middle of a block"):
        open_roads(cut)


@pytest.mark.data
def test_a_block_that_is_missing_from_the_middle_is_found(rutland, tmp_path):
    data, ends = rutland.read_bytes(), blocks(rutland)
    cut = tmp_path / "hole.osm.pbf"
    cut.write_bytes(data[: ends[5]] + data[ends[6] :])
    with pytest.raises(RoadsError, match="points of its roads are missing"):
        open_roads(cut)


@pytest.mark.data
def test_flipped_bytes_are_found(rutland, tmp_path):
    data = bytearray(rutland.read_bytes())
    data[1_000_000:1_000_400] = b"\x55" * 400
    bad = tmp_path / "flipped.osm.pbf"
    bad.write_bytes(data)
    with pytest.raises(RoadsError, match="cannot be read"):
        open_roads(bad)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 400, b"PK\x03\x04 a workbook", b"\x00\x00\x00\x0e\x0a\x09NotHeader!"]
)
def test_a_pbf_that_is_something_else_is_refused(tmp_path, content):
    path = tmp_path / "roads.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(RoadsError, match=r"not an OpenStreetMap|nothing else"):
        open_roads(path)


def block(kind: bytes, data: bytes) -> bytes:
    """Write a block of a .osm.pbf that is not packed: its length, its header, its contents."""
    blob = b"\x0a" + bytes([len(data)]) + data
    header = b"\x0a" + bytes([len(kind)]) + kind + b"\x18" + bytes([len(blob)])
    return len(header).to_bytes(4, "big") + header + blob


@pytest.mark.parametrize(
    "inside",
    [
        b"\x12\x7f",  # a field longer than its message
        b"\x17",  # a kind of field that there is not
        b"\x08" + b"\xff" * 12,  # a number without an end
        b"\x12\x04\x12\x02\x08\x01",  # points whose numbers are no list
    ],
)
def test_a_block_whose_contents_are_damaged_is_named(tmp_path, inside):
    path = tmp_path / "roads.osm.pbf"
    path.write_bytes(block(b"OSMHeader", b"") + block(b"OSMData", inside))
    with pytest.raises(RoadsError, match=r"roads\.osm\.pbf is damaged or cut short"):
        open_roads(path)


def test_other_endings_and_absent_files_are_refused(tmp_path):
    with pytest.raises(RoadsError, match="no road extract"):
        open_roads(tmp_path / "absent.osm.pbf")
    path = tmp_path / "roads.shp"
    path.write_text("x")
    with pytest.raises(RoadsError, match=r"\.osm\.pbf"):
        open_roads(path)


def test_an_entity_bomb_is_refused_unread(tmp_path):
    bomb = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    path = tmp_path / "bomb.osm"
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE osm [{bomb}]><osm version="0.6">&j;</osm>')
    with pytest.raises(RoadsError, match="document type"):
        open_roads(path)


def test_xml_that_is_not_osm_or_breaks_off_is_refused(tmp_path):
    page = tmp_path / "page.osm"
    page.write_text("<html><body>Too many requests</body></html>")
    with pytest.raises(RoadsError, match="no <osm> element"):
        open_roads(page)
    whole = town(tmp_path, *SQUARE, *STREETS)
    whole.write_text(whole.read_text()[:-40])
    with pytest.raises(RoadsError, match="cannot be read"):
        open_roads(whole)
    packed = tmp_path / "roads.osm.gz"
    packed.write_bytes(b"not gzip at all")
    with pytest.raises(RoadsError, match="cannot be unpacked"):
        open_roads(packed)


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress)])
def test_a_bomb_is_refused_soon_also_behind_a_sound_beginning(tmp_path, ending, pack):
    sound = town(tmp_path, *SQUARE, *STREETS).read_bytes()
    spaces = pack(b" >" * 2_000_000)
    path = tmp_path / f"bomb.osm.{ending}"
    path.write_bytes(pack(sound[:-7]) + spaces * 5_000)  # 20 GB, were it unpacked
    begin = time.process_time()
    with pytest.raises(RoadsError, match="decompression bomb: a byte of it unpacks to"):
        open_roads(path)
    assert time.process_time() - begin < 5
    noise = random.Random(1).randbytes(5_000_000).hex().encode()
    path.write_bytes(pack(sound[:-7] + b'<tag k="' + noise + b'" v="1"/></osm>'))
    with pytest.raises(RoadsError, match="an element of more than 8 MB"):
        open_roads(path)


def test_a_packed_file_that_breaks_off_is_refused_and_one_in_two_parts_opens(tmp_path):
    sound = town(tmp_path, *SQUARE, *STREETS).read_bytes()
    for ending, pack in (("gz", gzip.compress), ("bz2", bz2.compress)):
        path = tmp_path / f"roads.osm.{ending}"
        path.write_bytes(pack(sound)[:-20])
        with pytest.raises(RoadsError, match="cannot be unpacked"):
            open_roads(path)
    parts = tmp_path / "roads.osm.gz"
    parts.write_bytes(gzip.compress(sound[:300]) + gzip.compress(sound[300:]))
    assert open_roads(parts).report.ways == 4


def test_all_four_kinds_of_file_give_the_same_roads(tmp_path):
    plain = town(tmp_path, *SQUARE, *STREETS)
    with gzip.open(tmp_path / "town.osm.gz", "wb") as out:
        out.write(plain.read_bytes())
    with bz2.open(tmp_path / "town.osm.bz2", "wb") as out:
        out.write(plain.read_bytes())
    doors = [place("person:a", 0, 0.1), place("person:b", 3, 2)]
    want = (
        open_roads(plain).travel(doors, ["car"], RoadChoices()).leg("car", "person:a", "person:b")
    )
    for name in ("town.osm.gz", "town.osm.bz2"):
        got = open_roads(tmp_path / name).travel(doors, ["car"], RoadChoices())
        assert got.leg("car", "person:a", "person:b") == want


def test_no_roads_and_no_drivable_roads_are_refused(tmp_path):
    with pytest.raises(RoadsError, match="no road that a car, bicycle or pedestrian"):
        open_roads(town(tmp_path, *SQUARE, way(1, [1, 2], building="yes")))
    with pytest.raises(RoadsError, match="no road that a car"):
        open_roads(town(tmp_path, *SQUARE, way(1, [1, 2, 3], highway="footway")))


def test_islands_are_left_out_and_counted(tmp_path):
    island = (node(11, 50, 50), node(12, 51, 50), way(11, [11, 12], highway="residential"))
    roads = open_roads(town(tmp_path, *SQUARE, *STREETS, *island))
    assert roads.report.modes["car"].dropped == {
        "parts that the rest cannot reach both ways": 1,
        "directed arcs in them or between them": 2,
    }
    travel = roads.travel(
        [place("person:a", 1, 0), place("person:b", 50.5, 50)], ["car"], RoadChoices()
    )
    assert travel.leg("car", "person:a", "person:b") == (-1, -1)
    assert "1,000 m" in travel.unplaced["car"]["person:b"]


def test_zero_lengths_loops_and_doubles_do_no_harm(tmp_path):
    odd = (
        node(5, 3, 0),  # on top of node 2
        way(10, [2, 5], highway="residential"),
        way(11, [1, 1], highway="residential"),
        way(12, [1, 2, 2, 1], highway="residential"),
        way(13, [1, 2], highway="residential", name="South Street"),
        way(14, [3], highway="residential"),
    )
    plain = open_roads(town(tmp_path, *SQUARE, *STREETS))
    strange = open_roads(town(tmp_path, *SQUARE, *STREETS, *odd, name="odd.osm"))
    doors = [place("person:a", 0.5, 3), place("person:b", 2.5, 0)]
    choices = RoadChoices()
    want = plain.line(doors, "foot", choices).legs[0].length_m
    assert strange.line(doors, "foot", choices).legs[0].length_m == want


def test_nodes_without_coordinates_shorten_the_way_and_are_counted(tmp_path):
    lost = '<node id="9" version="1"/>'
    roads = open_roads(
        town(tmp_path, *SQUARE, lost, *STREETS, way(5, [2, 3, 9], highway="residential"))
    )
    assert roads.report.notes["points of roads that the extract lacks"] == 1


def test_an_extract_abroad_loads_with_a_remark(tmp_path):
    home = town(tmp_path, *SQUARE, *STREETS)
    abroad = tmp_path / "abroad.osm"
    abroad.write_text(home.read_text().replace('lat="53.', 'lat="43.'))
    assert "outside the United Kingdom" in open_roads(abroad).report.remarks[-1]
    assert open_roads(home).report.remarks == ()


def test_roads_across_the_antimeridian_keep_their_length(tmp_path):
    path = tmp_path / "fiji.osm"
    nodes = "".join(
        f'<node id="{i}" version="1" lon="{lon}" lat="-17.0"/>'
        for i, lon in ((1, 179.99), (2, -179.99), (3, -179.98))
    )
    path.write_text(f'<osm version="0.6">{nodes}{way(1, [1, 2, 3], highway="residential")}</osm>')
    roads = open_roads(path)
    assert sum(roads.report.modes["car"].length_m.values()) == pytest.approx(3_194, abs=5)


def test_places_that_are_nowhere_are_listed(tmp_path):
    from solver.domain import Place

    roads = open_roads(town(tmp_path, *SQUARE, *STREETS))
    doors = [
        place("person:a", 1, 0),
        Place("person:b", float("nan"), 53.0),
        Place("person:c", -0.7, 99.0),
    ]
    travel = roads.travel(doors, ["foot"], RoadChoices())
    assert set(travel.unplaced["foot"]) == {"person:b", "person:c"}
    assert travel.leg("foot", "person:a", "person:c") == (-1, -1)
