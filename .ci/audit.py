"""Known faults in what Homerounds stands on (pip-audit).

``python .ci/audit.py``. Where the advisory service gives no data, pip-audit itself says
nothing and ends well, which looks like a pass. So it is first asked for one release whose
faults have been known for years: where it names none, the check counts as not run.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404  # the command is written out below
import sys
import tempfile
from pathlib import Path
from typing import Any

LONG_KNOWN = "jinja2==2.4.1"
WAIT_S = 5
PATIENCE_S = 300


def audit(*options: str) -> list[dict[str, Any]]:
    """Ask pip-audit; returns an entry for each package, empty where it gave none."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(  # nosec B603  # no shell, and no words but those of this file
            [*command, "--timeout", str(WAIT_S), *options],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        return list(json.loads(done.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []


def faults(packages: list[dict[str, Any]]) -> list[str]:
    """Name each known fault, with the release that mends it."""
    return [
        f"{package['name']} {package['version']}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no release yet'}"
        for package in packages
        for fault in package.get("vulns", ())
    ]


def not_run(why: str) -> int:
    """Say that nothing was checked."""
    sys.stdout.write(
        f"pip-audit: checks run: 0, not run: 1. {why}; that is neither a pass nor a failure.\n"
    )
    return 0


def main() -> int:
    """Return 1 where a fault is known, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text(LONG_KNOWN + "\n", encoding="utf-8")
        probe = audit("--no-deps", "--disable-pip", "--requirement", str(known))
    if not faults(probe):
        return not_run("The advisory service gives no data here")
    packages = audit("--local")
    if not packages:
        return not_run("The advisory service stopped answering")
    found = faults(packages)
    without = sum("skip_reason" in package for package in packages)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(
        f"pip-audit: checks run: 1, not run: 0. {len(packages) - without} packages looked up, "
        f"{without} without data, {len(found)} known faults.\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
