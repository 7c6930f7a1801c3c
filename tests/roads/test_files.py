"""Files as editors and Overpass write them: read as they are meant, or the cure is named."""

from __future__ import annotations

import bz2
import gzip
import subprocess
import sys

import osmium
import pytest
from test_bad_extracts import blocks

from solver.domain import Place, RoadChoices
from solver.errors import RoadsError
from solver.roads import open_roads
from solver.roads.read.clip import clip_extract

AT = {
    1: (-0.720, 52.640),
    2: (-0.718, 52.640),
    3: (-0.718, 52.650),
    4: (-0.708, 52.650),
    5: (-0.708, 52.640),
    6: (-0.706, 52.640),
}
ROUND, STRAIGHT = 3105, 880
"""Metres from door to door: by the lane round three sides, and by a road straight across."""

DELETED = "things that were deleted in an editor"


def node(number, lon, lat, more="version='1' visible='true'"):
    return f"<node id='{number}' {more} lat='{lat}' lon='{lon}' />\n"


def way(number, refs, more="version='1' visible='true'", **tags):
    tags = tags or {"highway": "unclassified"}
    inner = "".join(f"<nd ref='{ref}' />" for ref in refs)
    inner += "".join(f"<tag k='{key}' v='{value}' />" for key, value in tags.items())
    return f"<way id='{number}' {more}>{inner}</way>\n"


NODES = "".join(node(number, *xy) for number, xy in AT.items())
LANE = [way(1, [1, 2]), way(2, [2, 3, 4, 5]), way(3, [5, 6])]
WAYS = "".join(LANE)
ACROSS = way(4, [2, 5])


def file(folder, body, name="town.osm", generator="JOSM"):
    path = folder / name
    text = f"<?xml version='1.0'?>\n<osm version='0.6' generator='{generator}'>\n{body}</osm>\n"
    path.write_bytes(text.encode())
    return path


def metres(path):
    """Length of the way by car there and back, and the report's notes."""
    roads = open_roads(path)
    doors = [Place("home:a", -0.7195, 52.64), Place("person:b", -0.7065, 52.64)]
    travel = roads.travel(doors, ["car"], RoadChoices(stop_s=0))
    there = travel.leg("car", "home:a", "person:b")[1]
    assert travel.leg("car", "person:b", "home:a")[1] == there
    return there, roads.report


@pytest.mark.parametrize("more", ["action='modify' version='1' visible='true'", "visible='true'"])
def test_a_road_drawn_in_josm_is_there(tmp_path, more):
    drawn = node(-101, -0.716, 52.64, more) + node(-102, -0.710, 52.64, more)
    road = way(-103, [2, -101, -102, 5], more)
    there, report = metres(file(tmp_path, drawn + NODES + road + WAYS))
    assert there == STRAIGHT
    assert report.notes == {}


@pytest.mark.parametrize("mark", ["action='delete' visible='true'", "visible='false'"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_road_deleted_in_josm_is_not(tmp_path, mark, quote):
    gone = ACROSS.replace("visible='true'", mark).replace("'", quote)
    there, report = metres(file(tmp_path, NODES + WAYS + gone))
    assert there == ROUND
    assert report.notes[DELETED] == 1
    assert metres(file(tmp_path, NODES + WAYS + ACROSS))[0] == STRAIGHT


def test_deleted_points_and_rules_and_a_drawn_rule_count_too(tmp_path):
    rule = (
        "<relation id='{}' {}><member type='way' ref='1' role='from' /><member type='node' "
        "ref='2' role='via' /><member type='way' ref='{}' role='to' />"
        "<tag k='type' v='restriction' /><tag k='restriction' v='no_left_turn' /></relation>"
    )
    drawn = way(-9, [2, 5])
    bound = file(tmp_path, NODES + drawn + WAYS + rule.format(-7, "action='modify'", -9))
    doors = [Place("home:a", -0.7195, 52.64), Place("person:b", -0.7065, 52.64)]

    def there(path):
        travel = open_roads(path).travel(doors, ["car"], RoadChoices(stop_s=0))
        return travel.leg("car", "home:a", "person:b")[1]

    assert there(bound) == ROUND
    lifted = file(tmp_path, NODES + drawn + WAYS + rule.format(7, "action='delete'", -9))
    assert there(lifted) == STRAIGHT
    lost = NODES.replace("<node id='3' version='1'", "<node id='3' action='delete'")
    shortened = open_roads(file(tmp_path, lost + ACROSS + WAYS)).report
    assert shortened.notes["points of roads that the extract lacks"] == 1
    assert shortened.notes[DELETED] == 1


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress)])
def test_packed_files_are_put_in_order_too(tmp_path, ending, pack):
    plain = file(tmp_path, LANE[2] + LANE[0] + LANE[1] + NODES)
    packed = tmp_path / f"town.osm.{ending}"
    packed.write_bytes(pack(plain.read_bytes()))
    assert metres(packed)[0] == ROUND


