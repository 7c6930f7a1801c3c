"""Why a visit is unserved: which constraint shuts it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE, Unserved
from solver.domain.clock import clock
from solver.rounds.translate import window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer, Plan, RoundChoices, TravelSet, Visit


def reason(
    visit: Visit,
    carers: Sequence[Carer],
    travel: TravelSet,
    choices: RoundChoices,
    today: Plan | None = None,
) -> Unserved:
    """Name the first constraint that leaves too few carers; ``no-room`` where enough remain.

    The constraints are tried in the order in which a planner would: provider, skill, exclusion,
    way, shift, and, where the planner may change times or order only, today's carers.
    """
    needed = visit.carers_required
    left, whose = [carer for carer in carers if carer.shifts], "The day"
    if choices.freedom != "re-provide":
        left = [carer for carer in left if carer.provider_id == visit.provider_id]
        whose = visit.provider_id
    if len(left) < needed:
        text = f"{whose} has {_count(left)} on duty; the visit needs {needed}."
        return Unserved(visit.id, "no-carer", text)
    left = [carer for carer in left if set(visit.skills) <= set(carer.skills)]
    if len(left) < needed:
        skills = ", ".join(visit.skills)
        text = f"{_count(left).capitalize()} on duty with {skills}; the visit needs {needed}."
        return Unserved(visit.id, "no-carer-with-skill", text)
    left = [carer for carer in left if carer.id not in visit.excluded_carers]
    if len(left) < needed:
        text = f"Without the carers whom the person must not have, {_count(left)} remain."
        return Unserved(visit.id, "excluded", text)
    left = [carer for carer in left if _reaches(carer, visit, travel)]
    if len(left) < needed:
        text = f"{_count(left).capitalize()} can get to the door by their mode of travel."
        return Unserved(visit.id, "unreachable", text)
    longest_s = max(shift.end_s - shift.start_s for carer in left for shift in carer.shifts)
    if visit.service_s > longest_s:
        text = (
            f"The visit takes {visit.service_s // 60} minutes and the longest shift "
            f"{longest_s // 60}."
        )
        return Unserved(visit.id, "longer-than-every-shift", text)
    earliest_s, latest_s = window(visit, choices.cap_s)
    left = [carer for carer in left if _on_shift(carer, visit, earliest_s, latest_s)]
    if len(left) < needed:
        text = (
            f"{_count(left).capitalize()} on shift for a start between {clock(earliest_s)} and "
            f"{clock(latest_s)}; the visit needs {needed}."
        )
        return Unserved(visit.id, "outside-every-shift", text)
    if today is not None and choices.freedom in ("re-time", "re-sequence"):
        held = _carers_of(visit, today)
        if held and not held <= {carer.id for carer in left}:
            who = "carer" if len(held) == 1 else "carers"
            text = f"Today's {who} cannot make it, and the visit may not go to another carer."
            return Unserved(visit.id, "todays-carer-cannot", text)
        if held:
            who, their = (
                ("carer", "whose round is") if len(held) == 1 else ("carers", "whose rounds are")
            )
            text = (
                f"It must stay with today's {who}, {their} full "
                f"between {clock(earliest_s)} and {clock(latest_s)}."
            )
            return Unserved(visit.id, "no-room", text)
    text = (
        f"{_count(left).capitalize()} could make it, but between {clock(earliest_s)} and "
        f"{clock(latest_s)} their rounds are full."
    )
    return Unserved(visit.id, "no-room", text)


def _count(carers: Sequence[Carer]) -> str:
    return {0: "no carer", 1: "one carer"}.get(len(carers), f"{len(carers)} carers")


def _carers_of(visit: Visit, plan: Plan) -> set[str]:
    return {
        item.carer_id for item in plan.rounds for stop in item.stops if stop.visit_id == visit.id
    }


def _reaches(carer: Carer, visit: Visit, travel: TravelSet) -> bool:
    period = travel.period(visit.start_s)
    out_s, _ = travel.leg(carer.mode, carer.home, visit.place, period)
    home_s, _ = travel.leg(carer.mode, visit.place, carer.home, period)
    return UNREACHABLE not in (out_s, home_s)


def _on_shift(carer: Carer, visit: Visit, earliest_s: int, latest_s: int) -> bool:
    return any(
        max(shift.start_s, earliest_s) <= min(shift.end_s - visit.service_s, latest_s)
        for shift in carer.shifts
    )
