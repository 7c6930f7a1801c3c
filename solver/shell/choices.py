"""The rates and scenarios in a world's folder: whether they read, and fit the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver import demand, zones
from solver.base.chosen_rates import rates_for
from solver.domain import Scenario
from solver.errors import Fault, HomeroundsError, RatesError
from solver.rates import read_rates

if TYPE_CHECKING:
    from pathlib import Path

    from solver.base import World

RATES = "rates.toml"


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
