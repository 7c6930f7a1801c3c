"""Who may call on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.skills import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Carer, RoundChoices, Visit


def may_call(visit: Visit, carer: Carer, choices: RoundChoices) -> Iterator[Violation]:
    """Check skills, exclusions, gender and provider."""
    missing = sorted(lacking(visit.skills, carer.skills))
    if missing:
        text = f"The carer lacks {', '.join(missing)}."
        yield Violation("skill", visit.id, carer.id, text)
    if carer.id in visit.excluded_carers:
        yield Violation("excluded", visit.id, carer.id, "The person must not have this carer.")
    if visit.carer_gender and carer.gender != visit.carer_gender:
        text = f"The person asks for a {visit.carer_gender}."
        yield Violation("gender", visit.id, carer.id, text)
    if choices.freedom != "re-provide" and carer.provider_id != visit.provider_id:
        text = f"The visit is {visit.provider_id}'s and the carer {carer.provider_id}'s."
        yield Violation("provider", visit.id, carer.id, text)
