"""What each shell command reads and prints, one module a command."""

from solver.shell import (
    compare,
    compile,
    demand,
    invent,
    prices,
    roads,
    rounds,
    run,
    selftest,
    validate,
    week,
    zones,
)

COMMANDS = (
    run.add_parser,
    compare.add_parser,
    validate.add_parser,
    selftest.add_parser,
    rounds.add_parser,
    week.add_parser,
    zones.add_parser,
    demand.add_parser,
    prices.add_parser,
    roads.add_parser,
    invent.add_parser,
    compile.add_parser,
)
"""In the order in which ``python -m solver --help`` lists them."""
