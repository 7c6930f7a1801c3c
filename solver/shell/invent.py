"""``invent EXTRACT`` makes a world on real roads; ``demo DIR`` writes the demo world out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.errors import Fault, InputError
from solver.invent import CountyChoices, invent_county
from solver.selftest import DEMO

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: Any) -> None:
    """Add ``invent`` and ``demo`` to the commands."""
    invent = subparsers.add_parser(
        "invent", help="invent packages, carers and rounds on a real road extract"
    )
    invent.add_argument("extract", type=Path, help="OpenStreetMap extract (.osm.pbf, .osm …)")
    invent.add_argument(
        "--postcodes", type=Path, required=True,
        help="CSV: postcode and lon, lat (or easting, northing); may be gzipped",
    )  # fmt: skip
    invent.add_argument("--areas", type=Path, help="polygons to use as areas, such as LSOAs")
    invent.add_argument(
        "--only", action="append", default=[], metavar="LE15",
        help="keep postcodes that begin so; may be repeated",
    )  # fmt: skip
    invent.add_argument("--name", default="", help="name of the county")
    invent.add_argument("--providers", type=int, default=0, help="how many providers")
    invent.add_argument("--seed", type=int, default=1, help="same seed, same world")
    invent.add_argument("--out", type=Path, required=True, help="world folder to write")
    invent.set_defaults(run=_invent)
    demo = subparsers.add_parser("demo", help="write the demo world out, to look at or copy")
    demo.add_argument("folder", type=Path, help="folder to write; must not exist yet")
    demo.set_defaults(run=_demo)


def _invent(options: argparse.Namespace) -> int:
    choices = CountyChoices(options.seed, options.name, tuple(options.only), options.providers)
    done = invent_county(
        options.extract, options.postcodes, options.out, choices, areas=options.areas
    )
    print(
        f"{done.folder}: {done.people:,} invented people in {done.areas:,} areas and "
        f"{done.zones} zones, {done.visits:,} lines of visits, {done.carers:,} carers."
    )
    if done.left_out:
        print(
            f"{done.left_out:,} postcodes were left out: away from the extract's roads, or in "
            "no area that the roads cover."
        )
    return 0


def _demo(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if folder.exists() and any(folder.iterdir()):
        raise InputError(
            [Fault(folder.name, None, "", "The folder is not empty.", "Choose a new folder.")]
        )
    shutil.copytree(DEMO, folder, dirs_exist_ok=True)
    print(f"{folder}: Leicestershire, invented packages, on illustrative roads.")
    return 0
