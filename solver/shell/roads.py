"""``python -m solver roads build|route|picture|fetch``: extracts to roads, ways and maps."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas
import pandas as pd

from solver.basemap.picture import CREDIT, picture
from solver.basemap.place_names import places_of
from solver.domain import MODES, Place, RoadChoices
from solver.errors import RoadsError
from solver.intake.files.systems import in_wgs84
from solver.roads import open_roads
from solver.roads.read.clip import clip_extract
from solver.roads.read.fetch import fetch
from solver.roads.read.reading import ENDINGS
from solver.shell.shared.opening import reading_roads

if TYPE_CHECKING:
    from solver.roads import Roads, RoadsReport


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its three parts to the shell."""
    parser = subparsers.add_parser("roads", help="build, ask and fetch road networks")
    parts = parser.add_subparsers(dest="part", required=True, metavar="build|route|picture|fetch")

    build = parts.add_parser("build", help="read an extract and keep its networks")
    build.add_argument("extract", type=Path, metavar="EXTRACT")
    build.add_argument("--out", type=Path, required=True, metavar="DIR")
    build.add_argument("--within", type=Path, metavar="AREAS", help="keep what lies in and around "
                       "these areas (.gpkg, .geojson or zipped shapefile)")  # fmt: skip
    build.add_argument("--buffer-km", type=float, default=5.0, help="margin around them")
    build.set_defaults(run=run_build)

    route = parts.add_parser("route", help="find the way between two points")
    route.add_argument("folder", type=Path, metavar="DIR", help="what build wrote, or an extract")
    route.add_argument("--from", dest="origin", type=_point, required=True, metavar="LON,LAT")
    route.add_argument("--to", dest="target", type=_point, required=True, metavar="LON,LAT")
    route.add_argument("--mode", choices=MODES, default="car")
    # west of Greenwich is no option: argparse would take -0.73,52.67 for one
    route._negative_number_matcher = re.compile(r"^-\d")
    route.set_defaults(run=run_route)

    draw = parts.add_parser("picture", help="draw the map around a point, for a paper")
    draw.add_argument("folder", type=Path, metavar="DIR", help="what build wrote, or an extract")
    draw.add_argument("--centre", type=_point, required=True, metavar="LON,LAT")
    draw.add_argument("--zoom", type=int, default=12, help="11 shows a district, 16 streets")
    draw.add_argument("--size", type=_size, default=(1600, 1000), metavar="WIDTHxHEIGHT")
    draw.add_argument("--settlements", type=Path, metavar="CSV",
                      help="names to write (settlement, lon, lat, population); by default those of "
                      "the extract")  # fmt: skip
    draw.add_argument("--credit", default=CREDIT, help="whose data it is")
    draw.add_argument("--out", type=Path, required=True, metavar="PNG")
    draw._negative_number_matcher = re.compile(r"^-\d")
    draw.set_defaults(run=run_picture)

    get = parts.add_parser("fetch", help="fetch a place by name (needs the internet)")
    get.add_argument("place", metavar='"PLACE, COUNTRY"')
    get.add_argument("--out", type=Path, required=True, metavar="DIR")
    get.add_argument("--large", action="store_true", help="fetch even more than 500 MB")
    get.set_defaults(run=run_fetch)


def _point(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not LON,LAT, such as -0.7278,52.6704"
        ) from error
    return lon, lat


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.split("x"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, such as 1600x1000") from (
            error
        )
    return width, height


def run_build(options: argparse.Namespace) -> int:
    """Read an extract into a folder and say what it holds."""
    extract: Path = options.extract
    with reading_roads():
        if options.within is not None:
            areas = in_wgs84(geopandas.read_file(options.within), options.within.name)
            extract = clip_extract(
                extract, areas.union_all(), options.out / "roads.osm.pbf",
                buffer_m=options.buffer_km * 1000,
            )  # fmt: skip
        roads = open_roads(extract, cache=options.out / "cache")
    ending = next(end for end in ENDINGS if extract.name.endswith(end))
    kept = options.out / f"roads{ending}"
    if kept.resolve() != extract.resolve():
        shutil.copyfile(extract, kept)
    report = options.out / "report.json"
    report.write_text(json.dumps(roads.report.as_dict(), indent=2) + "\n", encoding="utf-8")
    show(roads.report)
    return 0


def show(report: RoadsReport) -> None:
    """Print what an extract holds, mode by mode."""
    print(f"{report.source}: {report.nodes:,} points on {report.ways:,} ways")
    for mode, part in report.modes.items():
        metres = sum(part.length_m.values())
        print(f"\n{mode}: {part.junctions:,} junctions, {part.edges:,} edges, "
              f"{metres / 1000:,.1f} km")  # fmt: skip
        for name, length_m in part.length_m.items():
            print(f"  {name:<16}{length_m / 1000:>10,.1f} km")
        if part.end_only:
            print(f"  only at an end of a journey: {part.end_only:,} stretches, "
                  f"{part.end_only_private:,} of them private")  # fmt: skip
        for what, count in part.dropped.items():
            print(f"  dropped: {count:,} {what}")
    for what, count in report.notes.items():
        print(f"note: {count:,} {what}")
    for remark in report.remarks:
        print(f"note: {remark}")


def run_route(options: argparse.Namespace) -> int:
    """Print the way from one point to another, step by step."""
    roads = _opened(options.folder)
    stops = [Place("home:from", *options.origin), Place("home:to", *options.target)]
    choices = replace(RoadChoices(), stop_s=0)
    leg = roads.line(stops, options.mode, choices).legs[0]
    if leg.duration_s < 0:
        missing = roads.travel(stops, [options.mode], choices).unplaced[options.mode]
        why = "; ".join(f"{place[5:]}: {reason}" for place, reason in missing.items())
        print(f"There is no way by {options.mode}. {why}".rstrip())
        return 1
    for step in leg.steps:
        print(
            f"{step.name or '(no name)':<40}{step.length_m:>8,} m{step.duration_s / 60:>8.1f} min"
        )
    print(f"{'Total by ' + options.mode:<40}{leg.length_m:>8,} m{leg.duration_s / 60:>8.1f} min")
    return 0


def _extract_of(folder: Path) -> Path:
    """Return the extract that ``build`` wrote to a folder, or the extract named itself."""
    if not folder.is_dir():
        return folder
    for end in ENDINGS:
        if (folder / f"roads{end}").is_file():
            return folder / f"roads{end}"
    raise RoadsError(f"{folder} holds no roads; run `python -m solver roads build` first.")


def _opened(folder: Path) -> Roads:
    """Open what ``build`` wrote to a folder, or an extract itself."""
    with reading_roads():
        return open_roads(_extract_of(folder), cache=folder / "cache" if folder.is_dir() else None)


def run_picture(options: argparse.Namespace) -> int:
    """Draw the map around a point."""
    path = _extract_of(options.folder)
    if options.settlements is None:
        settlements = None if path.name.endswith(".graphml") else places_of(path)
    else:
        settlements = pd.read_csv(options.settlements)
        if missing := {"settlement", "lon", "lat", "population"} - set(settlements.columns):
            raise RoadsError(
                f"{options.settlements.name} lacks the column {min(missing)}; it needs "
                "settlement, lon, lat and population."
            )
    roads = _opened(options.folder)
    png = picture(roads, options.centre, options.zoom, options.size, settlements, options.credit)
    options.out.write_bytes(png)
    print(options.out)
    return 0


def run_fetch(options: argparse.Namespace) -> int:
    """Fetch a place and say where it was put."""
    path = fetch(options.place, options.out, large=options.large)
    print(path)
    return 0
