"""Compare the demo's illustrative roads with the real roads of Rutland.

    python assets/demo/check_roads.py ../shared/data

Three rows for each class of distance: Rutland's real roads (OpenStreetMap),
roads grown over Rutland's postcodes in the very way of the demo's, and the
demo's own roads. Prints how far the grown ones are from the real ones and
exits 1 where a median is more than a tenth away.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Transformer

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from solver.invent.land.extract import read_settlements  # noqa: E402
from solver.invent.land.ground import DEGREES, GRID, to_grid  # noqa: E402
from solver.invent.land.postcodes import read_postcodes  # noqa: E402
from solver.invent.network.detour import Detour, detours  # noqa: E402
from solver.invent.network.growth import grow  # noqa: E402
from solver.invent.network.roadfile import write_roads  # noqa: E402

TOLERANCE = 0.10
DISTRICT = ("LE15",)


def main() -> int:
    """Print the comparison; 1 where the grown roads are off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with osm/ and postcodes/")
    options = parser.parse_args()
    found = measure(options.data)
    real = found["Rutland, real roads"]
    code = 0
    print(f"{'roads':<28}{'straight line':>16}{'pairs':>9}{'road / line':>13}{'off':>8}")
    for name, rows in found.items():
        for row, base in zip(rows, real, strict=True):
            off = row.median / base.median - 1.0
            code |= abs(off) > TOLERANCE
            reach = f"{row.from_m / 1000:g} to {row.to_m / 1000:g} km"
            print(f"{name:<28}{reach:>16}{row.pairs:>9,}{row.median:>13.3f}{off:>+8.1%}")
    return int(code)


def measure(data: Path) -> dict[str, tuple[Detour, ...]]:
    """Median detours of the three networks, by name.

    Parameters
    ----------
    data
        Folder with ``osm/rutland-2022-07-20.osm.pbf`` and
        ``postcodes/postcodes_leics_rutland.csv.gz``.
    """
    extract = data / "osm" / "rutland-2022-07-20.osm.pbf"
    rutland = read_postcodes(data / "postcodes" / "postcodes_leics_rutland.csv.gz", DISTRICT)
    county = pd.read_csv(HERE / "leicestershire" / "postcodes.csv.gz")
    settlements = read_settlements(extract)
    settlements = settlements[settlements["population"] >= 500]  # as GeoNames knows them
    with tempfile.TemporaryDirectory() as folder:
        grown = Path(folder) / "grown.osm.pbf"
        towns_xy = np.stack(to_grid(settlements["lon"], settlements["lat"]), axis=1)
        write_roads(
            grow(rutland[["x", "y"]].to_numpy(), towns_xy, np.random.default_rng(1)),
            Transformer.from_crs(GRID, DEGREES, always_xy=True),
            towns_xy,
            settlements["settlement"].tolist(),
            grown,
        )
        return {
            "Rutland, real roads": detours(extract, rutland),
            "Rutland, grown the same way": detours(grown, rutland),
            "Demo county": detours(HERE / "leicestershire" / "roads.osm.pbf", county, sample=1_500),
        }


if __name__ == "__main__":
    sys.exit(main())
