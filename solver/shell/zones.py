"""``python -m solver zones table|propose|import|natural``: zones from a shell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from solver.domain import Scenario
from solver.errors import InputError
from solver.intake.files.layers import read_layer
from solver.intake.findings import Findings
from solver.shell.run import read_scenario, say
from solver.shell.shared import opening
from solver.shell.shared.world import add_sheet_option, world_of
from solver.shell.shared.writing import write_table
from solver.zones import edits, transfers, zone_table, zone_travel
from solver.zones.exchange import ZoneSet, check_layer, import_list, import_polygons
from solver.zones.natural import natural_areas
from solver.zones.proposals import Wish, propose

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from solver.base.world import World
    from solver.domain import ZoneChoices


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its four parts to the shell."""
    parser = subparsers.add_parser("zones", help="look at, draw and import zones")
    parts = parser.add_subparsers(
        dest="part", required=True, metavar="table|propose|import|natural"
    )

    table = parts.add_parser("table", help="every cheap figure of each zone")
    _world(table)
    table.add_argument("--out", type=Path, metavar="FILE.csv")
    table.set_defaults(run=run_table)

    draw = parts.add_parser("propose", help="draw contiguous, balanced zones")
    _world(draw)
    draw.add_argument("--zones", type=int, required=True, help="how many, locked ones included")
    draw.add_argument("--tolerance", type=float, default=10.0, help="per cent of equal hours")
    draw.add_argument("--smallest-change", action="store_true", help="instead of least travel")
    draw.add_argument("--split-settlements", action="store_true", help="where it helps")
    draw.add_argument("--anneals", type=int, default=Wish(1).anneals, help="independent searches")
    draw.add_argument("--seed", type=int, default=1)
    draw.add_argument("--out", type=Path, metavar="S.toml", help="the proposal as a scenario")
    draw.set_defaults(run=run_propose)

    load = parts.add_parser("import", help="read zones from polygons or from a list")
    _world(load)
    load.add_argument("file", type=Path, metavar="FILE", help=".csv, .gpkg, .geojson or .zip")
    load.add_argument("--column", default="zone", help="column that names the zones")
    load.add_argument("--fix", action="store_true", help="mend what can be mended")
    load.add_argument("--out", type=Path, metavar="S.toml", required=True)
    load.set_defaults(run=run_import)

    natural = parts.add_parser("natural", help="where care hangs together by road")
    _world(natural)
    natural.add_argument("--minutes", type=float, default=15.0, help="average drive to join")
    natural.add_argument("--out", type=Path, metavar="FILE.csv")
    natural.set_defaults(run=run_natural)


def _world(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument("--scenario", type=Path, metavar="S.toml", help="else as loaded")


def _open(options: argparse.Namespace) -> tuple[World, Scenario]:
    scenario = read_scenario(options.scenario) if options.scenario else Scenario()
    return opening.open_world(world_of(options)), scenario


def run_table(options: argparse.Namespace) -> int:
    """Print the figures of each zone, and what differs from the base."""
    world, scenario = _open(options)
    table = zone_table(world, scenario).merge(zone_travel(world, scenario), on="zone")
    for edit in edits(world, scenario.zones):
        print(edit)
    changed = transfers(world, scenario)
    if not changed.empty:
        people = changed["person_id"].nunique()
        print(f"{len(changed)} packages of {people} people change provider.")
    shown = table[["zone", "areas", "packages", "carer_hours_week", "primes", "minutes_between"]]
    print(shown.round(1).to_string(index=False))
    _write(table, options.out, world, scenario)
    return 0


def run_propose(options: argparse.Namespace) -> int:
    """Draw zones, say how good they are, and write them as a scenario."""
    world, scenario = _open(options)
    wish = Wish(
        options.zones,
        tolerance=options.tolerance / 100,
        mode="smallest-change" if options.smallest_change else "scratch",
        whole_settlements=not options.split_settlements,
        anneals=options.anneals,
    )
    found = propose(world, scenario, wish, seed=options.seed, progress=say)
    for note in found.notes:
        print(note)
    print(
        f"{options.zones} zones: {found.minutes:.2f} minutes between packages (no drawing under "
        f"{found.bound_minutes:.2f}), hours within {found.balance:.1%} of equal, "
        f"{found.areas_moved} areas with {found.hours_moved:,.0f} hours in another zone "
        f"(no drawing under {found.bound_hours_moved:,.0f})."
    )
    _save(replace(scenario, name=f"{options.zones} zones proposed"), found.choices, options.out)
    return 0 if found.within else 1


def run_import(options: argparse.Namespace) -> int:
    """Read a set of zones, list what it cuts, and write it as a scenario."""
    world, scenario = _open(options)
    found = _read_set(world, scenario, options)
    for sentence in found.differences["sentence"]:
        print(sentence)
    for name in found.empty:
        print(f"{name} holds no area: it is left out.")
    changed = len(found.choices.moves)
    print(f"{changed} areas are in another zone than as loaded.")
    _save(replace(scenario, name=options.file.stem), found.choices, options.out)
    return 0


def run_natural(options: argparse.Namespace) -> int:
    """Print clusters of areas by driving time."""
    world, scenario = _open(options)
    found = natural_areas(world, scenario, within_minutes=options.minutes)
    print(found.clusters.round(2).to_string(index=False))
    _write(found.areas, options.out, world, scenario)
    return 0


def _read_set(world: World, scenario: Scenario, options: argparse.Namespace) -> ZoneSet:
    if options.file.suffix.lower() == ".csv":
        text = options.file.read_text(encoding="utf-8-sig")
        return import_list(world, text, scenario.zones, file=options.file.name)
    findings = Findings()
    layer = read_layer(options.file.parent, options.file.stem, findings)
    findings.raise_if_any()
    if layer is None:
        raise InputError([])
    name, shapes = layer
    kinds = {problem.kind for problem in check_layer(world, shapes, options.column)}
    return import_polygons(
        world,
        shapes,
        scenario.zones,
        column=options.column,
        fix=kinds if options.fix else (),
        file=name,
    )


def _write(table: pd.DataFrame, out: Path | None, world: World, scenario: Scenario) -> None:
    if out is not None:
        write_table(table, out, world, scenario, prices="contract prices")
        print(out)


def _save(scenario: Scenario, choices: ZoneChoices, out: Path | None) -> None:
    if out is not None:
        out.write_text(replace(scenario, zones=choices).to_toml(), encoding="utf-8")
        print(out)
