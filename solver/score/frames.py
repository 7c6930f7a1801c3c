"""The frames of a score: its calls, its legs and its visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.score.ledger import council_pence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from solver.domain import Workload
    from solver.score.ledger import Ledger
    from solver.score.run import Run


def call_frame(done: Run, account: Ledger) -> pd.DataFrame:
    """Write one row a call, in carer, shift and driving order.

    Returns
    -------
    DataFrame
        ``visit_id, carer_id, shift, position, package_id, person_id, area_id,
        zone, band, service, provider_id`` (the carer's), ``carers_required,
        today_s, planned_s, arrival_s, start_s, end_s, late_s`` (start −
        planned), ``moved_s`` (planned against today's start, either way),
        ``contact_s, travel_s, waiting_s, break_s, paid_s, miles, commute_miles,
        co2e_kg, commute_co2e_kg`` and one column a term in pence, not yet rounded. Times are
        seconds since midnight.
    """
    visits, carers = done.visits, done.carers
    today_s = np.array([v.start_s for v in visits], np.int64)
    service_s = np.array([v.service_s for v in visits], np.int64)
    return pd.DataFrame(
        {
            "visit_id": _text(v.id for v in visits),
            "carer_id": _text(c.id for c in carers),
            "shift": done.shift,
            "position": done.position,
            "package_id": _text(v.package_id for v in visits),
            "person_id": _text(v.person_id for v in visits),
            "area_id": _text(v.area_id for v in visits),
            "zone": _text(v.zone for v in visits),
            "band": _text(v.band for v in visits),
            "service": _text(v.service for v in visits),
            "provider_id": _text(c.provider_id for c in carers),
            "carers_required": np.array([v.carers_required for v in visits], np.int64),
            "today_s": today_s,
            "planned_s": done.planned_s,
            "arrival_s": done.arrival_s,
            "start_s": done.start_s,
            "end_s": done.start_s + service_s,
            "late_s": done.start_s - done.planned_s,
            "moved_s": np.abs(done.planned_s - today_s),
            "contact_s": account.contact_s,
            "travel_s": account.travel_s,
            "waiting_s": account.waiting_s,
            "break_s": account.break_s,
            "paid_s": account.paid_s,
            "miles": account.miles,
            "commute_miles": account.commute_miles,
            "co2e_kg": account.co2e_kg,
            "commute_co2e_kg": account.commute_co2e_kg,
            **account.pence,
        }
    )


def leg_frame(done: Run) -> pd.DataFrame:
    """Write one row a leg, in carer, shift and driving order.

    Returns
    -------
    DataFrame
        ``carer_id, shift, position, kind`` (``out`` from home or base, ``between``
        visits, ``home``; carers who start free have legs between visits only)
        ``, origin, target`` (place ids) ``, mode, depart_s, arrive_s, duration_s,
        length_m, visit_id`` (the visit that the leg leads to; of a leg home, the
        one it comes from) ``, zone, band, provider_id``.
    """
    n = len(done.visits)
    place = np.array([v.place for v in done.visits], object)
    home = np.array([c.home for c in done.carers], object)
    end_s = done.start_s + np.array([v.service_s for v in done.visits], np.int64)
    ends = np.flatnonzero(done.last)
    before = np.roll(place, 1)
    before_end = np.roll(end_s, 1)
    row = np.concatenate([np.arange(n), ends])
    home_leg = np.concatenate([np.zeros(n, bool), np.ones(len(ends), bool)])
    first = done.first[row]
    duration = np.where(home_leg, done.home_s[row], done.in_s[row])
    depart = np.where(first, done.arrival_s[row] - done.in_s[row], before_end[row])
    depart = np.where(home_leg, end_s[row], depart)
    legs = pd.DataFrame(
        {
            "carer_id": np.array(_text(c.id for c in done.carers), object)[row],
            "shift": done.shift[row],
            "position": done.position[row] + home_leg,
            "kind": np.where(home_leg, "home", np.where(first, "out", "between")),
            "origin": np.where(home_leg, place[row], np.where(first, home[row], before[row])),
            "target": np.where(home_leg, home[row], place[row]),
            "mode": np.array(_text(c.mode for c in done.carers), object)[row],
            "depart_s": depart,
            "arrive_s": depart + duration,
            "duration_s": duration,
            "length_m": np.where(home_leg, done.home_m[row], done.in_m[row]),
            "visit_id": np.array(_text(v.id for v in done.visits), object)[row],
            "zone": np.array(_text(v.zone for v in done.visits), object)[row],
            "band": np.array(_text(v.band for v in done.visits), object)[row],
            "provider_id": np.array(_text(c.provider_id for c in done.carers), object)[row],
        }
    )
    free = np.array([c.starts_from == "free" for c in done.carers], bool)[row]
    order = np.lexsort((home_leg, row))
    kept = order[~(free & (home_leg | first))[order]]
    return legs.iloc[kept].reset_index(drop=True)


def visit_frame(
    workload: Workload, missing: Collection[str], price_pence: Mapping[str, int]
) -> pd.DataFrame:
    """Write one row a visit asked for.

    Parameters
    ----------
    workload
        The visits.
    missing
        Ids of those that are not made.
    price_pence
        package_id → pence a carer-hour.

    Returns
    -------
    DataFrame
        Indexed by visit_id: ``package_id, person_id, zone, band, provider_id, carer_seconds,
        served, council_pence`` (float).

    Raises
    ------
    RatesError
        When a package has no price.
    """
    visits = workload.visits
    return pd.DataFrame(
        {
            "package_id": [v.package_id for v in visits],
            "person_id": [v.person_id for v in visits],
            "zone": [v.zone for v in visits],
            "band": [v.band for v in visits],
            "provider_id": [v.provider_id for v in visits],
            "carer_seconds": [v.carer_seconds for v in visits],
            "served": [v.id not in missing for v in visits],
            "council_pence": council_pence(workload, price_pence).to_numpy(float),
        },
        index=pd.Index([v.id for v in visits], name="visit_id"),
    )


def _text(values: object) -> list[str]:
    return list(values)  # type: ignore[call-overload]
