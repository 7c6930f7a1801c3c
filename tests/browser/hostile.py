"""A copy of the demo county whose names try to run in a browser, a table and a formula."""

from __future__ import annotations

import csv
import shutil
import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import tomli_w

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IMG = "<img src=x onerror=\"document.title='hacked'\">"
MARKDOWN = "![pixel](https://outside.invalid/pixel.png) $x^2$ :red[hot]"
SCRIPT = "<script>document.title='hacked'</script>{{ 7 * 7 }}${7*7}"

AREA, ZONE, SETTLEMENT = "husbands-bosworth", "Melton", "Husbands Bosworth"


def make(demo: Path, target: Path) -> Path:
    """Write the county to ``target``: hostile county, zone, area, settlement and provider."""
    shutil.copytree(demo, target)
    about = tomllib.loads((target / "world.toml").read_text("utf-8"))
    about["name"] = f"County {SCRIPT}"
    about["roads_note"] = f"Roads {IMG}"
    (target / "world.toml").write_text(tomli_w.dumps(about), encoding="utf-8")
    layer = gpd.read_file(target / "areas.gpkg")
    layer.loc[layer["area_id"] == AREA, "name"] = IMG
    layer.loc[layer["area_id"] == AREA, "settlement"] = MARKDOWN
    (target / "areas.gpkg").unlink()
    layer.to_file(target / "areas.gpkg", driver="GPKG")
    _change(target / "settlements.csv", "settlement", lambda v: MARKDOWN if v == SETTLEMENT else v)
    _change(target / "zones.csv", "zone", lambda v: MARKDOWN if v == ZONE else v)
    for column in ("prime_zones", "supplementary_zones"):
        _change(target / "providers.csv", column, lambda v: v.replace(ZONE, MARKDOWN))
    _change(target / "providers.csv", "name", lambda v: f"{SCRIPT} {IMG} {v}")
    return target


def _change(path: Path, column: str, change: Callable[[str], str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    place = rows[0].index(column)
    for row in rows[1:]:
        row[place] = change(row[place])
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
