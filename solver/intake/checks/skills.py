"""Skills that visits need and that nobody who could make them has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.domain.skills import lacking, plain_skill
from solver.intake.findings import hint, quoted
from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed


def check_skills(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Note each skill that visits of a provider need and no carer of the provider has."""
    visits, packages = typed["visits"], typed["packages"]
    contracts, carers = typed["contracts"], typed["carers"]
    if visits is None or packages is None or contracts is None or carers is None:
        return
    package = positions(visits.frame["package_id"], packages.frame["package_id"])
    contract = positions(packages.frame["contract_id"], contracts.frame["contract_id"])
    if not len(package) or (package < 0).any() or (contract < 0).any():
        return  # faults of their own
    provider = contracts.frame["provider_id"].to_numpy(dtype=object)[contract][package]
    held = _held(carers.frame)
    rows: dict[tuple[str, str], list[int]] = {}
    written: dict[tuple[str, str], str] = {}
    pairs = zip(visits.frame["skills"].tolist(), provider.tolist(), strict=True)
    for i, (needed, name) in enumerate(pairs):
        for skill in lacking(filter(None, needed.split(";")), held.get(name, ())):
            key = (name, plain_skill(skill))
            written.setdefault(key, skill)
            rows.setdefault(key, []).append(i)
    for (name, plain), of in rows.items():
        skill = written[name, plain]
        count = f"{len(of):,} visit{'s need' if len(of) > 1 else ' needs'}"
        likely = hint(skill, list(held.get(name, ())), least=75)
        findings.notice(
            visits.file,
            int(visits.rows[of[0]]),
            "skills",
            f"No carer of {name} has the skill {quoted(skill)}, which {count}. {likely}".strip(),
        )


def _held(carers: pd.DataFrame) -> dict[str, dict[str, None]]:
    """Gather the skills that the carers of each provider have, in the order of the rows."""
    held: dict[str, dict[str, None]] = {}
    for name, skills in zip(carers["provider_id"], carers["skills"], strict=True):
        held.setdefault(name, {}).update(dict.fromkeys(filter(None, skills.split(";"))))
    return held
