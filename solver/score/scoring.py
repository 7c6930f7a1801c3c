"""Put a run and its ledgers together: the score of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.domain import Unserved
from solver.rates.preferences import Preferences
from solver.score.changes import PROVIDER_CHANGED, changed_people
from solver.score.frames import call_frame, leg_frame, visit_frame
from solver.score.ledger import ledger
from solver.score.points import points
from solver.score.run import run
from solver.score.scored import Score
from solver.score.totals import SUMS, Totals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Plan, TravelSet, Workload
    from solver.rates.pay import PayRules

DEFAULT_PREFERENCES = Preferences()


def score(
    plan: Plan,
    workload: Workload,
    travel: TravelSet,
    *,
    rules: PayRules,
    price_pence: Mapping[str, int],
    today: Score | None = None,
    preferences: Preferences = DEFAULT_PREFERENCES,
) -> Score:
    """Run a plan on the roads and account for it.

    Parameters
    ----------
    plan, workload, travel
        What is planned, for which visits and carers, on which travel.
    rules
        What is working time and what it costs.
    price_pence
        package_id → pence a carer-hour.
    today
        Score of today's plan, for what changes against it.
    preferences
        Weights of the preference points.

    Raises
    ------
    PlanError
        When the plan names what the workload or the travel does not have.
    RatesError
        When a package has no price.
    """
    done = run(plan, workload, travel)
    account = ledger(done, rules)
    stops = call_frame(done, account)
    made = stops.groupby("visit_id").size() if len(stops) else pd.Series(dtype=int)
    unserved = _unserved(plan, workload, made, done.unrun)
    visits = visit_frame(workload, {item.visit_id for item in unserved}, price_pence)
    terms = {name: int(total) for name, total in account.terms().items()}
    return Score(
        stops=stops,
        legs=leg_frame(done),
        visits=visits,
        unserved=unserved,
        terms=terms,
        points=points(done, stops, preferences),
        totals=_totals(stops, visits, terms, rules, today, preferences.tolerance_s),
        rules=rules,
    )


def at_prices(found: Score, workload: Workload, price_pence: Mapping[str, int]) -> Score:
    """Give a score at other prices of the packages: no way, start or pay depends on them.

    Parameters
    ----------
    found
        Score of a plan of the same workload, at whatever prices.
    workload, price_pence
        As for :func:`score`.

    Raises
    ------
    RatesError
        When a package has no price.
    """
    visits = visit_frame(workload, {item.visit_id for item in found.unserved}, price_pence)
    council, unserved = _council_pence(visits)
    totals = replace(found.totals, council_pence=council, unserved_council_pence=unserved)
    return replace(found, visits=visits, totals=totals)


def _council_pence(visits: pd.DataFrame) -> tuple[int, int]:
    """Add up what the council pays for all visits, and for those of them that are not made."""
    pence, served = visits["council_pence"], visits["served"].to_numpy(bool)
    return round(float(pence.sum())), round(float(pence[~served].sum()))


def _unserved(
    plan: Plan, workload: Workload, made: pd.Series[int], unrun: tuple[Unserved, ...]
) -> tuple[Unserved, ...]:
    """List every visit not made by all the carers that it needs, with its reason."""
    said = {item.visit_id: item for item in (*plan.unserved, *unrun)}
    calls = made.to_dict()
    out: list[Unserved] = []
    for visit in workload.visits:
        here = calls.get(visit.id, 0)
        if here >= visit.carers_required:
            continue
        if here:
            detail = f"It needs {visit.carers_required} carers; the plan sends {here}."
            out.append(Unserved(visit.id, "short-handed", detail))
        else:
            blank = Unserved(visit.id, "not-in-plan", "The plan neither serves it nor says why.")
            out.append(said.get(visit.id, blank))
    return tuple(out)


def _totals(
    stops: pd.DataFrame,
    visits: pd.DataFrame,
    terms: Mapping[str, int],
    rules: PayRules,
    today: Score | None,
    tolerance_s: int,
) -> Totals:
    """Add up the calls and visits of a day; see :class:`~solver.rates.preferences.Preferences`."""
    sums = stops[list(SUMS)].sum()
    calls = stops.groupby("visit_id")[["late_s", "moved_s"]].max()
    late, moved = calls["late_s"].to_numpy(float), calls["moved_s"].to_numpy(float)
    council, unserved_council = _council_pence(visits)
    changed = None
    if today:
        gone = {item.visit_id for item in today.unserved if item.reason == PROVIDER_CHANGED}
        changed = changed_people(stops, today.stops, gone)
    idle_s = _paid_idle_s(stops, rules)
    released = (_paid_idle_s(today.stops, today.rules) - idle_s) / 3_600 if today else None
    return Totals(
        visits=len(visits),
        served=int(visits["served"].sum()),
        unserved=int((~visits["served"].to_numpy(bool)).sum()),
        carers=int(stops["carer_id"].nunique()),
        calls=len(stops),
        carer_hours=float(visits["carer_seconds"].sum()) / 3_600,
        contact_minutes=float(sums["contact_s"]) / 60,
        travel_minutes=float(sums["travel_s"]) / 60,
        waiting_minutes=float(sums["waiting_s"]) / 60,
        break_minutes=float(sums["break_s"]) / 60,
        paid_minutes=float(sums["paid_s"]) / 60,
        miles=float(sums["miles"]),
        commute_miles=float(sums["commute_miles"]),
        late_visits=int((late > 0).sum()),
        late_minutes=float(late.sum()) / 60,
        latest_minutes=float(late.max(initial=0)) / 60,
        moved=int((moved > 0).sum()),
        moved_minutes=float(moved.sum()) / 60,
        most_moved_minutes=float(moved.max(initial=0)) / 60,
        moved_beyond=int((moved > tolerance_s).sum()),
        council_pence=council,
        provider_pence=sum(terms.values()),
        unserved_council_pence=unserved_council,
        co2e_kg=float(sums["co2e_kg"]),
        commute_co2e_kg=float(sums["commute_co2e_kg"]),
        carers_changed=changed[0] if changed else None,
        providers_changed=changed[1] if changed else None,
        released_carer_hours=released,
    )


def _paid_idle_s(stops: pd.DataFrame, rules: PayRules) -> float:
    """Paid seconds away from the door: travel between visits and waiting."""
    travel = float(stops["travel_s"].sum()) if rules.pay_travel else 0.0
    return travel + (float(stops["waiting_s"].sum()) if rules.pay_waiting else 0.0)