@pytest.mark.parametrize(
    "body",
    [
        NODES + LANE[2] + LANE[0] + LANE[1],
        WAYS + NODES,
        "".join(NODES.splitlines(keepends=True)[::-1]) + WAYS,
        LANE[1] + NODES[: NODES.index("<node id='4'")] + LANE[0] + LANE[2]
        + NODES[NODES.index("<node id='4'"):],
    ],
    ids=["ways unsorted", "ways first", "nodes unsorted", "mixed"],
)  # fmt: skip
def test_an_unsorted_file_is_sorted_and_says_so(tmp_path, body):
    there, report = metres(file(tmp_path, body, generator="Overpass API"))
    assert there == ROUND
    assert "sorted to be read" in report.remarks[0]
    assert metres(file(tmp_path, NODES + WAYS))[1].remarks == ()


def test_what_overpass_writes_twice_counts_once_with_its_tags(tmp_path):
    bollard = node(3, *AT[3], "").replace(" />", "><tag k='barrier' v='bollard'/></node>")
    bare = NODES.replace(" version='1' visible='true'", "")
    twice = file(tmp_path, bollard + WAYS + bare + ACROSS, generator="Overpass API")
    assert metres(twice)[0] == STRAIGHT
    assert metres(file(tmp_path, bollard + bare + WAYS + ACROSS + WAYS))[0] == STRAIGHT
    with pytest.raises(RoadsError, match="holds node 4 twice, and the two differ"):
        open_roads(file(tmp_path, NODES + WAYS + node(4, -0.70, 52.65, "")))
    with pytest.raises(RoadsError, match="holds way 2 twice"):
        open_roads(file(tmp_path, NODES + WAYS + way(2, [2, 5], "")))


def test_out_geom_says_what_to_ask_for(tmp_path):
    inside = WAYS
    for number, (lon, lat) in AT.items():
        inside = inside.replace(f"ref='{number}'", f"ref='{number}' lat='{lat}' lon='{lon}'")
    with pytest.raises(RoadsError, match="out body; >; out skel qt;"):
        open_roads(file(tmp_path, inside, generator="Overpass API"))
    with pytest.raises(RoadsError, match="out geom"):  # some points stand apart, and too few
        open_roads(file(tmp_path, NODES[: NODES.index("<node id='2'")] + inside))
    assert metres(file(tmp_path, NODES + inside))[0] == ROUND
    with pytest.raises(RoadsError, match="out body; >; out skel qt;"):
        open_roads(file(tmp_path, WAYS, generator="Overpass API"))


def test_an_answer_that_overpass_broke_off_is_refused(tmp_path):
    said = '<remark> runtime error: Query timed out in "query" at line 3 after 26 s. </remark>'
    with pytest.raises(RoadsError, match=r"broke off.*timed out"):
        open_roads(file(tmp_path, NODES + WAYS + said))
    assert metres(file(tmp_path, NODES + WAYS + "<remark>made by hand</remark>"))[0] == ROUND


def test_history_and_change_files_are_named_with_the_cure(tmp_path):
    later = ACROSS.replace("version='1'", "version='2'").replace("true", "false")
    for body in (NODES + WAYS + ACROSS + later, NODES + NODES.replace("'1'", "'2'") + WAYS):
        with pytest.raises(RoadsError, match=r"history file.*osmium time-filter"):
            open_roads(file(tmp_path, body))
    change = tmp_path / "day.osm"
    change.write_text(f"<osmChange version='0.6'><modify>{NODES}{WAYS}</modify></osmChange>")
    with pytest.raises(RoadsError, match=r"change file.*osmium apply-changes"):
        open_roads(change)
    for name in ("county.osh.pbf", "county.osh", "county.osh.gz"):
        with pytest.raises(RoadsError, match="osmium time-filter"):
            open_roads(file(tmp_path, NODES + WAYS, name))
    for name in ("day.osc", "day.osc.gz"):
        with pytest.raises(RoadsError, match="osmium apply-changes"):
            open_roads(file(tmp_path, NODES + WAYS, name))


