"""Packages with what a scenario says of them: zone, band, provider, contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import area_base, package_base
from solver.base.world import once_for
from solver.zones.assignment import assignment
from solver.zones.transfers import NO_CONTRACT, holding

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario


@once_for("packages")
def packages(world: World, scenario: Scenario) -> pd.DataFrame:
    """List the packages with the zone, band, provider and contract of a scenario.

    Returns
    -------
    frame
        ``package_id, person_id, area_id, zone, band, service, maintenance``
        (bool) ``, contract_id, provider_id, tier, basis, price_pence`` (Int64,
        the contract's own price a carer-hour; NA means the rate of the band)
        ``, carer_hours_week, double_handed_hours_week`` (carer-hours)
        ``, visits_week, double_handed_visits_week, provider_from`` (today's),
        in package order. ``contract_id`` is empty where a package came to a
        provider without a contract of that tier: it is paid the band rate.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    """
    base = package_base(world)
    areas = area_base(world)
    chosen = assignment(world, scenario)
    held = holding(world, scenario)
    known = held.contract != NO_CONTRACT
    row = np.where(known, held.contract, 0)
    price = base.contracts["price_pence"].array[row].copy()
    price[~known] = pd.NA

    contract_ids = _take(tuple(base.contracts["contract_id"]), row)
    basis = _take(tuple(base.contracts["basis"]), row)
    return pd.DataFrame(
        {
            "package_id": base.ids,
            "person_id": base.person_ids,
            "area_id": _take(areas.ids, base.area),
            "zone": _take(chosen.zones, chosen.zone[base.area]),
            "band": _take(chosen.bands, chosen.band[base.area]),
            "service": base.services,
            "maintenance": base.maintenance,
            "contract_id": np.where(known, contract_ids, ""),
            "provider_id": _take(base.provider_ids, held.provider),
            "tier": held.tier,
            "basis": np.where(known, basis, "hour"),
            "price_pence": price,
            "carer_hours_week": base.hours,
            "double_handed_hours_week": base.double_hours,
            "visits_week": base.visits,
            "double_handed_visits_week": base.double_visits,
            "provider_from": _take(base.provider_ids, base.provider),
        }
    )


def _take(values: tuple[str, ...], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    return np.array(values, dtype=object)[rows]
