"""Read a file of postcodes with positions, whatever its columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.errors import Fault, InputError
from solver.invent.land.ground import to_degrees, to_grid

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = {
    "postcode": ("postcode", "pcds", "pcd", "post_code"),
    "x": ("easting", "eastings", "oseast1m", "x"),
    "y": ("northing", "northings", "osnrth1m", "y"),
    "lon": ("lon", "longitude", "long", "lng"),
    "lat": ("lat", "latitude"),
}


def read_postcodes(path: Path, only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read postcodes from a CSV (plain or gzipped).

    Parameters
    ----------
    path
        A column ``postcode`` and either ``lon`` and ``lat`` or ``easting`` and
        ``northing``; common other names are understood, other columns ignored.
    only
        Beginnings to keep; empty keeps all.

    Returns
    -------
    DataFrame
        ``postcode, lon, lat, x, y``, one row a position, in postcode order.

    Raises
    ------
    InputError
        When the file has no such columns or no usable row.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise _fault(path, f"It cannot be read: {error}.", "Give a CSV of postcodes.") from error
    found = {
        wanted: column
        for wanted, names in _NAMES.items()
        for column in raw.columns
        if column.strip().lower() in names
    }
    if "postcode" not in found or not ({"lon", "lat"} <= set(found) or {"x", "y"} <= set(found)):
        raise _fault(
            path,
            f"It has the columns {', '.join(raw.columns[:8])}.",
            "Give columns postcode, lon and lat, or postcode, easting and northing.",
        )
    frame = pd.DataFrame({"postcode": raw[found["postcode"]].str.strip().str.upper()})
    if {"x", "y"} <= set(found):
        frame["x"] = pd.to_numeric(raw[found["x"]], errors="coerce")
        frame["y"] = pd.to_numeric(raw[found["y"]], errors="coerce")
        frame["lon"], frame["lat"] = to_degrees(frame["x"], frame["y"])
    else:
        frame["lon"] = pd.to_numeric(raw[found["lon"]], errors="coerce")
        frame["lat"] = pd.to_numeric(raw[found["lat"]], errors="coerce")
        frame["x"], frame["y"] = to_grid(frame["lon"], frame["lat"])
    usable = np.isfinite(frame[["lon", "lat", "x", "y"]].to_numpy(dtype=np.float64)).all(axis=1)
    usable &= (frame["postcode"] != "").to_numpy()
    if only:
        usable &= frame["postcode"].str.startswith(tuple(text.upper() for text in only)).to_numpy()
    frame = frame[usable].sort_values("postcode", kind="stable")
    frame = frame.drop_duplicates("postcode").drop_duplicates(["x", "y"]).reset_index(drop=True)
    if frame.empty:
        kept = f" that begins with {' or '.join(only)}" if only else ""
        raise _fault(path, f"No row has a postcode{kept} and a position.", "Check the file.")
    return frame[["postcode", "lon", "lat", "x", "y"]]


def _fault(path: Path, message: str, cure: str) -> InputError:
    return InputError([Fault(path.name, None, "", message, cure)])
