"""What Leicestershire's papers say of its own prices, on its own page alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.show.prices import is_papers_county
from dashboard.show.text import money_change, pounds

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.costs import RateChange
    from solver.domain import HoursBasis


def weeks_note(page: Open, base: HoursBasis) -> str:
    """Say how the printed range of a year may be read: ours to read, and marked so."""
    if not is_papers_county(page) or base != "maintenance":
        return ""
    return (
        "The report of 20 January 2020 prints £17.3m to £17.6m now and £18.3m to £18.7m proposed "
        "(para 23) and does not say how. Our reading, not the report's: the low ends are 52 "
        "weeks, the high ends 53."
    )


def minute(page: Open, base: HoursBasis, found: RateChange) -> str:
    """Answer minute 45.i, "likely to be cost neutral": base uplift against rural premium."""
    if not is_papers_county(page):
        return ""
    change = found.change_annual_pence
    verdict = "is cost neutral" if abs(change) < 100 else "is not cost neutral"
    premium = money_change(found.premium_annual_pence)
    return (
        f"“Likely to be cost neutral” (minute 45.i, November 2019)? With these rates, {base} hours "
        f"at band rates, pricing by band {verdict}: {money_change(change)} a year, of it "
        f"{money_change(found.uplift_annual_pence)} base uplift on every hour and {premium} rural "
        f"premium. The premium alone would be neutral if the cheapest band were paid "
        f"{pounds(found.neutral_pence)} an hour instead of the {pounds(found.current_pence)} "
        "average (worked out by us)."
    )
