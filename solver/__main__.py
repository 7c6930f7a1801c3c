"""The chain from a shell: ``python -m solver COMMAND …``."""

from __future__ import annotations

import argparse
import sys

from solver.errors import HomeroundsError, InputError
from solver.stop.limits import watched


def main(argv: list[str] | None = None) -> int:
    """Run one command; return the exit code (0 done, 1 not so, 2 bad input)."""
    from solver.shell import COMMANDS  # after the command has a process of its own

    parser = argparse.ArgumentParser(
        prog="python -m solver",
        description="Home care on real roads: zones, bands, prices and rounds.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add_parser in COMMANDS:
        add_parser(subparsers)
    options = parser.parse_args(argv)
    try:
        code: int = options.run(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except HomeroundsError as error:
        print(f"{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(watched(main, lambda text: print(text, file=sys.stderr)))
