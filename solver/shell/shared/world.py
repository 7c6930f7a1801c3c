"""The world that a command works on: its tabs, its rates and its scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver import demand, zones
from solver.base.chosen_rates import rates_for
from solver.domain import Scenario
from solver.errors import Fault, HomeroundsError, RatesError
from solver.intake.mapping.sheets import choose_sheets
from solver.rates import read_rates

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from solver.base import World

RATES = "rates.toml"


def add_sheet_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--sheet TABLE=TAB``, which may be given once for each table."""
    parser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="TABLE=TAB",
        help="read a table from this tab of its workbook, as carers='Rota 2025'; kept in the "
        "world's mapping.toml",
    )


def world_of(options: argparse.Namespace) -> Path:
    """Return the world folder, the tabs that were named kept in it.

    Raises
    ------
    InputError
        When a tab is named for something that is no table.
    """
    folder: Path = options.world
    if options.sheet:
        choose_sheets(folder, options.sheet)
    return folder


def faults_of_rates(folder: Path, day: str | None) -> list[Fault]:
    """List what is wrong with a world's own rates, and with rates on a day.

    Parameters
    ----------
    day
        The world's price base; ``None`` where it is not known.
    """
    try:
        book = read_rates(folder / RATES)
        if day is not None:
            book.on(day)
    except RatesError as error:
        return [Fault(RATES, None, "", str(error).removeprefix(f"{RATES}: "), "")]
    return []


def scenarios_of(folder: Path) -> tuple[dict[str, Scenario], list[Fault]]:
    """Read the scenarios of a world's folder: name of the file → scenario; and what is wrong."""
    found: dict[str, Scenario] = {}
    faults = []
    for path in sorted(folder.glob("scenarios/*.toml")):
        name = f"scenarios/{path.name}"
        try:
            found[name] = Scenario.from_toml(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            faults.append(Fault(name, None, "", "The file is not UTF-8 text.", "Save it as UTF-8."))
        except (HomeroundsError, OSError) as error:
            faults.append(Fault(name, None, "", str(error), ""))
    return found, faults


def faults_of_scenarios(world: World, scenarios: dict[str, Scenario]) -> list[Fault]:
    """List the scenarios that name something that the world does not have."""
    faults = []
    for name, scenario in scenarios.items():
        try:
            rates_for(world, scenario)
            zones.areas(world, scenario)
            demand.packages(world, scenario)
        except HomeroundsError as error:
            faults.append(Fault(name, None, "", str(error), ""))
    return faults