def blocked(folder, *kinds, name="town.osm.pbf"):
    """The lane as a .osm.pbf, written kind by kind."""
    path = folder / name
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for kind in kinds:
            if kind == "n":
                for number, xy in AT.items():
                    writer.add_node(osmium.osm.mutable.Node(id=number, location=xy, version=1))
            elif kind == "w":
                for number, refs in ((1, [1, 2]), (2, [2, 3, 4, 5]), (3, [5, 6])):
                    writer.add_way(
                        osmium.osm.mutable.Way(
                            id=number, nodes=refs, tags={"highway": "residential"}, version=1
                        )
                    )
            else:
                writer.add_way(
                    osmium.osm.mutable.Way(
                        id=kind, nodes=[2, 5], tags={"highway": "residential"}, version=1
                    )
                )
    return path


def test_blocks_out_of_order_or_of_a_history_are_named(tmp_path):
    assert metres(blocked(tmp_path, "n", "w"))[0] == ROUND
    for kinds in (("w", "n"), ("n", 7, "w"), ("n", "w", 2)):
        with pytest.raises(RoadsError, match=r"osmium sort town\.osm\.pbf -o sorted\.osm\.pbf"):
            open_roads(blocked(tmp_path, *kinds))
    with pytest.raises(RoadsError, match="osmium time-filter"):
        blocked(tmp_path, "n", "w", name="town.osh.pbf").replace(tmp_path / "other.osm.pbf")
        open_roads(tmp_path / "other.osm.pbf")


def test_drawn_points_in_blocks_are_named(tmp_path):
    path = tmp_path / "drawn.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number, xy in ((-1, AT[1]), (1, AT[1]), (2, AT[2])):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=xy))
        for number, refs in ((1, [1, 2]), (2, [2, -1])):
            tags = {"highway": "residential"}
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags))
    with pytest.raises(RoadsError, match=r"numbers below 0.*Save it as \.osm"):
        open_roads(path)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (WAYS + NODES.replace("lat='52.65'", "lat='north'"), "could not convert"),
        (WAYS + NODES.replace("id='3'", "id='99999999999999999999'"), "no number"),
        (WAYS + NODES.replace("id='3'", f"id='-{'9' * 5000}'"), "cannot be read"),
        (WAYS + NODES + "<way id='9'><nd /></way>", "'ref' is missing"),
        (WAYS + NODES + "<way id='9'>", "mismatched tag"),
    ],
)
def test_an_unsorted_file_that_is_damaged_says_so(tmp_path, body, message):
    with pytest.raises(RoadsError, match=message):
        open_roads(file(tmp_path, body))


def test_too_much_to_be_sorted_names_the_cure(tmp_path, monkeypatch):
    monkeypatch.setattr("solver.roads.read.files.settled.MOST_TEXT", 500)
    with pytest.raises(RoadsError, match=r"osmium sort town\.osm -o sorted\.osm\.pbf"):
        open_roads(file(tmp_path, WAYS + NODES))
    assert metres(file(tmp_path, NODES + WAYS))[0] == ROUND


def test_an_edited_file_is_cut_as_it_is_read(tmp_path):
    import shapely

    drawn = node(-101, -0.716, 52.64) + node(-102, -0.710, 52.64)
    edited = file(tmp_path, drawn + NODES + way(-103, [2, -101, -102, 5]) + WAYS)
    cut = clip_extract(edited, shapely.box(-0.72, 52.63, -0.70, 52.66), tmp_path / "cut.osm.pbf")
    assert metres(cut)[0] == STRAIGHT


@pytest.mark.data
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much one program used")
def test_a_cut_between_two_blocks_is_refused_in_little_memory(shared_data, tmp_path):
    whole = shared_data / "osm" / "rutland-2022-07-20.osm.pbf"
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole.read_bytes()[: blocks(whole)[-3]])
    code = (
        "import sys; from pathlib import Path; from solver.errors import RoadsError\n"
        "from solver.roads.read.reading import read_roads\n"
        "try: read_roads(Path(sys.argv[1]))\n"
        "except RoadsError as error: print(error)\n"
        # of this program alone: the usage that the kernel sums up has its parent's in it
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(cut)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "cut short" in said[0]
    assert int(said[1]) * 1024 < 600e6
